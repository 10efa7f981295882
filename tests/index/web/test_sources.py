"""The list of sources and the files of their articles: kept, shared between processes, never half written."""

import json
import multiprocessing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.articles import read_articles
from index.errors import BadInput, FetchFailed, RefreshRunning
from index.formats.record import Record
from index.types import Article
from index.web.fetch import Validators
from index.web.pages import page_path, pages_folder, remove_page, save_page
from index.web.sources import Entry, add_source, put_source, read_sources, refresh_lock, remove_source

FEED, PAGE = "https://news.example/feed", "https://news.example/a"


def add_many(data: Path, name: str) -> None:
    for number in range(10):
        add_source(data, f"https://{name}.example/{number}")


def test_sources_come_back_as_they_were_put(tmp_path: Path) -> None:
    assert read_sources(tmp_path) == ()
    added = add_source(tmp_path, "https://News.example/feed?utm_source=x#top")
    assert (added.url, added.kind) == (FEED, "unknown")
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    full = replace(
        added,
        added=now,
        kind="feed",
        title="Zeitung – ü",
        validators=Validators(FEED, '"1"', "now"),
        last_success=now,
        last_error="a\nb",
        failing_since=now,
        failures=3,
        entries=(Entry(PAGE, PAGE, "d", 1, "e"),),
    )
    put_source(tmp_path, full)
    assert read_sources(tmp_path) == (full,)


def test_a_source_is_added_once(tmp_path: Path) -> None:
    first = add_source(tmp_path, FEED)
    put_source(tmp_path, replace(first, kind="feed"))
    assert add_source(tmp_path, FEED + "#again").kind == "feed"
    assert len(read_sources(tmp_path)) == 1


def test_what_cannot_be_asked_is_not_added(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        add_source(tmp_path, "file:///etc/passwd")
    assert read_sources(tmp_path) == ()


def test_a_source_removed_meanwhile_stays_removed(tmp_path: Path) -> None:
    source = add_source(tmp_path, FEED)
    remove_source(tmp_path, FEED)
    put_source(tmp_path, source)
    assert read_sources(tmp_path) == ()
    with pytest.raises(BadInput, match="not among the web sources"):
        remove_source(tmp_path, FEED)


def test_removing_a_source_removes_what_only_it_brought(tmp_path: Path) -> None:
    urls = [f"{PAGE}/{number}" for number in range(3)]
    for url in urls:
        save_page(tmp_path, url, Record("Text."))
    feed, page = add_source(tmp_path, FEED), add_source(tmp_path, urls[0])
    put_source(tmp_path, replace(feed, entries=(*(Entry(url, url) for url in urls), Entry(PAGE, error="404"))))
    put_source(tmp_path, replace(page, entries=(Entry(urls[0], urls[0]),)))
    assert remove_source(tmp_path, FEED) == 2
    assert [page_path(tmp_path, url).exists() for url in urls] == [True, False, False]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sources": [{}]}', '{"sources": 1}', "\x00", "[" * 100_000])
def test_a_damaged_list_is_named_and_not_overwritten(content: str, tmp_path: Path) -> None:
    add_source(tmp_path, FEED)
    path = tmp_path / "web" / "sources.json"
    path.write_text(content)
    for action in (lambda: read_sources(tmp_path), lambda: add_source(tmp_path, PAGE)):
        with pytest.raises(BadInput, match=r"sources\.json cannot be read"):
            action()
    assert path.read_text() == content


def test_processes_that_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add_many, args=(tmp_path, name)) for name in ("one", "two")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(read_sources(tmp_path)) == 20


def test_one_refresh_runs_at_a_time(tmp_path: Path) -> None:
    with refresh_lock(tmp_path), pytest.raises(RefreshRunning), refresh_lock(tmp_path):
        pass
    with refresh_lock(tmp_path):
        add_source(tmp_path, FEED)  # which does not stop anyone from adding


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "web").write_text("a file where a folder should be")
    with pytest.raises(BadInput, match="cannot be written"):
        add_source(tmp_path, FEED)
    with pytest.raises(BadInput, match="cannot be written"):
        save_page(tmp_path, PAGE, Record("Text."))


def test_an_article_is_kept_in_a_form_that_the_index_reads(tmp_path: Path) -> None:
    extracted = Record("One.\nTwo – ü.", "A “title”", "2024-03-05", "The Daily", "Ann Lee")
    assert save_page(tmp_path, PAGE, extracted)
    assert not save_page(tmp_path, PAGE, extracted)
    assert save_page(tmp_path, PAGE, replace(extracted, text="Three."))
    (article,) = read_articles([pages_folder(tmp_path)])
    assert isinstance(article, Article)
    assert (article.id, article.url, article.title, article.text) == (PAGE, PAGE, "A “title”", "Three.")
    assert (str(article.published), article.author, article.publisher) == ("2024-03-05", "Ann Lee", "The Daily")
    assert remove_page(tmp_path, PAGE)
    assert not remove_page(tmp_path, PAGE)


@pytest.mark.parametrize(
    "url", ["https://a.example/../../etc/passwd", "https://a.example/" + "x" * 1900, "https://a/\x00"]
)
def test_the_name_of_a_file_is_safe_whatever_the_url(url: str, tmp_path: Path) -> None:
    save_page(tmp_path, url, Record("Text."))
    (path,) = pages_folder(tmp_path).iterdir()
    assert path == page_path(tmp_path, url)
    assert path.stem.isalnum()
    assert len(json.loads(path.read_text())["id"]) <= 200


def test_long_urls_keep_ids_apart(tmp_path: Path) -> None:
    for end in "ab":
        save_page(tmp_path, "https://a.example/" + "x" * 300 + end, Record("Text."))
    articles = [article for article in read_articles([pages_folder(tmp_path)]) if isinstance(article, Article)]
    assert len({article.id for article in articles}) == 2
    assert all(article.notes == () for article in articles)


def test_a_text_without_end_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="5 MB"):
        save_page(tmp_path, PAGE, Record("x" * 5_000_001))
    assert save_page(tmp_path, PAGE, Record("字" * 1_500_000))


def test_half_a_character_does_not_stop_an_article(tmp_path: Path) -> None:
    assert save_page(tmp_path, PAGE, Record("a\ud800b"))
    assert not save_page(tmp_path, PAGE, Record("a\ud800b"))
