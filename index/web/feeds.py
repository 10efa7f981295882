"""Bytes of an RSS or Atom feed to its entries; feedparser gets a stream, so that it neither fetches nor opens files."""

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

import feedparser

from index.dates import parse_date
from index.errors import FetchFailed
from index.text import to_line
from index.web.extract import html_to_text
from index.web.fetch import HTML_TYPES, Page

# feedparser takes some 20 seconds for a megabyte of nested or endless tags; no real feed comes near these.
_MAX_DEPTH = 200
_MAX_TAGS = 200_000
_MAX_ENTRIES = 5_000
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]{0,60})[^<>]*?(/?)>")
# Atomic, so that no prologue makes it try again: it either finds the first tag in one pass or does not.
_OPENING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?(?>(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)*)<(rss|feed|rdf:rdf)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
# As feedparser finds it. Python decodes Punycode in time by the square of the length.
_PUNYCODE = re.compile(rb"""(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?<\?.*encoding=['"][^'"]*punycode""", re.IGNORECASE)
_NEVER_CLOSED = frozenset(b"area base br col hr img input link meta p li source wbr".split())


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; whatever the feed does not say is empty. ``content`` is the full text that some feeds carry,
    ``digest`` says that the entry changed."""

    link: str
    title: str
    date: str
    author: str
    publisher: str
    summary: str
    content: str
    digest: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own name and its entries in the order given."""

    title: str
    entries: tuple[FeedEntry, ...]


def is_feed(page: Page) -> bool:
    """Whether a page is a feed, by its first tag: servers send feeds as text/html, text/plain and application/xml."""
    return _OPENING.match(_to_ascii(page.body[:20_000])) is not None


def parse_feed(page: Page) -> Feed:
    """The entries of a fetched feed, as many as can be read. Raises FetchFailed if it is none."""
    _check_shape(page)
    headers = {"content-location": page.base}
    if page.content_type not in HTML_TYPES:
        headers["content-type"] = f"{page.content_type}; charset={page.charset}" if page.charset else page.content_type
    try:
        found = feedparser.parse(io.BytesIO(page.body), response_headers=headers)
    except Exception as error:  # whatever a feed makes the parser do, the other sources go on
        raise FetchFailed(f"The feed {to_line(page.base, 200)} is damaged ({type(error).__name__}).") from error
    if not found.get("version") and not found["entries"]:
        raise FetchFailed(f"{to_line(page.base, 200)} is neither an RSS nor an Atom feed.")
    title = to_line(html_to_text(_text(found["feed"], "title")), 120)
    language = to_line(_text(found["feed"], "language"), 40)
    entries = (_to_entry(entry, title, page.base) for entry in found["entries"][:_MAX_ENTRIES])
    return Feed(title, tuple(replace(entry, language=language) for entry in entries))


def _check_shape(page: Page) -> None:
    if _PUNYCODE.match(_to_ascii(page.body)):
        raise FetchFailed(f"{to_line(page.base, 200)} is in an encoding that is for the names of hosts.")
    depth = entries = 0
    for tags, tag in enumerate(_TAG.finditer(_to_ascii(page.body)), 1):
        closing, name, empty = tag.groups()
        entries += not closing and name.lower() in (b"item", b"entry")
        if name.lower() not in _NEVER_CLOSED and not empty:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > _MAX_DEPTH or tags > _MAX_TAGS or entries > _MAX_ENTRIES:
            raise FetchFailed(f"{to_line(page.base, 200)} is nested too deeply or too long to be a feed.")


def _to_ascii(body: bytes) -> bytes:
    """The tags of UTF-16 and UTF-32 read as ASCII without their NULs."""
    return body.replace(b"\x00", b"")


def _to_entry(entry: Mapping[str, object], feed_title: str, base: str) -> FeedEntry:
    link = _text(entry, "link").strip()
    title = to_line(html_to_text(_text(entry, "title")))
    date = _date_of(entry)
    author = to_line(html_to_text(_text(entry, "author")), 200)
    source = entry.get("source")
    named = to_line(html_to_text(_text(source, "title")), 120) if isinstance(source, Mapping) else ""
    summary, content = html_to_text(_text(entry, "summary")), _content_of(entry)
    fields = (link, title, date, author, summary, content, _text(entry, "updated"))
    return FeedEntry(
        link=urljoin(base, link) if link and "://" not in link[:12] else link,
        title=title,
        date=date,
        author=author,
        publisher=named or feed_title,
        summary=summary,
        content=content,
        digest=hashlib.sha256(repr(fields).encode("utf-8", "replace")).hexdigest()[:16],
    )


def _text(fields: Mapping[str, object], name: str) -> str:
    if name not in fields:  # feedparser's own get() makes a missing ``updated`` the publication date, with a warning
        return ""
    value = fields[name]
    return value if isinstance(value, str) else ""


def _date_of(entry: Mapping[str, object]) -> str:
    """The publication date as it is written, if that names a day; ``updated`` is another thing and not taken."""
    written = _text(entry, "published").strip()
    if written and parse_date(written):
        return written
    parsed = entry.get("published_parsed")
    return f"{parsed[0]:04}-{parsed[1]:02}-{parsed[2]:02}" if isinstance(parsed, tuple) else ""


def _content_of(entry: Mapping[str, object]) -> str:
    parts = entry.get("content", [])
    texts = [_text(part, "value") for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    return html_to_text(max(texts, key=len, default=""))
