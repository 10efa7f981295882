"""What a client sends reaches no conversation but its user's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qa.history.conversations import Conversations
from qa.types import Answer
from tests.turns import add_turn
from ui.desk import open_desk

ROOT = Path(__file__).parents[2]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CLIPPINGS_DATA", str(tmp_path))
    open_desk.clear()
    yield tmp_path
    open_desk.clear()


def open_with(**state: object) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in state.items():
        app.session_state[name] = value
    return app.run()


def test_a_conversation_is_offered_in_every_format(data: Path) -> None:
    conversations = Conversations(data / "conversations.db")
    conversation = conversations.create("Trade")
    answer = Answer("Q?", "Q?", "no_evidence", None, (), (), (), "g")
    add_turn(conversations, conversation.id, "Q?", answer)
    app = open_with(exporting=conversation.id)
    assert not app.exception
    assert [button.label for button in app.get("download_button")] == ["Markdown", "HTML", "JSON"]


def test_one_without_an_answer_offers_none(data: Path) -> None:
    app = open_with(exporting=Conversations(data / "conversations.db").create("Trade").id)
    assert not app.exception
    assert not app.get("download_button")


def test_anothers_is_not_offered_and_the_page_stays_of_use(data: Path) -> None:
    anns = Conversations(data / "conversations.db", "ann").create("Secret of Ann")
    app = open_with(exporting=anns.id)
    assert not app.exception
    assert not app.get("download_button")
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "does not exist" in shown and "What do the articles say?" in shown
    assert "Secret of Ann" not in shown
