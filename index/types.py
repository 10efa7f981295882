"""The values that cross the borders of the index: articles, passages, progress and reports."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Origins:
    """Where an article's fields come from, in words such as “front matter”; empty where the field is not known."""

    title: str = ""
    published: str = ""
    publisher: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it is shown and cited.

    ``text`` is the canonical text: paragraphs separated by one blank line. All offsets count its characters.
    ``id`` names where the article lives, never what it says; ``digest`` (sha256) says that it changed.
    """

    id: str
    title: str
    title_derived: bool
    text: str
    published: date | None
    publisher: str | None
    author: str | None
    url: str | None
    source: str  # the file it was read from, as a person would name it
    digest: str
    notes: tuple[str, ...] = ()  # what the reader of the file could not use, in words
    language: str | None = None  # ISO 639-1
    origins: Origins = Origins()


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """One row of the Articles page: an article without its text."""

    id: str
    title: str
    title_derived: bool
    published: date | None
    publisher: str | None
    author: str | None
    url: str | None
    source: str
    words: int
    passages: int
    added: datetime  # when this version was first indexed
    notes: tuple[str, ...]
    language: str | None = None
    origins: Origins = Origins()
    story: str | None = None  # the id of one of the articles that tell the same story; None: no other does


@dataclass(frozen=True, slots=True)
class Version:
    """An article as it was from ``seen_from`` until ``seen_until``, when another version took its place."""

    title: str
    text: str
    published: date | None
    publisher: str | None
    seen_from: datetime
    seen_until: datetime


@dataclass(frozen=True, slots=True)
class Rejected:
    """A file, or a record of one (``path`` then ends in ``:line``), that could not become an article."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article: ``article.text[start:end] == text``, always."""

    id: str
    article_id: str
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build has come in its current stage; ``total`` is None while it is not known."""

    stage: str  # one of STAGES
    done: int
    total: int | None


STAGES = ("read", "split", "embed", "write", "verify")


@dataclass(frozen=True, slots=True)
class Changes:
    """What the sources hold against what the index held: ids of articles, each in order of the id.

    ``duplicates`` says for each article that is another one once more which, and why; it counts nowhere else.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a finished build did, as Changes has it; ``seconds`` has a key for each of STAGES and ``total``."""

    generation: str
    articles: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    rejected: tuple[Rejected, ...]
    seconds: dict[str, float]
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do. ``texts_to_embed`` is None where no model was named to count them by."""

    changes: Changes
    texts_to_embed: int | None


@dataclass(frozen=True, slots=True)
class GenerationInfo:
    """What a generation says of itself in its manifest."""

    name: str
    created: datetime
    articles: int
    passages: int
    through: date | None  # the newest publication date in it, if any article has one
    sources: tuple[str, ...]
    fingerprint: str
