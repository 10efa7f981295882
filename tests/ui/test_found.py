"""How an answer was found: every candidate with its ranks, and which of them is quoted."""

from dataclasses import replace
from datetime import date

from index.types import Article, Passage
from qa.types import Answer, Citation, Explanation, Filters, Hit, LeftOut, Statement
from ui.found import describe_found, describe_hit, looked_at

ARTICLE = Article("a", "A title", True, "One. Two.", date(2018, 11, 8), "CNN", None, None, "a.txt", "d")
QUOTED = Hit(Passage("a:0", "a", 0, 0, 4, "One."), 0.8123, Explanation(0.7, 2, 3.0, None, 0.424))
MISSED = Hit(Passage("b:0", "b", 0, 0, 400, "word " * 80), 0.3, Explanation(0.2, None, 1.0, 7))
CITATION = Citation(1, "a", "a:0", 0, 4, "One.", "A title", "CNN", None, "a.txt", None, "d")


def answer(*hits: Hit) -> Answer:
    return Answer("Q?", "Q?", "answered", None, (Statement("One.", (1,), "verbatim"),), (CITATION,), hits, "g")


def test_each_candidate_has_its_ranks_and_scores_and_the_numbers_that_quote_it() -> None:
    found = describe_found(answer(QUOTED, MISSED), {"a": ARTICLE})
    assert found is not None
    quoted, missed = found["candidates"]
    assert dict(quoted["scores"]) == {"words": "–", "meaning": "2.", "score": "0.81", "reader": "42%"}
    assert (quoted["title"], quoted["derived"], quoted["quoted"]) == ("A title", True, True)
    assert dict(missed["scores"]) == {
        "words": "7.",
        "meaning": "–",
        "score": "0.30",
        "reader": "not read",
    }
    assert (quoted["why"], missed["why"]) == ("Quoted: [1].", "Not read closely: only the first 1 are.")
    assert len(missed["text"]) <= 221 and missed["text"].endswith("word…")
    assert found["said"][0] == (
        "These are the 2 passages that came closest, best first. 1 of them is cited; the others are near misses."
    )


def test_an_answer_that_was_stopped_does_not_say_that_nothing_answers() -> None:
    refused = replace(answer(QUOTED), outcome="no_evidence", statements=(), citations=())
    said = [describe_found(one, {}) for one in (refused, replace(refused, stopped=True))]
    assert said[0] and said[0]["said"][0].endswith("None of them was found to answer the question.")
    assert said[1] and said[1]["said"][0].endswith("The answer was stopped before it cited any.")


def test_what_was_left_out_comes_behind_with_places_that_go_on() -> None:
    told = replace(answer(QUOTED), left_out=(LeftOut(MISSED, "rank"),))
    found = describe_found(told, {"a": ARTICLE})
    assert found is not None
    assert [(row["place"], row["why"]) for row in found["left"]] == [(1, "Left out: the 1 above came closer.")]
    assert looked_at(told)[1] == MISSED


def test_an_answer_without_candidates_has_nothing_to_tell() -> None:
    assert describe_found(answer(), {}) is None


def test_an_article_that_is_gone_is_named_by_its_id() -> None:
    shown = describe_hit(QUOTED, {})
    assert (shown["title"], shown["date"], shown["age"]) == ("a", "no longer in the index", "")


def test_what_the_filters_left_out_is_said() -> None:
    found = describe_found(replace(answer(QUOTED), filters=Filters(("AP",), since=date(2018, 7, 1))), {})
    assert found is not None
    assert found["said"][-1] == "Asked only of articles from AP, published since 1 July 2018."
