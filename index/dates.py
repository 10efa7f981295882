"""Publication dates: read what is certain, never invent the rest."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from itertools import product

from dateutil import parser

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_DEFAULTS = (datetime(2001, 1, 1), datetime(2004, 12, 28))
_LONGEST = 100  # the parser takes time by the square of the length


def parse_date(written: str) -> date | None:
    """The day that ``written`` names, or None where it names none or could mean two different days."""
    written = written.strip()
    if len(written) > _LONGEST:
        return None
    if year_first := _YEAR_FIRST.match(written):
        try:
            return date(int(year_first[1]), int(year_first[3]), int(year_first[4]))
        except ValueError:
            return None
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, OverflowError):
        pass
    # The parser fills in what is missing and reads 03/04/05 by convention: accept only what neither changes.
    readings = set()
    for default, day_first, year_first_too in product(_DEFAULTS, (True, False), (True, False)):
        try:
            readings.add(
                parser.parse(
                    written, default=default, dayfirst=day_first, yearfirst=year_first_too, ignoretz=True
                ).date()
            )
        except (ValueError, ArithmeticError):  # from numbers of too many digits
            return None
    return readings.pop() if len(readings) == 1 else None
