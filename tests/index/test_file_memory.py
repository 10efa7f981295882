"""Files that have not changed are not read again, and whatever may have changed is."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import articles
from index.edits import Correction, correct, remove_article
from index.file_memory import _GRAIN_NS
from index.formats import Read
from index.formats.record import Record
from index.types import Rejected
from tests.index.desk import Desk


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The name of every file that a format reads from now on."""
    names: list[str] = []
    known = articles.readers()

    def watch(suffix: str) -> Read:
        def read(path: Path) -> Iterator[Record | Rejected]:
            names.append(path.name)
            return known[suffix](path)

        return read

    watched = {suffix: watch(suffix) for suffix in known}
    monkeypatch.setattr(articles, "readers", lambda: watched)
    return names


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE files SET articles = CAST(x'ff' AS TEXT)",
        "UPDATE files SET articles = '[7]'",
        "UPDATE files SET rejected = CAST(x'ff' AS TEXT), articles = '{'",
        "ALTER TABLE files DROP COLUMN edits",
        "DROP TABLE files; CREATE TABLE other (x)",
    ],
)
def test_what_cannot_be_read_of_the_memory_is_read_from_the_files(desk: Desk, parsed: list[str], sql: str) -> None:
    settle()
    build(desk, parsed)
    with closing(sqlite3.connect(desk.data / "files.db")) as db:
        db.executescript(sql)
    assert len(build(desk, parsed)) == 6
    assert build(desk, parsed) == []


def settle() -> None:
    """Let so much time pass that the files' last changes can be told from the next."""
    time.sleep(_GRAIN_NS / 1e9 * 1.5)


def build(desk: Desk, parsed: list[str]) -> list[str]:
    """Build, and say which files were parsed for it."""
    settle()
    parsed.clear()
    desk.build()
    return sorted(parsed)


def test_an_unchanged_file_is_not_parsed_again(desk: Desk, parsed: list[str]) -> None:
    assert len(build(desk, parsed)) == 6
    assert build(desk, parsed) == []
    desk.write("ferry.txt", "All boats sail again.")
    desk.write("comet.txt", "A comet passed Neptune.")
    assert build(desk, parsed) == ["comet.txt", "ferry.txt"]
    assert build(desk, parsed) == []
    assert len(desk.articles()) == 7


def test_what_was_rejected_is_still_reported_and_tried_again_after_a_day(
    desk: Desk, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write("bad.txt", "")
    build(desk, parsed)
    settle()
    parsed.clear()
    assert [rejected.reason for rejected in desk.build().rejected] == ["the article has no text."]
    assert parsed == []
    now = time.time()
    monkeypatch.setattr("index.file_memory.time.time", lambda: now + 25 * 3600)
    assert build(desk, parsed) == ["bad.txt"]


def test_a_change_that_keeps_size_and_date_is_seen(desk: Desk, parsed: list[str]) -> None:
    path = desk.write("ferry.txt", "Ferry 1 left.")
    os.utime(path, (1_000, 1_000))
    build(desk, parsed)
    path.write_text("Ferry 2 left.")
    os.utime(path, (1_000, 1_000))
    assert build(desk, parsed) == ["ferry.txt"]
    assert desk.articles()["news/ferry.txt"].text == "Ferry 2 left."


def test_a_file_that_may_change_without_a_trace_is_not_remembered(desk: Desk, parsed: list[str]) -> None:
    build(desk, parsed)
    path = desk.write("ferry.txt", "Ferry 1 left.")
    later = time.time() + 60  # as if it had just been written when it is read, however slow the machine
    os.utime(path, (later, later))
    parsed.clear()
    desk.build()
    desk.build()
    assert parsed == ["ferry.txt", "ferry.txt"]


def test_an_id_that_an_earlier_file_takes_makes_the_later_one_be_read(desk: Desk, parsed: list[str]) -> None:
    desk.write("m.jsonl", '{"id": "1", "text": "A whale sang."}')
    build(desk, parsed)
    desk.write("b.jsonl", '{"id": "1", "text": "A comet passed."}')
    assert build(desk, parsed) == ["b.jsonl", "m.jsonl"]
    assert {name: a.text for name, a in desk.articles().items() if "1" in name} == {
        "1": "A comet passed.",
        "news/m.jsonl#1": "A whale sang.",
    }
    assert build(desk, parsed) == []
    (desk.news / "b.jsonl").unlink()
    assert build(desk, parsed) == ["m.jsonl"]
    assert desk.articles()["1"].text == "A whale sang."


def test_a_corrected_or_removed_article_is_read_again(desk: Desk, parsed: list[str]) -> None:
    build(desk, parsed)
    correct(desk.data, "news/ferry.txt", Correction(title="Strike"))
    assert build(desk, parsed) == ["ferry.txt"]
    remove_article(desk.data, "news/tram.txt", "Tram")
    assert build(desk, parsed) == ["tram.txt"]
    assert build(desk, parsed) == []


def test_after_a_rollback_everything_that_differs_is_read(desk: Desk, parsed: list[str]) -> None:
    build(desk, parsed)
    desk.write("ferry.txt", "All boats sail again.")
    build(desk, parsed)
    (desk.data / "CURRENT").write_text("g000001\n")
    assert build(desk, parsed) == ["ferry.txt"]
    assert desk.articles()["news/ferry.txt"].text == "All boats sail again."


def test_a_cancelled_build_forgets_nothing_that_matters(desk: Desk, parsed: list[str]) -> None:
    settle()
    with pytest.raises(Exception, match="stopped"):
        desk.build(cancelled=lambda: len(parsed) > 2)
    assert len(build(desk, parsed)) == 6
    assert len(desk.articles()) == 6


@pytest.mark.parametrize("damage", ["remove", "truncate", "junk"])
def test_a_lost_or_damaged_memory_costs_only_time(desk: Desk, parsed: list[str], damage: str) -> None:
    build(desk, parsed)
    path = desk.data / "files.db"
    if damage == "remove":
        path.unlink()
    elif damage == "truncate":
        os.truncate(path, path.stat().st_size // 2)
    else:
        path.write_bytes(b"junk" * 3_000)
    assert len(build(desk, parsed)) == 6
    assert build(desk, parsed) == []


def test_files_of_another_folder_of_the_same_name_are_read(desk: Desk, parsed: list[str], tmp_path: Path) -> None:
    build(desk, parsed)
    shutil.copytree(desk.news, tmp_path / "other" / "news")
    desk.news = tmp_path / "other" / "news"
    assert len(build(desk, parsed)) == 6
