"""What the article panel was asked to show: one pointer, or the citations of an answer to step through.

Pure values and decisions; ui/article.py draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.types import Article
from qa.types import Citation, Hit, Side
from ui.correcting import Form
from ui.earlier import Earlier

Segment = tuple[str, int | None]  # words, and the position of the pointer that they belong to
Span = tuple[int, int, int]  # start, end, and the position of a pointer

CHANGED_THERE = "This article has changed since the answer was written. The quoted words are still in the same place."
CHANGED = "This article has changed since the answer was written, so the quoted words are not marked in it."
GONE = "This article is no longer in the index. Its text cannot be shown."
GONE_QUOTED = "This article is no longer in the index. What was quoted from it is kept with the answer."
MISPLACED = "The quoted words are not where the answer says, so nothing is marked."


@dataclass(frozen=True, slots=True)
class Removing:
    """The panel asks whether the article is to be removed."""


Mode = Form | Earlier | Removing | None  # None: the article's text


@dataclass(frozen=True, slots=True)
class Pointer:
    """An article, and the words in it to show; without ``quote`` the article as a whole."""

    article_id: str
    title: str
    start: int = 0
    end: int = 0
    quote: str | None = None
    digest: str | None = None
    number: int | None = None  # the citation's


@dataclass(frozen=True, slots=True)
class Reading:
    """The pointers that the reader can step through, and where they are."""

    pointers: tuple[Pointer, ...]
    position: int = 0
    turn: int | None = None  # which turn of the conversation they belong to
    kind: str = ""  # what a pointer is called: Citation, Passage
    mode: Mode = None  # what the panel shows of the open one

    @property
    def pointer(self) -> Pointer:
        """The one that is open."""
        return self.pointers[self.position]

    @property
    def place(self) -> str:
        """``Citation 2 of 5``."""
        return f"{self.kind} {self.position + 1} of {len(self.pointers)}" if self.kind else "Article"

    def step(self, by: int) -> "Reading":
        """Go to the next or previous pointer; stays at either end."""
        return self.go(self.position + by)

    def go(self, position: int) -> "Reading":
        """Go to the pointer at ``position``, or to the nearest there is."""
        return replace(self, position=min(max(position, 0), len(self.pointers) - 1), mode=None)

    def show(self, mode: Mode) -> "Reading":
        """Show something else of the open one."""
        return replace(self, mode=mode)


def read_citations(citations: Sequence[Citation], number: int, turn: int) -> Reading | None:
    """The citations of an answer, opened at ``number``."""
    pointers = tuple(
        Pointer(one.article_id, one.title, one.start, one.end, one.quote, one.article_digest, one.number)
        for one in citations
    )
    position = next((place for place, one in enumerate(citations) if one.number == number), None)
    return None if position is None else Reading(pointers, position, turn, "Citation")


def read_carrier(citation: Citation, position: int, turn: int) -> Reading | None:
    """Another article that tells the story of a citation, opened as a whole."""
    if not 0 <= position < len(citation.carried_by):
        return None
    carrier = citation.carried_by[position]
    return Reading((Pointer(carrier.article_id, carrier.title),), turn=turn)


def read_side(sides: Sequence[Side], position: int, turn: int) -> Reading | None:
    """One of the answers on which the articles differ, opened at its words."""
    if not 0 <= position < len(sides):
        return None
    side = sides[position]
    pointer = Pointer(side.article_id, side.title, side.start, side.end, side.quote, side.article_digest)
    return Reading((pointer,), turn=turn)


def read_passages(hits: Sequence[Hit], titles: Sequence[str], position: int, turn: int) -> Reading | None:
    """The passages closest to a question without an answer, opened at ``position``."""
    pointers = tuple(
        Pointer(hit.passage.article_id, title, hit.passage.start, hit.passage.end, hit.passage.text)
        for hit, title in zip(hits, titles, strict=True)
    )
    return Reading(pointers, position, turn, "Passage") if 0 <= position < len(pointers) else None


@dataclass(frozen=True, slots=True)
class Page:
    """How an article is shown for a pointer. Words are marked only where the text still says exactly their quote."""

    paragraphs: tuple[tuple[Segment, ...], ...]
    notice: str | None
    stored: str | None  # the quote kept with the answer, when it cannot be marked


def lay_out(article: Article | None, pointers: Sequence[Pointer], position: int = 0) -> Page:
    """Decide what to mark, what to say and whether the stored quote must stand in; the open pointer is marked first."""
    pointer = pointers[position]
    if article is None:
        return Page((), GONE_QUOTED if pointer.quote else GONE, pointer.quote)
    order = [position, *(place for place in range(len(pointers)) if place != position)]
    spans = [(pointers[place].start, pointers[place].end, place) for place in order if _holds(article, pointers[place])]
    paragraphs = split_paragraphs(article.text, spans)
    if pointer.quote is None:
        return Page(paragraphs, None, None)
    changed = pointer.digest is not None and pointer.digest != article.digest
    if _holds(article, pointer):
        return Page(paragraphs, CHANGED_THERE if changed else None, None)
    return Page(paragraphs, CHANGED if changed else MISPLACED, pointer.quote)


def _holds(article: Article, pointer: Pointer) -> bool:
    """Whether the article says exactly the quoted words where the pointer says."""
    return (
        pointer.quote is not None
        and pointer.article_id == article.id
        and article.text[pointer.start : pointer.end] == pointer.quote
    )


def split_paragraphs(text: str, spans: Sequence[Span]) -> tuple[tuple[Segment, ...], ...]:
    """The paragraphs of ``text``, each cut where marked words begin and end; of spans that overlap the first wins."""
    paragraphs = []
    offset = 0
    for paragraph in text.split("\n\n"):
        cuts = {0, len(paragraph)}
        cuts.update(min(max(edge - offset, 0), len(paragraph)) for start, end, _ in spans for edge in (start, end))
        segments: list[Segment] = []
        for low, high in pairwise(sorted(cuts)):
            mark = next((place for start, end, place in spans if start <= offset + low < end), None)
            if segments and segments[-1][1] == mark:
                segments[-1] = (segments[-1][0] + paragraph[low:high], mark)
            else:
                segments.append((paragraph[low:high], mark))
        paragraphs.append(tuple(segments))
        offset += len(paragraph) + 2
    return tuple(paragraph for paragraph in paragraphs if paragraph)
