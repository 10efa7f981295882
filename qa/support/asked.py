"""A sentence's numbers, dates and names put to the reader as questions: does the passage give another in their place?

"There are 12,000 bears in Europe" asks "There are how many bears in Europe?". Where the reader finds another number in
the passage and not this one, the sentence has put together what the passage keeps apart, though every word of it
stands there.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from qa.entities import Entity, find_entities
from qa.reader import Reader, Reading
from qa.support import dates, numbers
from qa.support.dates import Day, find_days
from qa.support.evidence import Evidence, Source
from qa.support.facts import Fact
from qa.support.names import Name, Vocabulary, find_names, is_land
from qa.support.numbers import Quantity, find_quantities
from qa.support.wording import content_stems, fold

Kind = Literal["number", "date", "name"]

_LEAD = 500  # characters before a passage that the reader is shown, in which "he" may have been named
_LONGEST = 1_600  # characters; of a longer source the reader is shown what is likest to the sentence
_LONGEST_SENTENCE, _MOST_FACTS = 600, 12  # no sentence may keep the reader busy for long
_BEFORE = 12  # characters that an answer may begin before its number: "about £", "the late "
# Shares of the reader's certainty for another fact, and its margin for that the passage answers at all; set on
# evals/altered, where a margin lower by two flags 16 of 234 faithful sentences instead of 9 and misses 9 fewer of 225.
_RIVAL = 0.7
_MARGINS: dict[Kind, float] = {"number": 2.25, "date": 1.5, "name": 4.0}
_AT = ("on ", "in ", "at ", "On ", "In ", "At ")
_IN_BRACKETS = re.compile(r"[\w\s-]{0,30}\(([A-Z][\w.&-]{1,11})\)")
_APART = ({"person", "land"}, {"person", "group"}, {"land", "group"})  # neither can stand in the other's place
_CLASSES = {"person": "person", "group": "group", "thing": "group", "place": "land", "country": "land"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One fact of a sentence: ``sentence[start:end]``, left open in ``question``."""

    kind: Kind
    fact: Fact
    sort: str  # of a name: person, land, group, unknown
    question: str


def given_otherwise(sentence: str, rest: str, evidence: Evidence, reader: Reader) -> Iterator[str]:
    """In words for the reader, the facts of ``rest`` for which the passages give others.

    ``rest`` is ``sentence`` with its quotations blanked at the same length.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return
    texts = [_shown(sentence, source) for source in evidence.sources]
    found = [
        (asked, other)
        for asked in islice(_asked(sentence, rest, texts, evidence), _MOST_FACTS)
        if (other := _other(asked, sentence, rest, texts, evidence, reader.read(asked.question, texts)))
    ]
    for asked, other in found:
        # One fact of a sentence is easily taken for the next; that they changed places, both must show.
        beside = [fact for _, fact in _facts(rest, evidence) if fact != asked.fact and _is_like(fact, other)]
        swapped = any(two.fact in beside and _is_like(asked.fact, back) for two, back in found)
        if swapped or not beside:
            yield f"the {asked.kind} {asked.fact.text} (the article has “{other.text}” there)"


def reads_as(claimed: Fact, sentence: str, evidence: Evidence, reader: Reader) -> bool:
    """Whether the reader finds the very fact of a sentence where it stands in it."""
    if len(sentence) > _LONGEST_SENTENCE:
        return False
    texts = [_shown(sentence, source) for source in evidence.sources]
    sort = _sort(claimed, (*texts, sentence)) if isinstance(claimed, Name) else ""
    kind: Kind = "name" if sort else "date" if isinstance(claimed, Day) else "number"
    asked = _ask(claimed, kind, sort, sentence)
    for source, text, reading in zip(evidence.sources, texts, reader.read(asked.question, texts), strict=True):
        near = [fact for one, fact in _facts(text, evidence) if one == kind]
        own = sum(
            share
            for start, share in reading.starts
            if any(
                fact.start - _BEFORE <= start < fact.end and _is_same(fact, claimed, text, sentence, source, evidence)
                for fact in near
            )
        )
        if own >= 0.5:
            return True
    return False


def _is_like(one: Fact, two: Fact) -> bool:
    """Whether two facts, of the sentence and of a passage, say the same."""
    match one, two:
        case Quantity(), Quantity():
            return numbers.bears_out(two, one)
        case Day(), Day():
            return dates.bears_out(two, one, None, frozenset())
    return False


def _shown(sentence: str, source: Source) -> str:
    """What the reader is shown of a source."""
    if len(source.text) > _LONGEST:
        wanted = content_stems(sentence)
        starts = range(0, len(source.text) - _LONGEST // 2, _LONGEST // 2)
        best = max(starts, key=lambda start: len(wanted & content_stems(source.text[start : start + _LONGEST])))
        return source.text[best : best + _LONGEST]
    at = source.context.find(source.text)
    lead = source.context[max(0, at - _LEAD) : at] if at >= 0 else source.context[-_LEAD:]
    return lead + source.text


def _asked(sentence: str, rest: str, texts: Sequence[str], evidence: Evidence) -> Iterator[_Asked]:
    for kind, fact in _facts(rest, evidence):
        sort = _sort(fact, (*texts, sentence)) if isinstance(fact, Name) else ""
        yield _ask(fact, kind, sort, sentence)


def _ask(fact: Fact, kind: Kind, sort: str, sentence: str) -> _Asked:
    before, behind = sentence[: fact.start], sentence[fact.end :]
    word = _question_word(fact, sort)
    if word == "when" and before.endswith(_AT):
        before = before[:-3]
    return _Asked(kind, fact, sort, f"{before}{word}{behind}".rstrip(".") + "?")


def _facts(text: str, evidence: Evidence) -> list[tuple[Kind, Fact]]:
    """The facts of a text that can be asked for, in order."""
    days = find_days(text)
    found: list[tuple[Kind, Fact]] = [("date", day) for day in days]
    for quantity in find_quantities(text):
        if (
            quantity.value
            and not quantity.loose
            and not any(d.start < quantity.end and quantity.start < d.end for d in days)
        ):
            found.append(("number", quantity))
    found += [("name", name) for name in find_names(text, evidence.known) if name.parts]
    return sorted(found, key=lambda one: one[1].start)


def _question_word(fact: Fact, sort: str) -> str:
    match fact:
        case Day():
            return "what year" if fact.year and fact.month is None and fact.weekday is None else "when"
        case Quantity():
            return "how much" if fact.percent or fact.currency else "how many"
        case Name():
            return "who" if sort == "person" else "what"


def _other(
    asked: _Asked, sentence: str, rest: str, texts: Sequence[str], evidence: Evidence, readings: Sequence[Reading]
) -> Fact | None:
    """What the passages give in the fact's place; None where one of them gives the fact, or none gives another."""
    names = [name for _, name in _facts(rest, evidence) if isinstance(name, Name)]
    best: tuple[float, Fact | None] = (-math.inf, None)
    for source, text, reading in zip(evidence.sources, texts, readings, strict=True):
        own, rival, others = 0.0, dict[str, float](), dict[str, Fact]()
        candidates = [fact for kind, fact in _facts(text, evidence) if kind == asked.kind]
        for start, share in reading.starts:
            near = [fact for fact in candidates if fact.start - _BEFORE <= start < fact.end]
            if any(_is_same(fact, asked.fact, text, sentence, source, evidence) for fact in near):
                own += share
            elif near and _may_stand_for(fact := _nearest(near, start), text, asked, names, (*texts, sentence)):
                rival[fact.text] = rival.get(fact.text, 0.0) + share
                others[fact.text] = fact
        if own >= 0.2 * (own + sum(rival.values())) and own > 0.1:
            return None
        if _stands_apart(asked.fact, sentence, source, list(others.values()), evidence):
            continue
        if rival and sum(rival.values()) >= _RIVAL and reading.margin >= max(best[0], _MARGINS[asked.kind]):
            best = (reading.margin, others[max(rival, key=rival.__getitem__)])
    return best[1]


def _stands_apart(claimed: Fact, sentence: str, source: Source, rivals: Sequence[Fact], evidence: Evidence) -> bool:
    """Whether the sentence of the source that has most of this one's words has the fact, and none of its rivals."""
    wanted = content_stems(sentence)
    best = max(Evidence([source]).lines, key=lambda line: len(wanted & line.stems), default=None)
    if best is None:
        return False
    given = [fact for _, fact in _facts(best.text, evidence)]
    return any(_is_same(fact, claimed, best.text, sentence, source, evidence) for fact in given) and not any(
        _is_same(fact, rival, best.text, sentence, source, evidence) for fact in given for rival in rivals
    )


def _nearest(facts: Sequence[Fact], start: int) -> Fact:
    return min(facts, key=lambda fact: (fact.start > start, abs(fact.start - start)))


def _is_same(given: Fact, claimed: Fact, text: str, sentence: str, source: Source, evidence: Evidence) -> bool:
    match given, claimed:
        case Quantity(), Quantity():
            return numbers.bears_out(given, claimed)
        case Day(), Day():
            return dates.bears_out(given, claimed, source.published, evidence.years)
        case Name(), Name():
            return _names_same(given, claimed, text)
    return False


def _names_same(given: Name, claimed: Name, text: str) -> bool:
    """Whether a name of a passage may be the claimed one; what stands in brackets behind it is its short form."""
    short = _IN_BRACKETS.match(text, given.end)
    theirs, ours = Vocabulary([given.text, short[1] if short else ""]), Vocabulary([claimed.text])
    return any(map(theirs.has, claimed.parts)) or any(map(ours.has, given.parts))


def _may_stand_for(given: Fact, text: str, asked: _Asked, names: Sequence[Name], texts: Sequence[str]) -> bool:
    """Whether a fact of the passage is of the kind that may stand in the asked one's place."""
    match given, asked.fact:
        case Quantity(), Quantity():
            return not given.loose and not given.upto and given.percent == asked.fact.percent
        case Name(), Name():
            known = any(_names_same(given, name, text) for name in names)
            return not known and {_sort(given, texts), asked.sort} not in _APART
    return True


def _sort(name: Name, texts: Sequence[str]) -> str:
    """Roughly what a name is the name of."""
    if is_land(name):
        return "land"
    kinds = {
        _CLASSES.get(entity.kind, "unknown")
        for text in texts
        for entity, parts in _entities(text)
        if parts.intersection(name.parts)
    }
    return next((sort for sort in ("person", "group", "land") if sort in kinds), "unknown")


@lru_cache(maxsize=256)
def _entities(text: str) -> tuple[tuple[Entity, frozenset[str]], ...]:
    return tuple((entity, frozenset(map(fold, entity.name.split()))) for entity in find_entities(text))
