"""Reading the index while builds go on: a Snapshot is one open generation, an Index always hands out the newest."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from index.catalog import Catalog
from index.edits import read_edits
from index.embedder import Vectors
from index.errors import BadInput, IndexDamaged, IndexMismatch, IndexMissing
from index.exact import ExactVectors
from index.generations import FORMAT, Generations
from index.holding import hold
from index.passages import article_of
from index.types import Article, ArticleSummary, GenerationInfo, Passage, Version
from index.vectors import PassageVectors

_TRIES = 5  # to open the newest generation while builds replace it


class Snapshot:
    """One generation, open for reading: it never changes. Get it from Index; safe to share between threads.

    Articles that were removed since it was built are left out of everything: nobody waits for a build to be rid of
    them, and going back to an older generation does not bring them back.
    """

    def __init__(self, folder: Path, info: GenerationInfo, *, searching: bool) -> None:
        """``searching`` reads the vectors now, so that damage shows before a question is asked."""
        self.info = info
        self._removed: frozenset[str] = frozenset()
        self._folder = folder
        self._catalog = Catalog(folder / "catalog.db")
        self._opening = threading.Lock()
        self._vectors: PassageVectors | ExactVectors | None = None
        self._readers = 0
        self._hold: BinaryIO | None = None
        self._retired = False
        if searching:  # Chroma reads its files at the first search
            self.search_vectors(self.vectors_of(self._catalog.sample(1)), 1)

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return None if article_id in self._removed else self._catalog.article(article_id)

    def versions(self, article_id: str) -> list[Version]:
        """What the article was before, newest first."""
        return self._catalog.versions(article_id)

    @cached_property
    def _summaries(self) -> tuple[ArticleSummary, ...]:
        return tuple(self._catalog.summaries())

    def summaries(self) -> list[ArticleSummary]:
        """Every article without its text, newest publication first."""
        return [summary for summary in self._summaries if summary.id not in self._removed]

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
        tellers = tuple(one for one in self._stories.get(article_id, ()) if one.id not in self._removed)
        return tellers if len(tellers) > 1 else ()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id."""
        return self._catalog.passages(ids)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in their order."""
        return self._catalog.passages_of(article_id)

    def search_words(self, question: str, k: int) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25), best first."""
        return self._without_removed(self._catalog.search_words(question, k))

    def search_vectors(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first."""
        return self._without_removed(self._open_vectors().search(vector, k))

    def _without_removed(self, hits: list[tuple[str, float]]) -> list[tuple[str, float]]:
        return [hit for hit in hits if article_of(hit[0]) not in self._removed]

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """The stored vectors of these passages, shape (len(passages), dimension)."""
        return self._catalog.vectors_of(passages)

    def count_containing(self, word: str) -> int:
        """How many passages contain the word, in any of its inflections."""
        return self._catalog.count_containing(word)

    def _open_vectors(self) -> PassageVectors | ExactVectors:
        with self._opening:  # Chroma takes a moment to import: a page that only lists articles does without
            if self._vectors is None:
                try:
                    self._vectors = PassageVectors(self._folder / "chroma")
                except IndexDamaged:  # its files were checked just now: the disk is full, or must not be written
                    self._vectors = ExactVectors(self._catalog)
            return self._vectors

    def _enter(self) -> bool:
        """Count a reader, for whom the generation stays on disk; False if it has been deleted."""
        if self._hold is None:
            self._hold = hold(self._folder)
        if self._hold is None:
            return False
        self._readers += 1
        return True

    def _leave(self) -> None:
        self._readers -= 1
        if self._readers == 0:
            if self._hold:
                self._hold.close()
                self._hold = None
            if self._retired:
                self._close()

    def _retire(self) -> None:
        """Close the files when the last reader is done."""
        self._retired = True
        if self._readers == 0:
            self._close()

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
        self._published: GenerationInfo | str | None = None  # what the snapshot was opened for
        self._notice: str | None = None

    @property
    def notice(self) -> str | None:
        """What a person should know of the last snapshot: that the newest generation is damaged and another answers."""
        return self._notice

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The newest generation, kept open and on disk until the block ends.

        Where it is damaged, the newest other one that is sound; ``notice`` then says so. Raises IndexMissing,
        IndexDamaged or IndexMismatch, each with what to do about it.
        """
        with self._lock:
            snapshot = self._enter_newest()
            with suppress(BadInput):  # the next build says what is wrong with the list
                snapshot._removed = frozenset(read_edits(self._generations.data).removed)
        try:
            yield snapshot
        finally:
            with self._lock:
                snapshot._leave()

    def close(self) -> None:
        """Close the files when the last reader is done."""
        with self._lock:
            self._retire()

    def _enter_newest(self) -> Snapshot:
        for _ in range(_TRIES):
            published = self._look()
            if self._snapshot is None or published != self._published:
                try:
                    notice = self._follow(published)
                except IndexDamaged:
                    if self._look() == published:
                        raise
                    continue  # builds were published while it was being opened
                if notice and self._look() != published:
                    continue
                self._published, self._notice = published, notice
            assert self._snapshot
            if self._snapshot._enter():
                return self._snapshot
            self._retire()
        raise IndexDamaged("The index is being replaced faster than it can be opened. Try again.")

    def _look(self) -> GenerationInfo | str:
        """The generation that should answer, or what is wrong with what names it."""
        try:
            # Not its name alone: in a data directory that was emptied, the names begin again.
            return self._generations.info(self._generations.current())
        except IndexDamaged as error:
            return str(error)
        except IndexMissing:
            if not self._generations.finished():
                raise
            return f"{self._generations.data / 'CURRENT'} is missing. Rebuild the index: python -m index"

    def _follow(self, published: GenerationInfo | str) -> str | None:
        """Have the snapshot of the published generation, or of the newest sound one and say so."""
        damage = published
        if isinstance(published, GenerationInfo):
            if not self._is_readable(published):
                raise IndexMismatch(
                    f"The index was made with other settings ({published.fingerprint}) than the app now has "
                    f"({self._fingerprint or f'format {FORMAT}'}). Rebuild it: python -m index"
                )
            try:
                self._switch_to(published)
                return None
            except IndexDamaged as error:
                damage = str(error)
        for info in self._generations.newest_first():
            if info != published and self._is_readable(info):
                with suppress(IndexDamaged):
                    self._switch_to(info)
                    return (
                        f"{damage}. Until then the index that was built on {info.created:%Y-%m-%d at %H:%M} UTC "
                        f"answers, which has {info.articles:,} articles."
                    )
        raise IndexDamaged(damage)

    def _is_readable(self, info: GenerationInfo) -> bool:
        if self._fingerprint:
            return info.fingerprint == self._fingerprint
        return info.fingerprint.startswith(f"format {FORMAT},")

    def _switch_to(self, info: GenerationInfo) -> None:
        if self._snapshot and self._snapshot.info == info:
            return
        if self._snapshot and self._snapshot.info.name == info.name:
            self._retire()  # Chroma shares what is open at one path
        folder = self._generations.path(info.name)
        held = hold(folder)  # builds that are published meanwhile leave it alone
        if held is None:
            raise IndexDamaged(f"Generation {info.name} is gone. Rebuild the index: python -m index")
        with held:
            self._generations.check(info.name)
            fresh = Snapshot(folder, info, searching=self._fingerprint is not None)
        self._retire()
        self._snapshot = fresh

    def _retire(self) -> None:
        old, self._snapshot = self._snapshot, None
        if old:
            old._retire()
