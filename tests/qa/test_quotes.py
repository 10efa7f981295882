"""Choosing what to quote: from both articles that are asked about, and words with what leads to them."""

import pytest

from index.types import Passage
from qa.quotes import Features, Quote, QuoteChooser
from qa.reader import Reading
from qa.types import Explanation, Hit
from tests.fakes import BagOfWords


@pytest.mark.parametrize(
    ("question", "articles"),
    [
        ("What do the articles say about the bridge?", ["one", "two", "one"]),
        ("What do both reports say about the bridge?", ["one", "two", "one"]),
        ("Why is the bridge shut?", ["one", "one", "two"]),
    ],
)
def test_a_question_about_articles_hears_two_of_them(question: str, articles: list[str]) -> None:
    chooser = QuoteChooser(BagOfWords())
    texts = {"one": ("The bridge is shut.", "Divers found cracks below."), "two": ("Lorries take the tunnel now.",)}
    scores = iter((1.0, 0.9, 0.8))
    scored = [
        (
            Quote(Passage(name, name, 0, 0, len(text), text), 0, len(text), text, next(scores)),
            Features(0, 0, 0, 0, 0, 0, 0),
        )
        for name, told in texts.items()
        for text in told
    ]
    assert [quote.passage.article_id for quote in chooser.choose(question, scored)] == articles


TOLD = "Ada Stone was not impressed by the queue. “Nobody here knows what it is for.” The ferry left at noon for Oslo."


@pytest.mark.parametrize(
    ("question", "second"),
    [("Why was Ada Stone not impressed?", "“Nobody"), ("When was Ada Stone impressed?", "The ferry")],
)
def test_a_quotation_counts_with_the_sentence_that_leads_to_it(question: str, second: str) -> None:
    passage = Passage("p", "a", 0, 0, len(TOLD), TOLD)
    readings = [Reading(0.0, 0, 9, ((0, 0.6), (TOLD.index("The"), 0.4)))]
    scored = QuoteChooser(BagOfWords()).score(question, [Hit(passage, 0.5, Explanation())], readings)
    assert [quote.text[: len(second)] for quote, _ in scored][1] == second
