"""The result of checking a quotation, as the plain words that the page shows."""

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.checking import check_quotation
from tests.qa.newsroom import open_newsroom
from ui.quotation import describe_checked


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


def describe(answerer: Answerer, words: str) -> dict[str, object]:
    with answerer.index.snapshot() as snapshot:
        return describe_checked(snapshot, check_quotation(snapshot, words, answerer.embedder))


def test_the_verdict_says_who_and_where(answerer: Answerer) -> None:
    described = describe(answerer, "The bridge will shorten every journey")
    assert described["headline"] == "Exactly these words"
    assert described["summary"] == "Ada Stone, in “Mayor opens bridge”, The Daily, 5 March 2024"


def test_the_words_stand_in_their_paragraph(answerer: Answerer) -> None:
    (place,) = describe(answerer, "The bridge will lengthen every journey")["places"]  # type: ignore[misc]
    shown = "".join(piece["text"] for piece in place["words"] if piece["change"] != "pasted")
    paragraph = '"The bridge will shorten every journey," said Ada Stone. The old ferry stops in May.'
    assert place["before"] + shown + place["after"] == paragraph
    assert [piece["text"].strip() for piece in place["words"] if piece["change"] != "same"] == ["lengthen", "shorten"]


def test_nobody_said_it(answerer: Answerer) -> None:
    described = describe(answerer, "Penguins colonised volcanic islands long ago")
    assert (described["verdict"], described["places"], described["summary"]) == ("none", [], "")
    assert described["searched"] == "3 articles"
