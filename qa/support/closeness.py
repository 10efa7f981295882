"""How near the words of a sentence stand to a fact in a passage: what "in Leeds" belongs to, without a parser."""

import math
import re
from collections.abc import Set
from dataclasses import dataclass
from functools import lru_cache

from qa.support.wording import terms

_WORDS = 12  # words apart at which nearness has fallen to a third
_SENTENCE, _CLAUSE = math.log(2), math.log(1.25)  # what the end of one between them adds to the distance
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s")
_CLAUSE_END = re.compile(r"[,;:–—(]")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the words of a text stand: ``places`` in the measure of distance, one for each of ``spans``."""

    spans: tuple[tuple[int, int], ...]
    places: tuple[float, ...]
    by_stem: dict[str, tuple[int, ...]]


def closeness(wanted: Set[str], text: str, start: int, end: int) -> float:
    """From 0 to 1: how near the words with these stems stand, on average, to ``text[start:end]``."""
    layout = _lay_out(text)
    own = [n for n, (begin, stop) in enumerate(layout.spans) if begin < end and start < stop]
    if not own or not wanted:
        return 0.0
    first, last = layout.places[own[0]], layout.places[own[-1]]
    near = 0.0
    for stem in wanted:
        others = [layout.places[n] for n in layout.by_stem.get(stem, ()) if not own[0] <= n <= own[-1]]
        near += max((math.exp(-(first - place if place < first else place - last)) for place in others), default=0.0)
    return near / len(wanted)


@lru_cache(maxsize=256)
def _lay_out(text: str) -> _Layout:
    place, last_end = 0.0, 0
    spans, places = list[tuple[int, int]](), list[float]()
    by_stem = dict[str, list[int]]()
    for term in terms(text):
        between = text[last_end : term.start]
        place += 1 / _WORDS
        place += _SENTENCE * len(_SENTENCE_END.findall(between)) + _CLAUSE * len(_CLAUSE_END.findall(between))
        by_stem.setdefault(term.stem, []).append(len(spans))
        spans.append((term.start, term.end))
        places.append(place)
        last_end = term.end
    return _Layout(tuple(spans), tuple(places), {stem: tuple(found) for stem, found in by_stem.items()})
