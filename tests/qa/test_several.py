"""What is typed at once is taken apart: background before a question, several questions in one."""

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.conversation.several import take_apart
from tests.qa.newsroom import open_newsroom


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


@pytest.mark.parametrize(
    ("text", "background", "questions"),
    [
        ("Who won and how many votes did she get?", "", ["Who won?", "How many votes did she get?"]),
        ("Who is Tom Reed? When did the strike begin?", "", ["Who is Tom Reed?", "When did the strike begin?"]),
        ("Is it safe, and what does it cost?", "", ["Is it safe?", "What does it cost?"]),
        ("Hello! Who opened the bridge? Thanks.", "", ["Who opened the bridge?"]),
        ("Tom Reed leads a union. Is that so? What does he want?", "Tom Reed leads a union.", ["What does he want?"]),
        ("When and where did it happen?", "", ["When and where did it happen?"]),
        ("Do you know who left and why they left?", "", ["Do you know who left and why they left?"]),
        (
            "Which articles say how it began and how it ended?",
            "",
            ["Which articles say how it began and how it ended?"],
        ),
        ("Who said what and when?", "", ["Who said what and when?"]),
        ("The bridge is open. It was dear.", "", ["The bridge is open. It was dear."]),
        ("Really?", "", ["Really?"]),
        ("", "", [""]),
        ("Who was hurt? Published last week?", "", ["Who was hurt? Published last week?"]),
    ],
)
def test_take_apart(text: str, background: str, questions: list[str]) -> None:
    typed = take_apart(text)
    assert (typed.background, list(typed.questions)) == (background, questions)


def test_each_of_two_questions_is_answered(answerer: Answerer) -> None:
    answer = answerer.answer("Who opened the harbour bridge? Who is Tom Reed and what does he want?")
    assert answer.understood == "Who opened the harbour bridge? Who is Tom Reed? What does Tom Reed want?"
    assert answer.cited_articles == ("bridge", "strike")
    assert answer.statements[0].text == "Mayor Ada Stone opened the harbour bridge on Tuesday."
    assert len({(one.article_id, one.start) for one in answer.citations}) == len(answer.citations)
    assert {one.passage_id for one in answer.citations} <= {hit.passage.id for hit in answer.evidence}


def test_one_that_is_not_answered_is_named(answerer: Answerer) -> None:
    answer = answerer.answer("Who opened the harbour bridge? Which penguins colonised volcanic islands?")
    assert answer.cited_articles == ("bridge",)
    assert answer.notice == "The articles do not answer “Which penguins colonised volcanic islands?”."
    answer = answerer.answer("Which penguins colonised volcanic islands? Who opened the harbour bridge?")
    assert answer.cited_articles == ("bridge",)


def test_of_a_letter_its_last_question_is_asked_with_the_names_before_it(answerer: Answerer) -> None:
    letter = (
        "I am writing about the strike. " + "We have heard a good deal of the crews. " * 30 + "Tom Reed leads them. "
    )
    answer = answerer.answer(f"{letter} What does he want? Many thanks in advance.")
    assert answer.standalone_question == "What does Tom Reed want?"
    assert answer.statements[0].text == "Union leader Tom Reed wants higher wages for the crews."
    assert (
        answerer.answer("I wonder about Tom Reed. What was the outcome?").understood
        == "What was the outcome? (Tom Reed)"
    )
