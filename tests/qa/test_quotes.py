"""Choosing what to quote: from both articles that are asked about, and words with what leads to them."""

import pytest

from index.types import Article, Passage
from qa.quotes import WEIGHTS, Features, Quote, QuoteChooser, weigh_alone
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
            Features(*[0.0] * 10),
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
    article = Article("a", "Queues", False, TOLD, None, None, None, None, "a.md", "digest")
    scored = QuoteChooser(BagOfWords()).score(question, [Hit(passage, 0.5, Explanation())], readings, {"a": article})
    assert [quote.text[: len(second)] for quote, _ in scored][1] == second


@pytest.mark.parametrize("fragment", ["Aldermouth Town 0 Scarfell 3", "Photo: Scarfell score at Aldermouth Town."])
def test_a_sentence_goes_before_a_score_line_and_a_caption(fragment: str) -> None:
    told = "It was a cold day when Scarfell beat Aldermouth."
    passage = Passage("p", "a", 0, 0, len(f"{fragment}\n\n{told}"), f"{fragment}\n\n{told}")
    readings = [Reading(0.0, 0, 5, ((0, 0.55), (len(fragment) + 2, 0.45)))]
    articles = {"a": Article("a", "Football", False, passage.text, None, None, None, None, "a.md", "digest")}
    hits = [Hit(passage, 0.5, Explanation())]
    scored = QuoteChooser(BagOfWords()).score("Scarfell, Aldermouth?", hits, readings, articles)
    assert [quote.text for quote, _ in scored] == [told, fragment]


def test_of_sentences_read_by_themselves_the_one_that_answers_gains_most_and_the_rest_stay() -> None:
    texts = ["The bridge is shut.", "Cracks were found below.", "Lorries take the tunnel."]
    scored = [
        (Quote(Passage(text, "a", 0, 0, len(text), text), 0, len(text), text, score), Features(*[0.0] * 10))
        for text, score in zip(texts, (0.9, 0.8, 0.7), strict=True)
    ]
    alone = [Reading(-9.0, 0, 3, ()), Reading(4.0, 0, 6, ())]
    weighed = weigh_alone(scored, alone, alone[:1] * 2)
    assert [quote.text for quote, _ in weighed] == [texts[1], texts[0], texts[2]]
    (quote, features), *_ = weighed
    assert quote.score == pytest.approx(0.8 + WEIGHTS["alone"] * features.alone + WEIGHTS["led"] * 0.5)
    assert weighed[2] == scored[2]
    assert weigh_alone([], [], []) == []


def test_words_that_stand_just_before_a_sentence_count_for_it() -> None:
    told = "Halden Ferries will shut its yard. Its spokesperson, Ida Morrow, said so."
    passage = Passage("p", "a", 0, 35, len(told), told[35:])
    article = Article("a", "Yards", False, told, None, None, None, None, "a.md", "digest")
    (_, features), *_ = QuoteChooser(BagOfWords()).score(
        "Who is the spokesperson of Halden Ferries?",
        [Hit(passage, 0.5, Explanation())],
        [Reading(0.0, 0, 9, ())],
        {"a": article},
    )
    assert (features.words, features.before) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


@pytest.mark.parametrize(("other", "quoted"), [("60", 2), ("some 40", 1)])
def test_a_sentence_with_another_figure_is_no_repeat(other: str, quoted: int) -> None:
    texts = [f"The fire in the old town of Selmo killed {number} people on the night." for number in ("40", other)]
    scored = [
        (Quote(Passage(text, text, 0, 0, len(text), text), 0, len(text), text, score), Features(*[0.0] * 10))
        for text, score in zip(texts, (0.9, 0.8), strict=True)
    ]
    assert len(QuoteChooser(BagOfWords()).choose("How many people did the fire in Selmo kill?", scored)) == quoted
