"""What the article panel was asked to show: one pointer, or the citations of an answer to step through.

Pure values and decisions; ui/article.py draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.types import Article
from qa.types import Citation, Hit
from ui.correcting import Form
from ui.earlier import Earlier

Segment = tuple[str, bool]  # words, and whether they are the cited ones

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
        return replace(self, position=min(max(self.position + by, 0), len(self.pointers) - 1), mode=None)

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


def read_passages(hits: Sequence[Hit], titles: Sequence[str], position: int, turn: int) -> Reading | None:
    """The passages closest to a question without an answer, opened at ``position``."""
    pointers = tuple(
        Pointer(hit.passage.article_id, title, hit.passage.start, hit.passage.end, hit.passage.text)
        for hit, title in zip(hits, titles, strict=True)
    )
    return Reading(pointers, position, turn, "Passage") if 0 <= position < len(pointers) else None


@dataclass(frozen=True, slots=True)
class Page:
    """How an article is shown for a pointer. Words are marked only where the text still says exactly the quote."""

    paragraphs: tuple[tuple[Segment, ...], ...]
    notice: str | None
    stored: str | None  # the quote kept with the answer, when it cannot be marked


def lay_out(article: Article | None, pointer: Pointer) -> Page:
    """Decide what to mark, what to say and whether the stored quote must stand in."""
    if article is None:
        return Page((), GONE_QUOTED if pointer.quote else GONE, pointer.quote)
    if pointer.quote is None:
        return Page(split_paragraphs(article.text, 0, 0), None, None)
    changed = pointer.digest is not None and pointer.digest != article.digest
    if article.text[pointer.start : pointer.end] == pointer.quote:
        marked = split_paragraphs(article.text, pointer.start, pointer.end)
        return Page(marked, CHANGED_THERE if changed else None, None)
    notice = CHANGED if changed else MISPLACED
    return Page(split_paragraphs(article.text, 0, 0), notice, pointer.quote)


def split_paragraphs(text: str, start: int, end: int) -> tuple[tuple[Segment, ...], ...]:
    """The paragraphs of ``text``, each cut where the marked words ``text[start:end]`` begin and end."""
    paragraphs = []
    offset = 0
    for paragraph in text.split("\n\n"):
        low = min(max(start - offset, 0), len(paragraph))
        high = min(max(end - offset, low), len(paragraph))
        cuts = ((paragraph[:low], False), (paragraph[low:high], True), (paragraph[high:], False))
        paragraphs.append(tuple(cut for cut in cuts if cut[0]))
        offset += len(paragraph) + 2
    return tuple(paragraph for paragraph in paragraphs if paragraph)
