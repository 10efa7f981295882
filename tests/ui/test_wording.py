from datetime import UTC, date, datetime

import pytest

from index.types import ArticleSummary
from ui.wording import age, count, day, holdings, moment, origin_words, size, span


def summary(publisher: str | None = None, published: date | None = None) -> ArticleSummary:
    return ArticleSummary(
        "a", "A", False, published, publisher, None, None, "a.txt", 10, 1, datetime(2026, 1, 1, tzinfo=UTC), ()
    )


def test_counts_have_their_plural_and_their_commas() -> None:
    assert [count(n, "article") for n in (0, 1, 2, 12345)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "12,345 articles",
    ]


def test_an_unknown_date_is_said_to_be_unknown() -> None:
    assert day(None) == "date unknown"
    assert day(date(2018, 11, 8)) == "8 November 2018"


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (date(2026, 3, 5), "today"),
        (date(2026, 3, 4), "yesterday"),
        (date(2026, 3, 2), "3 days ago"),
        (date(2026, 2, 19), "2 weeks ago"),
        (date(2025, 12, 20), "2 months ago"),
        (date(2024, 3, 6), "23 months ago"),
        (date(2018, 3, 4), "8 years old"),
        (date(2026, 3, 6), ""),
        (None, ""),
    ],
)
def test_an_age_is_said_as_people_say_it(published: date | None, said: str) -> None:
    assert age(published, today=date(2026, 3, 5)) == said


def test_a_moment_of_today_is_named_by_its_hour() -> None:
    now = datetime(2026, 3, 5, 16, 0).astimezone()
    assert moment(now.replace(hour=9, minute=5), now) == "today at 09:05"
    assert moment(now.replace(day=4, hour=9, minute=5), now) == "4 March 2026 at 09:05"


def test_spans_are_rounded_to_what_a_person_wants_to_know() -> None:
    assert [span(s) for s in (1, 22, 59, 200, 7200)] == [
        "about 5 seconds",
        "about 20 seconds",
        "about 1 minute",
        "about 3 minutes",
        "about 2 hours",
    ]


def test_holdings_name_a_few_publishers_and_count_many() -> None:
    assert holdings([summary("CNN", date(2018, 11, 8))]) == "1 article from CNN, 8 November 2018"
    two = [summary("CNN", date(2018, 11, 8)), summary("BBC", date(2018, 12, 1)), summary("BBC")]
    assert holdings(two) == "3 articles from BBC and CNN, 8 November 2018 to 1 December 2018 (1 article without a date)"
    assert holdings([summary(name) for name in "ABCD"]) == "4 articles from 4 publishers, dates unknown"


def test_holdings_without_publishers_or_dates() -> None:
    assert holdings([summary(), summary()]) == "2 articles, dates unknown"


def test_origins_read_as_part_of_a_sentence() -> None:
    assert [
        origin_words(one) for one in ("front matter", "first sentence", "corrected here", "column “title”", "")
    ] == [
        "from the front matter",
        "derived from the first sentence",
        "corrected here",
        "from the column “title”",
        "",
    ]
    assert origin_words("the page’s metadata") == "from the page’s metadata"
    assert origin_words("a heading in the text") == "from a heading in the text"
    assert origin_words("detected from the text") == "detected from the text"


def test_sizes_are_said_in_the_largest_unit_that_they_fill() -> None:
    assert [size(number) for number in (0, 1, 820_000, 5_000_000, 1_440_000_000)] == [
        "0 kB",
        "1 kB",
        "820 kB",
        "5.0 MB",
        "1.4 GB",
    ]
