"""Stories in the index: a build groups what it holds, and every reader sees who tells the same."""

from pathlib import Path

import pytest

from index import stories
from index.edits import remove_article
from tests.index.desk import Desk

WIRE = " ".join(
    f"On day {n} the crews of ferry {n} in harbour {n * 7} said that offer {n * 3} was too low." for n in range(12)
)
OTHER = " ".join(f"In week {n} tram {n + 40} of line {n * 5} reached suburb {n * 9} for time {n}." for n in range(12))


def publish(desk: Desk, name: str, publisher: str, text: str) -> Path:
    return desk.write(name, f"---\npublisher: {publisher}\n---\n{text}")


def told(desk: Desk) -> dict[str, str | None]:
    with desk.index().snapshot() as snapshot:
        return {summary.id: summary.story for summary in snapshot.summaries()}


@pytest.fixture
def wire(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "news", tmp_path / "data")
    publish(desk, "a.md", "The Courier", WIRE)
    publish(desk, "b.md", "The Herald", WIRE + " More soon.")
    publish(desk, "c.md", "The Courier", OTHER)
    desk.build()
    return desk


def test_articles_that_tell_the_same_are_one_story(wire: Desk) -> None:
    assert told(wire) == {"news/a.md": "news/a.md", "news/b.md": "news/a.md", "news/c.md": None}


def test_stories_follow_what_comes_and_goes(wire: Desk) -> None:
    publish(wire, "d.md", "The Mail", OTHER + " That is all.")
    wire.build()
    assert told(wire)["news/c.md"] == told(wire)["news/d.md"] == "news/c.md"
    publish(wire, "b.md", "The Herald", OTHER + " That was it.")
    wire.build()
    assert told(wire) == {"news/a.md": None} | dict.fromkeys(["news/b.md", "news/c.md", "news/d.md"], "news/b.md")
    remove_article(wire.data, "news/b.md", "Trams")
    wire.build()
    assert set(told(wire).values()) == {None, "news/c.md"}


def test_a_copy_is_no_second_teller(wire: Desk) -> None:
    publish(wire, "e.md", "The Courier", OTHER)
    report = wire.build()
    assert len(report.duplicates) == 1
    assert told(wire)[(report.added or ("news/c.md",))[0]] is None


def test_signatures_of_another_form_are_taken_anew(wire: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "FORM", stories.FORM + 1)
    monkeypatch.setattr("index.base.SIGNATURE_FORM", stories.FORM)
    publish(wire, "d.md", "The Mail", OTHER + " That is all.")
    wire.build()
    assert told(wire)["news/a.md"] == told(wire)["news/b.md"] == "news/a.md"


def test_an_article_that_is_being_removed_tells_no_story_any_more(wire: Desk) -> None:
    remove_article(wire.data, "news/b.md", "Ferries")
    with wire.index().snapshot() as snapshot:
        assert snapshot.tellers("news/a.md") == ()
