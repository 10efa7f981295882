"""Earlier versions: kept when the content changes, gone with the article, and compared sentence by sentence."""

from datetime import UTC, date, datetime

import pytest

from index.edits import Correction, correct
from index.types import Version
from index.versions import Change, differences
from tests.index.desk import STORIES, Desk


def versions(desk: Desk, article_id: str) -> list[Version]:
    with desk.index().snapshot() as snapshot:
        return snapshot.versions(article_id)


def test_a_changed_article_keeps_what_it_was(built: Desk) -> None:
    assert versions(built, "news/ferry.txt") == []
    built.write("ferry.txt", "All boats sail again.")
    built.build()
    built.write("ferry.txt", "No boat sails.")
    built.build()
    second, first = versions(built, "news/ferry.txt")
    assert (first.text, second.text) == (STORIES["ferry.txt"], "All boats sail again.")
    assert first.title == "Ferry crews in Bergen walked out over wages"
    assert first.seen_from <= first.seen_until == second.seen_from <= second.seen_until <= datetime.now(UTC)
    assert built.articles()["news/ferry.txt"].text == "No boat sails."
    with built.index().snapshot() as snapshot:
        assert snapshot.search_words("crews", 5) == []


def test_versions_outlive_builds_that_change_other_things(built: Desk) -> None:
    built.write("ferry.txt", "All boats sail again.")
    built.build()
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    assert len(versions(built, "news/ferry.txt")) == 1


def test_a_new_date_is_a_new_version_and_another_author_is_not(desk: Desk) -> None:
    for head in ("author: Ann", "author: Bo", "author: Bo\ndate: 2018-11-08", "author: Bo\ndate: 2018-11-09"):
        desk.write("a.md", f"---\n{head}\n---\nA comet passed Neptune.")
        desk.build()
    assert [version.published for version in versions(desk, "news/a.md")] == [date(2018, 11, 8), None]


def test_a_correction_is_no_new_version(built: Desk) -> None:
    correct(built.data, "news/ferry.txt", Correction(title="Strike"))
    assert built.build().changed == ("news/ferry.txt",)
    assert versions(built, "news/ferry.txt") == []


def test_a_removed_article_takes_its_versions_along(built: Desk) -> None:
    path = built.write("ferry.txt", "All boats sail again.")
    built.build()
    path.unlink()
    built.build()
    built.write("ferry.txt", "No boat sails.")
    built.build()
    assert versions(built, "news/ferry.txt") == []


def test_a_changed_sentence_is_removed_and_added() -> None:
    before = "It rained. Crews walked out.\n\nNobody came."
    after = "It rained. Crews came back.\n\nNobody came. The sun shone."
    assert differences(before, after) == (
        Change("same", "It rained. "),
        Change("removed", "Crews walked out.\n\n"),
        Change("added", "Crews came back.\n\n"),
        Change("same", "Nobody came. "),
        Change("added", "The sun shone."),
    )


@pytest.mark.parametrize(
    ("before", "after"), [("", "A."), ("A.", ""), ("", ""), ("A. B.", "A. B."), ("A.\n\nB. C.", "C. A.\n\nB.")]
)
def test_the_later_text_is_all_that_was_not_removed(before: str, after: str) -> None:
    assert "".join(change.text for change in differences(before, after) if change.kind != "removed") == after


def test_thousands_of_sentences_that_are_alike_take_no_time_by_their_square() -> None:
    changes = differences("No. " * 30_000, "No. " * 30_000 + "Yes.")
    assert changes[-1].text.endswith("Yes.")
