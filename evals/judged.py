"""``python -m evals.judged FILE``: a chat model's sentences as somebody judged them by reading, beside their verdicts.

FILE has a line for each question: ``right`` says whether its answer answers it, each sentence's ``true`` whether the
articles bear it out. Both are written in by hand, with a ``why`` where the reason does not meet the eye;
``--add ANSWERS`` adds what ``python -m evals.composed … --answers ANSWERS`` kept, to be judged. The verdicts in FILE
are those of the day; ``--again`` asks today's checks about the same sentences, without a model.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from evals.answers import open_collection, read_questions
from index.config import SEEDS
from index.snapshot import Snapshot
from qa.answerer import Answerer
from qa.chat_models.composer import Composed, Composer
from qa.support import SupportChecker
from qa.types import QUOTES, Explanation, Hit

SETS = ("seeds", "seeds_heldout")
Judged = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> None:
    """Add what is to be judged, or count what was."""
    parser = argparse.ArgumentParser(prog="python -m evals.judged", description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--add", type=Path, metavar="ANSWERS", help="add the answers that are not in FILE yet")
    parser.add_argument("--again", action="store_true", help="count the verdicts of today, and print what has changed")
    options = parser.parse_args(arguments)
    judged = _read(options.file) if options.file.exists() else []
    if options.add:
        known = {one["id"] for one in judged}
        judged += [one for one in _unjudged(_read(options.add)) if one["id"] not in known]
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in judged)
        options.file.write_text("".join(lines), encoding="utf-8")
    judged = [one for one in judged if one["right"] is not None]
    for key, value in summarise(_check_again(judged) if options.again else judged).items():
        print(f"{key}: {value}")


def summarise(judged: Sequence[Judged]) -> dict[str, object]:
    """Numbers of questions and of sentences; an untrue sentence is caught, a true one doubted, if not confirmed."""
    answerable = [one for one in judged if one["answerable"]]
    others = [one for one in judged if not one["answerable"]]
    sentences = [sentence for one in judged for sentence in one["sentences"]]
    untrue = [sentence for sentence in sentences if sentence["true"] is False]
    true = [sentence for sentence in sentences if sentence["true"]]
    return {
        "answerable": len(answerable),
        "answered rightly": sum(one["right"] for one in answerable),
        "wrongly refused": sum(one["outcome"] == "no_evidence" for one in answerable),
        "unanswerable": len(others),
        "rightly refused": sum(one["outcome"] == "no_evidence" for one in others),
        "sentences": len(sentences),
        "verdicts": dict(Counter(sentence["verdict"] for sentence in sentences)),
        "untrue": len(untrue),
        "untrue, caught": sum(map(_doubted, untrue)),
        "true": len(true),
        "true, doubted": sum(map(_doubted, true)),
    }


def _check_again(judged: Sequence[Judged]) -> list[Judged]:
    """The same with today's verdicts; prints each sentence whose verdict is another."""
    with open_collection((SEEDS,)) as answerer, answerer.index.snapshot() as snapshot:
        checker = SupportChecker(answerer.embedder, answerer.reader)
        return [_check_one_again(one, answerer, snapshot, checker) for one in judged]


def _check_one_again(one: Judged, answerer: Answerer, snapshot: Snapshot, checker: SupportChecker) -> Judged:
    passages = snapshot.passages(one["evidence"])
    hits = [Hit(passages[id_], 0.0, Explanation()) for id_ in one["evidence"]]
    places = {id_: f"[{number}]" for number, id_ in enumerate(one["evidence"], 1)}
    lines = [f"{said['text']} {''.join(places[id_] for id_ in said['cited'])}\n" for said in one["sentences"]]
    composer = Composer(snapshot, hits, answerer.chooser.embed, checker)
    sentences = []
    for said, now in zip(one["sentences"], _compose(composer, lines).statements, strict=True):
        if now.verdict != said["verdict"]:
            print(f"{one['id']} {said['verdict']} → {now.verdict} (true: {said['true']}): {now.text}")
        sentences.append(said | {"verdict": now.verdict})
    return one | {"sentences": sentences}


def _compose(composer: Composer, lines: Sequence[str]) -> Composed:
    events = composer.compose(iter(lines), len(composer.sources))
    while True:
        try:
            next(events)
        except StopIteration as end:
            composed: Composed = end.value
            return composed


def _doubted(sentence: Judged) -> bool:
    return bool(sentence["verdict"] == "unsupported")


def _unjudged(kept: Sequence[dict[str, Any]]) -> Iterator[Judged]:
    """A line to be judged for each answer of a chat model."""
    asked = {one["id"]: one for name in SETS for one in read_questions(name)}
    for row in kept:
        if row["model"] == QUOTES:
            continue
        answer, question = row["answer"], asked[row["id"]]
        passages = {one["number"]: one["passage_id"] for one in answer["citations"]}
        yield {
            "id": row["id"],
            "question": question["question"],
            "answerable": question["answerable"],
            "evidence": [hit["passage"]["id"] for hit in answer["evidence"]],
            "outcome": answer["outcome"],
            "right": None,
            "sentences": [
                {
                    "text": one["text"],
                    "cited": [passages[number] for number in one["citations"] if number not in one["found"]],
                    "verdict": one["verdict"],
                    "missing": one["missing"],
                    "true": None,
                }
                for one in answer["statements"]
            ],
        }


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
