"""What people corrected and removed: ``data/edits.json``, replaced atomically and under a lock, applied by each build.

The sources themselves are left alone: a correction or a removal holds as long as it is listed here. It is listed by the
article's id, with the marks that tell the article where that has moved on.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from index.articles import seal
from index.catalog import Catalog
from index.errors import BadInput, IndexDamaged, IndexMissing
from index.generations import Generations, not_writable, write_atomically
from index.lock import file_lock
from index.marks import UNMARKED, Marks, Recogniser, counts_articles, marks_of
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
    marks: Marks = field(default=UNMARKED, compare=False)


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that is to stay out of the index although a source may still hold it."""

    article_id: str
    title: str
    at: datetime
    marks: Marks = UNMARKED
    text_gone: bool = False  # from the sources: it can only come back with an older generation, or be added anew


@dataclass(frozen=True)
class Edits:
    """All corrections and removals by the id of their article."""

    corrections: Mapping[str, Correction] = field(default_factory=dict)
    removed: Mapping[str, Removal] = field(default_factory=dict)

    def apply(self, article: Article) -> Article:
        """The article as it was corrected."""
        corrected_as = self.corrected_as(article.id, marks_of(article)) if self.corrections else None
        if corrected_as is None:
            return article
        correction = self.corrections[corrected_as]
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

    def corrected_as(self, article_id: str, marks: Marks) -> str | None:
        """The id by which the article's correction is listed: its own, or that of its place in the file before."""
        found = self._corrected.ids_of(article_id, marks)
        file = counts_articles(article_id)
        moved = (one for one in found if file and counts_articles(one) == file)
        return article_id if article_id in found else min(moved, default=None)

    def removed_as(self, article_id: str, marks: Marks) -> frozenset[str]:
        """The ids by which its removal is listed, and those of what says the same; none for one that is to stay."""
        return self.recogniser.ids_of(article_id, marks)

    @cached_property
    def recogniser(self) -> Recogniser:
        """Tells which articles were removed."""
        return Recogniser({one: removal.marks for one, removal in self.removed.items()})

    @cached_property
    def _corrected(self) -> Recogniser:
        return Recogniser({one: correction.marks for one, correction in self.corrections.items()})

    def digest_of(self, articles: Mapping[str, Marks]) -> str:
        """Says whether anything changed for these articles; empty where nothing was ever edited."""
        found = []
        for article_id, marks in articles.items() if self.corrections or self.removed else ():
            corrected, removed = self.corrected_as(article_id, marks), self.removed_as(article_id, marks)
            if corrected or removed:
                found.append((article_id, self.corrections.get(corrected or ""), sorted(removed)))
        return hashlib.sha256(repr(found).encode()).hexdigest() if found else ""


def read_edits(data: Path) -> Edits:
    """What was corrected and removed. Raises BadInput if the list cannot be read: nothing removed may come back."""
    path = _path(data)
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        return Edits(
            {article_id: _to_correction(given) for article_id, given in listed["corrections"].items()},
            {
                article_id: Removal(
                    article_id,
                    str(given["title"]),
                    datetime.fromisoformat(given["at"]),
                    Marks(**given.get("marks", {})),
                    bool(given.get("text_gone")),
                )
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
    marks = _marks_of(data, [article_id])[article_id]

    def change(edits: Edits) -> Edits:
        listed = edits.corrected_as(article_id, marks) or _free_id(edits.corrections, article_id, marks)
        before = edits.corrections.get(listed, Correction())
        # The index has the title as it was corrected.
        known = replace(marks, title=before.marks.title or marks.title) if marks != UNMARKED else before.marks
        return replace(edits, corrections={**edits.corrections, listed: replace(before, **given, marks=known)})

    _change(data, change)


def undo_correction(data: Path, article_id: str, *names: str) -> None:
    """Take back the corrections of the named fields of an article, or all of them: its source decides again."""
    marks = _marks_of(data, [article_id])[article_id]

    def change(edits: Edits) -> Edits:
        left = dict(edits.corrections)
        listed = edits.corrected_as(article_id, marks) or article_id
        before = left.pop(listed, Correction())
        taken_back: dict[str, Any] = dict.fromkeys(names)
        after = replace(before, **taken_back) if names else Correction()
        return replace(edits, corrections={**left, listed: after} if after != Correction() else left)

    _change(data, change)


def remove_article(data: Path, article_id: str, title: str) -> None:
    """Keep an article, and those that are the same once more, out of the index from the next build on.

    That build also takes its text out of ``articles/`` and ``web/pages/``, where it was uploaded or fetched.
    """
    at = datetime.now(UTC)
    going = _marks_of(data, [article_id, *_same_as(data, article_id)])

    def change(edits: Edits) -> Edits:
        removed = dict(edits.removed)
        for one, marks in going.items():
            listed = _free_id(removed, one, marks)
            known = removed[listed].marks if listed in removed and marks == UNMARKED else marks
            removed[listed] = Removal(listed, to_line(title), at, known)
        return replace(edits, removed=removed)

    _change(data, change)


def restore_article(data: Path, article_id: str) -> None:
    """Let a removed article back in with the next build, if a source still holds it, and those removed with it."""

    def change(edits: Edits) -> Edits:
        at = edits.removed[article_id].at if article_id in edits.removed else None
        return replace(edits, removed={one: kept for one, kept in edits.removed.items() if kept.at != at})

    _change(data, change)


def settle_removals(data: Path, wanted: Collection[str], text_gone: Collection[str], needed: Collection[str]) -> None:
    """Strike removals off the list that are over: their articles were brought in anew, or are gone for good.

    One is gone for good when its text is, no source holds the same words (``needed`` for that), and no generation that
    could answer again has it.
    """

    def change(edits: Edits) -> Edits:
        removed = {
            one: replace(kept, text_gone=kept.text_gone or one in text_gone)
            for one, kept in edits.removed.items()
            if one not in wanted
        }
        over = {one for one, kept in removed.items() if kept.text_gone} - set(needed)
        if over:
            over -= _held(data, Edits(removed={one: removed[one] for one in over}).recogniser)
        return replace(edits, removed={one: kept for one, kept in removed.items() if one not in over})

    if read_edits(data).removed:
        _change(data, change)


def _held(data: Path, recogniser: Recogniser) -> set[str]:
    """Which of these ids mean an article of any generation on disk."""
    generations = Generations(data)
    held: set[str] = set()
    for name in generations.finished():
        with suppress(IndexDamaged), closing(Catalog(generations.path(name) / "catalog.db")) as catalog:
            held.update(*catalog.recognised(recogniser).values())
    return held


def _same_as(data: Path, article_id: str) -> list[str]:
    with suppress(IndexMissing, IndexDamaged), closing(_published(data)) as catalog:
        return catalog.same_as(article_id)
    return []


def _marks_of(data: Path, article_ids: Iterable[str]) -> dict[str, Marks]:
    """The marks of these articles, empty ones where the index has no such article."""
    marks = dict.fromkeys(article_ids, UNMARKED)
    with suppress(IndexMissing, IndexDamaged), closing(_published(data)) as catalog:
        for one in marks:
            if article := catalog.article(one):
                marks[one] = marks_of(article)
    return marks


def _published(data: Path) -> Catalog:
    generations = Generations(data)
    return Catalog(generations.path(generations.current()) / "catalog.db")


def _free_id(listed: Mapping[str, Correction] | Mapping[str, Removal], article_id: str, marks: Marks) -> str:
    """The id to list an article by: its own, but where another that was in its place before is listed by that."""
    if marks == UNMARKED or not counts_articles(article_id):
        return article_id
    ids = (article_id, *(f"{article_id}~{number}" for number in range(2, len(listed) + 3)))
    return next(one for one in ids if one not in listed or listed[one].marks in (marks, UNMARKED))


def _given(correction: Correction) -> dict[str, Any]:
    """The fields that are to be something."""
    return {name: value for name, value in asdict(correction).items() if value is not None and name != "marks"}


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


def _to_correction(given: dict[str, Any]) -> Correction:
    values = dict(given)
    marks = Marks(**values.pop("marks", {}))
    if not all(isinstance(value, str) for value in values.values()):
        raise ValueError("a corrected field is no text")
    if values.get("published"):
        values["published"] = date.fromisoformat(str(values["published"]))
    return checked(Correction(**values, marks=marks))


def _change(data: Path, change: Callable[[Edits], Edits]) -> None:
    with file_lock(data, "edits.lock"):
        before = read_edits(data)
        after = change(before)
        if after == before:
            return
        listed = {
            "corrections": {
                article_id: {name: str(value) for name, value in _given(correction).items()}
                | {"marks": asdict(correction.marks)}
                for article_id, correction in after.corrections.items()
            },
            "removed": {
                one: {"title": r.title, "at": r.at.isoformat(), "marks": asdict(r.marks), "text_gone": r.text_gone}
                for one, r in after.removed.items()
            },
        }
        try:
            write_atomically(_path(data), json.dumps(listed, indent=1, ensure_ascii=False) + "\n")
        except OSError as error:
            raise not_writable(data, error) from error


def _path(data: Path) -> Path:
    return data / "edits.json"
