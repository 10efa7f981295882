"""The cited passages, taken apart once: sentences with their words, numbers and dates, and the names around them."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.sentences import split_sentences
from qa.support.dates import Day, find_days
from qa.support.names import Vocabulary
from qa.support.numbers import Quantity, find_quantities
from qa.support.wording import Term, content_stems, terms

_INNER_END = re.compile(r"(?<=[a-z)][.!?])[\"”’]?\s+(?=[\"“‘]?[A-Z])")
_NEARBY = 1_500  # characters of the context before a passage in which "he" may have been named


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with what a model was given beside it; ``context`` is more of its article, if at hand."""

    text: str
    title: str = ""
    publisher: str | None = None
    published: date | None = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a passage."""

    source: int
    text: str
    start: int  # in the passage
    stems: frozenset[str]
    terms: tuple[Term, ...]
    quantities: tuple[Quantity, ...]
    days: tuple[Day, ...]


class Evidence:
    """What a sentence is checked against."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)
        self.texts = tuple(source.text for source in sources)
        self.lines = tuple(line for place, text in enumerate(self.texts) for line in _lines(place, text))
        beside = [extra for source in sources for extra in (source.title, source.publisher or "") if extra]
        self.named = Vocabulary([*self.texts, *beside])
        self.known = Vocabulary([*self.texts, *beside, *(source.context for source in sources if source.context)])
        self.years = frozenset(
            day.year for text in (*self.texts, *beside) for day in find_days(text) if day.year is not None
        )

    def likest(self, stems: Set[str]) -> Line | None:
        """The sentence of the passages that has most of these stems; None where there is no sentence."""
        return max(self.lines, key=lambda line: len(stems & line.stems), default=None)

    def before(self, line: Line) -> str:
        """What stands before a sentence and may name whom it is about: its context's end and the passage so far."""
        source = self.sources[line.source]
        at = source.context.find(source.text)
        lead = source.context[max(0, at - _NEARBY) : at] if at >= 0 else source.context[-_NEARBY:]
        return f"{lead}\n\n{source.text[: line.start]}"


@lru_cache(maxsize=512)
def _lines(source: int, text: str) -> tuple[Line, ...]:
    return tuple(
        Line(
            source=source,
            text=(sentence := text[start:end]),
            start=start,
            stems=content_stems(sentence),
            terms=terms(sentence),
            quantities=_without_dates(sentence),
            days=find_days(sentence),
        )
        for start, end in _sentences(text)
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text, also those within a quotation."""
    for start, end in split_sentences(text):
        for match in _INNER_END.finditer(text, start, end):
            yield start, match.start()
            start = match.end()
        yield start, end


def _without_dates(sentence: str) -> tuple[Quantity, ...]:
    days = find_days(sentence)
    return tuple(
        quantity
        for quantity in find_quantities(sentence)
        if not any(day.start < quantity.end and quantity.start < day.end for day in days)
    )
