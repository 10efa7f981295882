"""Pairs that look right and are not: near-miss passages that our retrieval finds, and questions with a name swapped."""

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence

from index.embedder import Embedder
from qa.retriever import DENSE_WEIGHT, fuse
from qa.training.examples import Example

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d(?![\w.,])")


def near_misses(examples: Sequence[Example], embedder: Embedder, most: int) -> list[list[Example]]:
    """For each answerable question the passages without its answer that score best by meaning and words, best first."""
    passages = list(dict.fromkeys(example.passage for example in examples))
    asked = [example for example in examples if example.spans]
    cosines = embedder.embed([example.question for example in asked]) @ embedder.embed(passages).T
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", enumerate(passages))
    found = []
    for example, row in zip(asked, cosines, strict=True):
        words = dict.fromkeys(re.findall(r"\w+", example.question))
        lexical = dict(
            database.execute(
                "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 30",
                (" OR ".join(f'"{word}"' for word in words),),
            )
        )
        best = max(lexical.values(), default=1.0) or 1.0
        candidates = {*lexical, *(int(n) for n in row.argpartition(-30)[-30:])}
        scores = {n: fuse(float(row[n]), lexical.get(n, 0.0), best, DENSE_WEIGHT) for n in candidates}
        ranked = (passages[n] for n in sorted(candidates, key=lambda n: (-scores[n], n)))
        misses = [passage for passage in ranked if not any(answer in passage.lower() for answer in example.answers)]
        found.append([Example(example.question, passage) for passage in misses[:most]])
    return [misses for misses in found if misses]


def swapped_questions(examples: Sequence[Example], seed: int) -> list[Example]:
    """Answerable questions in which another name or number from the passage takes one's place: no longer answered."""
    chance = random.Random(seed)
    swapped = []
    for example in examples:
        swaps = list(_swaps(example)) if example.spans else []
        if swaps:
            swapped.append(chance.choice(swaps))
    return swapped


def _swaps(example: Example) -> Iterator[Example]:
    for pattern in (_NAME, _NUMBER):
        others = sorted({match[0] for match in pattern.finditer(example.passage)})
        for match in pattern.finditer(example.question):
            for other in others:
                same_kind = pattern is _NAME or len(other) == len(match[0])
                apart = other.lower() not in example.question.lower() and match[0].lower() not in other.lower()
                answering = any(other.lower() in answer or answer in other.lower() for answer in example.answers)
                if same_kind and apart and not answering and match[0] in example.passage:
                    question = example.question[: match.start()] + other + example.question[match.end() :]
                    yield Example(question, example.passage)
