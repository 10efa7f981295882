"""What days a date in English means: a day, a month, a year, "yesterday", "last week", "two weeks ago"."""

import re
from datetime import date, timedelta

from qa.vocabulary import MONTHS, ONES, WEEKDAYS

Days = tuple[date, date]  # first and last

_NUMBERS = {word: count for word, count in ONES.items() if 1 <= count <= 12} | {
    **{"a": 1, "an": 1, "couple": 2, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 5},
}
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
YEAR = r"(?:19|20)\d\d"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
POINT = (
    rf"(?:{YEAR}-\d\d-\d\d|(?:the )?{_DAY} (?:of )?{MONTH}(?:,? {YEAR})?|{MONTH} {_DAY}(?!\d)(?:,? {YEAR})?|"
    rf"(?:early |mid-|late )?{MONTH}(?:,? (?:of )?{YEAR})?|{YEAR})"
)
COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))})"
UNIT = rf"(?:{'|'.join(UNITS)})s?"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
RELATIVE = (
    rf"(?:the day before yesterday|yesterday|last night|(?:this|last|past) (?:week|weekend|month|year)|"
    rf"{COUNT} {UNIT} ago|(?:last|this) {WEEKDAY})"
)


def read_point(written: str, today: date) -> Days | None:
    """The days of a date, month or year; without a year, the last such that has begun. None: there is no such day."""
    written = written.lower()
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        year, month, day = map(int, written.split("-"))
        return _day(year, month, day)
    year_match = re.search(rf"\b{YEAR}$", written)
    rest = written[: year_match.start()] if year_match else written
    named = re.search(MONTH, rest)
    if named is None:
        return (date(int(written), 1, 1), date(int(written), 12, 31)) if year_match and not rest else None
    month = MONTHS.index(named[0][:3]) + 1
    day_match = re.search(r"\d{1,2}", rest)
    if year_match:
        return _of(int(year_match[0]), month, day_match)
    this_year = _of(today.year, month, day_match)
    return this_year if this_year and this_year[0] <= today else _of(today.year - 1, month, day_match)


def _of(year: int, month: int, day: re.Match[str] | None) -> Days | None:
    return _day(year, month, int(day[0])) if day else _month(year, month)


def _day(year: int, month: int, day: int) -> Days | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> Days:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)


def read_count(written: str) -> int:
    """The number in "three days" or "a few weeks"."""
    return int(written) if written.isdigit() else _NUMBERS[written.lower()]


def read_relative(written: str, today: date) -> Days | None:
    """The days of "yesterday", "last week" (Monday to Sunday), "two weeks ago" or "Monday" (the last that was)."""
    written = written.lower()
    if written == "the day before yesterday":
        return today - timedelta(2), today - timedelta(2)
    if written == "yesterday":
        return today - timedelta(1), today - timedelta(1)
    if written == "last night":
        return today - timedelta(1), today
    which, _, unit = written.partition(" ")
    if written.endswith(" ago"):
        *counted, unit, _ = written.split()
        length = UNITS[unit.rstrip("s")]
        middle = today - timedelta(read_count(" ".join(counted)) * length)
        return middle - timedelta(length // 2), min(middle + timedelta(length // 2), today)
    if which in WEEKDAYS or unit in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(unit or which)) % 7 or 7 * (which == "last")
        return today - timedelta(back), today - timedelta(back)
    return _calendar(unit, today, earlier=which != "this")


def _calendar(unit: str, today: date, *, earlier: bool) -> Days:
    """This week, weekend, month or year as far as it has come, or the one before it."""
    monday = today - timedelta(today.weekday())
    if unit == "week":
        return (monday - timedelta(7), monday - timedelta(1)) if earlier else (monday, today)
    if unit == "weekend":
        begun = today.weekday() >= 5 and not earlier
        return (monday + timedelta(5), today) if begun else (monday - timedelta(2), monday - timedelta(1))
    first = today.replace(day=1) if unit == "month" else date(today.year, 1, 1)
    if not earlier:
        return first, today
    last = first - timedelta(1)
    return (last.replace(day=1) if unit == "month" else date(last.year, 1, 1)), last
