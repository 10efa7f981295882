"""What a page says of itself in JSON-LD (schema.org), as most news sites write it for search engines."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.text import to_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:article|blogposting|reportage|liveblogposting)$", re.IGNORECASE)
# Lists of other articles, and what readers and machines wrote about this one.
_OTHERS = {"itemListElement", "liveBlogUpdate", "comment", "hasPart", "relatedLink", "citation", "review", "mentions"}
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_OPENING, _CLOSING = re.compile(r"^(?://)?\s*<!(?:--|\[CDATA\[)"), re.compile(r"(?://[ \t]*)?(?:--|\]\])>;?$")
_DEEPEST = 12

Node = dict[str, Any]


def read_json_ld(tree: "HtmlElement") -> dict[str, str]:
    """The fields of a Record that the page's article states; of several articles the first."""
    nodes = [node for block in _blocks(tree) for node in _walk(block, _DEEPEST)]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    article = next((node for node in nodes if _is_a(node, _ARTICLE)), None)
    site = next((name for kind in ("NewsMediaOrganization", "WebSite") for name in _named(nodes, kind)), "")
    if article is None:
        return {"publisher": site}
    publisher = next(_names(article.get("publisher"), by_id), "") or site
    authors = [name for name in _names(article.get("author") or article.get("creator"), by_id) if name != publisher]
    page, language = article.get("mainEntityOfPage"), article.get("inLanguage")
    return {
        "title": _line(article.get("headline") or article.get("name")),
        "published": _line(article.get("datePublished")),
        "publisher": publisher,
        "author": ", ".join(dict.fromkeys(authors)),
        "url": _line(article.get("url") or (page.get("@id") if isinstance(page, dict) else page)),
        "language": _line(language.get("alternateName") if isinstance(language, dict) else language),
    }


def _blocks(tree: "HtmlElement") -> Iterator[object]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().casefold() == "application/ld+json":
            written = _CLOSING.sub("", _OPENING.sub("", (script.text or "").strip()))
            for attempt in (written, _TRAILING_COMMA.sub(r"\1", written)):  # the mistake that is made most
                try:
                    yield json.loads(attempt, strict=False)
                    break
                except (ValueError, RecursionError):
                    continue


def _walk(value: object, depth: int) -> Iterator[Node]:
    """The objects in a block, outer ones first, without those that are about something else."""
    if depth and isinstance(value, list):
        for item in value:
            yield from _walk(item, depth - 1)
    elif depth and isinstance(value, dict):
        yield value
        for name, item in value.items():
            if name not in _OTHERS:
                yield from _walk(item, depth - 1)


def _is_a(node: Node, pattern: re.Pattern[str]) -> bool:
    return any(isinstance(kind, str) and pattern.search(kind) for kind in _listed(node.get("@type")))


def _named(nodes: list[Node], kind: str) -> Iterator[str]:
    pattern = re.compile(rf"\b{kind}$")
    return (_line(node.get("name")) for node in nodes if _is_a(node, pattern) and _line(node.get("name")))


def _names(value: object, by_id: dict[str, Node]) -> Iterator[str]:
    """The names of people or organisations, given as strings, as objects or by reference."""
    for item in _listed(value):
        if isinstance(item, dict):
            item = by_id.get(str(item.get("@id")), item) if "name" not in item else item
            names = _listed(item.get("name"))
            parts = [_line(item.get(part)) for part in ("givenName", "additionalName", "familyName")]
            yield from filter(None, map(_line, names or [" ".join(filter(None, parts))]))
        elif _line(item) and "://" not in _line(item):
            yield _line(item)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(value: object) -> str:
    return to_line(value) if isinstance(value, str) else ""
