"""What a turn shows: chips behind their sentences, only cited sources, and a refusal that is no answer."""

from dataclasses import replace
from datetime import date

from qa.types import Answer, Carrier, Citation, Statement
from ui.asking import Asked
from ui.turn import REFUSAL, describe_answer, describe_asked, turn_key

FIRST = Citation(1, "a", "a:0", 0, 4, "One.", "Title A", "CNN", date(2018, 11, 8), "a.txt", None, "d")
SECOND = Citation(2, "b", "b:0", 0, 4, "Two.", "Title B", None, None, "b.txt", None, "d")
THIRD = Citation(3, "a", "a:1", 9, 15, "Three.", "Title A", "CNN", date(2018, 11, 8), "a.txt", None, "d")
UNUSED = Citation(4, "c", "c:0", 0, 4, "Four", "Title C", None, None, "c.txt", None, "d")


def answered(standalone: str = "Who?") -> Answer:
    statements = (Statement("One.", (1,), "verbatim"), Statement("Two, three.", (2, 3), "unsupported"))
    return Answer("Who?", standalone, "answered", "Somebody", statements, (FIRST, SECOND, THIRD, UNUSED), (), "g")


def test_chips_stand_right_behind_their_sentences() -> None:
    assert describe_answer("Who?", answered())["pieces"] == [
        {"text": "One.", "doubt": False},
        {"cite": 1},
        {"text": " "},
        {"text": "Two, three.", "doubt": True},
        {"cite": 2},
        {"cite": 3},
    ]


def test_sources_are_the_cited_articles_only_one_card_each() -> None:
    sources = describe_answer("Who?", answered())["sources"]
    assert [(card["title"], card["date"], [quote["number"] for quote in card["quotes"]]) for card in sources] == [
        ("Title A", "8 November 2018", [1, 3]),
        ("Title B", "date unknown", [2]),
    ]


def carried(citation: Citation, *by: tuple[str, str | None]) -> Citation:
    carriers = (Carrier(article, f"Title {article}", publisher, None) for article, publisher in by)
    return replace(citation, carried_by=tuple(carriers))


def shown_sources(*citations: Citation) -> dict[str, object]:
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


def test_no_evidence_is_a_refusal_without_sources() -> None:
    shown = describe_answer("Who?", Answer("Who?", "Who?", "no_evidence", None, (), (), (), "g"))
    assert (shown["refusal"], shown["pieces"], shown["sources"]) == (REFUSAL, [], [])


def test_words_under_way_carry_the_citations_so_far() -> None:
    shown = describe_asked(Asked("Who?", stage="writing", pieces=["One.", FIRST, " Tw"]), "Writing…")
    assert shown["pieces"] == [{"text": "One."}, {"cite": 1}, {"text": " Tw"}]
    assert [citation["number"] for citation in shown["citations"]] == [1]
    assert shown["status"] == "Writing…"


def test_keys_tell_turns_apart_and_never_hold_what_streamlit_refuses() -> None:
    keys = {turn_key(conversation, position) for conversation in ("a__b", "a_b_") for position in (0, 1)}
    assert len(keys) == 4
    assert not any("__" in key or key.endswith("_") for key in keys)
