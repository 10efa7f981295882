"""Publication dates: certain days are read, everything else is left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import parse_date, read_day

NOV_8 = date(2018, 11, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2018-11-08",
        " 2018-11-08 ",
        "20181108",
        "2018-11-08T23:30:00",
        "2018-11-08T23:30:00-05:00",
        "2018-11-08T23:30:00Z",
        "Thu, 08 Nov 2018 23:30:00 -0500",
        "8 Nov 2018",
        "8 November 2018",
        "November 8, 2018",
        "November 8th, 2018",
        "Nov. 8, 2018 10:15 AM",
        "Thursday, 8 November 2018",
        "8 Nov 2018 10:00 EST",
        "Nov 8, 2018 10:00 CET",
        "2018/11/08",
        "08.11.2018",
        "8. 11. 2018 10:15",
        "08-Nov-18",
        "8 Nov 18",
        "1541635200",
        "1541635200000",
        "1541635200.25",
    ],
)
def test_certain_days(written: str) -> None:
    assert parse_date(written) == NOV_8


@pytest.mark.parametrize(("written", "day"), [("13/04/2018", date(2018, 4, 13)), ("04/04/2018", date(2018, 4, 4))])
def test_numbers_that_can_only_mean_one_day(written: str, day: date) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2018",
        "11/12/13",
        "2018",
        "Nov 2018",
        "2018-11",
        "8 November",
        "Thursday",
        "10:30",
        "yesterday",
        "2018-02-30",
        "31 April 2018",
        "n/a",
        "-",
        "99999999999",
        "2018110812",
        "31.02.2018",
        "08.11.18",
        "nan",
        "2018-W45",
        "18/11/08",
        "1 Jan 2020 00:00:00 +99999999999999999999",
        "Mon99999999999999999999999999999999999999.8h/h",
    ],
)
def test_uncertain_days_are_none(written: str) -> None:
    assert parse_date(written) is None


@given(st.dates(date(1605, 1, 1), date(2026, 1, 1)))
def test_every_iso_day(day: date) -> None:
    assert parse_date(day.isoformat()) == (None if day in (date(1900, 1, 1), date(1970, 1, 1)) else day)


@pytest.mark.parametrize("written", ["0001-01-01", "1970-01-01T00:00:00Z", "0000000000", "1900-01-01", "1 Jan 2099"])
def test_what_programs_write_for_no_date_is_no_day_of_an_article(written: str) -> None:
    assert read_day(written) is not None
    assert parse_date(written) is None


def test_magazines_are_dated_ahead() -> None:
    next_month = date.today() + timedelta(days=30)
    assert parse_date(next_month.isoformat()) == next_month


def test_an_unknown_time_zone_is_no_warning() -> None:
    assert parse_date("November 8, 2018 at 10:00 XYZ") == NOV_8


_PIECES = st.sampled_from(["8", "11", "2018", "Nov", "Mon", "AM", "UTC", *"+-/.:,TZ0 ", "th", "9999999", "9" * 40])


@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")  # the test above has it
@given(st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=12).map("".join)))
def test_no_writing_breaks_the_parser(written: str) -> None:
    found = parse_date(written)
    assert found is None or isinstance(found, date)
