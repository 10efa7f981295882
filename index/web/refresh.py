"""The story of a refresh: ask each source whether it has changed, read what is new, keep it, say how it went."""

import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index.edits import read_edits
from index.errors import BadInput, ClippingsError, FetchFailed
from index.formats.record import Record
from index.text import decode, to_line
from index.web.address import canonical_url, check_address, parse_url, shown
from index.web.extract import extract_article
from index.web.feeds import FeedEntry, is_feed, parse_feed
from index.web.fetch import HTML_TYPES, TEXT_TYPES, Client, Page, Unchanged
from index.web.pages import page_id, page_path, save_page
from index.web.sources import Entry, Source, add_source, put_source, read_sources, refresh_lock

PAUSE_S = 0.5  # between two pages of one feed, which mostly live on one server
MAX_PAGES = 100  # of one feed in one refresh; the rest waits for the next
MAX_TRIES = 3  # for a page that a feed names; then it is left until the feed changes the entry
FEED = "the feed"
_TEASER = 400  # a feed's text below this length is a teaser, no article


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry of a feed that could not be read."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How one source did: ``saved`` are the articles that are new or changed, ``since`` when a failure began.

    A feed that was fetched may have ``problems`` with some of its entries, and entries ``left`` for the next refresh.
    """

    url: str
    outcome: Literal["fetched", "unchanged", "failed"]
    saved: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    left: int = 0
    reason: str = ""
    since: datetime | None = None


def follow(data: Path, client: Client, url: str) -> Source:
    """Put a page or feed on the list of those that are followed. Raises BadInput for an address that is refused."""
    check_address(parse_url(url), allow_private=client.allow_private, resolve=client.resolve)
    return add_source(data, url)


def refresh(
    data: Path,
    client: Client,
    urls: Sequence[str] = (),
    *,
    pause_s: float = PAUSE_S,
    report: Callable[[SourceReport], None] = lambda _: None,
) -> tuple[SourceReport, ...]:
    """Bring the sources, or those with these URLs, up to date; ``report`` hears of each as soon as it is done.

    A source that fails does not stop the others. Raises RefreshRunning if another refresh is running, BadInput if a
    URL is not among the sources or the data directory cannot be written.
    """
    reports = []
    with refresh_lock(data):
        for source in _choose(read_sources(data), urls):
            done = _refresh_source(data, client, source, pause_s)
            report(done)
            reports.append(done)
    return tuple(reports)


def _choose(sources: tuple[Source, ...], urls: Sequence[str]) -> Iterator[Source]:
    by_url = {source.url: source for source in sources}
    if not urls:
        yield from sources
    for url in map(canonical_url, urls):
        if url not in by_url:
            raise BadInput(f"{url} is not among the web sources. Add it with: python -m index.web add {url}")
        yield by_url[url]


def _refresh_source(data: Path, client: Client, source: Source, pause_s: float) -> SourceReport:
    now = datetime.now(UTC)
    removed = read_edits(data).removed.keys()
    if source.kind != "feed" and any(page_id(url) in removed for url in _articles_of(source)):
        return SourceReport(source.url, "unchanged")  # nothing is left that it could bring
    kept = all(_is_kept(data, url, removed) for url in _articles_of(source))
    try:
        got = client.get(source.url, source.validators if kept else None)
        well = replace(source, last_success=now, last_error="", failing_since=None, failures=0)
        if isinstance(got, Unchanged):
            put_source(data, well)
            return SourceReport(source.url, "unchanged")
        if is_feed(got):
            return _take_feed(data, client, got, well, pause_s, removed)
        article, text = canonical_url(got.url), _read_page(got)
        changed = save_page(data, article, text)
    except ClippingsError as error:
        since = source.failing_since or now
        put_source(
            data,
            replace(source, last_error=str(error), failing_since=since, failures=source.failures + 1),
        )
        return SourceReport(source.url, "failed", reason=str(error), since=since)
    entries = (Entry(source.url, article),)
    put_source(data, replace(well, kind="page", title=text.title, validators=got.validators, entries=entries))
    return SourceReport(source.url, "fetched" if changed else "unchanged", (article,) if changed else ())


@dataclass(slots=True)
class _Tally:
    """What a feed has given so far."""

    entries: dict[str, Entry]
    saved: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    asked: int = 0
    left: int = 0


def _articles_of(source: Source) -> list[str]:
    return [entry.article for entry in source.entries if entry.article]


def _is_kept(data: Path, article: str, removed: Set[str]) -> bool:
    """Whether there is nothing to fetch: an article that was removed from the index stays away."""
    return page_id(article) in removed or page_path(data, article).is_file()


def _take_feed(
    data: Path, client: Client, page: Page, source: Source, pause_s: float, removed: Set[str]
) -> SourceReport:
    feed = parse_feed(page)
    source = replace(source, kind="feed", title=feed.title)
    tally = _Tally({entry.url: entry for entry in source.entries})
    named = set()
    for found in feed.entries:
        try:
            url = _entry_url(found)
        except BadInput as error:
            tally.problems.append(Problem(shown(found.link or found.title), str(error)))
            continue
        if url not in named and _is_due(data, tally.entries.get(url, Entry(url)), found, removed):
            _take_entry(data, client, url, found, tally, pause_s)
            put_source(data, replace(source, entries=tuple(tally.entries.values())))  # an interruption loses nothing
        named.add(url)
    entries = tuple(entry for entry in tally.entries.values() if entry.article or entry.url in named)
    # With validators the next answer would be "unchanged", and what is to be tried again would never be named.
    waits = tally.left or any(entry.url in named and _is_to_be_tried(entry) for entry in entries)
    put_source(data, replace(source, validators=None if waits else page.validators, entries=entries))
    return SourceReport(source.url, "fetched", tuple(tally.saved), tuple(tally.problems), tally.left)


def _entry_url(found: FeedEntry) -> str:
    if not found.link:
        raise BadInput("The entry has no link.")
    return canonical_url(found.link)


def _is_due(data: Path, known: Entry, found: FeedEntry, removed: Set[str]) -> bool:
    if page_id(known.article or known.url) in removed:
        return False
    if known.digest != found.digest:
        return True
    return _is_to_be_tried(known) if known.error else not _is_kept(data, known.article, removed)


def _is_to_be_tried(entry: Entry) -> bool:
    return bool(entry.error) and entry.tries < MAX_TRIES


def _take_entry(data: Path, client: Client, url: str, found: FeedEntry, tally: _Tally, pause_s: float) -> None:
    if tally.asked >= MAX_PAGES:
        tally.left += 1
        return
    if tally.asked:
        time.sleep(pause_s)
    tally.asked += 1
    known = tally.entries.get(url, Entry(url))
    tries = known.tries if known.digest == found.digest else 0
    try:
        article, text = _read_entry(client, url, found)
        if save_page(data, article, text):
            tally.saved.append(article)
        tally.entries[url] = Entry(url, article, found.digest)
    except (BadInput, FetchFailed) as error:
        tries = MAX_TRIES if isinstance(error, BadInput) else tries + 1  # a refusal stays one
        # A new version that cannot be read leaves the one that was kept before.
        tally.entries[url] = Entry(url, known.article, found.digest, tries, str(error))
        tally.problems.append(Problem(url, str(error)))


def _read_entry(client: Client, url: str, found: FeedEntry) -> tuple[str, Record]:
    """The article behind an entry and its canonical URL: the page's text, or the feed's own where that is fuller."""
    own = Record(
        found.content,
        found.title,
        found.date,
        found.publisher,
        found.author,
        language=found.language,
        origin=FEED,
    )
    try:
        page = client.get(url)
        if isinstance(page, Unchanged):  # nothing was known that could be unchanged
            raise FetchFailed(f"{url} gave no page.")
        article, read = canonical_url(page.url), _read_page(page)
    except FetchFailed:
        if len(own.text) < _TEASER:
            raise
        return url, own
    return article, Record(
        text=own.text if len(own.text) > len(read.text) else read.text,
        title=read.title or own.title,
        published=own.published or read.published,
        author=read.author or own.author,
        publisher=read.publisher or own.publisher,
        language=read.language or own.language,
        origin=own.origin,
        origins={name: value for name, value in read.origins.items() if name != "published" or not own.published},
    )


def _read_page(page: Page) -> Record:
    if page.content_type in TEXT_TYPES:
        try:
            text = page.body.decode(page.charset) if page.charset else decode(page.body)
        except (LookupError, UnicodeError, BadInput):
            raise FetchFailed(f"{to_line(page.base, 200)} is text in an encoding that cannot be told.") from None
        if not text.strip():
            raise FetchFailed(f"{to_line(page.base, 200)} is empty.")
        return Record(text)
    if page.content_type not in HTML_TYPES:
        raise FetchFailed(f"{to_line(page.base, 200)} is XML, but neither a feed nor a web page.")
    return extract_article(page.body, page.base, page.charset)
