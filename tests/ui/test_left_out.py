"""Why a passage is not in the answer, in words."""

from dataclasses import replace
from datetime import date

import pytest

from index.types import Article, Passage
from qa.types import Answer, DateWords, Explanation, Filters, Hit, LeftOut
from ui.left_out import why_left_out, why_not_quoted

ARTICLE = Article("a", "A title", True, "One.", date(2018, 11, 8), "CNN", None, None, "a.txt", "d")
UNDATED = replace(ARTICLE, published=None, publisher=None)


def hit(read: float | None) -> Hit:
    return Hit(Passage("a:0", "a", 0, 0, 4, "One."), 0.8, Explanation(0.7, 2, 3.0, 1, read))


ANSWERED = Answer("Q?", "Q?", "answered", None, (), (), (hit(0.9), hit(0.2), hit(None)), "g")
REFUSED = replace(ANSWERED, outcome="no_evidence")


@pytest.mark.parametrize(
    ("answer", "read", "numbers", "why"),
    [
        (ANSWERED, 0.9, [1, 3], "Quoted: [1], [3]."),
        (ANSWERED, None, [], "Not read closely: only the first 2 are."),
        (ANSWERED, 0.01, [], "Read: no answer was found in it."),
        (ANSWERED, 0.4, [], "Read: its sentences speak less to the question than those quoted, or say the same."),
        (REFUSED, 0.4, [], "Read: it speaks to the question, but not surely enough to be quoted."),
        (
            replace(ANSWERED, model="openai:m@http://h:1/v1"),
            0.4,
            [],
            "Found for m (h:1), whose answer does not cite it.",
        ),
    ],
)
def test_what_became_of_the_evidence(answer: Answer, read: float | None, numbers: list[int], why: str) -> None:
    assert why_not_quoted(answer, hit(read), numbers) == why


@pytest.mark.parametrize(
    ("filters", "dates", "article", "why"),
    [
        (Filters(publishers=("BBC",)), None, ARTICLE, "from CNN"),
        (Filters(publishers=("BBC",)), None, UNDATED, "from an unknown publisher"),
        (Filters(since=date(2018, 11, 9)), None, ARTICLE, "of 8 November 2018"),
        (Filters(until=date(2018, 11, 9)), None, UNDATED, "its date is unknown"),
        (Filters(), DateWords("last week", "only", date(2026, 1, 1)), ARTICLE, "of 8 November 2018"),
        (Filters(articles=("b",), publishers=("BBC",)), None, ARTICLE, "not one of the articles chosen, from CNN"),
        (Filters(topic="ferry"), None, ARTICLE, "it does not have all of “ferry”"),
    ],
)
def test_the_filter_that_left_it_out_is_named(
    filters: Filters, dates: DateWords | None, article: Article, why: str
) -> None:
    answer = replace(ANSWERED, filters=filters, dates=dates)
    assert why_left_out(answer, LeftOut(hit(None), "filter"), article) == f"Left out by the filters: {why}."


def test_copies_and_those_further_down_say_so() -> None:
    assert "newer article of the same story" in why_left_out(ANSWERED, LeftOut(hit(None), "copy"), None)
    assert why_left_out(ANSWERED, LeftOut(hit(None), "rank"), None) == "Left out: the 3 above came closer."
    assert why_left_out(ANSWERED, LeftOut(hit(None), "filter"), None) == "Left out by the filters."
