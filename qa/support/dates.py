"""Dates in a text, whole or in part, and what "on Monday" or "last month" meant on the day that an article appeared."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from qa.vocabulary import MONTHS, WEEKDAYS

_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:\.|(?=\s\d)))"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\b{_YEAR}-(?P<number>0[1-9]|1[0-2])-(?P<day>[0-3]\d)\b",
        rf"\b{_MONTH}\s{_DAY}(?!\d|[,.]\d\d\d|:)(?:,?\s{_YEAR}\b)?",
        rf"\b{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s{_YEAR}\b)?",
        rf"\b{_MONTH},?\s{_YEAR}\b",
        rf"\b{_YEAR}[/–-]\d\d?\b",
        r"\b(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
        r"\b(?P<decade>1[5-9]\d0|20\d0)['’]?s\b",
        rf"(?<![\w£$€¥.,:]){_YEAR}(?![\w%]|[.,]\d|\s?(?:per\s?cent|people|men|women|children|troops|soldiers|miles|m\b|km\b|years\b))",
        r"\b(?P<relative>yesterday|today|tomorrow|(?:last|this|next)\s(?:week|month|year))\b",
    )
)
# "May" and "March" begin sentences about other things.
_LONE_MONTH = re.compile(
    rf"(?:\b(?:in|on|of|since|until|by|last|this|next|early|late|mid|from|to|and|during|before|after|every|each)[\s-]|[(])"
    rf"{_MONTH}(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """As much of a date as the text gives: ``text[start:end]`` of the text that it was found in."""

    text: str
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 0 is Monday
    decade: int | None = None
    relative: str = ""

    @property
    def grain(self) -> str:
        """How exact it is: a date of one grain is not given for one of another."""
        parts = ("day", "month", "weekday", "year", "decade")
        return next((part for part in parts if getattr(self, part) is not None), "relative")

    @property
    def whole(self) -> date | None:
        """The date, if year, month and day are known and there is such a day."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


@lru_cache(maxsize=2_048)
def find_days(text: str) -> tuple[Day, ...]:
    """The dates of a text in order, none within another."""
    found: list[Day] = []
    for form in (*_FORMS, _LONE_MONTH):
        for match in form.finditer(text):
            start = match.start("month") if form is _LONE_MONTH else match.start()
            if not any(other.start < match.end() and start < other.end for other in found):
                found.append(_to_day(text, match, start))
    return tuple(sorted(found, key=lambda day: day.start))


def _to_day(text: str, match: re.Match[str], start: int) -> Day:
    parts = match.groupdict()
    month = parts.get("month")
    number = parts.get("number")
    weekday = parts.get("weekday")
    return Day(
        text=text[start : match.end()].strip(),
        start=start,
        end=match.end(),
        year=_number(parts.get("year")),
        month=MONTHS.index(month[:3].lower()) + 1 if month else _number(number),
        day=_number(parts.get("day")),
        weekday=WEEKDAYS.index(weekday.lower()) if weekday else None,
        decade=_number(parts.get("decade")),
        relative=" ".join((parts.get("relative") or "").lower().split()),
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def resolve(day: Day, published: date | None) -> Day:
    """The date with what follows from the day on which its article appeared; itself where nothing safe follows."""
    if published is None:
        return day
    if day.weekday is not None and day.day is None:
        then = published - timedelta(days=(published.weekday() - day.weekday) % 7)
        return replace(day, year=then.year, month=then.month, day=then.day)
    if day.relative in ("yesterday", "today", "tomorrow"):
        then = published + timedelta(days=("yesterday", "today", "tomorrow").index(day.relative) - 1)
        return replace(day, year=then.year, month=then.month, day=then.day, weekday=then.weekday())
    if day.relative.endswith("year"):
        return replace(day, year=published.year + _step(day.relative))
    if day.relative.endswith("month"):
        months = published.year * 12 + published.month - 1 + _step(day.relative)
        return replace(day, year=months // 12, month=months % 12 + 1)
    return day


def _step(relative: str) -> int:
    return {"last": -1, "this": 0, "next": 1}[relative.split()[0]]


def bears_out(given: Day, claimed: Day, published: date | None, years: frozenset[int]) -> bool:
    """Whether a date of a passage is the claimed one; ``years``, which the passage names, may be its missing year."""
    given = resolve(given, published)
    whole = given.whole
    if claimed.relative:
        return claimed.relative == given.relative
    if claimed.decade is not None:
        return claimed.decade == given.decade or (given.year is not None and given.year // 10 * 10 == claimed.decade)
    if claimed.year is not None and claimed.year != given.year:
        known = years | ({published.year} if published else set())
        if given.year is not None or given.month is None or claimed.year not in known:
            return False
    if claimed.month is not None and claimed.month != given.month:
        return False
    if claimed.day is not None and claimed.day != given.day:
        return False
    if claimed.weekday is not None:
        return claimed.weekday == (whole.weekday() if whole else given.weekday)
    return True
