"""What people corrected and removed: ``data/edits.json``, replaced atomically and under a lock, applied by each build.

The sources themselves are left alone: a correction or a removal holds as long as it is listed here.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from index.articles import seal
from index.catalog import Catalog
from index.errors import BadInput, IndexDamaged, IndexMissing
from index.generations import Generations, not_writable, write_atomically
from index.lock import file_lock
from index.text import to_line
from index.types import Article

CORRECTED = "corrected here"  # the origin of a corrected field
UNKNOWN: Literal[""] = ""  # what a date or a publisher is corrected to where the one that is given is wrong
_LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Correction:
    """What an article's fields should be; None leaves a field as it is, UNKNOWN takes a date or a publisher away."""

    title: str | None = None
    published: date | Literal[""] | None = None
    publisher: str | None = None
    language: str | None = None  # ISO 639-1


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that is to stay out of the index although a source may still hold it."""

    article_id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Edits:
    """All corrections and removals by the id of their article."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)
    removed: Mapping[str, Removal] = field(default_factory=dict)

    def apply(self, article: Article) -> Article:
        """The article as it was corrected."""
        correction = self.corrections.get(article.id)
        if correction is None:
            return article
        corrected = replace(
            article,
            title=correction.title or article.title,
            title_derived=article.title_derived and correction.title is None,
            published=article.published if correction.published is None else correction.published or None,
            publisher=article.publisher if correction.publisher is None else correction.publisher or None,
            language=correction.language or article.language,
            origins=replace(article.origins, **dict.fromkeys(_given(correction), CORRECTED)),
        )
        return seal(corrected)

    def digest_of(self, article_ids: Iterable[str]) -> str:
        """Says whether anything changed for these articles; empty where nothing was ever edited."""
        found = [
            (article_id, self.corrections.get(article_id), self.removed.get(article_id))
            for article_id in article_ids
            if article_id in self.corrections or article_id in self.removed
        ]
        return hashlib.sha256(repr(found).encode()).hexdigest() if found else ""


def read_edits(data: Path) -> Edits:
    """What was corrected and removed. Raises BadInput if the list cannot be read: nothing removed may come back."""
    path = _path(data)
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return Edits(
            {article_id: _to_correction(given) for article_id, given in listed["corrections"].items()},
            {
                article_id: Removal(article_id, str(given["title"]), datetime.fromisoformat(given["at"]))
                for article_id, given in listed["removed"].items()
            },
        )
    except FileNotFoundError:
        return Edits()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadInput(
            f"The list of corrections and removed articles {path} cannot be read ({error}). Correct it, or move it "
            "away, and what was removed comes back with the next build."
        ) from None


def correct(data: Path, article_id: str, correction: Correction) -> None:
    """Correct the given fields of an article from the next build on; others that were corrected stay so.

    Raises BadInput for a value that cannot be.
    """
    given = _given(checked(correction))

    def change(edits: Edits) -> Edits:
        merged = replace(edits.corrections.get(article_id, Correction()), **given)
        return replace(edits, corrections={**edits.corrections, article_id: merged})

    _change(data, change)


def undo_correction(data: Path, article_id: str, *names: str) -> None:
    """Take back the corrections of the named fields of an article, or all of them: its source decides again."""

    def change(edits: Edits) -> Edits:
        left = dict(edits.corrections)
        before = left.pop(article_id, Correction())
        after = replace(before, **dict.fromkeys(names)) if names else Correction()
        return replace(edits, corrections={**left, article_id: after} if after != Correction() else left)

    _change(data, change)


def remove_article(data: Path, article_id: str, title: str) -> None:
    """Keep an article, and those that are the same once more, out of the index from the next build on.

    That build also takes its text out of ``articles/`` and ``web/pages/``, where it was uploaded or fetched.
    """
    at = datetime.now(UTC)
    ids = [article_id, *_same_as(data, article_id)]
    removed = {one: Removal(one, to_line(title), at) for one in ids}
    _change(data, lambda edits: replace(edits, removed={**edits.removed, **removed}))


def restore_article(data: Path, article_id: str) -> None:
    """Let a removed article back in with the next build, if a source still holds it, and those removed with it."""

    def change(edits: Edits) -> Edits:
        at = edits.removed[article_id].at if article_id in edits.removed else None
        return replace(edits, removed={one: kept for one, kept in edits.removed.items() if kept.at != at})

    _change(data, change)


def forget_removals(data: Path, article_ids: Iterable[str]) -> None:
    """Strike removals off the list: their articles' text is gone, or was brought in anew."""
    gone = set(article_ids)
    if gone:
        _change(
            data, lambda edits: replace(edits, removed={one: r for one, r in edits.removed.items() if one not in gone})
        )


def _same_as(data: Path, article_id: str) -> list[str]:
    generations = Generations(data)
    with (
        suppress(IndexMissing, IndexDamaged),
        closing(Catalog(generations.path(generations.current()) / "catalog.db")) as catalog,
    ):
        return catalog.same_as(article_id)
    return []


def _given(correction: Correction) -> dict[str, Any]:
    """The fields that are to be something."""
    return {name: value for name, value in asdict(correction).items() if value is not None}


def checked(correction: Correction) -> Correction:
    """The correction as it will be kept. Raises BadInput for a value that cannot be."""
    title, publisher = correction.title, correction.publisher
    if title is not None and not (title := to_line(title)):
        raise BadInput("An article cannot be without a title. Write one, or take the correction back.")
    if publisher is not None:
        publisher = to_line(publisher, 120) or UNKNOWN
    if correction.language is not None and not _LANGUAGE.fullmatch(correction.language):
        raise BadInput(
            f"{to_line(correction.language, 40)!r} is no language. Write its code of two letters, such as en or de."
        )
    return replace(correction, title=title, publisher=publisher)


def _to_correction(given: dict[str, object]) -> Correction:
    if not all(isinstance(value, str) for value in given.values()):
        raise ValueError("a corrected field is no text")
    values: dict[str, object] = dict(given)
    if values.get("published"):
        values["published"] = date.fromisoformat(str(values["published"]))
    return checked(Correction(**values))  # type: ignore[arg-type]


def _change(data: Path, change: Callable[[Edits], Edits]) -> None:
    with file_lock(data, "edits.lock"):
        before = read_edits(data)
        after = change(before)
        if after == before:
            return
        listed = {
            "corrections": {
                article_id: {name: str(value) for name, value in _given(correction).items()}
                for article_id, correction in after.corrections.items()
            },
            "removed": {one: {"title": r.title, "at": r.at.isoformat()} for one, r in after.removed.items()},
        }
        try:
            write_atomically(_path(data), json.dumps(listed, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            raise not_writable(data, error) from error


def _path(data: Path) -> Path:
    return data / "edits.json"
