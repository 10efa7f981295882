"""What a sentence states that the cited passages do not: numbers, dates, names, negations, opposites."""

import re
from collections.abc import Callable, Iterator, Set
from itertools import pairwise
from typing import TypeAlias

from qa.support import dates, numbers
from qa.support.contraries import negations, opposites, prefixes
from qa.support.dates import Day
from qa.support.evidence import Evidence, Line
from qa.support.names import Name, find_names
from qa.support.numbers import Quantity, find_quantities
from qa.support.wording import Term, terms

Fact: TypeAlias = Quantity | Day | Name

_AROUND = 4  # content words on either side that make up a fact's setting
_FEWEST = 2  # of them, below which a setting says nothing
_ELSEWHERE, _HERE = 0.6, 0.34  # shares of a setting from, and up to, which a fact belongs to another place
_ALIGNED = 0.5  # share of the best sentence's common words from which a further sentence is compared as well
_RATE_REACH = 40  # characters behind a number in which "a day" may say how often
_REACH = 3  # sentences for which a name or a date holds on
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|their|it|its|i|we|my|our)\b", re.I)
_IN = re.compile(r"\b(?:in|at|near|from|to)\s(?:the\s)?$")
_LIST = re.compile(r"[\s,]*(?:and|or|to|&|-|–)?[\s,]*")


def missing_facts(
    rest: str, evidence: Evidence, speakers: frozenset[str], read: Callable[[Fact], bool] = lambda _: False
) -> list[str]:
    """In words for the reader, what ``rest``, a sentence without its quotations, states and the passages do not.

    ``read`` tells of a fact whether the reader model finds it where the sentence has it.
    """
    days = dates.find_days(rest)
    quantities = [q for q in find_quantities(rest) if not any(d.start < q.end and q.start < d.end for d in days)]
    names = find_names(rest, evidence.known)
    aligned = _align(rest, evidence)
    return [
        *_missing_numbers(rest, quantities, evidence, aligned, read),
        *_missing_days(rest, list(days), evidence, read),
        *_missing_names(rest, names, evidence, speakers),
        *_turned_round(rest, names, aligned),
        *negations(rest, aligned),
        *opposites(rest, aligned),
        *prefixes(rest, aligned),
    ]


def _align(rest: str, evidence: Evidence) -> list[Line]:
    """The sentences of the passages that share most words with this one."""
    wanted = {term.stem for term in terms(rest) if term.content}
    shared = [(len(wanted & line.stems), line) for line in evidence.lines]
    most = max((count for count, _ in shared), default=0)
    return [line for count, line in shared if count and count >= max(2, _ALIGNED * most)] if most else []


def _missing_numbers(
    rest: str,
    quantities: list[Quantity],
    evidence: Evidence,
    aligned: list[Line],
    read: Callable[[Fact], bool],
) -> Iterator[str]:
    years = {day.year for day in dates.find_days(rest) if day.year is not None}
    for claimed in quantities:
        if claimed.unit == "year" and _is_between(claimed.value, years, evidence.years | years):
            continue  # "ten years later", where the passages give both years
        per = numbers.rates(rest[claimed.end :][:_RATE_REACH])

        def has(line: Line, claimed: Quantity = claimed, per: frozenset[str] = per) -> bool:
            if any(day.year == claimed.value and not claimed.percent for day in line.days):
                return True
            others = numbers.rates(line.text) if per else per
            return not (others and per.isdisjoint(others)) and any(
                numbers.bears_out(given, claimed) for given in line.quantities
            )

        def rival(line: Line, claimed: Quantity = claimed) -> bool:
            return any(numbers.rivals(given, claimed) for given in line.quantities)

        titles = any(numbers.bears_out(given, claimed) for s in evidence.sources for given in find_quantities(s.title))
        if claimed.loose:
            stands = any(map(has, evidence.lines)) or not any(map(rival, aligned))
        else:
            stands = any(map(has, evidence.lines)) or titles
        others = () if claimed.loose or titles else _counted_otherwise(claimed, evidence)
        swapped = any(numbers.bears_out(given, one) for given in others for one in quantities if one != claimed)
        if not stands or (others and (swapped or not read(claimed))):
            yield f"the number {claimed.text}"
        elif not titles and _is_misplaced(rest, claimed, quantities, evidence, has, rival) and not read(claimed):
            yield f"the number {claimed.text} in this place"
    for one, two in pairwise(quantities):
        spans = rest[max(0, one.start - 6) : one.start].strip() == "from" and rest[one.end : two.start].endswith(" to ")
        if spans and any(_reversed(one, two, line) for line in aligned):
            yield f"from {one.text} to {two.text} (the article has it the other way round)"


def _is_between(count: float, ones: Set[int], others: Set[int]) -> bool:
    """Whether so many years lie between two years."""
    return any(abs(one - other) == count for one in ones for other in others)


def _counted_otherwise(claimed: Quantity, evidence: Evidence) -> list[Quantity]:
    """The numbers that the passages give for what the sentence counts, where every one of them is another."""
    if not claimed.counted:
        return []
    same = [
        given
        for line in evidence.lines
        for given in line.quantities
        if given.counted & claimed.counted and given.percent == claimed.percent and not given.loose
    ]
    elsewhere = [
        given
        for line in evidence.lines
        for given in line.quantities
        if numbers.bears_out(given, claimed) and (given.counted or given.loose or given.currency)
    ]
    others = (
        bool(same and elsewhere)
        and not any(numbers.bears_out(given, claimed) for given in same)
        and all(given.counted and not given.counted & claimed.counted for given in elsewhere)
        and any(given.unit == claimed.unit and given.counted for given in same)
    )
    return same if others else []


def _reversed(one: Quantity, two: Quantity, line: Line) -> bool:
    firsts = [q.start for q in line.quantities if numbers.bears_out(q, one)]
    seconds = [q.start for q in line.quantities if numbers.bears_out(q, two)]
    if not firsts or not seconds or min(firsts) < max(seconds):
        return False
    return bool(re.search(r"\bfrom\s*[£$€¥]?$", line.text[: min(seconds)]))


def _missing_days(rest: str, days: list[Day], evidence: Evidence, read: Callable[[Fact], bool]) -> Iterator[str]:
    for claimed in days:

        def has(line: Line, claimed: Day = claimed) -> bool:
            published = evidence.sources[line.source].published
            year_alone = claimed.year if claimed.month is None else None
            return any(q.value == year_alone for q in line.quantities) or any(
                dates.bears_out(given, claimed, published, evidence.years) for given in line.days
            )

        def rival(line: Line, claimed: Day = claimed) -> bool:
            return any(_same_parts(given, claimed) for given in line.days) and not has(line, claimed)

        given_beside = any(
            (claimed.whole is not None and claimed.whole == source.published)
            or any(
                dates.bears_out(day, claimed, source.published, evidence.years) for day in dates.find_days(source.title)
            )
            for source in evidence.sources
        )
        if claimed.relative in ("today", "yesterday", "tomorrow") or not claimed.relative:
            if not given_beside and not any(map(has, evidence.lines)):
                kind = "year" if claimed.year and not claimed.month else "date"
                yield f"the {kind} {claimed.text}"
            elif _is_misplaced(rest, claimed, days, evidence, has, rival) and not read(claimed):
                yield f"the date {claimed.text} in this place"


def _same_parts(one: Day, two: Day) -> bool:
    """Whether two dates give the same parts, so that one may stand in the other's place."""
    return any(getattr(one, part) is not None and getattr(two, part) is not None for part in ("day", "weekday")) or (
        one.month is None
    ) == (two.month is None)


def _missing_names(rest: str, names: list[Name], evidence: Evidence, speakers: frozenset[str]) -> Iterator[str]:
    for claimed in names:
        lacking = evidence.named.lacks(claimed)
        if lacking:
            if len(lacking) < len(claimed.parts):
                known = all(
                    evidence.known.has_together(*pair) for pair in pairwise(claimed.parts) if set(pair) & set(lacking)
                )
            else:
                spoken_of = any(_PRONOUN.search(line.text) for line in evidence.lines)
                known = spoken_of and all(evidence.known.may_name(part) for part in claimed.parts)
            if not known:
                yield f"the name {claimed.text}"
            continue
        if any(
            not evidence.known.has_together(*pair) and evidence.known.other_first(*pair)
            for pair in pairwise(claimed.parts)
        ):
            yield f"the name {claimed.text}"
            continue
        if speakers.intersection(claimed.parts):
            continue  # who speaks is compared with the quotation's speaker

        if _belongs_to_another(rest, claimed, evidence.lines, evidence):
            yield f"the name {claimed.text} in this place"


def _belongs_to_another(rest: str, claimed: Name, lines: tuple[Line, ...], evidence: Evidence) -> bool:
    """Whether another name stands between what the sentence says is there and the name: a zoo in Leeds, one in York."""
    preposition = _IN.search(rest[: claimed.start])
    before = [term for term in terms(rest) if term.content and term.end <= claimed.start][-1:]
    if preposition is None or not before or not before[0].low.isalpha():
        return False
    apart = False
    for line in lines:
        anchors = [term.end for term in line.terms if term.stem == before[0].stem]
        places = [term.start for term in line.terms if term.low == claimed.parts[-1]]
        for place in places:
            anchor = max((end for end in anchors if end < place), default=None)
            if anchor is None:
                continue
            others = [
                name
                for name in find_names(line.text, evidence.known)
                if anchor < name.start
                and name.end < place
                and _IN.search(line.text[: name.start])
                and claimed.parts[-1] not in name.parts
            ]
            if not others or _LIST.fullmatch(line.text[others[-1].end : place]):
                return False
            apart = True
    return apart


def _turned_round(rest: str, names: list[Name], aligned: list[Line]) -> Iterator[str]:
    """Where a sentence has one name do to another what a passage has the other do: "Stone accused Hill"."""
    for one, two in pairwise(names):
        between = [term for term in terms(rest) if term.content and one.end <= term.start and term.end <= two.start]
        if not between or re.search(r"\b(?:by|and|than)\b|,", rest[one.end : two.start]):
            continue
        for line in aligned:
            acts = [term for term in line.terms if term.stem == between[0].stem]
            ones, twos = ([term.start for term in line.terms if term.low == name.parts[-1]] for name in (one, two))
            turned = len(acts) == 1 and ones and twos and max(twos) < acts[0].start < min(ones)
            if turned and not re.search(r"\bby\b", line.text[acts[0].end : min(ones)]):
                yield f"who {rest[between[0].start : between[0].end]} whom (the article has it the other way round)"


def _is_misplaced(
    rest: str,
    fact: Fact,
    facts: "list[Quantity] | list[Day] | list[Name]",
    evidence: Evidence,
    has: Callable[[Line], bool],
    rival: Callable[[Line], bool],
) -> bool:
    """Whether the words around a fact stand in a sentence that has another such fact, and not where this one stands."""
    around = _setting(rest, fact.start, fact.end, facts)
    if len(around) < _FEWEST:
        return False
    here = elsewhere = 0
    for place, line in enumerate(evidence.lines):
        before = [other for other in evidence.lines[max(0, place - _REACH) : place] if other.source == line.source]
        carried = any(map(has, before))  # the fact was given shortly before and may still hold
        stems = line.stems.union(*(other.stems for other in before[-1:] if has(other) or not rival(other)))
        if has(line) or (carried and (not rival(line))):
            here = max(here, len(around & stems))
        elif rival(line):
            elsewhere = max(elsewhere, len(around & line.stems))
    return elsewhere >= _ELSEWHERE * len(around) and here <= (_HERE if len(around) > 2 else 0.5) * len(around)


def _setting(rest: str, start: int, end: int, facts: "list[Quantity] | list[Day] | list[Name]") -> set[str]:
    def free(term: Term) -> bool:
        return term.content and not any(fact.start <= term.start < fact.end for fact in facts)

    found = [term for term in terms(rest) if free(term)]
    before = [term.stem for term in found if term.end <= start][-_AROUND:]
    behind = [term.stem for term in found if term.start >= end][:_AROUND]
    return {*before, *behind}
