"""Whose words a question asks for, and who is meant by a name."""

import pytest

from qa.asked_words import asked_description, asked_speaker, asks_who_said, is_by, may_be_said_by, spoken
from qa.speech.said import Speech, find_speech


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Ada Stone say?", "Ada Stone"),
        ("what does Kim Yong Chol think about the talks?", "Kim Yong Chol"),
        ("What has the mayor, Ada Stone, said about ferries?", "Ada Stone"),
        ("How did Ada Stone describe the talks?", "Ada Stone"),
        ("What does Ada Stone propose?", "Ada Stone"),
        ("What did Ada Stone of Bergen University say about ferries?", "Ada Stone"),
        ("What did Ada Stone, the mayor, say?", "Ada Stone"),
        ("What did Theresa May say?", "Theresa May"),
        ("What did the president of Dovria say?", None),
        ("What did Ada Stone's wife say?", None),
        ("How many boats did Ada Stone say there were?", None),
        ("What did Ada Stone open?", None),
        ("Who said the bridge was safe?", None),
        ("what did she say?", None),
        ("What did the diplomats say?", None),
        ("What did " + "x " * 500 + "say?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, name: str | None) -> None:
    assert asked_speaker(question) == name


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
    ("article", "name", "whose"),
    [
        ("“It is a very bad idea indeed,” said Carlos Vega.", "Carlos Vega", 1.0),
        ("“It is a very bad idea indeed,” said Ada Stone.", "Carlos Vega", -1.0),
        # Whom "he" means is open, and Vega is near.
        ("Ada Stone met Carlos Vega. “It is a very bad idea indeed,” she told me.", "Carlos Vega", 0.5),
        ("Carlos Vega was alarmed. “It is a very bad idea indeed.”", "Carlos Vega", 0.5),
        ("The region was alarmed. “It is a very bad idea indeed,” he told me.", "Carlos Vega", 0.0),
        ("Carlos Vega was alarmed. “It is a very bad idea indeed,” said an official.", "Carlos Vega", 0.0),
        # Nobody is heard in these, and no quotation is open.
        ("“It is bad” is what the mayor of Bergen, Carlos Vega, wrote.", "Carlos Vega", 1.0),
        ("“Bad” or not, Ada believes selling Vega’s works without asking is right.", "Carlos Vega", 0.0),
        ("“Bad” or not, Carlos Vega was never told.", "Carlos Vega", 0.0),
        ("“Bad” or not, nobody said Vega was wrong.", "Carlos Vega", 0.0),
    ],
)
def test_whose_words_a_sentence_gives(article: str, name: str, whose: float) -> None:
    start = article.index("“")
    given = spoken(name, article[start:], article[:start], find_speech(article), start, len(article))
    assert given == whose


def test_a_last_name_that_two_speakers_have_may_be_either() -> None:
    article = "“I hate it,” said Ewan Garrick. “I love it,” said Neil Garrick. “We argue about it,” Garrick said."
    start = article.index("“We")
    speeches = find_speech(article)
    assert spoken("Neil Garrick", article[start:], article[:start], speeches, start, len(article)) == 0.5
    assert spoken("Garrick", article[start:], article[:start], speeches, start, len(article)) == 1.0


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who said prices would fall?", True),
        ("Who was it that warned of a flood?", True),
        ("Who said what?", False),
        ("Who is Ada Stone?", False),
        ("What did the man who said no do?", False),
    ],
)
def test_who_said_it(question: str, asks: bool) -> None:
    assert asks_who_said(question) is asks


@pytest.mark.parametrize(
    ("question", "described"),
    [
        ("What did the losing coach say about the red card?", {"lose", "coach"}),
        ("What does the younger zoologist make of it?", {"younger", "zoolog"}),
        ("What did Ada Stone say?", set()),
        ("What did the articles say?", set()),
        ("What did he say?", set()),
    ],
)
def test_who_is_only_described(question: str, described: set[str]) -> None:
    assert asked_description(question) == described


def test_words_near_a_description_may_be_those_of_the_one_described() -> None:
    text = "The losing coach was angry. “You cannot be sent off for wet grass,” he said."
    start = text.index("“")
    speeches = find_speech(text)
    described = frozenset({"lose", "coach"})
    assert may_be_said_by(described, text, speeches, start, len(text)) == 0.5
    assert may_be_said_by(described, "A coach.", speeches, start, len(text)) == 0.25
    assert may_be_said_by(described, text, speeches, 0, 27) == 0.0
