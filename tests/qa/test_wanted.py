"""What kind of answer a question wants, and which words are of that kind."""

import pytest

from qa.wanted import Kind, fits, wanted_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops are there?", "number"),
        ("what share of women vote", "number"),
        ("What will the car cost?", "number"),
        ("On which day did they meet?", "time"),
        ("Who's the mayor?", "person"),
        ("In which city did they meet?", "place"),
        ("Which company bought it?", "thing"),
        ("What did Ada Stone say?", "sentences"),
        ("Why did it close?", "sentences"),
        ("Is it open?", "sentences"),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert wanted_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "words", "fitting"),
    [
        ("number", "28,500", True),
        ("number", "three hours", True),
        ("number", "unapologetic", False),
        ("time", "early next year", True),
        ("time", "Singapore", False),
        ("person", "Ada Stone", True),
        ("person", "the mayor", False),
        ("place", "Duke University", True),
        ("place", "a hall", False),
        ("thing", "ferries", True),
    ],
)
def test_fit(kind: Kind, words: str, fitting: bool) -> None:
    assert fits(kind, words) is fitting
