"""Pairs that look right and are not: passages that retrieval finds, or less their answer, single sentences, swaps."""

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence

from index.embedder import Embedder
from index.sentences import split_sentences
from qa.keywords import content_words
from qa.retriever import DENSE_WEIGHT, fuse
from qa.training.examples import Example
from qa.vocabulary import FUNCTION_WORDS

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,.]*\d|(?<![\w.,])\d(?![\w.,])")

_FEWEST_SENTENCES = 2
_OTHERS = 3  # sentences beside the one that answers


def near_misses(examples: Sequence[Example], embedder: Embedder, most: int) -> list[list[Example]]:
    """For each answerable question the passages without its answer that score best by meaning and words, best first.

    One list a question, in their order; it may be empty.
    """
    passages = list(dict.fromkeys(example.passage for example in examples))
    asked = [example for example in examples if example.spans]
    cosines = embedder.embed([example.question for example in asked]) @ embedder.embed(passages).T
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize='porter unicode61')")
    database.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", enumerate(passages))
    found = []
    for example, row in zip(asked, cosines, strict=True):
        words = dict.fromkeys(re.findall(r"\w+", example.question.lower()))
        telling = words.keys() - FUNCTION_WORDS or words  # the others are in every passage, and take the most time
        lexical = dict(
            database.execute(
                "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT 30",
                (" OR ".join(f'"{word}"' for word in sorted(telling)),),
            )
        )
        best = max(lexical.values(), default=1.0) or 1.0
        candidates = {*lexical, *(int(n) for n in row.argpartition(-30)[-30:])}
        scores = {n: fuse(float(row[n]), lexical.get(n, 0.0), best, DENSE_WEIGHT) for n in candidates}
        ranked = (passages[n] for n in sorted(candidates, key=lambda n: (-scores[n], n)))
        misses = [passage for passage in ranked if not any(answer in passage.lower() for answer in example.answers)]
        found.append([Example(example.question, passage) for passage in misses[:most]])
    return found


def without_answer(example: Example) -> Example | None:
    """The passage without the sentences that hold an answer; None if little is left, or still an answer."""
    kept = [
        example.passage[start:end]
        for start, end in split_sentences(example.passage)
        if not any(first < end and start < last for first, last in example.spans)
    ]
    passage = " ".join(kept)
    if len(kept) < _FEWEST_SENTENCES or any(answer in passage.lower() for answer in example.answers):
        return None
    return Example(example.question, passage)


def sentences_alone(example: Example) -> list[Example]:
    """The passage's sentences that have most of the question's words, each by itself; if one answers, it is the first.

    Empty if nothing answers within one sentence of a passage that ought to.
    """
    wanted = content_words(example.question)
    parts = []
    for start, end in split_sentences(example.passage):
        spans = tuple((first - start, last - start) for first, last in example.spans if start <= first and last <= end)
        text = example.passage[start:end]
        if spans or not any(answer in text.lower() for answer in example.answers):
            parts.append(Example(example.question, text, spans))
    parts.sort(key=lambda part: -len(wanted & content_words(part.passage)))
    answering = [part for part in parts if part.spans]
    others = [part for part in parts if not part.spans]
    if example.spans:
        return [answering[0], *others[:_OTHERS]] if answering else []
    return others[:1]


def swapped_questions(examples: Sequence[Example], seed: int) -> list[Example | None]:
    """Each question with another name or number of the passage in one's place, so not answered; None if none fits."""
    chance = random.Random(seed)
    swaps = (list(_swaps(example)) for example in examples)
    return [chance.choice(found) if found else None for found in swaps]


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
