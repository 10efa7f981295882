"""What a turn shows: chips behind their sentences, only cited sources, and a refusal that is no answer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from qa.remarks import HELLO, REFUSAL
from qa.types import Answer, Carrier, Citation, Side, Statement
from ui.asking import Asked, Stage
from ui.turn import turn_key
from ui.turn_data import STOPPED, STOPPED_EARLY, describe_answer, describe_asked

FIRST = Citation(1, "a", "a:0", 0, 4, "One.", "Title A", "CNN", date(2018, 11, 8), "a.txt", None, "d")
SECOND = Citation(2, "b", "b:0", 0, 4, "Two.", "Title B", None, None, "b.txt", None, "d")
THIRD = Citation(3, "a", "a:1", 9, 15, "Three.", "Title A", "CNN", date(2018, 11, 8), "a.txt", None, "d")
UNUSED = Citation(4, "c", "c:0", 0, 4, "Four", "Title C", None, None, "c.txt", None, "d")


def answered(standalone: str = "Who?") -> Answer:
    statements = (Statement("One.", (1,), "verbatim"), Statement("Two, three.", (2, 3), "unsupported"))
    return Answer("Who?", standalone, "answered", "Somebody", statements, (FIRST, SECOND, THIRD, UNUSED), (), "g")


def test_chips_stand_right_behind_their_sentences() -> None:
    assert describe_answer("Who?", answered())["pieces"] == [
        {"text": "One."},
        {"cite": 1, "found": False},
        {"apart": True},
        {"text": "Two, three.", "verdict": "unsupported", "missing": []},
        {"cite": 2, "found": False},
        {"cite": 3, "found": False},
    ]


def test_quotations_from_different_places_stand_apart_and_what_is_one_text_runs_on() -> None:
    goes_on = replace(THIRD, number=2, start=5)
    statements = (Statement("One.", (1,), "verbatim"), Statement("Three.", (2,), "verbatim"))
    one_text = replace(answered(), statements=statements, citations=(FIRST, goes_on))
    assert describe_answer("Who?", one_text)["pieces"][2:4] == [{"text": " "}, {"text": "Three."}]
    for elsewhere in (replace(goes_on, start=9), replace(goes_on, article_id="b")):
        shown = describe_answer("Who?", replace(one_text, citations=(FIRST, elsewhere)))
        assert shown["pieces"][2:4] == [{"apart": True}, {"text": "Three."}]
    composed = replace(one_text, citations=(FIRST, replace(goes_on, article_id="b")), model="ollama:x")
    assert {"apart": True} not in describe_answer("Who?", composed)["pieces"]


def test_a_composed_answer_says_who_wrote_it_and_how_each_sentence_fared() -> None:
    statements = (
        Statement("One.", (1,), "verbatim"),
        Statement("Two.", (2,), "supported", found=(2,)),
        Statement("Forty.", (), "unsupported", missing=("the number 40",)),
    )
    shown = describe_answer("Who?", replace(answered(), statements=statements, model="ollama:x", notice="A note."))
    assert shown["pieces"] == [
        {"text": "One.", "verdict": "verbatim", "missing": []},
        {"cite": 1, "found": False},
        {"text": " "},
        {"text": "Two.", "verdict": "supported", "missing": []},
        {"cite": 2, "found": True},
        {"text": " "},
        {"text": "Forty.", "verdict": "unsupported", "missing": ["the number 40"]},
    ]
    assert shown["checked"] == (
        "Written by x (ollama). Its sentences were checked against the passages cited: "
        "1 word for word, 1 supported, 1 not confirmed."
    )
    assert shown["notice"] == "A note."
    assert describe_answer("Who?", answered())["checked"] is None


def test_a_stopped_answer_says_so_and_is_no_refusal() -> None:
    assert describe_answer("Who?", replace(answered(), stopped=True))["notice"] == STOPPED
    early = describe_answer("Who?", Answer("Who?", "Who?", "no_evidence", None, (), (), (), "", stopped=True))
    assert (early["notice"], early["refusal"]) == (STOPPED_EARLY, None)


def test_a_chip_and_a_card_say_how_old_the_article_is_and_that_its_title_is_derived() -> None:
    recent = replace(FIRST, published=date.today() - timedelta(days=3), title_derived=True)
    shown = shown_sources(recent)
    assert [(one["age"], one["derived"]) for one in (*shown["citations"], *shown["sources"])] == [
        ("3 days ago", True)
    ] * 2


def test_sources_are_the_cited_articles_only_one_card_each() -> None:
    sources = describe_answer("Who?", answered())["sources"]
    assert [(card["title"], card["date"], [quote["number"] for quote in card["quotes"]]) for card in sources] == [
        ("Title A", "8 November 2018", [1, 3]),
        ("Title B", "date unknown", [2]),
    ]


def carried(citation: Citation, *by: tuple[str, str | None]) -> Citation:
    carriers = (Carrier(article, f"Title {article}", publisher, None) for article, publisher in by)
    return replace(citation, carried_by=tuple(carriers))


def shown_sources(*citations: Citation) -> dict[str, Any]:
    statements = tuple(Statement(one.quote, (one.number,), "verbatim") for one in citations)
    return describe_answer("Who?", Answer("Who?", "Who?", "answered", None, statements, citations, (), "g"))


def test_a_card_says_who_else_carries_the_story() -> None:
    shown = shown_sources(carried(FIRST, ("x", "AP"), ("y", "BBC")))
    (card,) = shown["sources"]
    assert card["told"] == "3 outlets carry this story"
    assert [carrier["name"] for carrier in card["carriers"]] == ["AP", "BBC"]
    assert card["carriers"][0]["label"] == "Read in the index: Title x, AP, date unknown"
    assert shown["headline"] == "Source"


def test_an_article_goes_by_its_title_where_the_publisher_does_not_tell_it_apart() -> None:
    (card,) = shown_sources(carried(FIRST, ("x", "CNN"), ("y", "BBC"), ("z", None)))["sources"]
    assert [carrier["name"] for carrier in card["carriers"]] == ["Title x", "BBC", "Title z"]


def test_a_card_of_an_article_that_is_alone_says_nothing_of_others() -> None:
    (card,) = shown_sources(SECOND)["sources"]
    assert (card["told"], card["carriers"]) == ("", [])


def test_two_articles_of_one_story_are_counted_as_one_source() -> None:
    one, two = carried(FIRST, ("b", None)), carried(SECOND, ("a", "CNN"))
    assert shown_sources(one, two)["headline"] == "Sources: 2 articles, 1 independent source"
    assert shown_sources(FIRST, SECOND)["headline"] == "Sources"


def test_how_a_follow_up_was_understood_is_said_only_when_it_differs() -> None:
    assert describe_answer("Who?", answered())["understood"] is None
    assert describe_answer("Who?", answered("Who met Kim?"))["understood"] == "Who met Kim?"


def test_sides_that_differ_stand_with_the_answer_and_their_dates() -> None:
    side = Side("40", "bridge", "Mayor opens bridge", None, date(2024, 3, 5), 54, 62, "It cost 40", "digest")
    (shown,) = describe_answer("Who?", replace(answered(), differing=(side,)))["differing"]
    assert (shown["value"], shown["day"], shown["words"]) == ("40", "5 March 2024", "It cost 40")


def test_no_evidence_is_a_refusal_without_sources() -> None:
    shown = describe_answer("Who?", Answer("Who?", "Who?", "no_evidence", None, (), (), (), "g"))
    assert (shown["refusal"], shown["pieces"], shown["sources"]) == (REFUSAL, [], [])


def test_a_greeting_is_answered_with_one_line() -> None:
    answer = Answer("hello", "hello", "no_evidence", None, (), (), (), "g", notice=HELLO, searched=False)
    shown = describe_answer("hello", answer)
    assert (shown["refusal"], shown["notice"]) == (HELLO, None)


def test_words_under_way_carry_the_citations_so_far() -> None:
    shown = describe_asked(Asked("Who?", stage="writing", pieces=["One.", FIRST, " Tw"]), "Writing…")
    assert shown["pieces"] == [{"text": "One."}, {"cite": 1, "found": False}, {"text": " Tw"}]
    assert [citation["number"] for citation in shown["citations"]] == [1]
    assert (shown["status"], shown["canStop"]) == ("Writing…", True)


def test_words_that_follow_each_other_are_one_piece_so_that_they_can_grow() -> None:
    shown = describe_asked(Asked("Who?", stage="writing", pieces=["On", "e.", FIRST, " T", "w", "o"]), None)
    assert [piece["text"] for piece in shown["pieces"] if "text" in piece] == ["One.", " Two"]


def test_a_sentence_that_is_judged_already_stands_as_it_will_in_the_finished_answer() -> None:
    statements = (
        Statement("One.", (1,), "supported", found=(1,)),
        Statement("Forty.", (), "unsupported", missing=("the number 40",)),
    )
    asked = Asked("Who?", stage="writing", pieces=[statements[0], FIRST, statements[1], " Tw", "o"])
    finished = replace(answered(), statements=statements, model="ollama:x")
    so_far = describe_asked(asked, None)["pieces"]
    assert so_far[:-1] == describe_answer("Who?", finished)["pieces"]
    assert so_far[-1] == {"text": " Two"}


@pytest.mark.parametrize(("stage", "stopping"), [("waiting", False), ("writing", True), ("failed", False)])
def test_only_an_answer_that_is_coming_can_be_stopped(stage: Stage, stopping: bool) -> None:
    assert not describe_asked(Asked("Who?", stage=stage, stopping=stopping), None)["canStop"]


def test_keys_tell_turns_apart_and_never_hold_what_streamlit_refuses() -> None:
    keys = {turn_key(conversation, position) for conversation in ("a__b", "a_b_") for position in (0, 1)}
    assert len(keys) == 4
    assert not any("__" in key or key.endswith("_") for key in keys)
