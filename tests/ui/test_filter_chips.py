"""What the chips of a conversation and of an answer say, and what taking one away leaves."""

from dataclasses import replace
from datetime import date

from index.types import Passage
from qa.types import Answer, DateWords, Explanation, Filters, Hit, LeftOut
from ui.filter_chips import answer_chips, answer_note, chosen_chips, without

ALL = Filters(("The Daily", "B:C"), date(2018, 7, 1), date(2018, 7, 31), ("a", "b:1"), "ferry")
BARE = Answer("q", "q", "answered", None, (), (), (), "g")
LAST_WEEK = DateWords("last week", "only", date(2026, 11, 9), date(2026, 11, 15))


def test_every_filter_has_a_chip_that_takes_it_and_nothing_else_away() -> None:
    chips = chosen_chips(ALL, {"a": "Title A"})
    assert [chip["label"] for chip in chips] == [
        "The Daily",
        "B:C",
        "Published from 1 to 31 July 2018",
        "With “ferry”",
        "Title A",
        "b:1",
    ]
    assert chips[4]["remove"] == "Remove filter: article Title A"
    for place, chip in enumerate(chips):
        left = chosen_chips(without(ALL, chip["key"]), {"a": "Title A"})
        assert left == chips[:place] + chips[place + 1 :]
    assert chosen_chips(Filters(), {}) == []
    assert without(ALL, "publisher:unknown") == ALL


def test_an_answer_shows_what_it_was_limited_to_and_only_what_was_understood_can_go() -> None:
    chips = answer_chips(replace(BARE, filters=ALL, dates=LAST_WEEK))
    assert [(chip["label"], chip["remove"] is not None) for chip in chips] == [
        ("The Daily", False),
        ("B:C", False),
        ("Published from 1 to 31 July 2018", False),
        ("With “ferry”", False),
        ("2 chosen articles", False),
        ("“last week”: published from 9 to 15 November 2026", True),
    ]
    newest, first = DateWords("latest", "newest"), DateWords("in 2018", "first", date(2018, 1, 1), date(2018, 12, 31))
    assert answer_chips(replace(BARE, dates=newest))[0]["label"] == "“latest”: newest first"
    assert answer_chips(replace(BARE, dates=first))[0]["label"].endswith("to 31 December 2018, first")
    assert answer_chips(BARE) == []


def test_what_gave_way_is_said_and_is_no_chip() -> None:
    gave_way = replace(BARE, dates=replace(LAST_WEEK, dropped=True), undated=2)
    assert answer_chips(gave_way) == []
    assert answer_note(gave_way) == (
        "Nothing published from 9 to 15 November 2026 (“last week”) answers this, so all articles were asked. "
        "2 articles without a date were left out."
    )
    assert answer_note(replace(BARE, undated=1)) == "1 article without a date was left out."
    assert answer_note(BARE) is None


def test_a_refusal_says_that_the_filters_left_out_what_comes_closer() -> None:
    near, far = (Hit(Passage("a:0", "a", 0, 0, 4, "One."), score, Explanation()) for score in (0.8, 0.3))
    refused = replace(BARE, outcome="no_evidence", evidence=(far,), left_out=(LeftOut(near, "filter"),))
    assert answer_note(refused) == "What the filters left out comes closer: see below how this was found."
    assert answer_note(replace(refused, evidence=(near,))) is None
    assert answer_note(replace(refused, left_out=(LeftOut(near, "rank"),))) is None
    assert answer_note(replace(refused, evidence=())) is None  # there is no "below"
