"""``python -m evals.hostile``: the files and addresses that were made to do harm, and the most that any of them did.

Each file is read by itself in another process that may use 1 GB; each address is asked for with a resolver that leads
everything to this machine, where a canary counts who comes. Exit status 1 if a limit was passed or anything leaked.
The limit of 10 seconds is one of the processor's, which a busy machine does not stretch.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.results import keep_result
from index.config import PROJECT
from index.errors import BadInput, FetchFailed

SECONDS = 10
MEGABYTES = 1_000
_PATIENCE = 280  # seconds for a whole group
_PLACES = ("home", "tmp", "work")


@dataclass(frozen=True, slots=True)
class Usage:
    """What reading some files took: the peak of memory in bytes, what stayed open, what stayed on the disk."""

    memory: int
    leaks: tuple[str, ...]
    left_behind: tuple[str, ...]


def read_in_another_process(folder: Path, around: Path) -> tuple[dict[str, dict[str, Any]], Usage]:
    """What becomes of each file, by name; ``around`` is a folder that holds all of the disk that the process knows."""
    from tests.index.formats.hostile import ESCAPED

    for name in _PLACES:
        (around / name).mkdir()
    places = {"HOME": str(around / "home"), "TMPDIR": str(around / "tmp"), "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-m", "tests.index.formats.read_hostile", str(folder)]
    with (around / "out").open("w+") as out, (around / "err").open("w+") as err:
        reader = subprocess.Popen(command, cwd=around / "work", env={**os.environ, **places}, stdout=out, stderr=err)
        patience = threading.Timer(_PATIENCE, reader.kill)
        patience.start()
        _, status, used = os.wait4(reader.pid, 0)  # with what its own children used
        patience.cancel()
        reader.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        outcomes = {outcome["file"]: outcome for outcome in map(json.loads, out)}
        errors = err.read()
    if reader.returncode or errors:
        raise AssertionError(f"the reader ended with {reader.returncode}: {errors[-2000:]}")
    left = [path for name in _PLACES for path in (around / name).iterdir()]
    left += Path(ESCAPED).parent.glob(f"{Path(ESCAPED).name}*")
    leaks = []
    for what in ("open", "threads"):
        counts = [outcome[what] for outcome in outcomes.values()]
        if counts[-1] > max(counts[: len(counts) // 2 + 1]):
            leaks.append(f"{what}: {counts[-1]}")
    factor = 1 if sys.platform == "darwin" else 1024
    return outcomes, Usage(used.ru_maxrss * factor, tuple(leaks), tuple(map(str, left)))


def snapshot(folder: Path) -> dict[str, str]:
    """Every path in a folder with the hash of what it holds."""
    return {
        os.fsencode(path).decode("utf-8", "replace"): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in sorted(folder.rglob("*"))
    }


def measure_files(group: str) -> dict[str, Any]:
    """Read one group of hostile files; the worst that happened."""
    from tests.index.formats.hostile import GROUPS

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "files")
        folder.mkdir()
        for name, content in GROUPS[group]().items():
            (folder / name).write_bytes(content)
        before = snapshot(folder)
        outcomes, usage = read_in_another_process(folder, Path(place))
        changed = () if snapshot(folder) == before else ("the files themselves were changed",)
    slowest = max(outcomes.values(), key=lambda outcome: outcome["processor_seconds"])
    return {
        "files": len(outcomes),
        "articles": sum(len(outcome["ids"]) for outcome in outcomes.values()),
        "rejected": sum(len(outcome["rejected"]) for outcome in outcomes.values()),
        "worst processor seconds": slowest["processor_seconds"],
        "slowest": slowest["file"],
        "worst seconds": max(outcome["seconds"] for outcome in outcomes.values()),
        "most MB": round(usage.memory / 1e6),
        "leaks": [*usage.leaks, *usage.left_behind, *changed],
    }


def measure_urls() -> dict[str, Any]:
    """Ask for each hostile address; the worst that happened."""
    from index.web.fetch import Client, Limits
    from tests.index.web.conftest import Canary
    from tests.index.web.test_hostile import HOSTILE_URLS, resolve_like_a_fool

    canary = Canary()
    client = Client(resolve=resolve_like_a_fool, limits=Limits(connect_s=0.5, whole_s=2))
    worst, refused = 0.0, 0
    for url in HOSTILE_URLS:
        began = time.monotonic()
        try:
            client.get(url.replace("{port}", str(canary.port)))
        except BadInput:
            refused += 1
        except FetchFailed:  # asked after all
            pass
        worst = max(worst, time.monotonic() - began)
    canary.close()
    leaks = [f"{canary.connections} connections reached the canary"] * (canary.connections > 0)
    leaks += [f"{len(HOSTILE_URLS) - refused} were not refused"] * (refused < len(HOSTILE_URLS))
    return {"addresses": len(HOSTILE_URLS), "refused": refused, "worst seconds": round(worst, 3), "leaks": leaks}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    from tests.index.formats.hostile import GROUPS

    parser = argparse.ArgumentParser(prog="python -m evals.hostile", description=__doc__)
    parser.add_argument("--only", choices=[*GROUPS, "urls"], help="one group instead of all")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results: dict[str, dict[str, Any]] = {}
    for group in [options.only] if options.only else [*GROUPS, "urls"]:
        results[group] = measure_urls() if group == "urls" else measure_files(group)
        print(f"{group}: " + ", ".join(f"{name} {value or 'none'}" for name, value in results[group].items()))
    worst = max(figures.get("worst processor seconds", figures["worst seconds"]) for figures in results.values())
    memory = max(figures.get("most MB", 0) for figures in results.values())
    leaks = [leak for figures in results.values() for leak in figures["leaks"]]
    files = sum(figures.get("files", 0) for figures in results.values())
    print(
        f"{files} files in all: at worst {worst} processor seconds and {memory} MB, leaks: {', '.join(leaks) or 'none'}"
    )
    if options.keep:
        keep_result("hostile", results)
    return int(worst > SECONDS or memory > MEGABYTES or bool(leaks))


if __name__ == "__main__":
    sys.exit(main())
