"""How sure an answer is: more with a surer reader, less where nobody speaks or the words are of the wrong kind."""

from dataclasses import replace

import pytest

from index.types import Passage
from qa.confidence import Signs, confidence, read_signs
from qa.quotes import Features, Quote
from qa.reader import Reading
from qa.types import Explanation, Hit

TEXT = "Ada Stone said the bridge was safe."
PASSAGE = Passage("p", "a", 0, 0, len(TEXT), TEXT)
SURE = Signs(found=16.0, fact=1.0, unheard=0.0, misfit=0.0)


def signs_of(question: str, words: str, spoken: float = 0.0) -> Signs:
    start = TEXT.index(words)
    features = Features(read=0.5, meaning=0.6, words=0.5, found=0.7, spoken=spoken)
    scored = [(Quote(PASSAGE, 0, len(TEXT), TEXT, 1.0), features)]
    return read_signs(
        question, scored, [Hit(PASSAGE, 0.7, Explanation())], [Reading(0.0, start, start + len(words), ())]
    )


def test_signs() -> None:
    who = signs_of("Who said the bridge was safe?", "Ada Stone")
    assert (who.found, who.fact, who.unheard, who.misfit) == (pytest.approx(14.0), 1.0, 0.0, 0.0)
    assert signs_of("Who said the bridge was safe?", "bridge").misfit == 1.0
    assert signs_of("What did Bob Hill say?", "bridge").unheard == 1.0
    spoken = signs_of("What did Ada Stone say?", "bridge", spoken=1.0)
    assert (spoken.found, spoken.fact, spoken.unheard) == (pytest.approx(18.0), 0.0, 0.0)


def test_what_raises_and_lowers_it() -> None:
    assert confidence(replace(SURE, found=8.0)) < confidence(SURE)
    assert confidence(replace(SURE, unheard=1.0)) < confidence(SURE)
    assert confidence(replace(SURE, misfit=1.0)) < confidence(SURE)
    assert confidence(SURE) > 0.5 > confidence(replace(SURE, found=4.0, misfit=1.0))
