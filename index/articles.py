"""Sources to articles: walks files and folders and makes each record an Article or says why it cannot."""

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from index.dates import parse_date, read_day
from index.errors import BadInput
from index.formats import readers
from index.formats.record import Record
from index.language import read_language
from index.sentences import split_sentences
from index.text import printable, to_canonical, to_line
from index.types import Article, Origins, Rejected

EXTENSIONS = tuple(sorted(readers()))

_CAPTION = re.compile(r"\b(photo(graph)?|picture|image|illustration|file pic)s?\b\s*[:/|]|\bgetty images\b", re.I)
_PAGES = (".html", ".htm", ".xhtml")
_TITLE_LENGTH = 90
_LONGEST_OPENING = 1_000
_LONGEST_TAG = 40  # of a language


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; ``name`` is what a person would call it, and the ids of its articles start with it."""

    path: Path
    name: str


class TakenIds:
    """The ids that articles have been given so far: none is given twice."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.refused: set[str] = set()  # those that an article was not given, as another had them

    def choose(self, candidates: Iterable[str]) -> str:
        """The first of these that no article has."""
        for candidate in candidates:
            if candidate not in self.taken:
                self.taken.add(candidate)
                return candidate
            self.refused.add(candidate)
        raise ValueError("no id was left")


def read_articles(sources: Sequence[Path]) -> Iterator[Article | Rejected]:
    """Yield every article of ``sources`` in a stable order, and a Rejected for each file or record that is none.

    Raises BadInput if a source does not exist: a folder that is not mounted must not empty the index.
    """
    ids = TakenIds()
    for source, label in zip(sources, label_sources(sources), strict=True):
        for file in walk(source, label):
            yield from [file] if isinstance(file, Rejected) else read_file(file, ids)


def label_sources(sources: Sequence[Path]) -> list[str]:
    """The shortest trailing part of each path that tells it from the others: ids start with it."""
    parts = [source.absolute().parts for source in sources]
    labels = []
    for own in parts:
        length = 1
        while length < len(own) and sum(other[-length:] == own[-length:] for other in parts) > 1:
            length += 1
        labels.append("/".join(own[-length:]))
    return labels


def walk(source: Path, label: str) -> Iterator[SourceFile | Rejected]:
    """Every file of a source in a stable order. Raises BadInput if the source is not there or cannot be read."""
    for path in _walk(source):
        if isinstance(path, Rejected):
            yield path
            continue
        within = path.relative_to(source).as_posix() if path != source else ""
        yield SourceFile(path, printable(f"{label}/{within}" if within else label))


def read_file(file: SourceFile, ids: TakenIds) -> Iterator[Article | Rejected]:
    """Yield every article of a file, and a Rejected for what of it is none."""
    for found in _read_file(file.path):
        yield found if isinstance(found, Rejected) else _to_article(found, file, ids)


def _walk(source: Path) -> Iterator[Path | Rejected]:
    try:
        kind = source.stat().st_mode
    except FileNotFoundError:
        raise BadInput(f"The source {source} does not exist. Check the path, or leave the source out.") from None
    except OSError as error:
        raise BadInput(f"The source {source} cannot be read: {error.strerror}. Check it, or leave it out.") from error
    if not stat.S_ISDIR(kind):
        yield source
        return
    unreadable: list[OSError] = []
    visited: set[str] = set()
    for folder, folders, files in os.walk(source, onerror=unreadable.append, followlinks=True):
        if os.path.realpath(folder) in visited:  # a link that leads back
            folders.clear()
            continue
        visited.add(os.path.realpath(folder))
        folders[:] = sorted(name for name in folders if not _is_left_out(name, files))
        yield from (Path(folder, name) for name in sorted(files) if not _is_left_out(name, ()))
    for failure in unreadable:
        if failure.filename == str(source):
            raise BadInput(f"The source {source} cannot be read: {failure.strerror}. Check it, or leave it out.")
        yield Rejected(printable(str(failure.filename)), f"the folder cannot be read: {failure.strerror}.")


def _is_left_out(name: str, files: Sequence[str]) -> bool:
    """What is hidden, Word's notes of who has a file open, and where browsers save a page's parts, beside it."""
    page = name.removesuffix("_files")
    return name.startswith((".", "~$")) or (page != name and any(f"{page}{end}" in files for end in _PAGES))


def _read_file(path: Path) -> Iterator[Record | Rejected]:
    shown = printable(str(path))
    read = readers().get(path.suffix.lower())
    try:
        if read is None:
            raise BadInput(f"this kind of file is not read. Known kinds: {', '.join(EXTENSIONS)}.")
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for a writer for ever
            raise BadInput("not a regular file.")
        for found in read(path):
            yield replace(found, path=printable(found.path)) if isinstance(found, Rejected) else found
    except BadInput as error:
        yield Rejected(shown, str(error))
    except OSError as error:
        yield Rejected(shown, f"cannot be read: {error.strerror or error}.")


def _to_article(record: Record, file: SourceFile, ids: TakenIds) -> Article | Rejected:
    place = f"{file.name}#{record.locator}" if record.locator else file.name
    text = to_canonical(record.text)
    if not any(character.isalnum() for character in text):
        shown = printable(str(file.path))
        return Rejected(f"{shown}:{record.locator}" if record.locator else shown, "the article has no text.")
    notes = []
    published = parse_date(record.published) if record.published.strip() else None
    if record.published.strip() and published is None:
        why = "is not the day of an article" if read_day(record.published) else "does not name one certain day"
        notes.append(f"the date “{to_line(record.published, 60)}” {why}")
    given_title = to_line(record.title)
    publisher = to_line(record.publisher, 120) or None
    language = read_language(record.language[:_LONGEST_TAG])
    return seal(
        Article(
            id=ids.choose(_name(record, file.name, place)),
            title=given_title or derive_title(text),
            title_derived=not given_title,
            text=text,
            published=published,
            publisher=publisher,
            author=to_line(record.author, 200) or None,
            url=to_line(record.url, 2000) or None,
            source=file.name,
            digest="",
            notes=tuple(notes),
            language=language,
            origins=Origins(
                title=_origin(record, "title") if given_title else "first sentence",
                published=_origin(record, "published") if published else "",
                publisher=_origin(record, "publisher") if publisher else "",
                language=_origin(record, "language") if language else "",
            ),
        )
    )


def seal(article: Article) -> Article:
    """The article with the digest of all that it says."""
    return replace(article, digest=hashlib.sha256(repr(replace(article, digest="")).encode()).hexdigest())


def _origin(record: Record, field: str) -> str:
    return to_line(record.origins.get(field, record.origin), 100)


def _name(record: Record, name: str, place: str) -> Iterator[str]:
    """What the article may be called, best first: the record's own id, its address, where it lives."""
    own = to_line(record.id, 200) or (to_line(record.url, 2000) if record.locator else "")
    if own:
        yield own
        yield f"{name}#{own}"
    yield place
    yield from (f"{place}~{number}" for number in count(2))


def derive_title(text: str) -> str:
    """A title for an article that has none: its first sentence that is no picture's caption, cut to a line."""
    paragraphs = text.split("\n\n")
    opening = next((p for p in paragraphs[:3] if not _CAPTION.search(p)), paragraphs[0])
    opening = opening[:_LONGEST_OPENING]
    start, end = next(split_sentences(opening), (0, len(opening)))
    sentence = opening[start:end]
    if len(sentence) <= _TITLE_LENGTH:
        return sentence.rstrip(".")
    return sentence[:_TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"
