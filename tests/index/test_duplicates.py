"""The same article twice is one article: by its address or word for word, and always the same one of the two."""

import os
from datetime import date
from pathlib import Path

import pytest

from index.duplicates import as_read
from index.edits import Correction, correct
from index.types import Article
from tests.index.desk import STORIES, Desk


def same(*urls: str) -> bool:
    keys = {
        as_read(Article("a", "A", False, f"Text {n}.", None, None, None, url, "a.txt", "")).same
        for n, url in enumerate(urls)
    }
    return len(keys) == 1


@pytest.mark.parametrize(
    "other",
    ["http://x.org/a", "https://x.org/a#top", "https://X.org:443/a?utm_source=mail", "  https://x.org/%61"],
)
def test_addresses_that_lead_to_one_page_are_one(other: str) -> None:
    assert same("https://x.org/a", other)


@pytest.mark.parametrize("other", ["https://x.org/b", "https://x.org/a?page=2", "https://www.x.org/a"])
def test_addresses_that_may_lead_elsewhere_are_not(other: str) -> None:
    assert not same("https://x.org/a", other)


@pytest.mark.parametrize("address", ["https://x.org", "https://x.org/", "x.org/a", "urn:isbn:1", "https://", ""])
def test_what_names_no_page_makes_nothing_one(address: str) -> None:
    assert not same(address, address)


def copy(
    desk: Desk, name: str, *, title: str = "Ferries stop", publisher: str = "", day: str = "", url: str = ""
) -> Path:
    head = f"title: {title}\npublisher: '{publisher}'\ndate: '{day}'\nurl: '{url}'"
    return desk.write(name, f"---\n{head}\n---\nCrews on the night ferry walked out.")


def modified(path: Path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))


def shown(desk: Desk) -> list[str]:
    with desk.index().snapshot() as snapshot:
        return sorted(summary.id for summary in snapshot.summaries())


@pytest.fixture
def few(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path / "news", tmp_path / "data")
    desk.write("tram.txt", STORIES["tram.txt"])
    return desk


def test_a_copy_is_no_second_article(few: Desk) -> None:
    modified(copy(few, "a.md"), 1_000)
    modified(copy(few, "b.md"), 2_000)
    report = few.build()
    assert (report.articles, report.passages) == (2, 2)
    assert report.added == ("news/b.md", "news/tram.txt")
    assert report.duplicates == ("news/a.md: the same words as news/b.md",)
    assert shown(few) == ["news/b.md", "news/tram.txt"]
    assert few.ask("night ferry") == ("news/b.md", "news/b.md")
    again = few.build()
    assert (again.generation, again.unchanged, again.duplicates) == ("g000001", 2, report.duplicates)


@pytest.mark.parametrize("difference", ["title", "publisher", "day"])
def test_a_copy_that_says_anything_else_is_one(few: Desk, difference: str) -> None:
    copy(few, "a.md")
    copy(few, "b.md", **{difference: "2018-11-08" if difference == "day" else "Other"})
    assert few.build().articles == 3


def test_of_one_address_the_newest_date_wins(few: Desk) -> None:
    modified(copy(few, "a.md", title="New", day="2018-11-09", url="https://x.org/a"), 1_000)
    modified(copy(few, "b.md", title="Old", day="2018-11-08", url="http://x.org/a#b"), 2_000)
    modified(copy(few, "c.md", title="Undated", url="http://x.org/a"), 3_000)
    report = few.build()
    assert report.added == ("news/a.md", "news/tram.txt")
    assert report.duplicates == tuple(f"news/{name}.md: the same address as news/a.md" for name in "bc")
    assert few.build().generation == "g000001"


def test_without_dates_or_times_the_first_wins(few: Desk) -> None:
    few.write("a.jsonl", "\n".join('{"text": "A ferry left.", "url": "https://x.org/a"}' for _ in range(12)))
    assert "https://x.org/a" in few.build().added
    assert len(few.build().duplicates) == 11


def test_when_the_winner_leaves_the_other_takes_over(few: Desk) -> None:
    copy(few, "a.md", title="Old", day="2018-11-08", url="https://x.org/a")
    winner = copy(few, "b.md", title="New", day="2018-11-09", url="https://x.org/a")
    few.build()
    winner.unlink()
    report, embedded = few.build_embedding()
    assert (report.added, report.removed, report.unchanged) == (("news/a.md",), ("news/b.md",), 1)
    assert (report.duplicates, embedded) == ((), [])
    assert few.ask("night ferry") == ("news/a.md", "news/a.md")


def test_a_newer_one_takes_the_place_of_the_older(few: Desk) -> None:
    copy(few, "a.md", title="Old", day="2018-11-08", url="https://x.org/a")
    few.build()
    copy(few, "b.md", title="New", day="2018-11-09", url="https://x.org/a")
    report = few.build()
    assert (report.added, report.removed, report.articles) == (("news/b.md",), ("news/a.md",), 2)
    with few.index().snapshot() as snapshot:
        assert len(snapshot.search_vectors(few.embedder.embed(["night ferry"])[0], 50)) == 2
        assert snapshot.info.through == date(2018, 11, 9)


def test_a_corrected_date_does_not_change_which_one_stands_for_all(few: Desk) -> None:
    copy(few, "a.md", title="Old", day="2018-11-08", url="https://x.org/a")
    copy(few, "b.md", title="New", day="2018-11-09", url="https://x.org/a")
    few.build()
    correct(few.data, "news/b.md", Correction(published=date(2017, 1, 1)))
    assert few.build().changed == ("news/b.md",)
    assert few.articles()["news/b.md"].published == date(2017, 1, 1)
