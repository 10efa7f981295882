"""How near words stand to a place in a text."""

import pytest

from qa.support.closeness import closeness
from qa.support.wording import content_stems

TEXT = "In York, demonstrators burned a bus, and in Leeds they sang. The mayor of Hull spoke."


def near(words: str, place: str) -> float:
    start = TEXT.index(place)
    return closeness(content_stems(words), TEXT, start, start + len(place))


@pytest.mark.parametrize(
    ("words", "closer", "farther"),
    [
        ("demonstrators burned a bus", "York", "Leeds"),
        ("sang", "Leeds", "Hull"),
        ("the mayor spoke", "Hull", "Leeds"),
    ],
)
def test_words_are_nearer_to_what_stands_in_their_clause(words: str, closer: str, farther: str) -> None:
    assert 0 < near(words, farther) < near(words, closer) < 1


def test_words_that_do_not_stand_there_are_not_near() -> None:
    assert near("tram", "York") == near("York", "York") == closeness(frozenset(), TEXT, 3, 7) == 0
