"""Choosing what to quote: whose words are asked for, and which words of a question carry meaning."""

import pytest

from index.types import Passage
from qa.quotes import Features, Quote, QuoteChooser, asked_speaker, content_words
from tests.fakes import BagOfWords


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Ada Stone say?", "Stone"),
        ("what does Kim Yong Chol think about the talks?", "Chol"),
        ("What has the mayor, Ada Stone, said about ferries?", "Stone"),
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
