"""What the sources hold now against what the index knows: only what is new or changed is handed on."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from index.articles import SourceFile, TakenIds, label_sources, read_file, walk
from index.duplicates import AsRead, as_read
from index.edits import Edits
from index.file_memory import FileMemory, Remembered
from index.language import detect_language
from index.marks import Marks, marks_of
from index.types import Article, Rejected
from index.uploads import keep_only, uploads_folder
from index.web.pages import pages_folder


@dataclass(frozen=True, slots=True)
class Found:
    """An article that is new or has changed: as it was corrected, and as its file has it."""

    article: Article
    read: AsRead


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Articles that are as the index has them."""

    ids: tuple[str, ...]


class Reading:
    """One pass over the sources and what the data directory itself holds.

    ``known`` has the digest of every article of the index. With ``tidy`` the text of removed articles is taken out of
    the data directory on the way; ``text_gone`` then has the removals of which nothing is left there, ``wanted`` those
    of articles that were uploaded again since. ``needed`` are the removals that keep an article of a source out.
    """

    def __init__(
        self,
        data: Path,
        sources: Sequence[Path],
        known: Mapping[str, str],
        edits: Edits,
        memory: FileMemory,
        *,
        tidy: bool,
    ) -> None:
        self.wanted: set[str] = set()
        self.text_gone: set[str] = set()
        self.needed: set[str] = set()
        self._uploads = uploads_folder(data)
        self._pages = pages_folder(data)
        self._sources = sources
        self._known = known
        self._edits = edits
        self._memory = memory
        self._tidy = tidy
        self._ids = TakenIds()

    def __iter__(self) -> Iterator[Found | Unchanged | Rejected]:
        """Raises BadInput if a source does not exist: a folder that is not mounted must not empty the index."""
        # What lies in the data directory must not change what the sources are called.
        for source, label in zip(self._sources, label_sources(self._sources), strict=True):
            yield from self._read_source(source, label)
        for own in (self._uploads, self._pages):
            if own.is_dir():
                yield from self._read_source(own, own.name)

    def _read_source(self, source: Path, label: str) -> Iterator[Found | Unchanged | Rejected]:
        for file in walk(source, label):
            if isinstance(file, Rejected):
                yield file
            else:
                yield from self._read_file(source, file)

    def _read_file(self, source: Path, file: SourceFile) -> Iterator[Found | Unchanged | Rejected]:
        found = None
        with suppress(OSError):  # reading it will say what is wrong
            found = file.path.stat()
        given = self._memory.recall(file, found) if found else None
        if given and self._holds(given, source):
            self._ids.taken.update(given.articles)
            yield from given.rejected
            removed = {one: self._edits.removed_as(one, marks) for one, marks in given.marks.items()}
            self.needed.update(*removed.values())
            yield Unchanged(tuple(one for one in given.articles if not removed[one]))
            return
        self._ids.refused = set()
        articles: dict[str, str] = {}
        marks: dict[str, Marks] = {}
        rejected: list[Rejected] = []
        modified = found.st_mtime_ns if found else 0
        for position, one in enumerate(self._read_articles(source, file, modified)):
            if isinstance(one, Rejected):
                rejected.append(one)
                yield one
                continue
            corrected = self._edits.apply(one)
            articles[one.id], marks[one.id] = corrected.digest, marks_of(one)
            if removed_as := self._removed_as(one.id, marks[one.id], source, modified):
                self.needed |= removed_as
                continue
            if self._known.get(one.id) == corrected.digest:
                yield Unchanged((one.id,))
            else:
                yield Found(_with_language(corrected), as_read(one, modified, position))
        if found:
            edits = self._edits.digest_of(marks)
            given = Remembered(articles, marks, frozenset(self._ids.refused), tuple(rejected), edits)
            self._memory.remember(file, found, given)

    def _holds(self, given: Remembered, source: Path) -> bool:
        """Whether reading the file again would give what it gave before, and the index has it."""
        own, taken = given.articles.keys(), self._ids.taken
        removed = {one for one, marks in given.marks.items() if self._edits.removed_as(one, marks)}
        return (
            own.isdisjoint(taken)
            and all(refused in taken or refused in own for refused in given.refused)
            and self._edits.digest_of(given.marks) == given.edits
            and all(self._known.get(one) == digest for one, digest in given.articles.items() if one not in removed)
            and not (self._is_own(source) and removed)
        )

    def _read_articles(self, source: Path, file: SourceFile, modified: int) -> Iterator[Article | Rejected]:
        if not (self._tidy and self._edits.removed and self._is_own(source)):
            yield from read_file(file, self._ids)
            return
        found = list(read_file(file, self._ids))
        articles = {one.id: one for one in found if isinstance(one, Article)}
        marks = {article_id: marks_of(one) for article_id, one in articles.items()}
        gone = {one for one in articles if self._removed_as(one, marks[one], source, modified)}
        if gone:
            path = keep_only(file.path, [one for one in articles.values() if one.id not in gone])
            self._ids.taken.difference_update(articles)
            name = f"{file.name.rpartition('/')[0]}/{path.name}" if path else ""
            found = list(read_file(SourceFile(path, name), self._ids)) if path else []
        if source == self._uploads:
            left = {one.id for one in found if isinstance(one, Article)}
            for one in articles:
                if one not in gone:
                    self.wanted |= self._edits.removed_as(one, marks[one])
                elif one not in left:
                    self.text_gone |= self._edits.removed_as(one, marks[one])
        yield from found

    def _removed_as(self, article_id: str, marks: Marks, source: Path, modified: int) -> frozenset[str]:
        """The removals that keep an article out; one that was uploaded again after it was removed is wanted."""
        found = self._edits.removed_as(article_id, marks)
        since = max((int(self._edits.removed[one].at.timestamp() * 1_000_000_000) for one in found), default=0)
        return frozenset() if source == self._uploads and modified > since else found

    def _is_own(self, source: Path) -> bool:
        return source in (self._uploads, self._pages)


def _with_language(article: Article) -> Article:
    if article.language or not (language := detect_language(article.text)):
        return article
    return replace(article, language=language, origins=replace(article.origins, language="detected from the text"))
