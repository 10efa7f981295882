"""``python -m evals.first_statement``: does an answer begin with what answers, more often than the nearest sentence?

OneStopQA's questions, each asked of its own article in the advanced wording. Its annotators marked the words that bear
the right choice out; counted is how often the first statement has some of them, and how often the sentence of the
article whose vector is nearest to the question's has. Questions are answered however unsure the reader is; what is
refused at the threshold as shipped is counted beside it.
"""

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.answers import open_articles, share
from evals.results import keep_result
from index.sentences import split_sentences
from index.text import to_canonical
from qa.answerer import Answerer
from qa.types import Filters, Options

_SHORTEST = 20  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Marked:
    """A question with the words of its article that bear its answer out."""

    question: str
    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What of one question's answer has some of the marked words."""

    statement: bool
    statement_alone: bool  # without the sentence before it that it may have brought along
    nearest: bool
    refused: bool


def read_marked(data: Path) -> tuple[dict[str, str], list[Marked]]:
    """The articles of OneStopQA by title, in the advanced wording, and their questions."""
    rows = json.loads((data / "onestopqa" / "onestop_qa.json").read_text(encoding="utf-8"))["data"]
    articles = {row["title"]: "\n\n".join(one["Adv"]["context"] for one in row["paragraphs"]) for row in rows}
    questions = []
    for row in rows:
        for paragraph in row["paragraphs"]:
            words = paragraph["Adv"]["context"].split()
            for asked, (first, last, *_) in zip(paragraph["qas"], paragraph["Adv"]["a_spans"], strict=True):
                questions.append(Marked(asked["question"], row["title"], " ".join(words[first : last + 1])))
    return articles, questions


def begin(answerer: Answerer, marked: Marked) -> Beginnings:
    """Ask one question of its article."""
    filters = Filters(articles=(marked.article,))
    answer = answerer.answer(marked.question, options=Options(filters=filters, threshold=0.0))
    with answerer.index.snapshot() as snapshot:
        article = snapshot.article(marked.article)
    assert article and answer.citations
    first = answer.citations[0]
    sentences = [(start, end) for start, end in split_sentences(article.text) if end - start >= _SHORTEST]
    start_of_last = max((start for start, end in sentences if start < first.end), default=first.start)
    vectors = answerer.chooser.embed([marked.question, *(article.text[start:end] for start, end in sentences)])
    nearest = sentences[int((vectors[1:] @ vectors[0]).argmax())]
    as_shipped = answerer.answer(marked.question, options=Options(filters=filters))
    gold = find_words(to_canonical(marked.words), article.text)
    return Beginnings(
        statement=overlap(gold, (first.start, first.end)),
        statement_alone=overlap(gold, (max(first.start, start_of_last), first.end)),
        nearest=overlap(gold, nearest),
        refused=as_shipped.outcome == "no_evidence",
    )


def find_words(words: str, text: str) -> tuple[int, int]:
    """Where ``words`` stand in ``text``, however they are spaced there."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text)
    assert found, words
    return found.span()


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.first_statement", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestopqa/")
    parser.add_argument("--every", type=int, default=1, help="ask every N-th question only")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    articles, questions = read_marked(options.data)
    with open_articles(articles) as answerer:
        found = [begin(answerer, marked) for marked in questions[:: options.every]]
    figures = {
        "questions": len(found),
        "first statement": share(one.statement for one in found),
        "its last sentence alone": share(one.statement_alone for one in found),
        "nearest sentence": share(one.nearest for one in found),
        "refused as shipped": share(one.refused for one in found),
    }
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    if options.keep:
        keep_result("first_statement", figures)


if __name__ == "__main__":
    main()
