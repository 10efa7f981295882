"""How sure an answer is: more with a surer reader, less where nobody speaks or the words are of the wrong kind."""

from dataclasses import replace

import pytest

from index.types import Passage
from qa.confidence import Signs, confidence, names, read_signs
from qa.quotes import Features, Quote
from qa.reader import Reading
from qa.types import Explanation, Hit

TEXT = "Ada Stone said the 12 bridges were safe for £30."
PASSAGE = Passage("p", "a", 0, 0, len(TEXT), TEXT)
SURE = Signs(read=2.0, told=0.0, unheard=0.0, lacking=0.0, strange=0.0)


def signs_of(question: str, words: str, spoken: float = 0.0, margin: float = 0.0, other: float = -4.0) -> Signs:
    start = TEXT.index(words)
    features = Features(read=0.5, rather=0.5, alone=0.5, meaning=0.6, words=0.5, found=0.7, spoken=spoken, fitting=0)
    scored = [(Quote(PASSAGE, 0, len(TEXT), TEXT, 1.0), features)]
    hits = [Hit(PASSAGE, 0.7, Explanation()), Hit(replace(PASSAGE, id="q"), 0.6, Explanation())]
    readings = [Reading(margin, start, start + len(words), ()), Reading(other, 0, 3, ())]
    return read_signs(question, scored, hits, readings, Reading(3.0, 0, 3, ()), f"Bridges in Halden {TEXT}")


def test_what_the_reader_makes_of_it() -> None:
    signs = signs_of("Who said the bridges were safe?", "Ada Stone")
    assert signs.read == pytest.approx(1.0)
    assert signs_of("Who said the bridges were safe?", "Ada Stone", margin=-90.0, other=-99.0).read == pytest.approx(
        -11 / 3
    )


@pytest.mark.parametrize(
    ("question", "words", "sign"),
    [
        ("What did Bob Hill say?", "bridges", "unheard"),
        ("How long did the bridges take?", "12", "lacking"),
        ("How many ferries are there?", "12", "lacking"),
        ("Are the bridges in Oslo safe?", "safe", "strange"),
        ("Were the bridges safe in 2018?", "safe", "strange"),
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
        ("Are the bridges in Halden safe?", "safe", "strange"),
        ("How many bridges are safe?", "12", "told"),
    ],
)
def test_no_sign(question: str, words: str, sign: str) -> None:
    assert getattr(signs_of(question, words, spoken=1.0), sign) == 0.0


def test_names() -> None:
    assert names("What did Ada say in Halden on the A-road?") == ["ada", "halden", "a-road"]
    assert names("Was it shut in 1989, or for 30 days?") == ["1989"]
    assert names("What did it cost? Who, then, is “Ada”? “What” of it: Why not Bo") == ["ada", "bo"]


@pytest.mark.parametrize("sign", ["unheard", "lacking", "strange"])
def test_what_lowers_it(sign: str) -> None:
    assert confidence(replace(SURE, **{sign: 1.0})) < confidence(SURE)


def test_what_raises_it() -> None:
    assert confidence(replace(SURE, read=-12.0)) < 0.5 < confidence(SURE)
