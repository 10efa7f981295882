"""Question and passage pairs to learn reading from, and the seven articles that are never trained on."""

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Every fifth title of SQuAD 2.0 in sorted order: never trained on, to measure what the reader does with new articles.
HELD_OUT = frozenset(
    (
        "1973_oil_crisis",
        "Construction",
        "French_and_Indian_War",
        "Immune_system",
        "Normans",
        "Private_school",
        "Steam_engine",
    )
)


@dataclass(frozen=True, slots=True)
class Example:
    """``passage[start:end]`` answers ``question``; start and end are -1 where the passage does not answer it."""

    question: str
    passage: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A held-out question with every accepted answer; none means that its passage does not answer it."""

    question: str
    passage: str
    answers: tuple[str, ...]


def training_examples(data: Path, seed: int) -> list[Example]:
    """Every pair outside HELD_OUT, and for each answerable question a passage that only looks right.

    ``data`` is the folder that holds ``squad/`` and ``nq_oracle/``.
    """
    pairs = list(dict.fromkeys([*_squad(data, "dev-v2.0"), *_squad(data, "dev-v1.1"), *_natural_questions(data)]))
    pairs += _near_misses(pairs, random.Random(seed))
    return pairs


def held_out_questions(data: Path) -> list[HeldOut]:
    """The questions of SQuAD 2.0 over the articles in HELD_OUT."""
    return [
        HeldOut(qa["question"], paragraph["context"], tuple(answer["text"] for answer in qa["answers"]))
        for title, paragraph in _paragraphs(data, "dev-v2.0")
        if title in HELD_OUT
        for qa in paragraph["qas"]
    ]


def _paragraphs(data: Path, version: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.open(data / "squad" / f"{version}.reconstructed.json.gz", "rt", encoding="utf-8") as file:
        for article in json.load(file)["data"]:
            for paragraph in article["paragraphs"]:
                yield article["title"], paragraph


def _squad(data: Path, version: str) -> Iterator[Example]:
    for title, paragraph in _paragraphs(data, version):
        if title in HELD_OUT:
            continue
        for qa in paragraph["qas"]:
            if not qa["answers"]:
                yield Example(qa["question"], paragraph["context"])
                continue
            answer = min(qa["answers"], key=lambda a: len(a["text"]))
            start = answer["answer_start"]
            yield Example(qa["question"], paragraph["context"], start, start + len(answer["text"]))


def _natural_questions(data: Path) -> Iterator[Example]:
    with gzip.open(data / "nq_oracle" / "nq-open-oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            passage = next((c["text"] for c in row["ctxs"] if c.get("hasanswer", True)), "")
            starts = [(passage.find(answer), answer) for answer in row["answers"] if answer in passage]
            if starts:
                start, answer = min(starts)
                question = row["question"][0].upper() + row["question"][1:] + "?"
                yield Example(question, passage, start, start + len(answer))


def _near_misses(pairs: list[Example], chance: random.Random) -> Iterator[Example]:
    """For each answerable question the best other passage by BM25 that does not hold the answer."""
    import sqlite3

    passages = list(dict.fromkeys(pair.passage for pair in pairs))
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", enumerate(passages))
    answers: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        if pair.start >= 0:
            answers[pair.question].add(pair.passage[pair.start : pair.end].lower())
    for question, accepted in answers.items():
        words = {"".join(c for c in word if c.isalnum()) for word in question.split()} - {""}
        rows = database.execute(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 6",
            (" OR ".join(f'"{word}"' for word in sorted(words)),),
        )
        misses = [passages[row] for (row,) in rows]
        misses = [miss for miss in misses if not any(answer in miss.lower() for answer in accepted)]
        if misses:
            yield Example(question, chance.choice(misses[:2]))
