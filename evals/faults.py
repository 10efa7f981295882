"""``python -m evals.faults``: a full disk, damaged files, racing builders, many rebuilds under a reader, bad articles.

Full disk: a tmpfs in a mount namespace of its own, which must have ``unshare`` and ``mount``. Damage: each file of the
newest of two generations is cut to half and, in another run, sixteen bytes in its middle are inverted; the newest or
the one before must answer, and the next build succeed. Races: two builders start at once. Rebuilds: the reader's
memory and open files are taken after each. Bad articles: the command line on 200 articles of which 10 are bad.
"""

import argparse
import json
import multiprocessing
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Barrier
from pathlib import Path

from evals.asking import Reader, state_answering
from evals.bad_articles import write_articles
from evals.newsroom import Newsroom
from evals.processes import call, load_model
from evals.results import keep_result
from index.build import build
from index.config import PROJECT, IndexConfig
from index.embedder import Embedder
from index.errors import BuildLocked
from index.generations import Generations

Figures = dict[str, object]
_WIRE = 1_100  # over Chroma's sync threshold, so that its graph files count
_IN_NAMESPACE = "CLIPPINGS_EVALS_IN_NAMESPACE"


class _Room:
    """A newsroom and its published index, built and looked at in processes of their own."""

    def __init__(self, folder: Path, embedder: Embedder, *, wire: int = _WIRE) -> None:
        self.folder = folder
        self.embedder = embedder
        self.context: BaseContext = multiprocessing.get_context("fork")
        self.newsroom = Newsroom(folder, wire, random.Random(1))
        self.newsroom.open(20)
        self.data = folder / "data"
        self.build(self.data)

    def build(self, data: Path) -> str | None:
        """Build; what it failed with, or None."""
        return call(self.context, self._build, data)[1]

    def _build(self, data: Path) -> None:
        build(IndexConfig(data, (self.newsroom.news,)), self.embedder)

    def state(self, data: Path, allowed: range) -> int | str:
        """The state that answers, or why none does."""
        state, error = call(self.context, state_answering, self.folder, data, self.embedder, allowed)
        return error or state


def full_disk(folder: Path, embedder: Embedder, sizes: int) -> Figures:
    """Builds on a tmpfs that leaves them from nothing to nearly twice the room that they keep."""
    room = _Room(folder, embedder)
    place = folder / "disk"
    place.mkdir()
    before = room.newsroom.number
    room.newsroom.change(bulk=True)
    _mount(place, "size=1g")
    data = place / "data"
    shutil.copytree(room.data, data)
    used = _used(place)
    assert room.build(data) is None
    needed = _used(place) - used
    outcomes: Counter[str] = Counter()
    wrong = []
    for step in range(sizes):
        _mount(place, "remount,size=1g")
        shutil.rmtree(data)
        shutil.copytree(room.data, data)
        reader = Reader(room.context, folder, data, lambda: embedder)
        reader.acknowledge(before)
        reader.expect(before + 1)
        _mount(place, f"remount,size={_used(place) + 2 * needed * step // sizes}")
        error = room.build(data)
        reader.finish()
        state = room.state(data, range(before, before + 2))
        _mount(place, "remount,size=1g")
        again, after = room.build(data), room.state(data, range(before + 1, before + 2))
        outcomes["built" if error is None else "refused, saying that the directory cannot be written"] += 1
        if error and "cannot be written" not in error:
            wrong.append(f"room for {2 * step / sizes:.1f} of it: {error}")
        if reader.failed:
            wrong.append(f"room for {2 * step / sizes:.1f} of it: a running reader: {reader.messages()[0]}")
        if state != before + (error is None) or again or after != before + 1:
            wrong.append(
                f"room for {2 * step / sizes:.1f} of it: one that starts: {state}; next build: {again}; then: {after}"
            )
    subprocess.run(["umount", place], check=True)
    return {"sizes": sizes, "bytes_needed": needed, "outcomes": outcomes, "wrong": wrong}


def _mount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)


def _used(place: Path) -> int:
    found = os.statvfs(place)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def damage(folder: Path, embedder: Embedder) -> Figures:
    """Each file of the newest generation cut to half, and inverted in its middle."""
    room = _Room(folder, embedder)
    room.newsroom.change(bulk=True)
    assert room.build(room.data) is None
    newest = room.newsroom.number
    name = Generations(room.data).current()
    files = sorted(path for path in (room.data / "generations" / name).rglob("*") if path.is_file())
    outcomes: Counter[str] = Counter()
    wrong = []
    for path in files:
        for harm in (_halve, _invert):
            data = folder / "harmed"
            shutil.copytree(room.data, data)
            harm(data / path.relative_to(room.data))
            what = f"{path.relative_to(room.data)} {harm.__name__}d"
            state = room.state(data, range(newest - 1, newest + 1))
            outcomes[{newest: "the newest answers", newest - 1: "the one before answers"}.get(state, "refused")] += 1  # type: ignore[arg-type]
            if isinstance(state, str):
                wrong.append(f"{what}: {state}")
            error, after = room.build(data), room.state(data, range(newest, newest + 1))
            if error or after != newest:
                wrong.append(f"{what}: the next build: {error}; answers {after}")
            shutil.rmtree(data)
    return {"files": len(files), "outcomes": outcomes, "wrong": wrong}


def _halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _invert(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 16] = bytes(255 - byte for byte in content[middle : middle + 16])
    path.write_bytes(content)


def races(folder: Path, embedder: Embedder, count: int) -> Figures:
    """Two builders that start at the same moment: one builds, the other is told who does."""
    room = _Room(folder, embedder, wire=100)
    outcomes: Counter[str] = Counter()
    seconds, wrong = [], []
    for _ in range(count):
        room.newsroom.change(bulk=False)
        start = room.context.Barrier(2)
        results = room.context.SimpleQueue()
        racers = [
            room.context.Process(target=_race, args=(room, start, results))  # type: ignore[attr-defined]
            for _ in range(2)
        ]
        for racer in racers:
            racer.start()
        ended = [results.get() for _ in racers]
        for racer in racers:
            racer.join()
        refused = [(took, error) for took, error in ended if error]
        outcomes[f"{len(refused)} refused"] += 1
        seconds += [took for took, _ in refused]
        wrong += [error for _, error in refused if "BuildLocked: Another build" not in error or "since" not in error]
        state = room.state(room.data, range(room.newsroom.number, room.newsroom.number + 1))
        if len(refused) > 1 or state != room.newsroom.number:
            wrong.append(f"{len(refused)} refused, answers {state}")
    return {
        "races": count,
        "outcomes": outcomes,
        "slowest_refusal_s": round(max(seconds, default=0), 3),
        "wrong": wrong,
    }


def _race(room: _Room, start: Barrier, results: "multiprocessing.SimpleQueue[tuple[float, str | None]]") -> None:
    start.wait()
    began = time.monotonic()
    error = None
    try:
        room._build(room.data)
    except BuildLocked as locked:
        error = f"BuildLocked: {locked}"
    except Exception as other:
        error = f"{type(other).__name__}: {other}"
    results.put((time.monotonic() - began, error))


def rebuilds(folder: Path, embedder: Embedder, count: int) -> Figures:
    """What a reader takes as one generation follows the other."""
    room = _Room(folder, embedder)

    def warm() -> Embedder:
        for length in range(1, embedder.max_tokens):  # the encoder keeps something for each length that it has met
            embedder.embed(["boat " * length])
        return embedder

    reader = Reader(room.context, folder, room.data, warm)
    memory, files = [], []
    try:
        reader.acknowledge(1)
        for number in range(count):
            reader.expect(room.newsroom.number + 1)
            room.newsroom.change(bulk=number % 5 == 4)
            if error := room.build(room.data):
                raise RuntimeError(error)
            reader.acknowledge(room.newsroom.number)
            memory.append(_resident_mib(reader.process.pid))
            files.append(len(os.listdir(f"/proc/{reader.process.pid}/fd")))
    finally:
        reader.finish()
    tenth = max(1, count // 5)
    return {
        "rebuilds": count,
        "questions": reader.asked,
        "failed_questions": reader.failed,
        "first_fifth": {"mib": statistics.median(memory[:tenth]), "files": statistics.median(files[:tenth])},
        "last_fifth": {"mib": statistics.median(memory[-tenth:]), "files": statistics.median(files[-tenth:])},
        "most": {"mib": max(memory), "files": max(files)},
        "wrong": reader.messages(),
    }


def _resident_mib(pid: int | None) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def bad_articles(folder: Path) -> Figures:
    """The command line on 200 articles of which 10 are bad."""
    bad = write_articles(folder / "news", good=190)
    command = [
        sys.executable,
        "-m",
        "index",
        "--json",
        "--source",
        str(folder / "news"),
        "--data",
        str(folder / "data"),
    ]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    report = json.loads(ended.stdout)
    rejected = {Path(entry["path"]).name.split(":")[0]: entry["reason"] for entry in report["rejected"]}
    return {
        "exit_status": ended.returncode,
        "indexed": report["articles"],
        "rejected": rejected,
        "wrong": [f"{name} is not named" for name in bad - rejected.keys()],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.faults", description=__doc__)
    parser.add_argument("--only", nargs="+", metavar="TRIAL", help="full-disk, damage, races, rebuilds, bad-articles")
    parser.add_argument("--few", action="store_true", help="a tenth of the races and rebuilds, two sizes of disk")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    _enter_namespace()
    embedder = load_model()
    trials: dict[str, Callable[[Path], Figures]] = {
        "full-disk": lambda folder: full_disk(folder, embedder, 2 if options.few else 10),
        "damage": lambda folder: damage(folder, embedder),
        "races": lambda folder: races(folder, embedder, 2 if options.few else 20),
        "rebuilds": lambda folder: rebuilds(folder, embedder, 5 if options.few else 50),
        "bad-articles": bad_articles,
    }
    results = {}
    for name, trial in trials.items():
        if not options.only or name in options.only:
            with tempfile.TemporaryDirectory() as folder:
                results[name] = trial(Path(folder))
            print(name)
            for key, value in results[name].items():
                print(f"  {key}: {dict(value) if isinstance(value, Counter) else value}", flush=True)
    if options.keep:
        keep_result("faults", results)


def _enter_namespace() -> None:
    """Go on in a mount namespace of our own, where a small disk can be had without touching the machine's."""
    if _IN_NAMESPACE not in os.environ:
        os.environ[_IN_NAMESPACE] = "1"
        command = ["unshare", "--map-root-user", "--mount", sys.executable, "-m", "evals.faults", *sys.argv[1:]]
        os.execvp(command[0], command)


if __name__ == "__main__":
    main()
