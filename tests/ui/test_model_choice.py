"""The choice of who answers: hidden without a model, kept for each conversation, sent with the question."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from qa.history.conversations import Conversations
from qa.types import QUOTES, Answer, Options
from tests.turns import add_turn
from ui.asking import Asking
from ui.desk import open_desk
from ui.offered import Offered

ROOT = Path(__file__).parents[2]
MODELS = ["ollama:small", "openai:large"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CLIPPINGS_DATA", str(tmp_path))
    open_desk.clear()
    yield tmp_path
    open_desk.clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """The options of every question that was put."""
    put: list[Options] = []
    monkeypatch.setattr(Asking, "ask", lambda self, conversation, question, options: put.append(options))
    return put


def open_chat(conversation: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if conversation:
        app.query_params["c"] = conversation
    return app.run()


def test_without_a_model_there_is_nothing_to_choose(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Offered, "names", lambda self: [])
    assert len(open_chat().selectbox) == 0


def test_the_chosen_model_goes_with_the_question_and_stays_with_the_conversation(
    data: Path, monkeypatch: pytest.MonkeyPatch, asked: list[Options]
) -> None:
    monkeypatch.setattr(Offered, "names", lambda self: MODELS)
    app = open_chat()
    assert app.selectbox[0].options == ["Quotes only", "small (ollama)", "large (openai)"]
    app.selectbox[0].select("openai:large").run()
    app.chat_input[0].set_value("Who?").run()
    assert [options.model for options in asked] == ["openai:large"]
    assert app.selectbox[0].value == "openai:large"


def test_a_conversation_goes_on_with_who_answered_last(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Offered, "names", lambda self: MODELS)
    conversations = Conversations(data / "conversations.db")
    conversations.set_settings(Options(model="openai:large"))
    models = []
    for model in ("ollama:small", None):
        id_ = conversations.create("").id
        add_turn(conversations, id_, "Q?", answer(model=model))
        models.append(open_chat(id_).selectbox[0].value)
    assert models == ["ollama:small", QUOTES]
    assert open_chat().selectbox[0].value == "openai:large"


def answer(model: str | None = None, chosen: str | None = None) -> Answer:
    return Answer("Q?", "Q?", "no_evidence", None, (), (), (), "g", model=model, chosen=chosen)


@pytest.mark.parametrize("chosen", ["ollama:small", QUOTES])
def test_who_was_chosen_stays_chosen_where_it_did_not_answer(
    data: Path, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.setattr(Offered, "names", lambda self: MODELS)
    conversations = Conversations(data / "conversations.db")
    conversations.set_settings(Options(model="openai:large"))
    id_ = conversations.create("").id
    add_turn(conversations, id_, "Q?", answer(chosen=chosen))
    assert open_chat(id_).selectbox[0].value == chosen
    conversations.ask(id_, "Still under way?", Options(model="openai:large"))
    assert open_chat(id_).selectbox[0].value == "openai:large"


def test_a_model_that_cannot_be_seen_now_is_not_exchanged_for_another(
    data: Path, monkeypatch: pytest.MonkeyPatch, asked: list[Options]
) -> None:
    monkeypatch.setattr(Offered, "names", lambda self: MODELS)
    app = open_chat()
    app.selectbox[0].select("ollama:small").run()
    monkeypatch.setattr(Offered, "names", lambda self: [])
    app.chat_input[0].set_value("Who?").run()
    assert [options.model for options in asked] == ["ollama:small"]
    assert app.selectbox[0].value == "ollama:small"
