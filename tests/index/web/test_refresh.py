"""Sources to articles, end to end against a real server: what is asked, what is kept, what is said when it fails."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.articles import read_articles
from index.edits import remove_article, restore_article
from index.errors import BadInput, RefreshRunning
from index.types import Article
from index.web import refresh as story
from index.web.fetch import Client, Limits
from index.web.pages import page_path, pages_folder, remove_page
from index.web.refresh import SourceReport, refresh
from index.web.sources import Source, add_source, put_source, read_sources, refresh_lock, remove_source

CLIENT = Client(allow_private=True, limits=Limits(read_s=2, whole_s=5))
ETAG = '"1"'


def make_article(name: str) -> str:
    paragraphs = (f"Article {name} says that the storm reached harbour number {n} on Tuesday night." for n in range(4))
    return f"<html><head><title>Title {name}</title></head><body><article>{''.join(f'<p>{p}</p>' for p in paragraphs)}"


def make_feed(*links: str, extra: str = "") -> str:
    items = "".join(
        f"<item><title>Title {n}</title><link>{link}</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate></item>"
        for n, link in enumerate(links)
    )
    return f"<rss version='2.0'><channel><title>The Daily</title>{items}{extra}</channel></rss>"


def run(data: Path, *urls: str, client: Client = CLIENT) -> list[SourceReport]:
    return list(refresh(data, client, urls, pause_s=0))


def read(data: Path) -> dict[str, Article]:
    found = list(read_articles([pages_folder(data)])) if pages_folder(data).exists() else []
    assert all(isinstance(article, Article) for article in found)
    return {article.id: article for article in found if isinstance(article, Article)}


def only_source(data: Path) -> Source:
    (source,) = read_sources(data)
    return source


@pytest.fixture
def feed(server: Any, tmp_path: Path) -> str:
    """A feed of two articles, followed."""
    for name in "ab":
        server.says(f"/{name}", make_article(name), etag=ETAG)
    server.says("/feed", make_feed("/a?utm_source=rss", "/b#top"), "application/rss+xml", etag=ETAG)
    add_source(tmp_path, server.url("/feed"))
    return str(server.url("/feed"))


def test_a_page_becomes_an_article_and_is_asked_once_more_only_if_it_changed(server: Any, tmp_path: Path) -> None:
    url = server.url("/a")
    server.says("/a", make_article("a"), etag=ETAG)
    add_source(tmp_path, url)
    assert run(tmp_path) == [SourceReport(url, "fetched", (url,))]
    assert run(tmp_path) == [SourceReport(url, "unchanged")]
    server.says("/a", make_article("a2"), etag='"2"')
    assert run(tmp_path) == [SourceReport(url, "fetched", (url,))]
    assert server.paths == ["/a"] * 3
    article = read(tmp_path)[url]
    assert (article.title, article.url) == ("Title a2", url)
    assert "harbour number 3" in article.text
    assert (only_source(tmp_path).kind, only_source(tmp_path).title) == ("page", "Title a2")


def test_a_feed_brings_its_articles(server: Any, feed: str, tmp_path: Path) -> None:
    a, b = server.url("/a"), server.url("/b")
    assert run(tmp_path) == [SourceReport(feed, "fetched", (a, b))]
    assert server.paths == ["/feed", "/a", "/b"]
    articles = read(tmp_path)
    assert articles.keys() == {a, b}
    assert (str(articles[a].published), articles[a].title) == ("2024-03-05", "Title a")
    source = only_source(tmp_path)
    assert (source.kind, source.title, source.failures) == ("feed", "The Daily", 0)
    assert source.last_success is not None


def test_an_unchanged_feed_costs_exactly_one_request(server: Any, feed: str, tmp_path: Path) -> None:
    run(tmp_path)
    server.requests.clear()
    assert run(tmp_path) == [SourceReport(feed, "unchanged")]
    assert server.paths == ["/feed"]


def test_a_feed_without_validators_costs_one_request_too_while_its_entries_are_the_same(
    server: Any, feed: str, tmp_path: Path
) -> None:
    server.says("/feed", make_feed("/a", "/b"), "text/xml")
    run(tmp_path)
    server.requests.clear()
    assert run(tmp_path) == [SourceReport(feed, "fetched")]
    assert server.paths == ["/feed"]


def test_only_what_is_new_in_a_feed_or_changed_is_asked(server: Any, feed: str, tmp_path: Path) -> None:
    run(tmp_path)
    server.requests.clear()
    server.says("/c", make_article("c"))
    server.says("/b", make_article("b2"))
    changed = make_feed("/a?utm_source=rss", "/b#top", "/c").replace("<title>Title 1<", "<title>Title 1, updated<")
    server.says("/feed", changed, "application/rss+xml", etag='"2"')
    (report,) = run(tmp_path)
    assert set(report.saved) == {server.url("/b"), server.url("/c")}
    assert server.paths == ["/feed", "/b", "/c"]


def test_an_article_that_left_the_feed_stays(server: Any, feed: str, tmp_path: Path) -> None:
    run(tmp_path)
    server.says("/feed", make_feed("/b#top"), "application/rss+xml", etag='"2"')
    run(tmp_path)
    assert read(tmp_path).keys() == {server.url("/a"), server.url("/b")}
    assert remove_source(tmp_path, feed) == 2
    assert read(tmp_path) == {}


def test_the_same_url_is_the_same_article(server: Any, feed: str, tmp_path: Path) -> None:
    add_source(tmp_path, server.url("/a?fbclid=1"))
    server.says("/other", make_feed("/a?utm_medium=x", "/a"), "text/xml")
    add_source(tmp_path, server.url("/other"))
    run(tmp_path)
    assert read(tmp_path).keys() == {server.url("/a"), server.url("/b")}
    assert remove_source(tmp_path, feed) == 1
    assert read(tmp_path).keys() == {server.url("/a")}


def test_a_link_that_moved_for_good_is_kept_under_its_new_name(server: Any, tmp_path: Path) -> None:
    server.says("/a", make_article("a"))
    server.leads("/go/1", "/a?utm_source=feed", 301)
    server.says("/feed", make_feed("/go/1"), "text/xml", etag=ETAG)
    add_source(tmp_path, server.url("/feed"))
    (report,) = run(tmp_path)
    assert report.saved == (server.url("/a"),)
    assert run(tmp_path)[0].outcome == "unchanged"


def test_entries_that_are_refused_are_reported_and_the_others_get_in(
    server: Any, canary: Any, make_backend: Callable[..., Any], tmp_path: Path
) -> None:
    public = "93.184.215.14"
    bad = [f"http://127.0.0.1:{canary.port}/", "javascript:alert(1)", "file:///etc/passwd", "http://u:p@news.test/"]
    server.says("/a", make_article("a"))
    server.says("/feed", make_feed(*bad, "", "http://news.test/a"), "text/xml", etag=ETAG)
    client = Client(resolve=lambda _: [public], backend=make_backend({public: server.port}))
    add_source(tmp_path, "http://news.test/feed")
    (report,) = run(tmp_path, client=client)
    assert report.outcome == "fetched"
    assert report.saved == ("http://news.test/a",)
    assert len(report.problems) == 5
    assert "private network" in " ".join(problem.reason for problem in report.problems)
    assert "u:p" not in repr(report)
    assert canary.connections == 0
    assert run(tmp_path, client=client)[0].outcome == "unchanged"  # refusals are not asked for again


def test_an_entry_that_fails_is_tried_again_until_it_has_failed_often_enough(
    server: Any, feed: str, tmp_path: Path
) -> None:
    server.says("/b", status=503)
    outcomes = [run(tmp_path)[0] for _ in range(5)]
    assert [len(report.problems) for report in outcomes] == [1, 1, 1, 0, 0]
    assert [report.outcome for report in outcomes] == ["fetched", "fetched", "fetched", "unchanged", "unchanged"]
    assert server.paths.count("/b") == story.MAX_TRIES
    assert server.paths.count("/a") == 1


def test_an_entry_that_comes_back_gets_in(server: Any, feed: str, tmp_path: Path) -> None:
    server.says("/b", status=503)
    run(tmp_path)
    server.says("/b", make_article("b"))
    assert run(tmp_path)[0].saved == (server.url("/b"),)
    assert run(tmp_path)[0].outcome == "unchanged"


def test_a_changed_entry_that_cannot_be_read_leaves_the_article_as_it_was(
    server: Any, feed: str, tmp_path: Path
) -> None:
    run(tmp_path)
    server.says("/b", status=500)
    changed = make_feed("/a?utm_source=rss", "/b#top").replace("<title>Title 1<", "<title>Title 1, updated<")
    server.says("/feed", changed, "application/rss+xml", etag='"2"')
    assert len(run(tmp_path)[0].problems) == 1
    assert "Article b says" in read(tmp_path)[server.url("/b")].text
    server.says("/b", make_article("b2"))
    assert run(tmp_path)[0].saved == (server.url("/b"),)
    assert run(tmp_path)[0].outcome == "unchanged"


def test_the_feeds_own_full_text_stands_in_for_a_page_that_cannot_be_read(server: Any, tmp_path: Path) -> None:
    text = "The council met for nine hours and voted on the harbour, the school and the bridge. " * 6
    items = "".join(
        f"<item><title>{name}</title><link>{server.url('/' + name)}</link>"
        f"<c:encoded xmlns:c='http://purl.org/rss/1.0/modules/content/'>&lt;p&gt;{body}&lt;/p&gt;</c:encoded></item>"
        for name, body in (("full", text), ("teaser", "The council met."), ("short-page", text))
    )
    server.says("/short-page", "<article><p>Subscribe to read on about what the council did.</p></article>")
    server.says("/feed", make_feed(extra=items), "text/xml")
    add_source(tmp_path, server.url("/feed"))
    (report,) = run(tmp_path)
    assert [problem.url for problem in report.problems] == [server.url("/teaser")]
    assert {article.text for article in read(tmp_path).values()} == {text.strip()}


def test_a_source_that_fails_says_so_since_when_and_keeps_what_it_brought(
    server: Any, feed: str, tmp_path: Path
) -> None:
    run(tmp_path)
    server.says("/feed", status=500)
    first, second = run(tmp_path)[0], run(tmp_path)[0]
    assert (first.outcome, second.outcome) == ("failed", "failed")
    assert "500 Internal Server Error" in first.reason
    assert first.since is not None
    assert second.since is not None
    assert second.since.replace(microsecond=0) == first.since.replace(microsecond=0)
    assert (only_source(tmp_path).failures, only_source(tmp_path).last_error) == (2, second.reason)
    assert len(read(tmp_path)) == 2
    server.says("/feed", make_feed("/a", "/b"), "text/xml", etag='"3"')
    assert run(tmp_path)[0].outcome == "fetched"
    assert (only_source(tmp_path).failures, only_source(tmp_path).failing_since) == (0, None)


def test_one_source_that_fails_does_not_stop_the_others(server: Any, feed: str, tmp_path: Path) -> None:
    server.says("/damaged", "<rss version='2.0'><channel>" + "<item>" * 10_000, "text/xml")
    server.says("/sitemap", "<urlset/>", "text/xml")
    server.says("/words", b"\xff\xfe\xff", "text/plain")
    server.says("/menu", "<html><body></body></html>")
    for path in ("/missing", "/damaged", "/sitemap", "/words", "/menu"):
        add_source(tmp_path, server.url(path))
    add_source(tmp_path, server.url("/b"))
    assert [report.outcome for report in run(tmp_path)] == ["fetched", *["failed"] * 5, "unchanged"]


def test_a_text_too_long_to_be_an_article_is_its_sources_failure_alone(server: Any, feed: str, tmp_path: Path) -> None:
    server.says("/long", "word " * 1_100_000, "text/plain")
    remove_source(tmp_path, feed)
    add_source(tmp_path, server.url("/long"))
    add_source(tmp_path, feed)
    long, well = run(tmp_path)
    assert (long.outcome, well.outcome) == ("failed", "fetched")
    assert long.reason.endswith("has more than 5 MB of text.")
    assert read_sources(tmp_path)[0].failing_since is not None


def test_a_source_whose_address_is_refused_fails_with_the_way_out(server: Any, feed: str, tmp_path: Path) -> None:
    (report,) = run(tmp_path, client=Client())
    assert (report.outcome, server.requests) == ("failed", [])
    assert "CLIPPINGS_ALLOW_PRIVATE_URLS=1" in report.reason


def test_an_article_that_was_deleted_by_hand_is_fetched_again(server: Any, feed: str, tmp_path: Path) -> None:
    run(tmp_path)
    page_path(tmp_path, server.url("/b")).unlink()
    assert run(tmp_path)[0].saved == (server.url("/b"),)
    assert len(read(tmp_path)) == 2


def test_plain_text_is_an_article(server: Any, tmp_path: Path) -> None:
    server.says("/a.txt", "Grüße aus Köln.".encode("iso-8859-1"), "text/plain; charset=iso-8859-1")
    add_source(tmp_path, server.url("/a.txt"))
    run(tmp_path)
    assert read(tmp_path)[server.url("/a.txt")].text == "Grüße aus Köln."


def test_a_long_feed_is_read_over_several_refreshes(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "MAX_PAGES", 2)
    for number in range(5):
        server.says(f"/{number}", make_article(str(number)))
    server.says("/feed", make_feed(*(f"/{number}" for number in range(5))), "text/xml", etag=ETAG)
    add_source(tmp_path, server.url("/feed"))
    reports = [run(tmp_path)[0] for _ in range(4)]
    assert [(len(report.saved), report.left) for report in reports] == [(2, 3), (2, 1), (1, 0), (0, 0)]
    assert reports[3].outcome == "unchanged"


def test_what_was_read_before_an_interruption_is_kept(server: Any, feed: str, tmp_path: Path) -> None:
    def interrupt(host: str) -> list[str]:
        raise KeyboardInterrupt

    server.leads("/b", "http://stop.test/")
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, client=replace(CLIENT, resolve=interrupt))
    server.says("/b", make_article("b"))
    server.requests.clear()
    assert run(tmp_path)[0].saved == (server.url("/b"),)
    assert server.paths == ["/feed", "/b"]


def test_a_source_can_be_chosen_and_must_be_known(server: Any, feed: str, tmp_path: Path) -> None:
    add_source(tmp_path, server.url("/a"))
    assert [report.url for report in run(tmp_path, server.url("/a#part"))] == [server.url("/a")]
    with pytest.raises(BadInput, match=r"index\.web add"):
        run(tmp_path, "https://unknown.example/")


def test_two_refreshes_do_not_run_at_once(feed: str, tmp_path: Path) -> None:
    with refresh_lock(tmp_path), pytest.raises(RefreshRunning):
        run(tmp_path)


def test_a_source_removed_during_its_refresh_stays_removed(server: Any, feed: str, tmp_path: Path) -> None:
    source = only_source(tmp_path)

    def remove(handler: Any) -> None:
        remove_source(tmp_path, feed)
        handler.send_error(404)

    server.does("/b", remove)
    run(tmp_path)
    assert read_sources(tmp_path) == ()
    put_source(tmp_path, source)
    assert read_sources(tmp_path) == ()


# What was removed from the index


@pytest.mark.parametrize("changed", [False, True])
def test_a_removed_article_of_a_feed_is_not_fetched_again(
    server: Any, tmp_path: Path, feed: str, changed: bool
) -> None:
    a, b = server.url("/a"), server.url("/b")
    run(tmp_path)
    remove_article(tmp_path, a, "Title a")
    remove_page(tmp_path, a)
    if changed:
        server.says("/feed", make_feed("/a", "/b", extra="<ttl>5</ttl>"), "application/rss+xml", etag='"2"')
    asked = server.paths.count("/a")
    run(tmp_path)
    assert server.paths.count("/a") == asked
    assert list(read(tmp_path)) == [b]
    restore_article(tmp_path, a)
    run(tmp_path)
    assert list(read(tmp_path)) == sorted([a, b], key=lambda url: page_path(tmp_path, url).name)


def test_a_removed_page_is_not_asked_again(server: Any, tmp_path: Path) -> None:
    url = server.url("/a")
    server.says("/a", make_article("a"), etag=ETAG)
    add_source(tmp_path, url)
    run(tmp_path)
    remove_article(tmp_path, url, "Title a")
    remove_page(tmp_path, url)
    asked = server.paths.count("/a")
    assert run(tmp_path) == [SourceReport(url, "unchanged")]
    assert server.paths.count("/a") == asked
    restore_article(tmp_path, url)
    assert run(tmp_path) == [SourceReport(url, "fetched", (url,))]


def test_an_article_says_what_the_feed_and_what_the_page_gave(server: Any, tmp_path: Path, feed: str) -> None:
    run(tmp_path)
    article = read(tmp_path)[server.url("/a")]
    assert (article.origins.title, article.origins.published) == ("the page’s title", "the feed")
    assert (article.publisher, article.origins.publisher) == ("The Daily", "the feed")


def test_the_feed_says_the_language_where_the_page_does_not(server: Any, tmp_path: Path) -> None:
    server.says("/plain", make_article("plain"))
    server.says("/own", make_article("own").replace("<html>", "<html lang='sv'>"))
    links = [server.url("/plain"), server.url("/own")]
    server.says("/feed", make_feed(*links, extra="<language>en-gb</language>"), kind="application/rss+xml")
    add_source(tmp_path, server.url("/feed"))
    run(tmp_path)
    found = read(tmp_path)
    assert [(found[link].language, found[link].origins.language) for link in links] == [
        ("en", "the feed"),
        ("sv", "the page’s lang attribute"),
    ]
