"""``python -m evals.growth``: the memory that a build takes as the collection grows.

Each collection is built in a process of its own, from texts that are cut from OneStopEnglish's and have every other
word exchanged, so that no two are alike. The encoder's place is taken by random vectors of its size: what the encoder
needs does not depend on the number of articles. Taken are the process's peak when all is read, when it begins to write
vectors into Chroma, up to where a build streams, and at its end: Chroma holds its graph in memory, which has to grow
with the passages.
"""

import argparse
import multiprocessing
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from evals.processes import call
from evals.results import keep_result
from index.build import build
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder, Vectors
from index.types import Progress

_WORDS = 120  # of each text
_DIMENSION = 384


class _RandomVectors(SentenceTransformerEmbedder):
    """The packaged model's tokens, and vectors by chance."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.stack(
            [np.random.default_rng(list(text.encode()[:64])).standard_normal(_DIMENSION) for text in texts]
        )
        found: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        return found


def write_articles(source: Path, folder: Path, times: int) -> int:
    """Write ``times`` articles for each text under ``source``, all different; returns how many."""
    texts = [path.read_text(encoding="utf-8-sig", errors="replace") for path in sorted(source.rglob("*.txt"))]
    vocabulary = sorted({word for text in texts for word in text.split()})
    folder.mkdir()
    for number, text in enumerate(texts * times):
        chance = random.Random(number)
        words = [chance.choice(vocabulary) if chance.random() < 0.5 else word for word in text.split()[:_WORDS]]
        paragraphs = (" ".join(words[start : start + 50]) + "." for start in range(0, len(words), 50))
        (folder / f"{number:06}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    return len(texts) * times


def measure(texts: Path, data: Path) -> dict[str, float]:
    """Build once and return the peaks of this process in MiB; for a process of its own."""
    peaks: dict[str, float] = {}

    def watch(progress: Progress) -> None:
        if progress.stage != "read":
            peaks.setdefault("before", _peak_mib())
        if progress.stage == "write":
            peaks.setdefault("streaming", _peak_mib())

    report = build(IndexConfig(data, (texts,)), _RandomVectors(), progress=watch)
    return {
        "articles": report.articles,
        "passages": report.passages,
        "mib_after_reading": peaks["before"],
        "mib_before_chroma": peaks["streaming"],
        "mib_at_the_end": _peak_mib(),
        "seconds": round(report.seconds["total"], 1),
    }


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(peak) / 1024, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.growth", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 2, 4, 8], help="articles for each text")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results = []
    for times in options.times:
        with tempfile.TemporaryDirectory() as folder:
            write_articles(options.data / "onestop_english", Path(folder, "texts"), times)
            context = multiprocessing.get_context("spawn")
            figures, failure = call(context, measure, Path(folder, "texts"), Path(folder, "data"))
        if failure:
            raise RuntimeError(failure)
        results.append(figures)
        print("  ".join(f"{name} {value}" for name, value in figures.items()), flush=True)
    if options.keep:
        keep_result("growth", results)


if __name__ == "__main__":
    main()
