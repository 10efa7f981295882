"""Questions with and without an answer, over texts that the reader was not trained on: what the refusal is fitted on.

News: OneStopQA's questions over its articles, and again over the same articles each without the paragraph that answers,
so that all else about the same people and events still stands there; and our own, two in three written to be answered
by a passage and the others to look it, each over that passage and some of other stories. Encyclopedia: SQuAD 2.0's
questions, which people wrote to look answerable or to be it, over the paragraphs of the articles kept out of training.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.training.examples import HeldOut, held_out_questions
from qa.training.written import held_out_news

_ENCYCLOPEDIA = 300  # questions over SQuAD's paragraphs
_APART = 12  # collections that the passages of our stories are dealt out to, so that none has two of a story


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts by article id, and questions with whether the texts answer them."""

    name: str
    articles: dict[str, str]
    questions: list[tuple[str, bool]]


def read_collections(data: Path, every: int) -> Iterator[Collection]:
    """All of them, with every ``every``-th of their questions."""
    yield from _news(data, every)
    yield from _our_news(data, every)
    asked = held_out_questions(data)
    paragraphs = dict.fromkeys(one.passage for one in asked)
    random.Random(7).shuffle(asked)
    questions = [(one.question, bool(one.answers)) for one in asked[: _ENCYCLOPEDIA // every]]
    yield Collection("squad", {str(number): text for number, text in enumerate(paragraphs)}, questions)


def _news(data: Path, every: int) -> Iterator[Collection]:
    rows = json.loads((data / "onestopqa" / "onestop_qa.json").read_text(encoding="utf-8"))["data"]
    articles = {row["title"]: [one["Adv"]["context"] for one in row["paragraphs"]] for row in rows}
    asked = [
        (number, qa["question"]) for row in rows for number, one in enumerate(row["paragraphs"]) for qa in one["qas"]
    ][::every]
    whole = {title: "\n\n".join(texts) for title, texts in articles.items()}
    yield Collection("onestopqa", whole, [(question, True) for _, question in asked])
    for left_out in range(max(map(len, articles.values()))):
        rest = {
            title: "\n\n".join(text for number, text in enumerate(texts) if number != left_out)
            for title, texts in articles.items()
        }
        yield Collection("onestopqa", rest, [(question, False) for number, question in asked if number == left_out])


def deal_our_news(data: Path) -> Iterator[tuple[dict[str, str], list[HeldOut]]]:
    """Our own held-out passages, each as an article, dealt out so that no two of a story meet, with their questions."""
    asked, _ = held_out_news(data)
    passages = list(dict.fromkeys(one.passage for one in asked))
    for first in range(_APART):
        articles = {str(number): passage for number, passage in enumerate(passages[first::_APART])}
        yield articles, [one for one in asked if one.passage in articles.values()]


def _our_news(data: Path, every: int) -> Iterator[Collection]:
    for articles, asked in deal_our_news(data):
        yield Collection("our_news", articles, [(one.question, bool(one.answers)) for one in asked[::every]])
