"""Where articles that answer a question give different numbers or dates: each side with its words and its date.

Precision goes before recall: a difference is told only where both passages answer the question in a like sentence
about the same unit, and neither rounding nor "more than" nor another year explains it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.keywords import all_words, content_words
from qa.names.entities import find_entities
from qa.quantities import Quantity, agree, find_quantities
from qa.quotes import Quote
from qa.reader import Reader, Reading
from qa.types import Hit, Side

_ASKS = re.compile(
    r"\bhow (?:many|much|long|old|far|often|big|large|tall|high|deep|wide|heavy|fast)\b|\bwhen\b|"
    r"\b(?:what|which|on what|in what|in which) (?:(?:was|is|were) the )?(?:\w+ )?"
    r"(?:date|day|year|month|time|number|percentage|share|proportion|age|price|cost|toll|length|height|size|amount)\b|"
    r"\b(?:number|cost|price|age|date|toll) of\b",
    re.I,
)
_SURE = -2.0  # the reader's margin from which a passage answers; measured by python -m evals.differing
_ALIKE = 0.5  # of the shorter sentence's words of meaning, that stand in the other one
_SHARED = 3  # words of meaning, at least
_READ = 6  # passages that are read again at most


@dataclass(frozen=True, slots=True)
class _Told:
    """A quantity in a sentence of a hit's passage; places are those of the passage."""

    hit: Hit
    quantity: Quantity
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def value(self) -> str:
        return self.hit.passage.text[self.quantity.start : self.quantity.end].strip()


def differing(
    snapshot: Snapshot,
    question: str,
    quotes: Sequence[Quote],
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    found: Sequence[Hit],
    reader: Reader,
) -> tuple[Side, ...]:
    """The different answers of the articles, newest first; none where they do not differ.

    ``quotes`` are what the answer quotes, ``readings`` those of the first ``hits``, ``found`` all that was retrieved,
    with the copies of one story: an earlier version may say what a later one corrects. ``reader`` is asked only where
    another article's sentence has another number.
    """
    if not quotes or not asks_for_quantity(question):
        return ()
    told = _told_first(quotes, hits, readings)
    if told is None:
        return ()
    rivals = [(hit, told_there) for hit in found if (told_there := _rivals(question, told, hit))][:_READ]
    read = reader.read(question, [hit.passage.text for hit, _ in rivals])
    sides = [told]
    for (_, told_there), reading in zip(rivals, read, strict=True):
        rival = next((one for one in told_there if _answers(reading, one)), None)
        if rival and not any(agree(side.quantity, rival.quantity) is not False for side in sides):
            sides.append(rival)
    return _newest_first(snapshot, sides) if len(sides) > 1 else ()


def asks_for_quantity(question: str) -> bool:
    """Whether a number or a date answers the question."""
    return bool(_ASKS.search(question))


def _answers(reading: Reading, told: _Told) -> bool:
    """Whether the reader answers the question with this quantity, and surely."""
    return reading.margin >= _SURE and reading.start < told.quantity.end and told.quantity.start < reading.end


def _told_first(quotes: Sequence[Quote], hits: Sequence[Hit], readings: Sequence[Reading]) -> _Told | None:
    """What the surest passage that is quoted says, if it is a quantity in the sentence that is quoted."""
    read = sorted(zip(hits, readings, strict=False), key=lambda one: -one[1].margin)
    for hit, reading in read:
        start, end = hit.passage.start + reading.start, hit.passage.start + reading.end
        if any(one.passage == hit.passage and one.start <= start < end <= one.end for one in quotes):
            return next((told for told in _tell(hit) if _answers(reading, told)), None)
    return None


def _tell(hit: Hit) -> list[_Told]:
    text = hit.passage.text
    quantities = find_quantities(text)
    return [
        _Told(hit, quantity, start, end)
        for start, end in split_sentences(text)
        for quantity in quantities
        if start <= quantity.start < end
    ]


def _rivals(question: str, told: _Told, hit: Hit) -> list[_Told]:
    """What a hit in another article says otherwise in sentences like that of ``told``."""
    if hit.passage.article_id == told.hit.passage.article_id:
        return []
    others = [other for other in _tell(hit) if _is_like(question, told, other)]
    if any(agree(told.quantity, other.quantity) for other in others):
        return []  # it says the same as well
    return [other for other in others if agree(told.quantity, other.quantity) is False]


def _is_like(question: str, told: _Told, other: _Told) -> bool:
    mine, theirs = _words(told), _words(other)
    shared = mine & theirs
    if len(shared) < _SHARED or len(shared) < _ALIKE * min(len(mine), len(theirs)):
        return False
    asked = content_words(question)
    if len(asked & theirs) < len(asked & mine) - 1:
        return False
    return not _of_other_times(told, other) and not _of_other_names(question, told, other)


def _words(told: _Told) -> set[str]:
    """The words of meaning of its sentence without its numbers."""
    return {word for word in content_words(told.sentence) if not any(letter.isdigit() for letter in word)}


def _of_other_times(told: _Told, other: _Told) -> bool:
    """Whether the sentences speak of different dates beside the quantities: 5% in 2011, 6% in 2012."""
    mine, theirs = (
        [one for one in find_quantities(side.sentence) if one.kind == "date" and not _is_it(one, side)]
        for side in (told, other)
    )
    return bool(mine and theirs) and any(agree(one, two) is False for one in mine for two in theirs)


def _of_other_names(question: str, told: _Told, other: _Told) -> bool:
    """Whether each sentence names what neither the other one nor the question does: against Porto, against Braga."""
    mine, theirs = (
        {part.casefold() for one in find_entities(side.sentence) for part in one.name.split()} for side in (told, other)
    )
    asked = set(all_words(question))
    spoken = [set(all_words(side.sentence)) for side in (told, other)]
    return bool(mine - asked - spoken[1]) and bool(theirs - asked - spoken[0])


def _is_it(one: Quantity, side: _Told) -> bool:
    return one.start + side.start == side.quantity.start


def _newest_first(snapshot: Snapshot, sides: Sequence[_Told]) -> tuple[Side, ...]:
    drawn = []
    for told in sides:
        passage = told.hit.passage
        article = snapshot.article(passage.article_id)
        if article is None:
            return ()
        drawn.append(
            Side(
                value=told.value,
                article_id=article.id,
                title=article.title,
                publisher=article.publisher,
                published=article.published,
                start=passage.start + told.start,
                end=passage.start + told.end,
                quote=told.sentence,
                article_digest=article.digest,
            )
        )
    return tuple(sorted(drawn, key=lambda side: side.published or date.min, reverse=True))
