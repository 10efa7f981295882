"""Short answers: of the kind that is asked for, from the first quote, or none."""

import pytest

from index.types import Passage
from qa.evidence import Evidence
from qa.filters.scope import EVERYTHING
from qa.quotes import Features, Quote
from qa.reader import Reading
from qa.short_answer import short_answer
from qa.types import Explanation, Hit

TEXT = "Ada Stone opened 12 bridges in May. The ferries will run again."


def ask(
    question: str,
    words: str,
    *,
    margin: float = 1.0,
    quoted: str = "Ada Stone opened 12 bridges in May.",
    alone: tuple[str, float] = ("", -20.0),
) -> str | None:
    """``words`` are what the reader finds in the passage, ``alone`` what in the quoted sentence, and its margin."""
    passage = Passage("p", "a", 0, 0, len(TEXT), TEXT)
    start, at = TEXT.index(words), TEXT.index(quoted)
    quote = Quote(passage, at, at + len(quoted), quoted, 1.0)
    found = Evidence(
        question,
        [],
        [Hit(passage, 1.0, Explanation())],
        [Reading(margin, start, start + len(words), ())],
        [(quote, Features(*[0.0] * 10))],
        Reading(alone[1], quoted.index(alone[0]), quoted.index(alone[0]) + len(alone[0]), ()),
        None,
        EVERYTHING,
        [],
    )
    return short_answer(question, [quote], found)


@pytest.mark.parametrize(
    ("question", "words", "answer"),
    [
        ("Who opened the bridges?", "Ada Stone", "Ada Stone"),
        ("How many bridges were opened?", "12 bridges", "12 bridges"),
        ("When were they opened?", "May.", "May"),
        ("How many bridges were opened?", "Ada Stone", None),
        ("Who opened them?", "bridges", None),
        ("Why were they opened?", "Ada Stone", None),
        ("When do they run?", "again", None),
    ],
)
def test_kinds(question: str, words: str, answer: str | None) -> None:
    assert ask(question, words) == answer


def test_nothing_outside_the_first_quote() -> None:
    assert ask("Who opened them?", "Ada Stone", quoted="The ferries will run again.") is None


def test_a_thing_needs_a_surer_reader_than_a_name() -> None:
    assert ask("Who opened them?", "Ada Stone", margin=-6.0) == "Ada Stone"
    assert ask("What did she open?", "12 bridges", margin=-6.0) is None
    assert ask("What did she open?", "12 bridges", margin=1.0) == "12 bridges"


def test_the_sentence_alone_has_words_where_the_passage_has_none() -> None:
    assert ask("How many opened?", "again", alone=("12 bridges", -6.0)) == "12 bridges"
    assert ask("How many opened?", "12", alone=("12 bridges", -6.0)) == "12"
    assert ask("How many opened?", "again", alone=("12 bridges", -10.0)) is None


def test_no_clause_is_a_person() -> None:
    assert ask("Who opened them?", "Ada Stone opened 12 bridges") == "Ada Stone opened 12 bridges"
    assert ask("Who runs?", "The ferries will run again", quoted=TEXT) is None


def test_nothing_without_a_quote() -> None:
    assert short_answer("Who?", [], Evidence("Who?", [], [], [], [], None, None, EVERYTHING, [])) is None
