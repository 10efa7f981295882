"""The pages without a browser: what they say when something is missing, wrong or gone."""

import json
import subprocess
import sys
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


def open_app(**query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def parts(app: AppTest, name: str) -> list[dict[str, object]]:
    """The data that the page gave to its parts of this name."""
    found = [element.proto for element in app.get("bidi_component")]
    return [json.loads(one.json) for one in found if one.component_name == f"clippings_{name}"]


def test_without_an_index_the_page_says_what_to_do(data: Path) -> None:
    app = open_app()
    assert not app.exception
    assert "There is no index yet" in words(app)
    assert app.chat_input[0].placeholder.startswith("Warming up")


def test_an_index_that_cannot_be_read_can_still_be_built_again(data: Path) -> None:
    (data / "CURRENT").write_text("g000001\n", encoding="utf-8")
    (data / "generations" / "g000001").mkdir(parents=True)
    app = AppTest.from_function(draw_library, default_timeout=60).run()
    assert not app.exception
    assert "Build the index" in [button.label for button in app.button]
    assert "clp-trouble" in words(app)


def draw_library() -> None:
    from ui.library import show_library

    show_library()


def test_a_wrong_setting_is_said_in_plain_words(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIPPINGS_READER_THRESHOLD", "7")
    app = open_app()
    assert not app.exception
    assert "must be a number from 0 to 1" in words(app)


def test_an_address_of_a_conversation_that_is_gone_begins_a_new_one(data: Path) -> None:
    app = open_app(c="gone")
    assert "no longer exists" in words(app)
    assert "c" not in app.query_params
    assert "What do the articles say?" in words(app)


def test_an_address_comes_back_to_its_conversation(data: Path) -> None:
    conversations = Conversations(data / "conversations.db")
    conversation = conversations.create("")
    answer = Answer("Who $5 <b>?", "Who $5 <b>?", "no_evidence", None, (), (), (), "g")
    add_turn(conversations, conversation.id, answer.question, answer)
    app = open_app(c=conversation.id)
    assert not app.exception
    assert [turn["question"] for turn in parts(app, "turn")] == ["Who $5 <b>?"]
    (listed,) = parts(app, "conversations")
    assert listed["groups"] == [
        {"name": "Today", "conversations": [{"id": conversation.id, "title": "Who $5 <b>?", "pinned": False}]}
    ]
    assert listed["current"] == conversation.id


def test_two_tabs_keep_their_own_conversations(data: Path) -> None:
    conversations = Conversations(data / "conversations.db")
    first, second = conversations.create("First").id, conversations.create("Second").id
    one, two = open_app(c=first), open_app(c=second)
    assert parts(one.run(), "conversations")[0]["current"] == first
    assert parts(two.run(), "conversations")[0]["current"] == second


def test_a_defect_shows_plain_words_and_no_traceback(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Conversations) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Conversations, "list", fail)
    app = open_app()
    assert not app.exception
    assert "Something went wrong" in words(app)
    assert "secret detail" not in words(app)


def test_the_pages_import_no_model_library() -> None:
    heavy = "torch", "chromadb", "sentence_transformers", "transformers", "langchain", "pandas"
    pages = "ui.chat, ui.kept, ui.library, ui.settings, ui.sidebar"
    code = f"import sys, {pages}; print([m for m in {heavy!r} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
