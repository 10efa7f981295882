"""``python -m evals.answers``: are questions answered with the right sentences, and refused where nothing answers?

Each line of a set in evals/questions has a question, its history, and ``gold``: words that stand in one article; an
answer is right if one of its statements holds them. The index for ``seeds`` and ``seeds_heldout`` is built from seeds/
alone; that for ``news`` from the 189 advanced texts of OneStopEnglish, 40 of which its questions are about. ``news`` is
cut in two by article: ``news_dev``, on which weights and the refusal are set, and ``news_heldout``, on which nothing
is. ``news_fresh`` asks about 24 more of those texts, drawn by lot, and was written before any of its answers was seen.
``agency_dev`` and ``agency_heldout`` are by two more authors, each over some 30 dated articles that they made up for it
(evals/articles), in which stories go on for days and many people hold the like posts; on the second nothing is set.
"""

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from evals.results import keep_result
from index.build import build
from index.config import SEEDS, IndexConfig
from index.passages import PASSAGE_TOKENS
from qa.answerer import Answerer, open_answerer
from qa.config import QaConfig
from qa.conversation.standalone import standalone_question
from qa.evidence import Evidence, find_evidence
from qa.filters.scope import EVERYTHING
from qa.types import Answer, Cited, Delta, Finished, Turn

QUESTIONS = Path(__file__).resolve().parent / "questions"
ARTICLES = Path(__file__).resolve().parent / "articles"
SETS = ("seeds", "seeds_heldout", "news_dev", "news_heldout", "news_fresh", "agency_dev", "agency_heldout")
_K = 10  # passages of evidence
Question = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question of a set with its answer."""

    asked: Question
    answer: Answer
    first_words_ms: float

    def right_among(self, count: int) -> bool:
        """Whether one of the first ``count`` statements holds gold words."""
        return any(
            plain(gold) in plain(statement.text)
            for statement in self.answer.statements[:count]
            for gold in self.asked["gold"]
        )

    def short_answer_right(self) -> bool:
        """Whether the short answer says what is expected, give or take words around it."""
        expected, given = plain(self.asked["short_answer"] or ""), plain(self.answer.short_answer or "")
        return bool(expected and given) and (expected in given or given in expected)


def read_questions(name: str) -> list[Question]:
    """The questions of one of ``SETS``."""
    file = "news" if name in ("news_dev", "news_heldout") else name
    lines = (QUESTIONS / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    return [asked for asked in map(json.loads, lines) if file == name or _half(asked) == name]


def _half(asked: Question) -> str:
    """The half of the news questions that one belongs to, by its article."""
    return "news_heldout" if hashlib.sha256(asked["article"].encode()).digest()[0] % 2 else "news_dev"


def sources_for(name: str, data: Path) -> tuple[Path, ...]:
    """What the index for a set is built from."""
    if name.startswith("agency"):
        return (ARTICLES / f"{name}.jsonl",)
    return (data / "onestop_english" / "Adv-Txt",) if name.startswith("news") else (SEEDS,)


def run_set(answerer: Answerer, questions: Sequence[Question]) -> list[Outcome]:
    """Ask every question of a set."""
    return [_ask(answerer, asked) for asked in questions]


def _ask(answerer: Answerer, asked: Question) -> Outcome:
    history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]
    began, first_words = time.perf_counter(), None
    for event in answerer.stream(asked["question"], history):
        if first_words is None and isinstance(event, Delta | Cited | Finished):
            first_words = (time.perf_counter() - began) * 1_000
        if isinstance(event, Finished):
            return Outcome(asked, event.answer, first_words or 0.0)
    raise AssertionError("a stream ends with Finished")


def summarise(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The figures that the README quotes; shares from 0 to 1, times in milliseconds."""
    answerable = [o for o in outcomes if o.asked["answerable"]]
    unanswerable = [o for o in outcomes if not o.asked["answerable"]]
    with_short = [o for o in answerable if o.asked["short_answer"]]
    answered = [o for o in answerable if o.answer.outcome == "answered"]
    return {
        "answerable": len(answerable),
        "right in the first statement": share(o.right_among(1) for o in answerable),
        "right in the first three": share(o.right_among(3) for o in answerable),
        "short answer right": share(o.short_answer_right() for o in with_short),
        "short answer wrong": share(bool(o.answer.short_answer) and not o.short_answer_right() for o in with_short),
        "wrongly refused": share(o.answer.outcome == "no_evidence" for o in answerable),
        "statements an answer": round(statistics.mean(len(o.answer.statements) for o in answered), 2),
        "unanswerable": len(unanswerable),
        "rightly refused": share(o.answer.outcome == "no_evidence" for o in unanswerable),
        "first words ms, median": round(statistics.median(o.first_words_ms for o in outcomes), 1),
        "whole answer ms, median": round(statistics.median(o.answer.timings_ms["total"] for o in outcomes), 1),
    }


def share(rights: Iterator[bool]) -> float:
    """How many of them are true, from 0 to 1."""
    values = list(rights)
    return round(sum(values) / max(1, len(values)), 3)


def plain(text: str) -> str:
    """The text as it is compared: case, spaces and what stands around it do not count."""
    return " ".join(text.replace("’", "'").lower().split()).strip(" .,")


@contextmanager
def open_collection(sources: tuple[Path, ...], tokens: int = PASSAGE_TOKENS) -> Iterator[Answerer]:
    """An answerer over an index of ``sources`` that lasts as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        config = IndexConfig(Path(folder), sources, passage_tokens=tokens)
        answerer = open_answerer(config, QaConfig.from_env())
        build(config, answerer.embedder)
        try:
            yield answerer
        finally:
            answerer.index.close()


@contextmanager
def open_articles(articles: Mapping[str, str]) -> Iterator[Answerer]:
    """An answerer over an index of these texts by article id."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        rows = (json.dumps({"id": id_, "text": text}) for id_, text in articles.items())
        source.write_text("\n".join(rows) + "\n", encoding="utf-8")
        with open_collection((source,)) as answerer:
            yield answerer


def ask_sets(data: Path) -> Iterator[tuple[str, Question, Evidence]]:
    """What is found for each question of all sets, standing alone, with the name of its set."""
    for sources, names in groupby(SETS, key=lambda name: sources_for(name, data)):
        with open_collection(sources) as answerer:
            for name in names:
                for asked in read_questions(name):
                    history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]
                    yield name, asked, find(answerer, standalone_question(asked["question"], history))


def find(answerer: Answerer, question: str) -> Evidence:
    """What the answerer finds for a question before it decides."""
    with answerer.index.snapshot() as snapshot:
        return find_evidence(snapshot, question, _K, EVERYTHING, answerer.retriever, answerer.reader, answerer.chooser)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.answers", description=__doc__)
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--tokens", type=int, default=PASSAGE_TOKENS, help="the size of the passages")
    parser.add_argument("--show", action="store_true", help="print every question that went wrong")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results: dict[str, dict[str, float]] = {}
    for sources, names in groupby(options.sets, key=lambda name: sources_for(name, options.data)):
        with open_collection(sources, options.tokens) as answerer:
            for name in names:
                outcomes = run_set(answerer, read_questions(name))
                results[name] = summarise(outcomes)
                print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in results[name].items()), flush=True)
                if options.show:
                    _show_wrong(outcomes)
    if options.keep:
        keep_result("answers", results)


def _show_wrong(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        refused = outcome.answer.outcome == "no_evidence"
        if refused != outcome.asked["answerable"] and (refused or outcome.right_among(3)):
            continue
        print(f"  {outcome.asked['id']} {outcome.answer.standalone_question}")
        print(f"     wanted {outcome.asked['gold'][:1] or 'a refusal'}, got {outcome.answer.outcome}")
        for statement in outcome.answer.statements:
            print(f"     - {statement.text[:140]}")


if __name__ == "__main__":
    main()
