"""A sentence's numbers, dates and names put to the reader as questions: does the passage give another in their place?

"There are 12,000 bears in Europe" asks "There are how many bears in Europe?". Where the reader finds another number in
the passage and not this one, the sentence has put together what the passage keeps apart, though every word of it
stands there.
"""

import math
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from typing import Literal

from qa.names.entities import Entity, find_entities
from qa.reader import Reader, Reading, compete
from qa.support import dates, numbers
from qa.support.closeness import closeness
from qa.support.dates import Day, find_days
from qa.support.evidence import Evidence, Line, Source
from qa.support.facts import Fact
from qa.support.names import Name, Vocabulary, find_names, is_land
from qa.support.numbers import Quantity, find_quantities
from qa.support.wording import content_stems, fold, terms

Kind = Literal["number", "date", "name"]

_LEAD = 500  # characters before a passage that the reader is shown, in which "he" may have been named
_LONGEST = 1_600  # characters; of a longer source the reader is shown what is likest to the sentence
_LONGEST_SENTENCE, _MOST_FACTS = 600, 12  # no sentence may keep the reader busy for long
_BEFORE = 12  # characters that an answer may begin before its number: "about £", "the late "
_UNREAD = Reading(margin=0.0, start=0, end=0, starts=())
_LITTLE, _SURE = 0.02, 6.0  # shares and log-odds of the reader beyond which it makes no difference
_AT = ("on ", "in ", "at ", "On ", "In ", "At ")
_CLOCK = re.compile(r"\s?[ap]\.?m\b")
_IN_BRACKETS = re.compile(r"[\w\s-]{0,30}\(([A-Z][\w.&-]{1,11})\)")
_PRONOUN_BEFORE = re.compile(r"\b([Hh]e|[Ss]he|[Ii]t|[Tt]hey)\s(?:[^.!?;:“”]|\.\d)*$")
_IS = re.compile(r"\w+ (?:is|was|are|were)\b")
_APART = ({"person", "land"}, {"person", "group"}, {"land", "group"})  # neither can stand in the other's place
_CLASSES = {"person": "person", "group": "group", "thing": "group", "place": "land", "country": "land"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """One fact of a sentence: ``sentence[start:end]``, left open in ``question``."""

    kind: Kind
    fact: Fact
    sort: str  # of a name: person, land, group, unknown
    question: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What speaks for another fact of the passages in a fact's place."""

    read: float  # log of how much more the reader gives to other facts than to this one
    margin: float  # its log-odds for that a passage answers at all, cut off
    nearer: float  # from -1 to 1: how much nearer the sentence's words stand to another fact than to this one
    alone: float  # 1 where none of them is near this one
    kin: float  # 1 where both are names of persons, of lands or of groups
    number: float  # 1 for a number, a date, a name
    date: float
    name: float

    def doubt(self) -> float:
        """The log-odds for that the sentence has put the fact where the passages have another."""
        return math.fsum(weight * measure for weight, measure in zip(_WEIGHTS, astuple(self), strict=True))


# From `python -m evals.placed`: on sets left out of the fit, 50 of 70 altered sentences that the rules do not see are
# doubted from 0 on, and 9 of 257 faithful ones.
_WEIGHTS = (0.63, 0.17, 2.84, -0.60, -0.72, -1.35, -1.27, -2.31)
_DOUBTED, _DOUBTED_IN_PART = 0.0, 1.5  # the latter where the reader is shown but a part of a source


@dataclass(frozen=True, slots=True)
class Weighed:
    """A fact of a sentence, with the likeliest other one of the passages."""

    kind: Kind
    fact: Fact
    other: Fact
    beside: bool  # whether that is a fact of the sentence as well
    misplaced: Misplaced


def given_otherwise(
    sentence: str, rest: str, evidence: Evidence, reader: Reader | None, heard: Set[str] = frozenset()
) -> Iterator[str]:
    """In words for the reader, the facts of ``rest`` for which the passages give others.

    ``rest`` is ``sentence`` with its quotations blanked at the same length; ``heard`` are the names of who says those.
    """
    whole = all(len(source.text) <= _LONGEST for source in evidence.sources)
    least = _DOUBTED if whole else _DOUBTED_IN_PART
    doubted = [found for found in weigh(sentence, rest, evidence, reader) if found.misplaced.doubt() >= least]
    likest = evidence.likest(content_stems(rest))
    for found in doubted:
        if likest and _stands_in(found.fact, likest) and not _stands_in(found.other, likest):
            continue
        if isinstance(found.fact, Name) and (heard & set(found.fact.parts) or _opens_both(found.fact, likest)):
            continue
        # One fact of a sentence is easily taken for the next; that they changed places, both must show.
        if not found.beside or any(_are_swapped(found, other) for other in doubted):
            yield f"the {found.kind} {found.fact.text} (the article has “{found.other.text}” there)"


def weigh(sentence: str, rest: str, evidence: Evidence, reader: Reader | None) -> list[Weighed]:
    """The facts of ``rest`` in whose place others of the passages could stand, and what speaks for those."""
    if len(sentence) > _LONGEST_SENTENCE:
        return []
    texts = [shown(sentence, source) for source in evidence.sources]
    given = [facts_in(text, evidence) for text in texts]
    facts = facts_in(rest, evidence)[:_MOST_FACTS]
    names = [name for _, name in facts if isinstance(name, Name)]
    found = list[Weighed]()
    for kind, fact in facts:
        sort = sort_of(fact, (*texts, sentence)) if isinstance(fact, Name) else ""
        asked = _ask(fact, kind, sort, sentence)
        wanted = {term.stem for term in terms(rest) if term.content and not fact.start <= term.start < fact.end}
        readings = reader.read(asked.question, texts) if reader else [_UNREAD] * len(texts)
        own, own_near, stands = 0.0, 0.0, False
        rivals = dict[str, _Rival]()
        for source, text, theirs, reading, part in zip(
            evidence.sources, texts, given, readings, compete(readings), strict=True
        ):
            fitting = [one for other_kind, one in theirs if other_kind == kind]
            same = [one for one in fitting if _is_same(one, fact, text, sentence, source, evidence)]
            others = [
                one
                for one in fitting
                if one not in same and _may_stand_for(one, text, asked, names, (*texts, sentence))
            ]
            stands = stands or bool(same) or _is_day_of(source, fact)
            own_near = max([own_near, *(closeness(wanted, text, one.start, one.end) for one in same)])
            for one in others:
                rivals.setdefault(one.text, _Rival(one)).near.append(closeness(wanted, text, one.start, one.end))
            for start, share in reading.starts:
                near = [one for one in fitting if one.start - _BEFORE <= start < one.end]
                if any(one in same for one in near):
                    own += part * share
                elif answering := [one for one in near if one in others]:
                    rivals[_nearest(answering, start).text].read += part * share
        if not rivals or not stands:
            continue  # what stands only in a title or a part that the reader is not shown cannot be compared
        best = max(rivals.values(), key=lambda rival: rival.read + max(rival.near))
        read = sum(rival.read for rival in rivals.values())
        misplaced = Misplaced(
            read=math.log((read + _LITTLE) / (own + _LITTLE)),
            margin=max(-_SURE, min(_SURE, max(reading.margin for reading in readings))),
            nearer=max(max(rival.near) for rival in rivals.values()) - own_near,
            alone=float(own_near == 0.0),
            kin=float(_are_kin(best.fact, sort, (*texts, sentence))),
            number=float(kind == "number"),
            date=float(kind == "date"),
            name=float(kind == "name"),
        )
        beside = any(one != fact and _is_like(one, best.fact) for _, one in facts)
        found.append(Weighed(kind, fact, best.fact, beside, misplaced))
    return found


def _stands_in(fact: Fact, line: Line) -> bool:
    """Whether a sentence of a passage has the fact."""
    match fact:
        case Quantity():
            return any(numbers.bears_out(given, fact) for given in line.quantities)
        case Day():
            return any(dates.bears_out(given, fact, None, frozenset()) for given in line.days)
        case Name():
            return all(map(Vocabulary([line.text]).has, fact.parts))


def _opens_both(name: Name, likest: Line | None) -> bool:
    """Whether the sentence opens with a name, and with the same the passages' sentence that is likest to it."""
    return name.start == 0 and likest is not None and bool(re.match(rf"{re.escape(name.text)}\b", likest.text))


def _is_day_of(source: Source, fact: Fact) -> bool:
    """Whether a date is that on which the article appeared: known, though its text has it nowhere."""
    return isinstance(fact, Day) and fact.whole is not None and fact.whole == source.published


def _are_swapped(one: Weighed, two: Weighed) -> bool:
    return _is_like(two.fact, one.other) and _is_like(one.fact, two.other)


@dataclass(slots=True)
class _Rival:
    """A fact of the passages: what the reader gives it, and how near the sentence's words are wherever it stands."""

    fact: Fact
    near: list[float] = field(default_factory=list)
    read: float = 0.0


def _is_like(one: Fact, two: Fact) -> bool:
    """Whether two facts, of the sentence and of a passage, say the same."""
    match one, two:
        case Quantity(), Quantity():
            return numbers.bears_out(two, one)
        case Day(), Day():
            return dates.bears_out(two, one, None, frozenset())
    return False


def shown(sentence: str, source: Source) -> str:
    """What the reader is shown of a source."""
    if len(source.text) > _LONGEST:
        wanted = content_stems(sentence)
        starts = range(0, len(source.text) - _LONGEST // 2, _LONGEST // 2)
        best = max(starts, key=lambda start: len(wanted & content_stems(source.text[start : start + _LONGEST])))
        return source.text[best : best + _LONGEST]
    at = source.context.find(source.text)
    lead = source.context[max(0, at - _LEAD) : at] if at >= 0 else source.context[-_LEAD:]
    return lead + source.text


def _ask(fact: Fact, kind: Kind, sort: str, sentence: str) -> _Asked:
    before, behind = sentence[: fact.start], sentence[fact.end :]
    word = _question_word(fact, sort)
    if word == "when" and before.endswith(_AT):
        before = before[:-3]
    space = " " if behind[:1].isalpha() else ""  # "12km"
    return _Asked(kind, fact, sort, f"{before}{word}{space}{behind}".rstrip(".") + "?")


def facts_in(text: str, evidence: Evidence) -> list[tuple[Kind, Fact]]:
    """The facts of a text that can be asked for, in order."""
    days = find_days(text)
    found: list[tuple[Kind, Fact]] = [("date", day) for day in days]
    for quantity in find_quantities(text):
        if (
            quantity.value
            and not quantity.loose
            and not quantity.upto
            and not _CLOCK.match(text, quantity.end)
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
            ours, theirs = ((q.percent, bool(q.currency), q.unit) for q in (asked.fact, given))
            return not given.loose and not given.upto and ours == theirs
        case Day(), Day():
            return given.grain == asked.fact.grain
        case Name(), Name():
            known = any(_names_same(given, name, text) for name in names)
            acts = asked.fact.start == 0 and not _IS.match(asked.question)
            pronoun = _PRONOUN_BEFORE.search(text, 0, given.start) if acts else None
            if pronoun and (pronoun[1].lower() in ("he", "she")) == (asked.sort == "person"):
                return False  # in "it came to the Atlantic" the Atlantic is not who came
            return not known and {sort_of(given, texts), asked.sort} not in _APART
    return True


def _are_kin(other: Fact, sort: str, texts: Sequence[str]) -> bool:
    return isinstance(other, Name) and sort != "unknown" and sort_of(other, texts) == sort


def sort_of(name: Name, texts: Sequence[str]) -> str:
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
