"""Reading the index while builds go on: a Snapshot is one open generation, an Index always hands out the newest."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from index.catalog import Catalog
from index.embedder import Vectors
from index.errors import IndexDamaged, IndexMismatch
from index.generations import Generations
from index.types import Article, ArticleSummary, GenerationInfo, Passage, Version
from index.vectors import PassageVectors


class Snapshot:
    """One generation, open for reading: it never changes. Get it from Index; safe to share between threads."""

    def __init__(self, folder: Path, info: GenerationInfo, *, searching: bool) -> None:
        """``searching`` reads the vectors now, before two more builds can have cleared them away."""
        self.info = info
        self._folder = folder
        self._catalog = Catalog(folder / "catalog.db")
        self._opening = threading.Lock()
        self._vectors: PassageVectors | None = None
        self._readers = 0
        self._retired = False
        if searching:  # Chroma reads its files at the first search
            self.search_vectors(self.vectors_of(self._catalog.sample(1)), 1)

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return self._catalog.article(article_id)

    def versions(self, article_id: str) -> list[Version]:
        """What the article was before, newest first."""
        return self._catalog.versions(article_id)

    @cached_property
    def _summaries(self) -> tuple[ArticleSummary, ...]:
        return tuple(self._catalog.summaries())

    def summaries(self) -> list[ArticleSummary]:
        """Every article without its text, newest publication first."""
        return list(self._summaries)

    @cached_property
    def _stories(self) -> dict[str, tuple[ArticleSummary, ...]]:
        """The articles of each story that more than one tells, by each one's id."""
        stories: dict[str, list[ArticleSummary]] = {}
        for article in self._summaries:
            if article.story is not None:
                stories.setdefault(article.story, []).append(article)
        return {article.id: tuple(story) for story in stories.values() for article in story}

    def tellers(self, article_id: str) -> tuple[ArticleSummary, ...]:
        """The articles that tell the story of this one, itself among them; none if it is alone."""
        return self._stories.get(article_id, ())

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id."""
        return self._catalog.passages(ids)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in their order."""
        return self._catalog.passages_of(article_id)

    def search_words(self, question: str, k: int) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25), best first."""
        return self._catalog.search_words(question, k)

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first."""
        return self._open_vectors().search(vector, k)

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """The stored vectors of these passages, shape (len(passages), dimension)."""
        return self._catalog.vectors_of(passages)

    def count_containing(self, word: str) -> int:
        """How many passages contain the word, in any of its inflections."""
        return self._catalog.count_containing(word)

    def _open_vectors(self) -> PassageVectors:
        with self._opening:  # Chroma takes a moment to import: a page that only lists articles does without
            if self._vectors is None:
                self._vectors = PassageVectors(self._folder / "chroma")
            return self._vectors

    def _close(self) -> None:
        self._catalog.close()
        if self._vectors:
            self._vectors.close()


class Index:
    """The published index of a data directory; follows it from generation to generation without a pause."""

    def __init__(self, data: Path, fingerprint: str | None = None) -> None:
        """``fingerprint`` given, generations made by another model, size or format are refused."""
        self._generations = Generations(data)
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The newest generation, kept open until the block ends.

        Raises IndexMissing, IndexDamaged or IndexMismatch, each with what to do about it.
        """
        with self._lock:
            snapshot = self._newest()
            snapshot._readers += 1
        try:
            yield snapshot
        finally:
            with self._lock:
                snapshot._readers -= 1
                if snapshot._retired and snapshot._readers == 0:
                    snapshot._close()

    def close(self) -> None:
        """Close the files when the last reader is done."""
        with self._lock:
            self._retire()

    def _newest(self) -> Snapshot:
        name = self._generations.current()
        # Not by name alone: in a data directory that was emptied, the names begin again.
        if self._snapshot and self._snapshot.info == self._generations.info(name):
            return self._snapshot
        if self._snapshot and self._snapshot.info.name == name:
            self._retire()  # Chroma shares what is open at one path
        try:
            fresh = self._open(name)
        except IndexDamaged:
            again = self._generations.current()
            if again == name:
                raise
            fresh = self._open(again)  # two builds were published while the first was being opened
        self._retire()
        self._snapshot = fresh
        return fresh

    def _open(self, name: str) -> Snapshot:
        info = self._generations.info(name)
        if self._fingerprint and info.fingerprint != self._fingerprint:
            raise IndexMismatch(
                f"The index was made with other settings ({info.fingerprint}) than the app now has "
                f"({self._fingerprint}). Rebuild it: python -m index"
            )
        self._generations.check(name)
        return Snapshot(self._generations.path(name), info, searching=self._fingerprint is not None)

    def _retire(self) -> None:
        old, self._snapshot = self._snapshot, None
        if old:
            old._retired = True
            if old._readers == 0:
                old._close()
