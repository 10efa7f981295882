"""Questions with the passages that answer them, or do not, and the seven articles that are never trained on."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
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

_MOST_SPANS = 12  # of an answer that stands in its passage again and again


@dataclass(frozen=True, slots=True)
class Example:
    """Each of ``passage[start:end]`` over ``spans`` answers ``question``; no spans where the passage does not."""

    question: str
    passage: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def answers(self) -> set[str]:
        """The distinct texts of the spans, in lower case."""
        return {self.passage[start:end].lower() for start, end in self.spans}


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A held-out question with every accepted answer; none means that its passage does not answer it."""

    question: str
    passage: str
    answers: tuple[str, ...]


def squad_examples(data: Path) -> list[Example]:
    """Every distinct pair of SQuAD 2.0 and 1.1 dev outside HELD_OUT: 2.0 has most of 1.1's questions again."""
    answers: dict[tuple[str, str], set[str]] = {}
    for version in ("dev-v2.0", "dev-v1.1"):
        for title, paragraph in _paragraphs(data, version):
            if title not in HELD_OUT:
                for qa in paragraph["qas"]:
                    known = answers.setdefault((qa["question"].strip(), paragraph["context"]), set())
                    known.update(answer["text"] for answer in qa["answers"])
    return [Example(question, passage, find_answers(texts, passage)) for (question, passage), texts in answers.items()]


def natural_questions(data: Path) -> list[Example]:
    """Search questions outside HELD_OUT, each with its passage, which holds one of its answers."""
    examples = []
    for row in _searches(data):
        (found,) = row["ctxs"]
        spans = find_answers(row["answers"], found["text"])
        if spans and found["title"].replace(" ", "_") not in HELD_OUT:
            examples.append(Example(row["question"][0].upper() + row["question"][1:] + "?", found["text"], spans))
    return examples


def search_passages(data: Path) -> list[str]:
    """The passage of each of the Natural Questions."""
    return [row["ctxs"][0]["text"] for row in _searches(data)]


def _searches(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "nq_oracle" / "nq-open-oracle.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def held_out_questions(data: Path) -> list[HeldOut]:
    """The questions of SQuAD 2.0 over the articles in HELD_OUT."""
    return [
        HeldOut(qa["question"], paragraph["context"], tuple(answer["text"] for answer in qa["answers"]))
        for title, paragraph in _paragraphs(data, "dev-v2.0")
        if title in HELD_OUT
        for qa in paragraph["qas"]
    ]


def squad_paragraphs(data: Path) -> dict[str, str]:
    """Every paragraph of SQuAD 1.1 dev by its article's title and its number there, as "Normans/0"."""
    found: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for title, paragraph in _paragraphs(data, "dev-v1.1"):
        found[f"{title}/{numbers[title]}"] = paragraph["context"]
        numbers[title] += 1
    return found


def _paragraphs(data: Path, version: str) -> Iterator[tuple[str, dict[str, Any]]]:
    with gzip.open(data / "squad" / f"{version}.reconstructed.json.gz", "rt", encoding="utf-8") as file:
        for article in json.load(file)["data"]:
            for paragraph in article["paragraphs"]:
                yield article["title"], paragraph


def find_answers(texts: Iterable[str], passage: str) -> tuple[tuple[int, int], ...]:
    """Every place where one of the texts stands, preferably as whole words: which one was meant is not known."""
    spans: set[tuple[int, int]] = set()
    for text in texts:
        found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", passage)]
        if not found and text in passage:
            start = passage.index(text)
            found = [(start, start + len(text))]
        spans.update(found)
    return tuple(sorted(spans)[:_MOST_SPANS])
