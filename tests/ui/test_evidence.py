"""What is shown behind an answer, as plain words with pointers that open them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from qa.answerer import Answerer
from tests.qa.newsroom import open_newsroom
from ui.evidence import describe_evidence, evidence_key


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


def test_rows_say_who_when_and_where_and_open_the_words(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ada Stone say about the bridge?")
    with answerer.index.snapshot() as snapshot:
        described = describe_evidence(snapshot, answer)
    first, said = described["timeline"][0], described["said"][0]
    assert (first["day"], first["title"], first["publisher"]) == ("5 March 2024", "Mayor opens bridge", "The Daily")
    assert (said["speaker"], said["words"]) == ("Ada Stone", "The bridge will shorten every journey")
    for row in (first, said):
        assert (row["pointer"].article_id, row["pointer"].quote) == ("bridge", row["words"])


def test_an_unknown_date_is_said(answerer: Answerer) -> None:
    answer = answerer.answer("When did the ferry crews begin a strike?")
    with answerer.index.snapshot() as snapshot:
        assert describe_evidence(snapshot, answer)["timeline"][-1]["day"] == "Date unknown"


def test_the_key_suits_streamlit_whatever_the_conversation_is_called() -> None:
    assert "__" not in evidence_key("a__b", 3)


def test_what_is_far_from_the_best_is_left_out(answerer: Answerer) -> None:
    answer = answerer.answer("Who opened the harbour bridge?")
    far = replace(answer.evidence[-1], score=0.01)
    answer = replace(answer, evidence=(*answer.evidence[:1], far))
    with answerer.index.snapshot() as snapshot:
        described = describe_evidence(snapshot, answer)
    assert [row["pointer"].article_id for row in described["timeline"]] == ["bridge"]
