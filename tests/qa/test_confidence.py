"""How sure an answer is: more with a surer reader, less where nobody speaks or the words are of the wrong kind."""

from dataclasses import replace
from datetime import date

import pytest

from index.types import Article, Passage
from qa.confidence import Signs, confidence, names, read_signs
from qa.quotes import Features, Quote
from qa.reader import Reading
from qa.types import Explanation, Hit

TEXT = "Ada Stone said the 12 bridges were safe for £30."
PASSAGE = Passage("p", "a", 0, 0, len(TEXT), TEXT)
ARTICLE = Article("a", "Bridges in Halden", False, TEXT, date(2026, 5, 3), "Harbour Post", None, None, "a.md", "digest")
SURE = Signs(read=2.0, told=0.0, unheard=0.0, lacking=0.0, near=1.0, unheld=0.0, words=0.5)


def signs_of(question: str, words: str, spoken: float = 0.0, margin: float = 0.0, other: float = -4.0) -> Signs:
    start = TEXT.index(words)
    features = Features(0.5, 0.5, 0.5, 0.5, 0.6, words=0.5, before=0.0, found=0.7, spoken=spoken, fitting=0)
    scored = [(Quote(PASSAGE, 0, len(TEXT), TEXT, 1.0), features)]
    hits = [Hit(PASSAGE, 0.7, Explanation()), Hit(replace(PASSAGE, id="q"), 0.6, Explanation())]
    readings = [Reading(margin, start, start + len(words), ()), Reading(other, 0, 3, ())]
    best_read = [Reading(3.0, 0, 3, ()), Reading(1.0, 0, 3, ()), Reading(2.0, 0, 3, ())]
    return read_signs(question, scored, hits, readings, best_read, ARTICLE)


def test_what_the_reader_makes_of_it() -> None:
    signs = signs_of("Who said the bridges were safe?", "Ada Stone")
    assert signs.read == pytest.approx((0.0 + 0.0 + 3.0 + 1.0 + 2.0) / 5)
    assert signs_of("Who said the bridges were safe?", "Ada Stone", margin=-90.0, other=-99.0).read == pytest.approx(
        (0.0 - 14.0 + 3.0 + 1.0 + 2.0) / 5
    )


@pytest.mark.parametrize(
    ("question", "words", "sign"),
    [
        ("What did Bob Hill say?", "bridges", "unheard"),
        ("How long did the bridges take?", "12", "lacking"),
        ("How many ferries are there?", "12", "lacking"),
        ("Who is the director of bridges?", "Ada Stone", "unheld"),
        ("Why are the bridges safe?", "safe", "told"),
    ],
)
def test_signs(question: str, words: str, sign: str) -> None:
    assert getattr(signs_of(question, words), sign) == 1.0


@pytest.mark.parametrize(
    ("question", "words", "sign"),
    [
        ("How many bridges are safe?", "12", "lacking"),
        ("How many people did she meet?", "12", "lacking"),
        ("How many bridges are safe?", "12", "told"),
        ("Were the bridges safe in 2018?", "safe", "near"),
        ("Are the bridges in Oslo safe?", "safe", "near"),
        ("Who is Ada Stone?", "Ada Stone", "unheld"),
    ],
)
def test_no_sign(question: str, words: str, sign: str) -> None:
    assert getattr(signs_of(question, words, spoken=1.0), sign) == 0.0


def test_names() -> None:
    assert names("What did Ada say in Halden on the A-road?") == ["ada", "halden", "a-road"]
    assert names("What does the CEO of Brel say?") == ["brel"]
    assert names("Was it shut in 1989, or for 30 days?") == ["1989"]
    assert names("What did it cost? Who, then, is “Ada”? “What” of it: Why not Bo") == ["ada", "bo"]


@pytest.mark.parametrize(
    "question", ["Are the bridges in Halden safe?", "What did the Harbour Post write in May 2026?", "Is it 12?"]
)
def test_near(question: str) -> None:
    """The title, the publisher and the day say as much as the sentence and those before it."""
    assert signs_of(question, "safe").near == 1.0


@pytest.mark.parametrize(
    ("name", "near"),
    [("Halden", 1.0), ("Stone", 1.0), ("Stonebridge", 0.0), ("Haldensen", 0.0), ("Haldenian", 1.0), ("Ada-Stone", 1.0)],
)
def test_what_is_a_form_of_a_name(name: str, near: float) -> None:
    """A beginning of a longer name is another name: "Pell" is not "Pellam"."""
    assert signs_of(f"Are the bridges of {name} safe?", "safe").near == near


@pytest.mark.parametrize("sign", ["unheard", "lacking", "unheld"])
def test_what_lowers_it(sign: str) -> None:
    assert confidence(replace(SURE, **{sign: 1.0})) < confidence(SURE)


def test_what_raises_it() -> None:
    assert confidence(replace(SURE, near=0.0)) < confidence(SURE)
    assert confidence(replace(SURE, words=0.1)) < confidence(SURE)
    assert confidence(replace(SURE, read=-12.0)) < 0.5 < confidence(SURE)
