"""What a web page says of its article: title, date, publisher and the like, each from where it is best stated.

JSON-LD, then the tags of the head, then microdata, then what is printed between the headline and the text. A date is
taken only where it is given as the day of publication: pages are full of the dates of other things.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from index.dates import parse_date
from index.formats.json_ld import read_json_ld
from index.language import read_language
from index.text import to_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Names of <meta> tags, the best first; compared in lower case.
_META = {
    "title": "og:title headline citation_title parsely-title dc.title dcterms.title sailthru.title twitter:title",
    "published": "article:published_time article:published og:article:published_time datepublished date.published "
    "citation_publication_date citation_date parsely-pub-date sailthru.date dc.date.issued dcterms.issued "
    "dcterms.created dc.date.created publishdate publish-date publish_date publication_date pubdate dc.date "
    "dcterms.date date",
    "publisher": "og:site_name publisher dc.publisher dcterms.publisher citation_journal_title application-name "
    "copyright",
    "author": "author parsely-author article:author byl dc.creator dcterms.creator citation_author sailthru.author",
    "url": "og:url parsely-link twitter:url",
    "language": "og:locale dc.language dcterms.language language",
}
_MICRODATA = {"headline": "title", "datePublished": "published", "publisher": "publisher", "author": "author"}
_MICRODATA_ARTICLE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting)$")
_SEPARATOR = re.compile(r"\s+[|·•»–—-]\s+|\s*[|»·]\s*")
_BY = re.compile(r"^(?:by|words|text|par|von|por|di|door|av|interview)(?:\s+by)?\s*[:\s]\s*(?=\w)", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:by\s+|(?:words|text|interview|story|report)(?:\s+by)?:\s*|(?:words|story) by\s+)", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"©|\(c\)|\bcopyright\b|\b(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?\b", re.IGNORECASE)
_BYLINE_ENDS = re.compile(
    r"\d|[|·•.,;:(\n]|\s[–—-]\s|\s(?:in|for|at|published|posted|updated|publié|mis|"
    r"veröffentlicht|publicado|pubblicato)\s",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\sy\s)\s*", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*|(?:de|la|le|van|von|der|den|di|da|al|bin|el|y))(?: [\w.’'-]+){1,4}")
_JOB = re.compile(r"\b(?:writer|reporter|correspondent|editor|staff|desk|press|agency|min read)\b", re.IGNORECASE)
_CHANGED = re.compile(r"updated|modified|changed|amended|mis à jour|aktualisiert|actualizad|aggiornat", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"^(?:first )?(?:published|posted|publié|veröffentlicht|publicado|pubblicato)(?: on| le| am| el| il)?\s*:?\s*",
    re.IGNORECASE,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author-name|writer|signature|by)(?:$|[\s_-])", re.IGNORECASE
)
_DATE_CLASS = re.compile(r"(?:^|[\s_-])(?:date|published|pub-?date|timestamp|dateline)(?:$|[\s_-])", re.IGNORECASE)
_BODY_FROM = 120  # characters in a block, from which on it is the article's text and no longer its head
_HEAD_BLOCKS = 40
_LONGEST_BYLINE = 200
_MOST_PIECES = 200  # of text in a block: no headline or byline has more


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The fields of a Record, and for each where on the page it was found, in words."""

    title: str = ""
    published: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    origins: dict[str, str] = field(default_factory=dict)


def read_facts(tree: "HtmlElement") -> PageFacts:
    """What the page states; a field that it does not state is empty."""
    stated = [
        ("the page’s JSON-LD", read_json_ld(tree)),
        ("the page’s metadata", _read_meta(tree)),
        ("the page’s microdata", _read_microdata(tree)),
    ]
    found: dict[str, str] = {}
    origins: dict[str, str] = {}

    def settle(name: str, candidates: Iterable[tuple[str, str]]) -> None:
        for origin, value in candidates:
            if value:
                found[name], origins[name] = value, origin
                return

    def said(name: str) -> list[tuple[str, str]]:
        return [(origin, fields.get(name, "")) for origin, fields in stated]

    settle("url", [("", url) for url in _addresses(tree, [value for _, value in said("url")])])
    headline = _headline(tree, [value for _, value in said("title")])
    window = to_line("".join(next(tree.iter("title"), tree.makeelement("title")).itertext()))
    printed = _read_printed(headline) if headline is not None else {}
    site = urlsplit(found.get("url", "")).hostname or ""
    after_title = _after(window, _text(headline) if headline is not None else "")
    settle(
        "publisher",
        [*said("publisher"), ("the page’s title", after_title), ("the page’s address", site.removeprefix("www."))],
    )
    publisher = found.get("publisher", "")
    settle(
        "title",
        [
            ("the headline", _text(headline) if headline is not None else ""),
            *((origin, _without_site(title, publisher)) for origin, title in said("title")),
            ("the page’s title", _without_site(window, publisher)),
        ],
    )
    authors = [(origin, _clean_author(author, publisher)) for origin, author in said("author")]
    settle("author", [*authors, ("the byline", printed.get("author", ""))])
    dates = [*said("published"), ("the line below the headline", printed.get("published", ""))]
    settle("published", [*((origin, value) for origin, value in dates if parse_date(value)), *dates])
    tags = [*said("language"), ("the page’s lang attribute", _language_of(headline if headline is not None else tree))]
    settle("language", [(origin, tag) for origin, tag in (tags[0], tags[-1], *tags[1:-1]) if read_language(tag)])
    origins.pop("url", "")
    return PageFacts(**found, origins=origins)


def _read_meta(tree: "HtmlElement") -> dict[str, str]:
    given: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = to_line(tag.get("content") or "", 2000)
        for name in {(tag.get(key) or "").strip().casefold() for key in ("name", "property")} - {""}:
            given.setdefault(name, []).append(content)
    fields = {}
    for key, names in _META.items():
        values = [given[name] for name in names.split() if given.get(name)]
        if key == "author":  # a page of the author's on some other site is no name
            values = [[value for value in group if "://" not in value] for group in values]
        best = next((group for group in values if any(group)), [""])
        fields[key] = ", ".join(dict.fromkeys(best)) if key == "author" else best[0]
    fields["publisher"] = " ".join(_COPYRIGHT.sub(" ", fields["publisher"]).split()).strip(" .,-–")
    return fields


def _read_microdata(tree: "HtmlElement") -> dict[str, str]:
    """Of the first article that is marked up; properties without an article are the page's own."""
    articles = [node for node in tree.iter() if _MICRODATA_ARTICLE.search(node.get("itemtype") or "")]
    fields: dict[str, list[str]] = {}
    for node in articles[0].iter() if articles else tree.iter("meta"):
        for name in (node.get("itemprop") or "").split():
            if name in _MICRODATA and (not articles or _scope(node) is articles[0]):
                fields.setdefault(_MICRODATA[name], []).append(_property(node))
    return {name: ", ".join(filter(None, values)) if name == "author" else values[0] for name, values in fields.items()}


def _scope(node: "HtmlElement") -> "HtmlElement | None":
    return next((above for above in node.iterancestors() if above.get("itemscope") is not None), None)


def _property(node: "HtmlElement") -> str:
    if node.get("itemscope") is not None:
        named = next((inner for inner in node.iter() if inner.get("itemprop") == "name"), None)
        node = node if named is None else named
    return to_line(node.get("content") or node.get("datetime") or _text(node))


def _language_of(node: "HtmlElement") -> str:
    """What the nearest element around it says, or the page itself."""
    around = (
        above.get("lang") or above.get("{http://www.w3.org/XML/1998/namespace}lang") or above.get("xml:lang")
        for above in (node, *node.iterancestors())
    )
    return next((to_line(tag, 40) for tag in around if tag), "")


def _addresses(tree: "HtmlElement", stated: list[str]) -> Iterator[str]:
    """Where the page says that it lives, made whole."""
    base = next((node.get("href") for node in tree.iter("base") if node.get("href")), "")
    canonical = [
        n.get("href") or "" for n in tree.iter("link") if "canonical" in (n.get("rel") or "").casefold().split()
    ]
    against = next((url for url in (base, *stated) if "://" in url), "")
    for url in (*canonical, *stated):
        try:
            whole = urljoin(against or "https:", url.strip()) if url.strip() else ""
            if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).hostname:
                yield whole
        except ValueError:
            continue


def _headline(tree: "HtmlElement", titles: list[str]) -> "HtmlElement | None":
    """The heading that the page's titles name; without one that they do, the only first-level heading."""
    window = next(iter(tree.iter("title")), None)
    named = [_plain(title) for title in (*titles, _text(window) if window is not None else "") if title]
    site = _plain(_read_meta(tree).get("publisher", ""))
    best, longest = None, 0
    for heading in tree.iter("h1", "h2"):
        text = _plain(_text(heading))
        if longest < len(text) and text != site and any(text in title for title in named):
            best, longest = heading, len(text)
    if best is not None:
        return best
    first_level = list(tree.iter("h1"))
    return first_level[0] if len(first_level) == 1 and not any(titles) else None


def _read_printed(headline: "HtmlElement") -> dict[str, str]:
    """Author and date as they are printed between the headline and the first paragraph."""
    fields: dict[str, str] = {}
    for node in _head_of(headline):
        text = _text(node)
        rel, kind = (node.get("rel") or "").split(), node.get("class") or ""
        if "author" not in fields and ("author" in rel or _BYLINE_CLASS.search(kind) or _BY.match(text)):
            name = ", ".join(_names_in(text))
            if name:
                fields["author"] = name
        if "published" not in fields and not _CHANGED.search(f"{kind} {text} {_text(node.getparent())[:100]}"[:300]):
            if node.tag == "time":
                written = node.get("datetime") or text
            elif _DATE_CLASS.search(kind) or _PUBLISHED.match(text):
                written = _PUBLISHED.sub("", text)
            else:
                continue
            if parse_date(written):
                fields["published"] = written
    return fields


def _head_of(headline: "HtmlElement") -> Iterator["HtmlElement"]:
    """The short elements that follow the headline, up to the first that is text."""
    for count, node in enumerate(_following(headline)):
        length = len(_text(node))
        if count > _HEAD_BLOCKS or (node.tag in ("p", "h1", "h2", "ul", "ol") and length > _BODY_FROM):
            return
        if 0 < length <= _LONGEST_BYLINE:
            yield node


def _following(node: "HtmlElement") -> Iterator["HtmlElement"]:
    """All elements after this one in the order of the document."""
    while node is not None:
        for sibling in node.itersiblings():
            yield from (inner for inner in sibling.iter() if isinstance(inner.tag, str))
        node = node.getparent()


def _names_in(text: str) -> Iterator[str]:
    """The names that a byline begins with, as they are written."""
    for part in _AND.split(_BY.sub("", text)):
        name = _BYLINE_ENDS.split(part, maxsplit=1)[0].strip()
        if not _NAME.fullmatch(name) or _JOB.search(name):
            return
        yield name


def _clean_author(author: str, publisher: str) -> str:
    author = _LABEL.sub("", author)
    return "" if _plain(author) == _plain(publisher) else author


def _after(window: str, headline: str) -> str:
    """What follows the headline in the window's title: mostly the name of the site, after that of the section."""
    if not headline or not window.startswith(headline) or window == headline:
        return ""
    return _SEPARATOR.split(window[len(headline) :])[-1].strip()


def _without_site(title: str, publisher: str) -> str:
    """The title without the names of the site and the section that follow it."""
    site = _plain(publisher)
    parts = list(_SEPARATOR.finditer(title))
    for separator in reversed(parts):
        last = _plain(title[separator.end() :])
        if site and last and (last in site or site in last):
            return title[: separator.start()].strip()
    return title


def _text(node: "HtmlElement") -> str:
    return to_line(" ".join(islice(node.itertext(), _MOST_PIECES)), 1000)


def _plain(text: str) -> str:
    """For comparing: letters and digits only, in lower case, without a leading article."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(words[1:] if words[:1] == ["the"] else words)
