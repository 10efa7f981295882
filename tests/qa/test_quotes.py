"""Choosing what to quote: whose words are asked for, and which words of a question carry meaning."""

import pytest

from index.types import Passage
from qa.asked_words import asked_speaker, is_by
from qa.keywords import content_words, repeats
from qa.quotes import Features, Quote, QuoteChooser
from qa.reader import Reading
from qa.speech import Speech
from qa.types import Explanation, Hit
from tests.fakes import BagOfWords


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Ada Stone say?", "Ada Stone"),
        ("what does Kim Yong Chol think about the talks?", "Kim Yong Chol"),
        ("What has the mayor, Ada Stone, said about ferries?", "Ada Stone"),
        ("What did Ada Stone open?", None),
        ("Who said the bridge was safe?", None),
        ("what did she say?", None),
        ("What did the diplomats say?", None),
        ("What did " + "x " * 500 + "say?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, name: str | None) -> None:
    assert asked_speaker(question) == name


def test_content_words_leave_out_endings_and_empty_words() -> None:
    assert content_words("Why were the meetings with Pompeo delayed?") == {"meet", "pompeo", "delay"}
    assert content_words("Who is that?") == set()
    assert content_words("Britain’s ferries") == content_words("a British ferry") == {"uk", "ferri"}


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


@pytest.mark.parametrize(
    ("speaker", "name", "same"),
    [
        ("Joseph Dunford", "Dunford", True),
        ("Dunford", "Joseph Dunford", True),
        ("Joseph Dunford", "General Dunford", True),
        ("Barack Obama", "Michelle Obama", False),
        ("Kim Yong Chol", "Chol", True),
        ("Ada Stone", "Ada Hill", False),
        (None, "Ada Stone", False),
        ("Ada Stone", None, False),
    ],
)
def test_who_says_it(speaker: str | None, name: str | None, same: bool) -> None:
    assert is_by(Speech(0, 1, speaker), name) is same


@pytest.mark.parametrize(
    ("found", "question", "repeated"),
    [
        ("the world’s oldest message in a bottle", "What is the oldest message in a bottle?", True),
        ("Ada Stone", "Who met Ada Stone?", True),
        ("Ada Stone of Halden", "Who met Ada Stone?", False),
        ("Ada Stone", "Was it Ada Stone or Bob Hill?", False),
        ("three bridges", "How many bridges are there?", False),
        ("", "Who met Ada Stone?", False),
    ],
)
def test_what_only_repeats_the_question(found: str, question: str, repeated: bool) -> None:
    assert repeats(found, question) is repeated
