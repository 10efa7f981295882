"""Numbers and dates as a text writes them, and whether two of them can both be true of one thing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from qa.vocabulary import FUNCTION_WORDS, ONES, SCALES, SHORT_SCALES, TENS, WEEKDAYS, words

Kind = Literal["number", "date"]

_MONTH_NAMES = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct "
    "november|nov december|dec"
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split(), 1) for name in names.split("|")}
_TIMES = SCALES | SHORT_SCALES


def _month(name: str) -> str:
    return rf"(?P<{name}>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"


_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_month('month')}(?:,? (?P<year>[12]\d{{3}}))?\b"
    rf"|\b{_month('month2')} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:|,\d|\.\d)(?:,? (?P<year2>[12]\d{{3}}))?\b"
    rf"|\b{_month('month3')},? (?P<year3>[12]\d{{3}})\b"
    rf"|\b(?P<weekday>{'|'.join(sorted(WEEKDAYS))})\b"
    r"|(?<![\w.,$£€-])(?P<year4>1[5-9]\d\d|20\d\d)(?![\w%]|,\d|\.\d|-\w| (?:people|million|billion))",
    re.I,
)
_ANY_ONE = "|".join(ONES)
_SHARE = r"(?P<{}>\s?%|\s?per ?cent\b)?"
_NUMBER = re.compile(
    r"(?<![\w.,:])(?P<money>[$£€])?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?!:\d|\d|(?:st|nd|rd|th|s)\b|,\d)"
    rf"(?:[  -]?(?P<times>hundred|thousand|million|billion|trillion|bn|mn|tn|m|k)\b)?{_SHARE.format('share')}"
    rf"|\b(?P<tens>{'|'.join(TENS)})(?:-(?P<ones>{_ANY_ONE}))?\b"
    rf"(?: (?P<times2>hundred|thousand|million|billion)\b)?{_SHARE.format('share2')}"
    rf"|\b(?P<ones2>{_ANY_ONE}|a(?= (?:dozen|hundred|thousand|million)))\b"
    rf"(?: (?P<times3>hundred|thousand|million|billion|dozen)\b)?{_SHARE.format('share3')}",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|nearly|almost|approximately|some|circa|close to|estimated|an average of)\s+\S?$", re.I
)
_LEAST = re.compile(
    r"\b(?:over|more than|at least|above|exceeding|upwards of|as many as|no fewer than|minimum of)\s+\S?$", re.I
)
_MOST = re.compile(r"\b(?:up to|under|fewer than|less than|at most|below|not quite|maximum of)\s+\S?$", re.I)
_FOLLOWING = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MEASURES = words(
    "second minute hour day night week month year decade century metre meter kilometre kilometer mile foot feet inch "
    "centimetre centimeter millimetre km cm mm kg gram kilogram kilo pound tonne ton litre liter gallon barrel hectare "
    "acre degree dollar euro crown franc yen rouble ruble rupee yuan watt megawatt gigawatt point"
)
_RANGE = re.compile(r"\s?[-–—]\s?| (?:to|or) ")
_AMONG = re.compile(r"\s+of (?:the|its|their|his|her|our|all|these|those)\b", re.I)
_RATE = re.compile(
    r"(?P<between>[^.,;:!?()\"“”\d]{0,40}?)\b(?:(?:per|each|every) (?P<per>[a-z]+)"
    r"|an? (?P<time>second|minute|hour|day|night|week|month|year|head|trip)"
    r"(?! (?:ago|earlier|later|before|after|old)))\b"
)
_UNIT_WORDS = 3  # behind a number, among which the noun is that it counts


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a date: ``text[start:end]`` is how it is written.

    A number lies between ``low`` and ``high``, by its words and by how far it is rounded; ``units`` are the stems of
    the words that follow it, ``symbol`` a currency or "%", ``per`` the time or thing that it is counted for. A date has
    ``day``, ``month``, ``year`` or ``weekday``.
    """

    kind: Kind
    start: int
    end: int
    low: float = 0.0
    high: float = 0.0
    symbol: str = ""
    units: frozenset[str] = frozenset()
    per: str = ""
    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: str | None = None


def find_quantities(text: str) -> list[Quantity]:
    """The numbers and dates of a text, in order."""
    dates = list(_find_dates(text))
    numbers = [
        one for one in _find_numbers(text) if not any(day.start < one.end and one.start < day.end for day in dates)
    ]
    return sorted(dates + numbers, key=lambda one: one.start)


def agree(one: Quantity, other: Quantity) -> bool | None:
    """Whether both can be true of one thing; None where they cannot be compared."""
    if one.kind != other.kind:
        return None
    if one.kind == "date":
        return _dates_agree(one, other)
    if (one.symbol, one.per) != (other.symbol, other.per) or bool(one.units) != bool(other.units):
        return None
    if one.units and not one.symbol and not one.units & other.units:
        return None
    return one.low <= other.high and other.low <= one.high


def contradict(one: str, other: str) -> bool:
    """Whether a number or date of one text has its like in the other, but none that can be true along with it."""
    mine, theirs = find_quantities(one), find_quantities(other)
    compared = [{agree(quantity, beside) for beside in theirs} for quantity in mine]
    return any(False in found and True not in found for found in compared)


def _dates_agree(one: Quantity, other: Quantity) -> bool | None:
    if one.weekday or other.weekday:
        return one.weekday == other.weekday if one.weekday and other.weekday else None
    pairs = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
    known = [(mine, theirs) for mine, theirs in pairs if mine is not None and theirs is not None]
    return all(mine == theirs for mine, theirs in known) if known else None


def _find_dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        part = match.groupdict()
        month = next((part[name] for name in ("month", "month2", "month3") if part[name]), None)
        if (month and not month[0].isupper()) or (part["weekday"] and not part["weekday"][0].isupper()):
            continue  # "may 12 people", a verb
        day = part["day"] or part["day2"]
        year = next((part[name] for name in ("year", "year2", "year3", "year4") if part[name]), None)
        yield Quantity(
            "date",
            *match.span(),
            day=int(day) if day else None,
            month=_MONTHS[month.lower()] if month else None,
            year=int(year) if year else None,
            weekday=part["weekday"].lower() if part["weekday"] else None,
        )


def _find_numbers(text: str) -> Iterator[Quantity]:
    """The numbers, those that bound a range as one: "between 40 and 60 people"."""
    first: Quantity | None = None
    for number in _find_single_numbers(text):
        joined = _join(text, first, number) if first else None
        if joined:
            first = joined
            continue
        if first:
            yield first
        first = None if text[: number.start].endswith("-") else number  # "Covid-19", "by 3-2"
    if first:
        yield first


def _join(text: str, first: Quantity, last: Quantity) -> Quantity | None:
    """The range from one number to the next; None where they are two: "rose from 40 to 60"."""
    before, gap = text[: first.start], text[first.end : last.start]
    between = re.search(r"\bbetween $", before, re.I)
    if not (gap == " and " if between else _RANGE.fullmatch(gap) and not re.search(r"\bfrom $", before, re.I)):
        return None
    scale = 1.0
    if _scale_of(text, last) and not _scale_of(text, first):
        scale = _TIMES[_scale_of(text, last)]
    if (first.symbol and last.symbol and first.symbol != last.symbol) or first.low * scale >= last.low:
        return None
    return replace(
        last,
        start=between.start() if between else first.start,
        low=first.low * scale,
        symbol=last.symbol or first.symbol,
        units=frozenset() if first.symbol else last.units,
    )


def _scale_of(text: str, number: Quantity) -> str:
    """The word that a number ends in, if it multiplies it: "million"."""
    word = re.search(r"[a-z]*$", text[number.start : number.end].lower())
    return word[0] if word and word[0] in _TIMES else ""


def _find_single_numbers(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        part = match.groupdict()
        times = next((part[name] for name in ("times", "times2", "times3") if part[name]), "").lower()
        share = any(part[name] for name in ("share", "share2", "share3"))
        if part["digits"]:
            value, place = _read_digits(part["digits"], times)
        else:
            value, place = _read_words(part), 0.0
        scale = _TIMES.get(times, 1.0)
        low, high = _spread(text[: match.start()], value * scale, place * scale)
        symbol = part["money"] or ("%" if share else "")
        units = frozenset() if symbol else _units_behind(text, match.end())
        per = _counted_for(text, match.end())
        yield Quantity("number", *match.span(), low=low, high=high, symbol=symbol, units=units, per=per)


def _read_digits(digits: str, times: str) -> tuple[float, float]:
    """The number and the size of the last place that it is exact to; 0 where it is exact."""
    value = float(digits.replace(",", ""))
    decimals = len(digits.partition(".")[2])
    if decimals or times:
        return value, 10.0**-decimals
    trailing = len(digits) - len(digits.rstrip("0,")) - digits[len(digits.rstrip("0,")) :].count(",")
    return value, 10.0**trailing if trailing >= 2 else 0.0


def _read_words(part: dict[str, str]) -> float:
    if part["tens"]:
        return TENS[part["tens"].lower()] + ONES.get((part["ones"] or "zero").lower(), 0)
    return float(ONES.get(part["ones2"].lower(), 1))


def _spread(before: str, value: float, place: float) -> tuple[float, float]:
    """Between what the number lies, by the words before it."""
    before = before[-24:]
    if _LEAST.search(before):
        return value, inf
    if _MOST.search(before):
        return 0.0, value
    if _ABOUT.search(before):
        place = max(place, _last_place(value))
    return value - place / 2, value + place / 2


def _last_place(value: float) -> float:
    """The place of the last figure that is not 0: 1,000 of 28,000."""
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    return place


def _units_behind(text: str, at: int) -> frozenset[str]:
    units: list[str] = []
    among = _AMONG.match(text, at)  # "214,000 of its customers"
    at = among.end() if among else at
    for match in _FOLLOWING.finditer(text, at, at + 50):
        if re.search(r"[.,;:!?()\"“”]", text[at : match.start()]) or len(units) == _UNIT_WORDS:
            break
        word = match[0].lower()
        if match[0].isupper():
            continue  # "30,000 US troops"
        if word in FUNCTION_WORDS - {"more", "other"}:
            break
        units.append(stem(word))
    measures = [unit for unit in units if unit in _MEASURES]
    return frozenset(measures[:1] or units)


def _counted_for(text: str, at: int) -> str:
    """What a rate is by: "litres of water a day"; nothing in "houses within a night"."""
    rate = _RATE.match(text, at)
    if rate is None or set(rate["between"].lower().split()) & (FUNCTION_WORDS - {"of"}):
        return ""
    return str(rate["per"] or rate["time"])


def stem(word: str) -> str:
    """A noun without its plural ending: "days" → "day", "countries" → "country"."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
