"""Numbers and dates as they are written, and which of them cannot both be true."""

import pytest

from qa.quantities import agree, contradict, find_quantities


def written(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("28,500 soldiers came on 12 June 2018", ["28,500", "12 June 2018"]),
        ("It cost $1.2bn, or 45% more", ["$1.2bn", "45%"]),
        ("twenty-five people in nine days", ["twenty-five", "nine"]),
        ("the 1990s, the 3rd time, at 10:30", []),
        ("On Monday they may march", ["Monday"]),
        ("Since 1987, 1,200 boats", ["1987", "1,200"]),
        ("between 40 and 60 boats, or 3 to 4 a day", ["between 40 and 60", "3 to 4"]),
        ("it rose from 40 to 60, by 5-3", ["40", "60", "5"]),
        ("no figures at all", []),
    ],
)
def test_what_is_a_number_or_a_date(text: str, found: list[str]) -> None:
    assert written(text) == found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("about 28,500 soldiers", "28,500 soldiers", True),
        ("nearly 30,000 soldiers", "28,500 soldiers", True),
        ("28,500 soldiers", "31,200 US soldiers", False),
        ("9 days", "eleven days", False),
        ("9 days", "nine days", True),
        ("9 days", "9 weeks", None),
        ("10 people", "11 people", False),
        ("more than 300 people", "340 people", True),
        ("up to 12 boats", "9 boats", True),
        ("at least 12 boats", "9 boats", False),
        ("between 40 and 60 boats", "52 boats", True),
        ("between 40 and 60 boats", "70 boats", False),
        ("$40-60 million", "$52m", True),
        ("100 litres of water a day", "36,500 litres of water per year", None),
        ("120 litres of water a day", "150 litres of water per day", False),
        ("46 houses within a night", "61 houses", False),
        ("214,000 of its customers", "380,000 customers", False),
        ("$1.2bn", "$1.24bn", True),
        ("$1.2bn", "£1.2bn", None),
        ("40 million crowns", "45 million crowns", False),
        ("45%", "45 per cent", True),
        ("12 June 2018", "June 2018", True),
        ("12 June 2018", "13 June", False),
        ("in 1987", "in 1988", False),
        ("on Monday", "on Tuesday", False),
        ("on Monday", "on 12 June", None),
        ("12 people", "on 12 June", None),
    ],
)
def test_what_can_both_be_true(one: str, other: str, expected: bool | None) -> None:
    (mine,), (theirs,) = find_quantities(one), find_quantities(other)
    assert agree(mine, theirs) is expected
    assert agree(theirs, mine) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("The fire killed 40 people in Selmo.", "The fire killed 60 people in Selmo.", True),
        ("The fire of 3 May 2018 killed 40 people.", "The fire of 3 May 2018 killed 60 people.", True),
        ("The fire killed some 40 people.", "The fire killed 41 people.", False),
        ("The fire killed 40 people.", "The fire killed 40 people and burned 12 houses.", False),
        ("The fire killed 40 people.", "The fire burned all night.", False),
    ],
)
def test_sentences_that_give_other_figures_contradict(one: str, other: str, expected: bool) -> None:
    assert contradict(one, other) is expected
    assert contradict(other, one) is expected
