"""``python -m evals.kills``: builds killed by the kernel at random moments, under a reader that asks throughout.

Each round adds, changes and removes articles, starts a build in a process of its own and kills it: at any moment, while
Chroma writes, or around publishing. The builder knows nothing of it: the moments are seen from outside, in the status
file and the data directory. The build after it must succeed, and the reader must never miss an acknowledged article,
find a removed one or be left without an answer. Real embedding model, real Chroma, at least 1,100 vectors to write in
every other build, so that Chroma writes its graph files.
"""

import argparse
import json
import multiprocessing
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from evals.asking import Reader
from evals.newsroom import Newsroom
from evals.processes import load_model
from evals.results import keep_result
from index.build import build
from index.config import IndexConfig
from index.embedder import Embedder

AIMS = ("anywhere", "write", "publish")
_POLL_S = 0.0005


@dataclass
class Figures:
    """What came of it. ``moments`` counts the kills by what the disk shows the build had come to."""

    kills: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    finished_first: int = 0  # builds that were done before the signal reached them
    failed_next_builds: int = 0
    questions: int = 0
    failed_questions: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(
    kills: int,
    folder: Path,
    make_embedder: Callable[[], Embedder],
    context: BaseContext,
    *,
    wire: int,
    seed: int,
    tell: Callable[[str], None] = lambda _: None,
) -> Figures:
    """Kill builds of a newsroom in ``folder`` until ``kills`` were killed: of these 3 of 10 while Chroma writes and 2
    of 10 around publishing at least. ``wire`` is how many short articles a bulk change replaces.
    """
    began = time.monotonic()
    figures = Figures()
    newsroom = Newsroom(folder, wire, random.Random(seed))
    newsroom.open(40)
    builder = _Builder(folder / "data", newsroom.news, make_embedder, context)
    if not builder.finish():
        raise RuntimeError("the first build failed")
    reader = Reader(context, folder, builder.data, make_embedder)
    try:
        reader.acknowledge(1)
        while aim := _next_aim(figures, kills, newsroom.random):
            bulk = aim == "write" or newsroom.random.random() < 0.3
            reader.expect(newsroom.number + 1)
            newsroom.change(bulk=bulk)
            moment = builder.kill(aim, newsroom.random.random())
            if moment is None:
                figures.finished_first += 1
            else:
                figures.kills += 1
                figures.moments[moment] += 1
            if not builder.finish():
                figures.failed_next_builds += 1
                break
            reader.acknowledge(newsroom.number)
            if figures.kills % 10 == 0 and moment:
                tell(f"{figures.kills} kills, {reader.asked} questions, {reader.failed} failed")
            if reader.failed:
                break
    finally:
        reader.finish()
    figures.questions, figures.failed_questions = reader.asked, reader.failed
    figures.failures = reader.messages()
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _next_aim(figures: Figures, kills: int, random_: random.Random) -> str | None:
    """What to aim at next, at random among what is still wanted; None when there is enough."""
    writing, publishing = figures.moments["write"], figures.moments["publish"]
    wanted = {
        "write": max(0, -(-kills * 3 // 10) - writing),
        "publish": max(0, -(-kills * 2 // 10) - publishing),
    }
    left = max(kills - figures.kills, sum(wanted.values()))
    if not left:
        return None
    return random_.choices(AIMS, (left - sum(wanted.values()), *wanted.values()))[0]


class _Builder:
    """Starts builds, each a process, and kills them."""

    def __init__(self, data: Path, news: Path, make_embedder: Callable[[], Embedder], context: BaseContext) -> None:
        self.data = data
        self.config = IndexConfig(data, (news,))
        self.make_embedder = make_embedder
        self.context = context
        self.total_s = self.write_s = self.publish_s = 0.1  # of the last build that ran to its end

    def finish(self) -> bool:
        """Build to the end; whether that succeeded."""
        began = time.monotonic()
        process, since = self._start()
        if self._wait(process, lambda: self._publishing(since)):
            publishing = time.monotonic()
            process.join()
            self.publish_s = time.monotonic() - publishing
        self.total_s = time.monotonic() - began
        if process.exitcode == 0:
            report = json.loads((self.data / "build.json").read_text(encoding="utf-8"))["report"]
            self.write_s = report["seconds"]["write"]
        return process.exitcode == 0

    def kill(self, aim: str, luck: float) -> str | None:
        """Start a build and kill it when it comes to ``aim``, ``luck`` (0 to 1) of the way through that.

        Returns the moment at which it died, or None if it had finished.
        """
        current = (self.data / "CURRENT").read_text()
        process, since = self._start()
        if aim == "write":
            self._wait(process, lambda: self._stage() == "write")
        elif aim == "publish":
            self._wait(process, lambda: self._publishing(since))
        until = time.monotonic() + luck * {"write": self.write_s, "publish": self.publish_s}.get(aim, self.total_s)
        self._wait(process, lambda: time.monotonic() >= until)
        if process.pid and process.exitcode is None:
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        if process.exitcode == 0:
            return None
        if process.exitcode != -signal.SIGKILL:
            raise RuntimeError(f"a build ended with {process.exitcode} before it was killed")
        if self._publishing(since) or (self.data / "CURRENT").read_text() != current:
            return "publish"
        return self._stage() or "start"

    def _start(self) -> tuple[BaseProcess, float]:
        since = time.time()
        (self.data / "build.json").unlink(missing_ok=True)  # what it says from now on is of this build
        process: BaseProcess = self.context.Process(  # type: ignore[attr-defined]
            target=_build, args=(self.config, self.make_embedder)
        )
        process.start()
        return process, since

    def _wait(self, process: BaseProcess, arrived: Callable[[], bool]) -> bool:
        """Wait until the build has ``arrived``; False if it ended before."""
        while process.is_alive():
            if arrived():
                return True
            time.sleep(_POLL_S)
        return False

    def _stage(self) -> str | None:
        try:
            progress = json.loads((self.data / "build.json").read_text(encoding="utf-8"))["progress"]
        except FileNotFoundError:
            return None
        return str(progress["stage"]) if progress else None

    def _publishing(self, since: float) -> bool:
        """Whether the build has written its manifest, which it does last, and is making it the one that answers."""
        for manifest in (self.data / "generations").glob("*/manifest.json"):
            try:
                if manifest.stat().st_mtime >= since:
                    return True
            except FileNotFoundError:  # just renamed
                return True
        return False


def _build(config: IndexConfig, make_embedder: Callable[[], Embedder]) -> None:
    build(config, make_embedder())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    embedder = load_model()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(
            options.kills,
            Path(folder),
            lambda: embedder,
            multiprocessing.get_context("fork"),
            wire=1_100,
            seed=options.seed,
            tell=lambda line: print(line, flush=True),
        )
    print(f"builds killed      {figures.kills}")
    for moment, count in sorted(figures.moments.items()):
        print(f"  {moment:<16} {count}")
    print(f"finished first     {figures.finished_first}")
    print(f"next build failed  {figures.failed_next_builds}")
    print(f"questions          {figures.questions}")
    print(f"failed questions   {figures.failed_questions}")
    for failure in figures.failures:
        print(f"  {failure}")
    if options.keep:
        keep_result("kills", asdict(figures) | {"moments": dict(figures.moments)})


if __name__ == "__main__":
    main()
