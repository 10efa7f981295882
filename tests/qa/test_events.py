"""An event's side is known only where the titles agree when it was."""

from datetime import UTC, date, datetime

import pytest

from index.types import ArticleSummary
from qa.filters.events import read_event
from qa.types import DateWords


def titled(title: str, published: date | None) -> ArticleSummary:
    return ArticleSummary(
        title, title, False, published, None, None, None, "a.txt", 9, 1, datetime(2026, 1, 1, tzinfo=UTC), ()
    )


NEWS = (
    titled("Trump and Kim meet at Singapore summit", date(2018, 6, 12)),
    titled("What the summit brought", date(2018, 6, 14)),
    titled("Ferry strike begins", date(2018, 3, 1)),
    titled("Ferry strike begins again", date(2018, 9, 1)),
    titled("The harbour conference", None),
    titled("Flood hits the old town", date(2018, 4, 1)),
)


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("What did Trump say before the summit?", DateWords("before the summit", "first", until=date(2018, 6, 12))),
        (
            "What was said after the Singapore summit?",
            DateWords("after the Singapore summit", "first", date(2018, 6, 12)),
        ),
        ("What has changed since the summit?", DateWords("since the summit", "first", date(2018, 6, 12))),
        ("What did crews want before the ferry strike?", None),  # which one?
        ("Who spoke before the harbour conference?", None),  # its date is not known
        ("What did the mayor do after the flood?", None),  # all that tells of it came after it
        ("What did Trump say before the Helsinki summit?", None),
        ("What did Trump say about the summit?", None),
        ("Who spoke before the summit's first day?", None),
        ("What changed after the summit and before the summit?", None),
        ("What stood before the mayor?", None),
    ],
)
def test_the_side_of_an_event(question: str, understood: DateWords | None) -> None:
    assert read_event(question, NEWS) == understood
