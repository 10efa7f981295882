"""The page of one answer: as it was, and what became of its articles since."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from qa.history.conversations import Conversations, Feedback
from qa.types import Answer, Citation, Explanation, Filters, Hit, Statement
from tests.fakes import BagOfWords
from tests.turns import add_turn
from ui.desk import open_desk
from ui.kept import find_changes
from ui.reading import CHANGED, CHANGED_THERE, GONE_QUOTED

ONE = "The talks were put off. Nobody said why. The ministers went home."
TWO = "Rain fell on the harbour. The ferry did not sail."


@pytest.fixture
def config(tmp_path: Path) -> IndexConfig:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.txt").write_text(ONE, encoding="utf-8")
    (source / "two.txt").write_text(TWO, encoding="utf-8")
    config = IndexConfig(data=tmp_path / "data", sources=(source,))
    build(config, BagOfWords())
    return config


def answer_from(index: Index, name: str, quote: str) -> Answer:
    with index.snapshot() as snapshot:
        summary = next(one for one in snapshot.summaries() if one.id.endswith(name))
        article = snapshot.article(summary.id)
        passage = snapshot.passages_of(summary.id)[0]
    assert article is not None
    start = article.text.index(quote)
    citation = Citation(
        1, article.id, "p", start, start + len(quote), quote, article.title, None, None, name, None, article.digest
    )
    return Answer(
        "What of it?",
        "What of it?",
        "answered",
        None,
        (Statement(quote, (1,), "verbatim"),),
        (citation,),
        (Hit(passage, 1.0, Explanation()),),
        "g000001",
        filters=Filters(("CNN",), date(2018, 1, 2)),
    )


def change(config: IndexConfig, name: str, text: str | None) -> None:
    path = config.sources[0] / name
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    build(config, BagOfWords())


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("one.txt", ONE, None),
        ("one.txt", ONE + " It rained.", CHANGED_THERE),
        ("one.txt", "News: " + ONE, CHANGED),
        ("one.txt", None, GONE_QUOTED),
        ("two.txt", None, None),
    ],
)
def test_it_is_said_what_became_of_the_articles(
    config: IndexConfig, name: str, text: str | None, expected: str | None
) -> None:
    index = Index(config.data)
    answer = answer_from(index, "one.txt", "Nobody said why.")
    change(config, name, text)
    assert [what for _, what in find_changes(index, answer)] == ([expected] if expected else [])
    index.close()


def test_each_article_is_named_once(config: IndexConfig) -> None:
    index = Index(config.data)
    answer = answer_from(index, "one.txt", "Nobody said why.")
    twice = replace(answer, citations=(answer.citations[0], replace(answer.citations[0], number=2)))
    change(config, "one.txt", None)
    assert find_changes(index, twice) == [(answer.citations[0].title, GONE_QUOTED)]
    index.close()


@pytest.fixture
def served(config: IndexConfig, monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexConfig]:
    monkeypatch.setenv("CLIPPINGS_DATA", str(config.data))
    open_desk.clear()
    yield config
    open_desk.clear()


def draw_kept() -> None:
    from ui.kept import show_kept

    show_kept()


def open_kept(turn_id: str) -> AppTest:
    app = AppTest.from_function(draw_kept, default_timeout=60)
    app.query_params["id"] = turn_id
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_the_page_shows_the_answer_how_it_was_asked_and_what_changed(served: IndexConfig) -> None:
    index = Index(served.data)
    conversations = Conversations(served.data / "conversations.db")
    answer = answer_from(index, "one.txt", "Nobody said why.")
    conversation = conversations.create("")
    turn = add_turn(conversations, conversation.id, "What of it?", answer)
    conversations.rate(turn.id, Feedback(True))
    index.close()
    app = open_kept(turn.id)
    assert not app.exception
    for said in ("Asked today", "Quoted from the articles", "g000001", "from CNN, published since 2 January 2018"):
        assert said in words(app)
    assert "changed" not in words(app)
    (part,) = (element.proto.json for element in app.get("bidi_component"))
    assert "Nobody said why." in part and "What of it?" in part
    assert [button.label for button in app.get("download_button")] == ["Markdown", "HTML", "JSON"]
    change(served, "one.txt", None)
    app = open_kept(turn.id)
    assert GONE_QUOTED in words(app)
    assert "Nobody said why." in "".join(element.proto.json for element in app.get("bidi_component"))


def test_an_answer_that_is_gone_is_said_to_be(served: IndexConfig) -> None:
    for turn_id in ("", "gone", "' OR 1=1 --"):
        app = open_kept(turn_id)
        assert not app.exception
        assert "does not exist" in words(app)
