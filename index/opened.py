"""One generation whose files are open, shared by all who read it: what is read once, and until when it must stay."""

import threading
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from index.catalog import Catalog
from index.errors import IndexDamaged
from index.exact import ExactVectors
from index.holding import hold
from index.types import ArticleSummary, GenerationInfo
from index.vectors import PassageVectors


class OpenGeneration:
    """The open files of a generation. ``enter``, ``leave`` and ``retire`` are called under the lock of its Index."""

    def __init__(self, folder: Path, info: GenerationInfo, *, searching: bool) -> None:
        """``searching`` reads the vectors now, so that damage shows before a question is asked."""
        self.info = info
        self.catalog = Catalog(folder / "catalog.db")
        self._folder = folder
        self._opening = threading.Lock()
        self._vectors: PassageVectors | ExactVectors | None = None
        self._readers = 0
        self._hold: BinaryIO | None = None
        self._retired = False
        if searching:  # Chroma reads its files at the first search
            self.vectors().search(self.catalog.vectors_of(self.catalog.sample(1)), 1)

    @cached_property
    def summaries(self) -> tuple[ArticleSummary, ...]:
        """Every article without its text, newest publication first."""
        return tuple(self.catalog.summaries())

    @cached_property
    def stories(self) -> dict[str, tuple[ArticleSummary, ...]]:
        """The articles of each story that more than one tells, by each one's id."""
        stories: dict[str, list[ArticleSummary]] = {}
        for article in self.summaries:
            if article.story is not None:
                stories.setdefault(article.story, []).append(article)
        return {article.id: tuple(story) for story in stories.values() for article in story}

    def vectors(self) -> PassageVectors | ExactVectors:
        """The vectors, opened when they are first asked for."""
        with self._opening:  # Chroma takes a moment to import: a page that only lists articles does without
            if self._vectors is None:
                try:
                    self._vectors = PassageVectors(self._folder / "chroma")
                except IndexDamaged:  # its files were checked just now: the disk is full, or must not be written
                    self._vectors = ExactVectors(self.catalog)
            return self._vectors

    def enter(self) -> bool:
        """Count a reader, for whom the generation stays on disk; False if it has been deleted."""
        if self._hold is None:
            self._hold = hold(self._folder)
        if self._hold is None:
            return False
        self._readers += 1
        return True

    def leave(self) -> None:
        """Count a reader no longer."""
        self._readers -= 1
        if self._readers == 0:
            if self._hold:
                self._hold.close()
                self._hold = None
            if self._retired:
                self._close()

    def retire(self) -> None:
        """Close the files when the last reader is done."""
        self._retired = True
        if self._readers == 0:
            self._close()

    def _close(self) -> None:
        self.catalog.close()
        if self._vectors:
            self._vectors.close()
