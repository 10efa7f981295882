"""What a sentence states that the cited passages do not: numbers, dates, names, negations, opposites."""

import re
from collections.abc import Iterator, Set
from itertools import pairwise, product
from typing import TypeAlias

from qa.support import dates, numbers
from qa.support.contraries import negations, opposites, prefixes
from qa.support.dates import Day
from qa.support.evidence import Evidence, Line
from qa.support.names import Name, find_names
from qa.support.numbers import Quantity, find_quantities
from qa.support.replaced import replaced_names
from qa.support.wording import terms

Fact: TypeAlias = Quantity | Day | Name

_ALIGNED = 0.5  # share of the best sentence's common words from which a further sentence is compared as well
_WHOLE = 0.75  # share of a further sentence's own words from which this one has taken it up
_RATE_REACH = 40  # characters behind a number in which "a day" may say how often
_LATER = re.compile(r"[\s-]years?\s(?:later|earlier|older|younger|before|after)\b")
_FEWEST_LISTED = 3
_LIST = re.compile(r"[^\s,;:.!?]+(?:, [^\s,;:.!?]+(?: [^\s,;:.!?]+){0,3})+,? and [^\s,;:.!?]+")
_PRONOUN = re.compile(r"\b(?:he|she|they|him|her|them|his|their|it|its|i|we|my|our)\b", re.I)


def missing_facts(rest: str, quoted: Set[str], evidence: Evidence) -> list[str]:
    """In words for the reader, what ``rest`` states and the passages do not.

    That is a sentence without its quotations, whose words have the stems ``quoted``.
    """
    days = dates.find_days(rest)
    quantities = [q for q in find_quantities(rest) if not any(d.start < q.end and q.start < d.end for d in days)]
    names = find_names(rest, evidence.known)
    aligned = _align(rest, evidence)
    replaced = dict(replaced_names(rest, names, evidence, aligned))
    return [
        *_missing_numbers(rest, quantities, evidence, aligned),
        *_missing_days(rest, list(days), evidence, aligned),
        *(f"the name {name.text} (the article has “{other.text}” there)" for name, other in replaced.items()),
        *_missing_names(rest, [name for name in names if name not in replaced], evidence),
        *_turned_round(rest, names, aligned),
        *negations(rest, quoted, aligned),
        *opposites(rest, aligned),
        *prefixes(rest, aligned),
    ]


def _align(rest: str, evidence: Evidence) -> list[Line]:
    """The sentences of the passages that share most words with this one, and short ones that it has nearly whole."""
    wanted = {term.stem for term in terms(rest) if term.content}
    shared = [(len(wanted & line.stems), line) for line in evidence.lines]
    most = max((count for count, _ in shared), default=0)
    return [
        line for count, line in shared if count >= 2 and (count >= _ALIGNED * most or count >= _WHOLE * len(line.stems))
    ]


def _missing_numbers(
    rest: str,
    quantities: list[Quantity],
    evidence: Evidence,
    aligned: list[Line],
) -> Iterator[str]:
    years = {day.year for day in dates.find_days(rest) if day.year is not None}
    for claimed in quantities:
        if claimed.unit == "year" and _is_between(claimed, rest, years, quantities, evidence):
            continue  # "ten years later"
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
            stands = any(map(has, evidence.lines)) or titles or any(_lists(line.text, claimed) for line in aligned)
        if not stands:
            yield f"the number {claimed.text}"
    for one, two in pairwise(quantities):
        spans = rest[max(0, one.start - 6) : one.start].strip() == "from" and rest[one.end : two.start].endswith(" to ")
        if spans and any(_reversed(one, two, line) for line in aligned):
            yield f"from {one.text} to {two.text} (the article has it the other way round)"


def _lists(text: str, claimed: Quantity) -> bool:
    """Whether the text names so many things in a row: "Finland, Germany, Sweden and the US" are four countries."""
    if claimed.percent or claimed.currency or claimed.value < _FEWEST_LISTED:
        return False
    return any(found[0].count(",") - found[0].count(", and ") + 2 == claimed.value for found in _LIST.finditer(text))


def _is_between(claimed: Quantity, rest: str, years: Set[int], quantities: list[Quantity], evidence: Evidence) -> bool:
    """Whether so many years lie between two years, or two ages, of which the sentence has one at least."""
    ages = {q.value for q in quantities if q != claimed}
    known = ages.union(q.value for line in evidence.lines for q in line.quantities if not q.percent)
    pairs = [
        *product(years, evidence.years | years),
        *(product(ages, known) if _LATER.match(rest, claimed.end) else ()),
    ]
    return any(abs(one - other) == claimed.value for one, other in pairs)


def _reversed(one: Quantity, two: Quantity, line: Line) -> bool:
    firsts = [q.start for q in line.quantities if numbers.bears_out(q, one)]
    seconds = [q.start for q in line.quantities if numbers.bears_out(q, two)]
    if not firsts or not seconds or min(firsts) < max(seconds):
        return False
    return bool(re.search(r"\bfrom\s*[£$€¥]?$", line.text[: min(seconds)]))


def _missing_days(rest: str, days: list[Day], evidence: Evidence, aligned: list[Line]) -> Iterator[str]:
    for claimed in days:

        def has(line: Line, claimed: Day = claimed) -> bool:
            published = evidence.sources[line.source].published
            year_alone = claimed.year if claimed.month is None else None
            return any(q.value == year_alone for q in line.quantities) or any(
                dates.bears_out(given, claimed, published, evidence.years) for given in line.days
            )

        given_beside = any(
            (claimed.whole is not None and claimed.whole == source.published)
            or any(
                dates.bears_out(day, claimed, source.published, evidence.years) for day in dates.find_days(source.title)
            )
            for source in evidence.sources
        )
        # "Last year" may be reckoned from what the article dates, unless that has "last month".
        exact = claimed.relative in ("today", "yesterday", "tomorrow") or not claimed.relative
        beside = [day for line in aligned for day in line.days]
        rivalled = any(day.relative for day in beside) and not any(day.year for day in beside)
        if (exact or rivalled) and not given_beside and not any(map(has, evidence.lines)):
            kind = "year" if claimed.year and not claimed.month else "date"
            yield f"the {kind} {claimed.text}"


def _missing_names(rest: str, names: list[Name], evidence: Evidence) -> Iterator[str]:
    for claimed in names:
        lacking = evidence.named.lacks(claimed)
        if lacking:
            if len(lacking) < len(claimed.parts):
                known = all(
                    evidence.known.has_together(*pair) for pair in pairwise(claimed.parts) if set(pair) & set(lacking)
                )
            else:
                spoken_of = any(_PRONOUN.search(line.text) for line in evidence.lines)
                speaking = any(text.lstrip().startswith(("“", '"')) for text in evidence.texts)
                known = (spoken_of or speaking) and all(evidence.known.may_name(part) for part in claimed.parts)
            if not known:
                yield f"the name {claimed.text}"
            continue
        if any(
            not evidence.known.has_together(*pair) and evidence.known.other_first(*pair)
            for pair in pairwise(claimed.parts)
        ):
            yield f"the name {claimed.text}"


def _turned_round(rest: str, names: list[Name], aligned: list[Line]) -> Iterator[str]:
    """Where a sentence has one name do to another what a passage has the other do: "Stone accused Hill"."""
    for one, two in pairwise(names):
        between = [term for term in terms(rest) if term.content and one.end <= term.start and term.end <= two.start]
        # No verb stands behind "the": "is the first Chinese company".
        if not between or re.search(r"\b(?:by|and|than)\b|,|\b(?:the|an?)\s\w+\s$", rest[one.end : two.start]):
            continue
        for line in aligned:
            acts = [term for term in line.terms if term.stem == between[0].stem]
            ones, twos = ([term.start for term in line.terms if term.low == name.parts[-1]] for name in (one, two))
            turned = len(acts) == 1 and ones and twos and max(twos) < acts[0].start < min(ones)
            if turned and not re.search(r"\bby\b", line.text[acts[0].end : min(ones)]):
                yield f"who {rest[between[0].start : between[0].end]} whom (the article has it the other way round)"
