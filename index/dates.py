"""Publication dates: read what is certain, never invent the rest."""

from datetime import date, datetime
from email.utils import parsedate_to_datetime

from dateutil import parser

_LONGEST = 100  # the parser takes time by the square of the length


def parse_date(written: str) -> date | None:
    """The day that ``written`` names, or None where it names none or could mean two different days."""
    written = written.strip()
    if len(written) > _LONGEST:
        return None
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(written).date()
        except (ValueError, TypeError):
            continue
    # The parser fills what is missing from a default and reads 03/04 by convention: accept only what neither changes.
    readings = set()
    for default in (datetime(2001, 1, 1), datetime(2004, 12, 28)):
        for day_first in (True, False):
            try:
                readings.add(parser.parse(written, default=default, dayfirst=day_first, ignoretz=True).date())
            except (ValueError, OverflowError):
                return None
    return readings.pop() if len(readings) == 1 else None
