"""Passages that compete for one answer."""

import pytest

from index.types import Passage
from qa.evidence import rank_read
from qa.reader import Reading, compete
from qa.types import Explanation, Hit


def reading(margin: float) -> Reading:
    return Reading(margin, 0, 1, ())


def test_the_surer_passage_gets_most_of_the_answer() -> None:
    parts = compete([reading(-6.0), reading(-9.0), reading(float("-inf"))])
    assert sum(parts) == pytest.approx(1.0)
    assert parts[0] == pytest.approx(2.718 * parts[1], rel=0.01)
    assert parts[2] == 0.0
    assert compete([]) == []
    assert compete([reading(float("-inf"))]) == [0.0]


def test_what_is_read_moves_a_hit_forward() -> None:
    hits = [Hit(Passage(name, name, 0, 0, 1, "x"), score, Explanation()) for name, score in (("a", 0.7), ("b", 0.65))]
    readings = [reading(-9.0), reading(2.0)]
    assert [hit.passage.id for hit in rank_read(hits, readings)] == ["b", "a"]
    assert [hit.passage.id for hit in rank_read(hits, readings, weight=0.0)] == ["a", "b"]
