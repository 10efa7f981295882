"""When two articles are one: they have the same address, or every word and field of theirs is the same."""

import hashlib
from dataclasses import dataclass
from datetime import date

from index.errors import BadInput
from index.types import Article


@dataclass(frozen=True, slots=True)
class AsRead:
    """An article as its file has it, before anything was corrected.

    Articles of one ``same`` are one. Of them the one with the newest date stands for all; then the one whose file was
    ``modified`` last (in nanoseconds); then the first by its file and its ``position`` there.
    """

    same: str
    content: bytes  # another one is another version
    published: date | None
    modified: int
    position: int


def as_read(article: Article, modified: int = 0, position: int = 0) -> AsRead:
    """What tells an article, just read, from others and from its other versions."""
    content = (article.title, article.text, article.published, article.publisher)
    everything = repr((*content, article.author, article.url)).encode()
    address = address_of(article.url) if article.url else ""
    return AsRead(
        same=f"address {address}" if address else f"words {hashlib.sha256(everything).hexdigest()}",
        content=hashlib.sha256(repr(content).encode()).digest(),
        published=article.published,
        modified=modified,
        position=position,
    )


def address_of(url: str) -> str:
    """What http and https addresses of one page have in common; empty for what names no page.

    A site's front page is what tables of articles name where they know no better: it tells nothing.
    """
    from index.web.address import canonical_url  # with idna, which articles without an address do without

    try:
        address = canonical_url(url).partition("://")[2]
    except BadInput:
        return ""
    return "" if address.endswith("/") and address.count("/") == 1 else address
