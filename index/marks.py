"""What an article is known again by where its id has moved on: a row's number in a table is another's tomorrow."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from index.duplicates import address_of
from index.types import Article

_PLACE = re.compile(r"#(?:.*:)?\d+(?:~\d+)?$")  # ends an id that counts the articles of a file


@dataclass(frozen=True, slots=True)
class Marks:
    """Digests of an article's words, address and title, which do not tell what they were; empty where it has none."""

    words: str = ""
    address: str = ""
    title: str = ""

    def allow(self, other: "Marks") -> bool:
        """Whether the addresses do not tell the two apart: what two papers print in the same words is two articles."""
        return not (self.address and other.address) or self.address == other.address


UNMARKED = Marks()  # of an article that the index did not have, or in a list of an earlier version


def marks_of(article: Article) -> Marks:
    """The marks of an article as its file has it."""
    address = address_of(article.url) if article.url else ""
    return Marks(digest_words(article.text), digest_words(address) if address else "", digest_words(article.title))


def digest_words(text: str) -> str:
    """Sha256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def counts_articles(article_id: str) -> str:
    """What a file's articles have in common before their number; empty for an id that names no place in a file."""
    place = _PLACE.search(article_id)
    return article_id[: place.start()] if place else ""


class Recogniser:
    """Tells by which of these ids, each with the marks that its article had, an article is meant."""

    def __init__(self, marks: Mapping[str, Marks]) -> None:
        self._marks = marks
        self._by_digest: dict[str, list[str]] = {}
        for article_id, one in marks.items():
            for digest in {one.words, one.address} - {""}:
                self._by_digest.setdefault(digest, []).append(article_id)

    @property
    def ids(self) -> list[str]:
        """All that it knows."""
        return list(self._marks)

    @property
    def digests(self) -> list[str]:
        """Those of all words and addresses that are known."""
        return list(self._by_digest)

    def ids_of(self, article_id: str, marks: Marks) -> frozenset[str]:
        """The ids that mean this article: by its words or address wherever it is now, else by its own id.

        A place in a file is a good id only while the same title is there.
        """
        found = {
            one
            for digest in {marks.words, marks.address}
            for one in self._by_digest.get(digest, ())
            if self._marks[one].allow(marks)
        }
        own = self._marks.get(article_id)
        if own is not None:
            stays = not counts_articles(article_id) or (own.title == marks.title and own.allow(marks))
            if stays or own == UNMARKED:
                found.add(article_id)
        return frozenset(found)
