"""The few words that answer a question, where a few can: the reader's, if they are of the kind that is asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from qa.beside import stands_beside
from qa.evidence import Evidence
from qa.keywords import repeats
from qa.names.entities import find_entities
from qa.posts import asked_post, names_holder
from qa.quantities import find_quantities
from qa.quotes import Quote
from qa.reader import Reading
from qa.remarks import form_of
from qa.vocabulary import AUXILIARIES
from qa.wanted import Kind, fits, is_fact, wanted_kind

_LONGEST = 80  # characters
_MOST_WORDS = 8  # of a thing, such as what somebody bought
# Set on seeds and news_dev of evals.answers. A number, time, person or place of the right kind that stands in the best
# sentence is nearly as often right with a low margin; other words only with a high one.
_SURE_FACT, _SURE_THING = -9.0, -4.0
_CLAUSE = re.compile(rf"\b(?:{'|'.join(sorted(AUXILIARIES))})\b")
_UNIT = re.compile(r"[a-z]+\b| [a-z]+\b")
_AROUND = " ,;:.–—\"“”'‘’"


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that the reader may mean: ``quote.text[start:end]``; the ones that it ``chose`` go before all others."""

    chose: bool
    margin: float
    start: int
    end: int


def short_answer(question: str, quotes: Sequence[Quote], found: Evidence) -> str | None:
    """The reader's surest words that stand in the first quote and are of the kind asked for; None where none are."""
    kind, post = wanted_kind(question), asked_post(question)
    if form_of(question) == "topic" and not is_fact(kind):
        kind = "thing"
    if not quotes or kind == "sentences" or (post and not names_holder(post, quotes[0].text)):
        return None
    least, text = _SURE_FACT if is_fact(kind) else _SURE_THING, quotes[0].text
    fitting = [
        (one.chose, one.margin, words)
        for one in _read_words(kind, quotes[0], found)
        if one.margin >= least
        and _is_brief(words := text[one.start : one.end].strip(_AROUND), kind)
        and fits(kind, words)
        and not repeats(words, question)
        and not stands_beside(question, kind, text, one.start, one.end)
    ]
    return max(fitting)[-1] if fitting else None


def _read_words(kind: Kind, quote: Quote, found: Evidence) -> Iterator[_Found]:
    """What the reader found in the quote, in its passage and in the best sentence alone."""
    for hit, reading in zip(found.read, found.readings, strict=True):
        if quote.passage == hit.passage:
            yield from _places(kind, quote, reading, quote.start - hit.passage.start)
    best = found.scored[0][0]
    if found.alone and quote.passage == best.passage and quote.start <= best.start < best.end <= quote.end:
        yield from _places(kind, quote, found.alone, quote.start - best.start)


def _places(kind: Kind, quote: Quote, reading: Reading, offset: int) -> Iterator[_Found]:
    """The reader's words, and the figures, days or names at the other places where it would rather begin.

    ``offset`` is where the quote begins in what was read.
    """
    if 0 <= reading.start - offset < reading.end - offset <= len(quote.text):
        yield _Found(True, reading.margin, reading.start - offset, reading.end - offset)
    spans = _spans(kind, quote.text)
    best = max((part for _, part in reading.starts), default=0.0)
    for at, part in reading.starts:
        for start, end in spans:
            if start <= at - offset < end and part > 0:
                yield _Found(False, reading.margin + log(part / best), start, end)


def _spans(kind: Kind, text: str) -> list[tuple[int, int]]:
    """Where a text has names, days or figures, the last with what they measure by: "1.4 metres"."""
    if kind in ("person", "place"):
        return [(one.start, one.end) for one in find_entities(text)]
    sort = "date" if kind == "time" else "number"
    if not is_fact(kind):
        return []
    return [(one.start, _measure_end(text, one.end)) for one in find_quantities(text) if one.kind == sort]


def _measure_end(text: str, end: int) -> int:
    unit = _UNIT.match(text, end)
    return unit.end() if unit and any(fits(kind, unit[0]) for kind in ("money", "length", "duration")) else end


def _is_brief(words: str, kind: Kind) -> bool:
    """Whether they are few, and no clause."""
    if is_fact(kind):
        return 0 < len(words) <= _LONGEST and not (kind in ("person", "place") and _CLAUSE.search(words))
    return 0 < len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS
