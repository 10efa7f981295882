"""``python -m evals.filters``: what filters and understood dates cost, and whether they lose what answers.

Every question of SQuAD 2.0 dev is about a thing or an event, so a date in it is never one of publication: each that is
read as a filter is misread. Its paragraphs are then given dates at random, to see what moving those of certain days
forward finds and loses, and how long a search takes within a part of them.
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from evals.results import keep_result
from evals.retrieval import Corpus, read_squad
from index.build import build
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder
from index.snapshot import Index
from qa.filters.dates import read_dates
from qa.filters.scope import Scope
from qa.retriever import HybridRetriever
from qa.types import DateWords, Hit

_TODAY = date(2026, 11, 22)
_FIRST, _DAYS, _ASKED = date(2000, 1, 1), 7_000, 1_500  # dates at random, and how many days a question asks for
_READ = 8  # hits that the answerer reads
_FORWARD = (0.0, 0.03, 0.05, 0.1, 0.15, 0.2)
_SHARES = (0.01, 0.1, 0.5, 1.0)

Figures = dict[str, dict[str, float]]


def misread(questions: Sequence[str]) -> dict[str, float]:
    """How many questions' dates are taken for a filter (only), a preference (first) or an order (newest)."""
    effects = Counter[str](read.effect for question in questions if (read := read_dates(question, _TODAY)))
    return {"questions": len(questions), **effects}


def measure_order(found: Sequence[tuple[str, list[Hit]]], dates: dict[str, date], chance: random.Random) -> Figures:
    """How often the gold paragraph is read, where the days asked for are its own, others', and for the newest first."""
    figures: Figures = {}
    for forward in _FORWARD:
        read = Counter[str]()
        for gold, hits in found:
            since = _FIRST + timedelta(chance.randrange(_DAYS - _ASKED))
            others = {one: day for one, day in dates.items() if since <= day <= since + timedelta(_ASKED)}
            others.pop(gold, None)
            first, newest = DateWords("then", "first", since, since + timedelta(_ASKED)), DateWords("latest", "newest")
            for name, scope in (
                ("own days", Scope(dates=first, published=others | {gold: dates[gold]})),
                ("others' days", Scope(dates=first, published=others)),
                ("newest", Scope(dates=newest, published=dates)),
            ):
                read[name] += gold in [hit.passage.article_id for hit in scope.order(hits, forward)[:_READ]]
        figures[str(forward)] = {name: round(count / len(found), 4) for name, count in read.items()}
    return figures


def measure_time(search: Callable[[frozenset[str] | None], object], ids: Sequence[str]) -> dict[str, float]:
    """Milliseconds of a retrieval, of everything and within shares of the articles; the median of nine."""
    allowed = {"no filter": None} | {str(share): frozenset(ids[: int(len(ids) * share)]) for share in _SHARES}
    return {
        name: round(median(_seconds(search, within) for _ in range(9)) * 1_000, 1) for name, within in allowed.items()
    }


def _seconds(search: Callable[[frozenset[str] | None], object], within: frozenset[str] | None) -> float:
    began = perf_counter()
    search(within)
    return perf_counter() - began


def measure(corpus: Corpus, asked: int) -> Figures:
    """All of it, over ``asked`` questions at random."""
    chance = random.Random(0)
    dates = {key: _FIRST + timedelta(chance.randrange(_DAYS)) for key in corpus.paragraphs}
    embedder = SentenceTransformerEmbedder()
    retriever = HybridRetriever(embedder)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paragraphs.jsonl")
        rows = ({"id": key, "text": text, "date": str(dates[key])} for key, text in corpus.paragraphs.items())
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        build(IndexConfig(Path(folder, "data"), (source,)), embedder)
        index = Index(Path(folder, "data"))
        with index.snapshot() as snapshot:
            sample = chance.sample(corpus.questions, asked)
            found = [(gold, retriever.retrieve(snapshot, question, 50)) for question, gold in sample]
            ids = chance.sample(list(dates), len(dates))
            times = measure_time(lambda within: retriever.retrieve(snapshot, sample[0][0], 50, within), ids)
        index.close()
    return {
        "misread": misread([question for question, _ in corpus.questions]),
        **measure_order(found, dates, chance),
        "ms": times,
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.filters", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/")
    parser.add_argument("--questions", type=int, default=400, help="how many to ask (default: %(default)s)")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    figures = measure(read_squad(options.data), options.questions)
    for name, values in figures.items():
        print(f"{name:>8}", *(f"{key} {value}" for key, value in values.items()), sep="   ")
    if options.keep:
        print(keep_result("filters", figures))


if __name__ == "__main__":
    main()
