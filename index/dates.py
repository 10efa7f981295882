"""Publication dates: read what is certain, never invent the rest."""

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import product

from dateutil import parser

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
# With dots the day comes first wherever dates are written so; beside a month's name two digits at the end are the year.
_DAY_FIRST = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)|\d{1,2}[- ][^\W\d_]{3,9}\.?[- ]\d{2}(?!\d)")
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?(?:\.\d+)?")  # seconds or milliseconds since 1970
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 12, 28))
_LONGEST = 100  # the parser takes time by the square of the length
_FIRST_NEWSPAPER = 1605
_AHEAD = timedelta(days=366)  # how far magazines date themselves
# What programs write where they know no date: the first day of their calendars.
_ZEROS = (date(1900, 1, 1), date(1970, 1, 1))


def parse_date(written: str) -> date | None:
    """The day of an article that ``written`` names; None where it names none, two, or one that no article is of."""
    found = read_day(written)
    return found if found and _can_be(found) else None


def _can_be(day: date) -> bool:
    return day.year >= _FIRST_NEWSPAPER and day not in _ZEROS and day <= datetime.now(UTC).date() + _AHEAD


def read_day(written: str) -> date | None:
    """The one certain day that ``written`` names, whatever happened then."""
    written = written.strip()
    if len(written) > _LONGEST:
        return None
    if year_first := _YEAR_FIRST.match(written):
        try:
            return date(int(year_first[1]), int(year_first[3]), int(year_first[4]))
        except ValueError:
            return None
    if epoch := _EPOCH.fullmatch(written):
        return datetime.fromtimestamp(int(epoch[1]), UTC).date()
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, OverflowError):
        pass
    # The parser fills in what is missing and reads 03/04/05 by convention: accept only what neither changes.
    readings = set()
    orders = [(True, False)] if _DAY_FIRST.match(written) else list(product((True, False), (True, False)))
    for default, (day_first, year_first_too) in product(_DEFAULTS, orders):
        try:
            readings.add(
                parser.parse(
                    written, default=default, dayfirst=day_first, yearfirst=year_first_too, ignoretz=True
                ).date()
            )
        except (ValueError, ArithmeticError):  # from numbers of too many digits
            return None
    return readings.pop() if len(readings) == 1 else None
