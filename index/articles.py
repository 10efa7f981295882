"""Sources to articles: walks files and folders and makes each record an Article or says why it cannot."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.dates import parse_date
from index.errors import BadInput
from index.formats import readers
from index.formats.record import Record
from index.sentences import split_sentences
from index.text import to_canonical, to_line, to_printable
from index.types import Article, Rejected

EXTENSIONS = tuple(sorted(readers()))

_CAPTION = re.compile(r"\b(photo(graph)?|picture|image|illustration|file pic)s?\b\s*[:/|]|\bgetty images\b", re.I)
_TITLE_LENGTH = 90
_LONGEST_OPENING = 1_000


def read_articles(sources: Sequence[Path]) -> Iterator[Article | Rejected]:
    """Yield every article of ``sources`` in a stable order, and a Rejected for each file or record that is none.

    Raises BadInput if a source does not exist: a folder that is not mounted must not empty the index.
    """
    seen: dict[str, str] = {}
    for source, label in zip(sources, _label_sources(sources), strict=True):
        for path in _walk(source):
            within = path.relative_to(source).as_posix() if path != source else ""
            name = to_printable(f"{label}/{within}" if within else label)
            for found in _read_file(path):
                if isinstance(found, Rejected):
                    yield found
                    continue
                outcome = _to_article(found, path, name, seen)
                if isinstance(outcome, Article):
                    seen[outcome.id] = name
                yield outcome


def _label_sources(sources: Sequence[Path]) -> list[str]:
    """The shortest trailing part of each path that tells it from the others: ids start with it."""
    parts = [source.absolute().parts for source in sources]
    labels = []
    for own in parts:
        length = 1
        while length < len(own) and sum(other[-length:] == own[-length:] for other in parts) > 1:
            length += 1
        labels.append("/".join(own[-length:]))
    return labels


def _walk(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    if not source.is_dir():
        raise BadInput(f"The source {source} does not exist. Check the path, or leave the source out.")
    for folder, folders, files in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _read_file(path: Path) -> Iterator[Record | Rejected]:
    shown = to_printable(str(path))
    read = readers().get(path.suffix.lower())
    try:
        if read is None:
            raise BadInput(f"this kind of file is not read. Known kinds: {', '.join(EXTENSIONS)}.")
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for a writer for ever
            raise BadInput("not a regular file.")
        for found in read(path):
            yield replace(found, path=to_printable(found.path)) if isinstance(found, Rejected) else found
    except BadInput as error:
        yield Rejected(shown, str(error))
    except OSError as error:
        yield Rejected(shown, f"cannot be read: {error.strerror or error}.")


def _to_article(record: Record, path: Path, name: str, seen: dict[str, str]) -> Article | Rejected:
    place = f"{name}#{record.locator}" if record.locator else name
    text = to_canonical(record.text)
    if not any(character.isalnum() for character in text):
        shown = to_printable(str(path))
        return Rejected(f"{shown}:{record.locator}" if record.locator else shown, "the article has no text.")
    notes = []
    published = parse_date(record.published) if record.published.strip() else None
    if record.published.strip() and published is None:
        notes.append(f"the date “{to_line(record.published, 60)}” does not name one certain day")
    own_id = to_line(record.id, 200)
    # The file's own ids hold as long as no other file uses the same one; then where it lives tells them apart.
    article_id = own_id if own_id and own_id not in seen else f"{name}#{own_id}" if own_id else place
    if article_id in seen:
        article_id = place
        notes.append(f"the id “{own_id}” is used twice in {name}")
    given_title = to_line(record.title)
    article = Article(
        id=article_id,
        title=given_title or derive_title(text),
        title_derived=not given_title,
        text=text,
        published=published,
        publisher=to_line(record.publisher, 120) or None,
        author=to_line(record.author, 200) or None,
        url=to_line(record.url, 2000) or None,
        source=place,
        digest="",
        notes=tuple(notes),
    )
    return _with_digest(article)


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


def _with_digest(article: Article) -> Article:
    content = (article.title, article.text, article.published, article.publisher, article.author, article.url)
    digest = hashlib.sha256(repr((content, article.source, article.notes)).encode()).hexdigest()
    return replace(article, digest=digest)
