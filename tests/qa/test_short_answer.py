"""Short answers: of the kind that is asked for, from the first quote, or none."""

from collections.abc import Sequence

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
    text: str = TEXT,
    others: Sequence[str] = (),
    margin: float = 1.0,
    quoted: str = "Ada Stone opened 12 bridges in May.",
    alone: tuple[str, float] = ("", -20.0),
) -> str | None:
    """``words`` are what the reader finds in the passage, ``alone`` what in the quoted sentence, and its margin.

    ``others`` are what it would find else, likeliest first.
    """
    quoted = quoted if text == TEXT else text
    passage = Passage("p", "a", 0, 0, len(text), text)
    start, at = text.index(words), text.index(quoted)
    starts = tuple((text.index(one), 0.1**n) for n, one in enumerate([words, *others]))
    quote = Quote(passage, at, at + len(quoted), quoted, 1.0)
    found = Evidence(
        question,
        [],
        [Hit(passage, 1.0, Explanation())],
        [Reading(margin, start, start + len(words), starts)],
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


@pytest.mark.parametrize(
    ("question", "text", "words", "other", "answer"),
    [
        ("How much did revenue rise?", "Revenue rose to £40m, up 12%.", "£40m", "12%", "12%"),
        ("How much did it rise?", "It rose from 780 to an average of 860, or by up to 12%.", "860", "12%", "12%"),
        ("How far did it rise?", "It stood at 5.2 metres, having risen 1.4 metres.", "5.2", "1.4", "1.4 metres"),
        ("How much did it rise?", "Turnout was 61%, seven points up.", "61%", "seven", "seven"),
        ("How much did it rise?", "Turnout was 7% higher than in 2020.", "7%", "2020", "7%"),
        ("How much did it drop?", "It dropped to 4.1% from 4.6%.", "4.6%", "4.1%", None),
        ("What was the revenue?", "Revenue rose by 12% to £40m.", "£40m", "12%", "£40m"),
        ("How many members voted?", "It passed when 12 of 20 members voted.", "20", "12", "12"),
        ("How many workers left?", "Some 1,200 of the port's 1,500 workers left.", "1,500", "1,200", "1,200"),
        ("How many patients died?", "Of 240 patients, 31 died.", "240", "31", "31"),
        ("How many members are there?", "It passed when 12 of 20 members voted.", "20", "12", "20"),
        ("How many shops does it have?", "Only 8 of its 30 shops stay.", "30", "8", "30"),
        ("How many banks lent to him?", "It was one of the 39 banks that lent to him.", "39", "one", "39"),
        ("How many nurses left?", "About 38% of nurses, some 12,400, left.", "38%", "12,400", "12,400"),
        ("Which countries signed?", "Eight countries signed: Dovria was one.", "Eight countries", "Dovria", None),
        ("Which ships sank?", "It sank two ferry ships.", "two ferry ships", "It", "two ferry ships"),
        ("How many were seen?", "Two in five patients were seen.", "Two in five", "Two", None),
        ("How much did it rise?", "It rose to 1,204, or 15 per cent.", "1,204, or 15 per cent", "15", "15 per cent"),
        ("When did it shut?", "It closed in 1998 and the mine shut that year.", "that year", "1998", "1998"),
        ("When did it shut?", "The mine shut that year.", "that year", "mine", None),
    ],
)
def test_the_likeliest_of_what_the_sentence_does_not_say_something_else_of(
    question: str, text: str, words: str, other: str, answer: str | None
) -> None:
    assert ask(question, words, text=text, others=[other]) == answer


@pytest.mark.parametrize(
    ("question", "text", "words", "other", "answer"),
    [
        (
            "Who is the coach?",
            "They sacked coach Tom Reed and put Ada Stone in charge.",
            "Tom Reed",
            "Ada",
            "Ada Stone",
        ),
        ("Who is the coach?", "Coach Tom Reed resigned, to be succeeded by Ada Stone.", "Tom Reed", "Ada", "Ada Stone"),
        ("Who is the coach?", "Ada Stone took over as coach from Tom Reed.", "Tom Reed", "Ada", "Ada Stone"),
        ("Who is the coach?", "They sacked coach Tom Reed, owner Ada Stone said.", "Tom Reed", "Ada", None),
        ("Who was sacked?", "They sacked coach Tom Reed and put Ada Stone in charge.", "Tom Reed", "Ada", "Tom Reed"),
        ("Who was the former coach?", "The former coach, Tom Reed, left.", "Tom Reed", "left", "Tom Reed"),
    ],
)
def test_who_comes_and_not_who_leaves(question: str, text: str, words: str, other: str, answer: str | None) -> None:
    assert ask(question, words, text=text, others=[other]) == answer


def test_nothing_without_a_quote() -> None:
    assert short_answer("Who?", [], Evidence("Who?", [], [], [], [], None, None, EVERYTHING, [])) is None
