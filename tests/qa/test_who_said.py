"""Who said it: the speaker of words that stand somewhere, and nobody for words that stand nowhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.types import Filters, Options
from qa.who_said import asked_quotation
from tests.fakes import BagOfWords
from tests.qa.newsroom import WordReader

ARTICLES = {
    "bus": (
        "Ines Calloway called the plan a gift. She said the money should go to bus fares. "
        "“Nobody in this cabinet has taken a bus since 2011,” she added."
    ),
    "fuel": "The minister's deputy, Owen Brask, said prices at the pump would fall within a week. Rain fell.",
    "hall": "“All options remain on the table,” a council spokesman said. Ada Stone was not in the hall.",
}


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder: Path = tmp_path_factory.mktemp("said")
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in ARTICLES.items()))
    embedder = BagOfWords()
    build(IndexConfig(folder / "data", (source,)), embedder)
    opened = Answerer(Index(folder / "data"), embedder, WordReader(), QaConfig())
    yield opened
    opened.index.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who said “We will stay here”?", "We will stay here"),
        ('Who was it that said "We will stay here"?', "We will stay here"),
        ("Who said “no”?", None),
        ("Who wrote “Gone” and “Back again to Bergen”?", None),
        ("Where did “We will stay here” stand?", None),
    ],
)
def test_which_words_are_asked_about(question: str, words: str | None) -> None:
    assert asked_quotation(question) == words


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("Who said “nobody in this cabinet has taken a bus since 2011”?", "Ines Calloway"),
        ("Who said prices at the pump would fall?", "Owen Brask"),
        ("Who said “all options remain on the table”?", "a council spokesman"),
    ],
)
def test_the_speaker_is_named(answerer: Answerer, question: str, speaker: str) -> None:
    answer = answerer.answer(question)
    assert (answer.outcome, answer.short_answer) == ("answered", speaker)


def test_words_that_stand_nowhere_get_no_speaker(answerer: Answerer) -> None:
    answer = answerer.answer("Who said “nobody in this cabinet will ever drive to Bergen”?")
    assert (answer.outcome, answer.short_answer, answer.statements) == ("no_evidence", None, ())


def test_an_article_that_may_not_answer_gives_no_speaker(answerer: Answerer) -> None:
    options = Options(filters=Filters(articles=("fuel",)))
    answer = answerer.answer("Who said “all options remain on the table”?", options=options)
    assert answer.outcome == "no_evidence"
