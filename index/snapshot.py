"""Reading the index while builds go on: an Index always hands out the newest generation, as a Snapshot of it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from index.edits import Edits, read_edits
from index.embedder import Vectors
from index.errors import BadInput, IndexDamaged, IndexMismatch, IndexMissing
from index.exact import nearest
from index.generations import FORMAT, Generations
from index.holding import hold
from index.opened import OpenGeneration
from index.passages import article_of
from index.types import Article, ArticleSummary, GenerationInfo, Passage, Version

_TRIES = 5  # to open the newest generation while builds replace it


class Snapshot:
    """One generation as one question sees it: it never changes. Get it from Index; safe to share between threads.

    Articles that were removed since it was built are left out of everything: nobody waits for a build to be rid of
    them, and going back to an older generation does not bring them back.
    """

    def __init__(self, opened: OpenGeneration, removed: frozenset[str]) -> None:
        self.info = opened.info
        self._opened = opened
        self._catalog = opened.catalog
        self._removed = removed

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""
        return None if article_id in self._removed else self._catalog.article(article_id)

    def versions(self, article_id: str) -> list[Version]:
        """What the article was before, newest first."""
        return self._catalog.versions(article_id)

    def summaries(self) -> list[ArticleSummary]:
        """Every article without its text, newest publication first."""
        return [summary for summary in self._opened.summaries if summary.id not in self._removed]

    def tellers(self, article_id: str) -> tuple[ArticleSummary, ...]:
        """The articles that tell the story of this one, itself among them; none if it is alone."""
        tellers = tuple(one for one in self._opened.stories.get(article_id, ()) if one.id not in self._removed)
        return tellers if len(tellers) > 1 else ()

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id."""
        return self._catalog.passages(ids)

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in their order."""
        return self._catalog.passages_of(article_id)

    def search_words(self, question: str, k: int, within: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25), best first; of the articles ``within`` alone, where that is given."""
        return self._catalog.search_words(question, k, within, self._removed)

    def search_vectors(self, vector: Vectors, k: int, within: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first; of the articles ``within`` alone, where given.

        Among all articles the nearest are those that Chroma reaches, among some of them always the very nearest.
        """
        if within is not None:
            return nearest(*self._catalog.vectors_within(within - self._removed), vector, k)
        gone = self._removed and sum(one.passages for one in self._opened.summaries if one.id in self._removed)
        found = self._opened.vectors().search(vector, k + (gone or 0))
        return [hit for hit in found if article_of(hit[0]) not in self._removed][:k]

    def containing(self, words: Sequence[str]) -> set[str]:
        """The ids of the articles that contain each of ``words``, in any inflection; see Catalog."""
        return self._catalog.containing(words) - self._removed

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """The stored vectors of these passages, shape (len(passages), dimension)."""
        return self._catalog.vectors_of(passages)

    def count_containing(self, word: str) -> int:
        """How many passages contain the word, in any of its inflections."""
        return self._catalog.count_containing(word)


class Index:
    """The published index of a data directory; follows it from generation to generation without a pause."""

    def __init__(self, data: Path, fingerprint: str | None = None) -> None:
        """``fingerprint`` given, generations made by another model, size or format are refused."""
        self._generations = Generations(data)
        self._fingerprint = fingerprint
        self._lock = threading.Lock()
        self._opened: OpenGeneration | None = None
        self._published: GenerationInfo | str | None = None  # what that was opened for
        self._notice: str | None = None
        self._edits: Edits | None = None
        self._removed: frozenset[str] = frozenset()
        self._removed_of: tuple[OpenGeneration, Edits] | None = None  # what that was found for

    @property
    def notice(self) -> str | None:
        """What a person should know of the last snapshot: that the newest generation is damaged and another answers."""
        return self._notice

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The newest generation, kept open and on disk until the block ends.

        Where it is damaged, the newest other one that is sound; ``notice`` then says so. Raises IndexMissing,
        IndexDamaged or IndexMismatch, each with what to do about it, and BadInput where nothing says what was removed.
        """
        with self._lock:
            edits = self._read_edits()
            opened = self._enter_newest()
            try:
                removed = self._find_removed(opened, edits)
            except BaseException:
                opened.leave()
                raise
        try:
            yield Snapshot(opened, removed)
        finally:
            with self._lock:
                opened.leave()

    def close(self) -> None:
        """Close the files when the last reader is done."""
        with self._lock:
            self._retire()

    def _read_edits(self) -> Edits:
        try:
            self._edits = read_edits(self._generations.data)
        except BadInput:  # what was known of it still holds; the next build says what is wrong with the list
            if self._edits is None:
                raise
        return self._edits

    def _find_removed(self, opened: OpenGeneration, edits: Edits) -> frozenset[str]:
        """What the generation calls the articles that were removed: another one may be in their places."""
        if not edits.removed:
            return frozenset()
        if self._removed_of != (opened, edits):
            self._removed = frozenset(opened.catalog.recognised(edits.recogniser))
            self._removed_of = (opened, edits)
        return self._removed

    def _enter_newest(self) -> OpenGeneration:
        for _ in range(_TRIES):
            published = self._look()
            if self._opened is None or published != self._published:
                try:
                    notice = self._follow(published)
                except IndexDamaged:
                    if self._look() == published:
                        raise
                    continue  # builds were published while it was being opened
                if notice and self._look() != published:
                    continue
                self._published, self._notice = published, notice
            assert self._opened
            if self._opened.enter():
                return self._opened
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
        """Open the published generation, or the newest sound one and say so."""
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
        if self._opened and self._opened.info == info:
            return
        if self._opened and self._opened.info.name == info.name:
            self._retire()  # Chroma shares what is open at one path
        folder = self._generations.path(info.name)
        held = hold(folder)  # builds that are published meanwhile leave it alone
        if held is None:
            raise IndexDamaged(f"Generation {info.name} is gone. Rebuild the index: python -m index")
        with held:
            self._generations.check(info.name)
            fresh = OpenGeneration(folder, info, searching=self._fingerprint is not None)
        self._retire()
        self._opened = fresh

    def _retire(self) -> None:
        old, self._opened = self._opened, None
        if old:
            old.retire()
