"""The dates in a question: which days its words mean, and whether they ask for articles of those days; by rules.

"What was reported last week?" asks for articles of those days. "What happened on 12 June?" asks for an event, and the
article that tells it may well be of the 13th. So a date

- is a filter ("only") where the question speaks of publication, or counts from today: no old article's "last week"
  is this one;
- and brings articles forward without leaving any out ("first") otherwise.

What has a date in its name, such as "the 2018 election", "last week's talks" or a quotation, is none of them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qa.filters.days import (
    COUNT,
    MONTH,
    POINT,
    RELATIVE,
    UNIT,
    UNITS,
    WEEKDAY,
    YEAR,
    read_count,
    read_point,
    read_relative,
)
from qa.types import DateWords

# Within how many days an event is reported: where the event's date is known, its articles may be younger by these.
REPORTED_WITHIN = 7

# What follows a date that belongs to a name: "in July 2018's heat"; a hyphen: "July-August".
_END = r"(?!['’]s\b|-?\w| \d{3})"
_ARTICLES = (
    r"\b(?:articles?|stories|(?:news|this|that) story|coverage|news|headlines?|newspapers?|papers|press(?! conf)|"
    r"journalists?|reporters?|editorials?|reports(?=\W*$)|reporting|the media|outlets?)\b"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """Words from ``start`` to ``end`` of a question that mean days; ``since`` or ``until`` None: open."""

    start: int
    end: int
    since: date | None
    until: date | None
    relative: bool  # counted from today


@dataclass(frozen=True, slots=True)
class _Now:
    """What "yesterday" counts from, and what "July" does: in an archive the last July that it has articles of."""

    today: date
    newest: date


def read_dates(question: str, today: date, newest: date | None = None) -> DateWords | None:
    """What the question's words say about the dates of the articles that should answer it; None: nothing certain.

    ``newest`` is the last day that the collection has articles of.
    """
    shown = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), question).translate(_LOOKALIKES)
    now = _Now(today, min(today, newest or today))
    found = [one for one in _find(shown, now) if one.since is None or one.since <= today]
    published = [one for one in found if _speaks_of_publication(shown, one)]
    if len(published or found) != 1:  # two dates are compared or told apart: both matter
        return None if found else _read_newest(shown, question)
    (one,) = published or found
    words = question[one.start : one.end]
    if published:
        return DateWords(words, "only", one.since, one.until)
    until = one.until and min(one.until + timedelta(REPORTED_WITHIN), today)
    return DateWords(words, "only" if one.relative else "first", one.since, until)


# Letters that a pattern without regard to case takes for i, s and k, although they are none in lower case either.
_LOOKALIKES = dict.fromkeys(map(ord, "\u0130\u0131\u017f\u212a"), "\0")
_QUOTED = re.compile(r"[\"“”][^\"“”]*[\"“”]")
_NEWEST = re.compile(r"(?<!at the )(?<!at )\b(?:latest|newest|most recent|most recently|recently|lately)\b", re.I)


def _read_newest(shown: str, question: str) -> DateWords | None:
    newest = _NEWEST.search(shown)
    return DateWords(question[newest.start() : newest.end()], "newest") if newest else None


_WROTE = re.compile(
    rf"(?P<articles>{_ARTICLES})|\b(?:what|anything|everything|something|nothing)"
    r"(?:['’]s| is| was| were| has been| have been| got)?(?: (?:ever|recently|newly|last|already))? "
    r"(?:published|printed|reported|written|covered|posted)\b",
    re.I,
)
_JUST_WROTE = re.compile(r"\b(?:published|reported|printed)$", re.I)
_ABOUT = re.compile(r"\b(?:about|on|of|that|which|who|where|when|mention\w*|describ\w*|tell\w*)\b", re.I)
_DATES_ARTICLES = re.compile(r"from|since|before|after|until|till|dated", re.I)
_COUNTED = re.compile(r"\bhow (?:many|much)\b", re.I)


def _speaks_of_publication(question: str, found: _Found) -> bool:
    """Whether the date is said of articles: "stories since June", "what was reported yesterday", "last week's news".

    "The articles about the meeting on 12 June" is not, and neither is "How many cases were reported in July?".
    """
    before = question[: found.start].rstrip()
    if re.match(rf"(?:['’]s)? (?:\w+ )?{_ARTICLES}", question[found.end :], re.I):
        return True
    if found.relative and _JUST_WROTE.search(before):
        return True
    wrote = list(_WROTE.finditer(before))
    if not wrote or (_COUNTED.search(before) and not any(one["articles"] for one in wrote)):
        return False
    date_of_articles = found.relative or _DATES_ARTICLES.match(question, found.start)
    return bool(date_of_articles) or not _ABOUT.search(before, wrote[-1].end())


def _find(question: str, now: _Now) -> Iterator[_Found]:
    """The dates in the question from left to right, none inside another."""
    at = 0
    for start in _starts(question):
        if start < at:
            continue
        for pattern, read in _FORMS:
            match = pattern.match(question, start)
            days = match and read(match, now)
            if match and days:
                yield _Found(match.start(), match.end(), *days)
                at = match.end()
                break


def _starts(question: str) -> Iterator[int]:
    return (word.start() for word in re.finditer(r"(?<![\w'’-])\w", question))


_Open = tuple[date | None, date | None, bool]  # as _Found has them


def _read_between(match: re.Match[str], now: _Now) -> _Open | None:
    second = read_point(match["second"], now.newest)
    year = re.search(YEAR, match["second"])
    written = match["first"]
    first = read_point(f"{written} {year[0]}" if year and not re.search(YEAR, written) else written, now.newest)
    return (first[0], second[1], False) if first and second and first[0] <= second[1] else None


def _read_bound(match: re.Match[str], now: _Now) -> _Open | None:
    bound, written = match["bound"].lower(), match["point"]
    relative = bool(re.fullmatch(RELATIVE, written, re.I) or re.fullmatch(WEEKDAY, written, re.I))
    if written.lower() == "may" and bound in ("before", "after", "until", "till"):
        return None  # perhaps the prime minister
    days = read_relative(written, now.today) if relative else read_point(written, now.newest)
    if not days:
        return None
    if bound == "since":
        return days[0], None, relative
    if bound == "after":
        return days[1] + timedelta(1), None, relative
    return None, days[0] - timedelta(1) if bound == "before" else days[1], relative


def _read_count(match: re.Match[str], now: _Now) -> _Open | None:
    # "Over the last year" is the twelve months that end today; "last year" is the calendar's.
    unit = match["unit"].lower()
    if not (match["count"] or match["over"] or match["which"].lower() == "past" or unit.endswith("s")):
        return None
    if unit == "years" and not match["count"]:
        return None  # "over the past years"
    count = read_count(match["count"] or ("few" if unit.endswith("s") else "one"))
    return now.today - timedelta(count * UNITS[unit.rstrip("s")]), now.today, True


_HAPPENED = re.compile(
    r"\b(?:(?P<nowadays>is|are|do|does|than|until)|did|was|were|has|have|had|happened|said|new|earlier|reported|published)\b|"
    rf"['’]s\b|{_ARTICLES}",
    re.I,
)


def _read_today(match: re.Match[str], now: _Now) -> _Open | None:
    """Unless it means nowadays: "Is Korea safe today?"."""
    *_, last = [None, *_HAPPENED.finditer(match.string, 0, match.start())]
    return (now.today, now.today, True) if last and not last["nowadays"] else None


def _read_plain(match: re.Match[str], now: _Now) -> _Open | None:
    days = read_relative(match["point"], now.today)
    return (*days, True) if days else None


def _read_weekday(match: re.Match[str], now: _Now) -> _Open | None:
    # "On Monday" is often what an old article says of its own week: that brings articles forward at most.
    days = read_relative(match["point"], now.today)
    return (*days, False) if days else None


def _read_in(match: re.Match[str], now: _Now) -> _Open | None:
    written = match["point"]
    if re.fullmatch(MONTH, written, re.I) and not written[0].isupper():
        return None  # "in march", "on may"
    if re.fullmatch(YEAR, written) and match["bound"].lower() == "of":
        return None  # "most of 2000 soldiers"
    days = read_point(written, now.newest)
    return (*days, False) if days else None


_Read = Callable[[re.Match[str], _Now], _Open | None]


def _form(pattern: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(pattern + _END, re.I), read


_FORMS = (
    _form(rf"between (?P<first>{POINT}) and (?P<second>{POINT})", _read_between),
    _form(rf"from (?P<first>{POINT}) (?:to|until|till|through|up to) (?P<second>{POINT})", _read_between),
    _form(rf"(?:(?:in|of|from|during) )?(?P<first>{POINT}) ?[–—-] ?(?P<second>{POINT})", _read_between),
    _form(rf"(?P<bound>since|before|after|until|till) (?P<point>{RELATIVE}|{WEEKDAY}|{POINT})", _read_bound),
    _form(
        r"(?P<over>(?:in|over|during|within|from|for) the )?(?:the )?(?P<which>last|past|previous) "
        rf"(?:(?P<count>{COUNT}) )?(?P<unit>{UNIT})(?! of\b)",
        _read_count,
    ),
    _form(rf"(?:(?:in|over|during|from) )?(?:the )?(?P<point>{RELATIVE})(?! of\b)", _read_plain),
    (re.compile(rf"(?P<point>{RELATIVE})(?=['’]s (?:\w+ )?{_ARTICLES})", re.I), _read_plain),
    (re.compile(rf"today(?=['’]s (?:\w+ )?{_ARTICLES})", re.I), _read_today),
    _form(rf"on (?P<point>{WEEKDAY})", _read_weekday),
    _form(r"today", _read_today),
    _form(rf"(?P<bound>in|on|during|from|of|dated) (?P<point>{POINT})", _read_in),
)
