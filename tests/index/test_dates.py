"""Publication dates: certain days are read, everything else is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dates import parse_date

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
        "1541635200",
        "1541635200000",
        "nan",
        "2018-W45",
        "18/11/08",
        "1 Jan 2020 00:00:00 +99999999999999999999",
        "Mon99999999999999999999999999999999999999.8h/h",
    ],
)
def test_uncertain_days_are_none(written: str) -> None:
    assert parse_date(written) is None


@given(st.dates())
def test_every_iso_day(day: date) -> None:
    assert parse_date(day.isoformat()) == day


def test_an_unknown_time_zone_is_no_warning() -> None:
    assert parse_date("November 8, 2018 at 10:00 XYZ") == NOV_8


_PIECES = st.sampled_from(["8", "11", "2018", "Nov", "Mon", "AM", "UTC", *"+-/.:,TZ0 ", "th", "9999999", "9" * 40])


@pytest.mark.filterwarnings("ignore::dateutil.parser.UnknownTimezoneWarning")  # the test above has it
@given(st.one_of(st.text(max_size=30), st.lists(_PIECES, max_size=12).map("".join)))
def test_no_writing_breaks_the_parser(written: str) -> None:
    found = parse_date(written)
    assert found is None or isinstance(found, date)
