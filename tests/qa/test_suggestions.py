"""Suggested questions name people whom the articles really quote."""

from collections.abc import Callable, Iterator

import pytest

from index.build import build
from index.config import SEEDS, IndexConfig
from index.snapshot import Index
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.suggestions import related, suggest
from qa.types import Answer, Statement
from tests.fakes import BagOfWords
from tests.qa.newsroom import WordReader


def echo(text: str) -> Callable[[str], Answer]:
    """Answers every question with this text."""
    return lambda question: Answer(
        question, question, "answered", None, (Statement(text, (), "verbatim"),), (), (), "g"
    )


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ('"We won," said Ada Stone, the mayor.', ["What did Ada Stone say?", "Who is Ada Stone?"]),
        ("Ada Stone said the bridge was safe. Ada Stone said so twice.", ["What did Ada Stone say?"]),
        ("CNN Military and Diplomatic Analyst John Kirby said so.", ["What did John Kirby say?"]),
        ("Stone said so. The bridge opened on Tuesday.", []),
        ("$5 <b>said</b> ![x](http://evil.example)", []),
    ],
)
def test_people_who_are_quoted_by_their_full_name(tmp_path, text: str, questions: list[str]) -> None:
    source = tmp_path / "article.txt"
    source.write_text(text, encoding="utf-8")
    build(IndexConfig(tmp_path / "data", (source,)), BagOfWords())
    index = Index(tmp_path / "data")
    with index.snapshot() as snapshot:
        assert suggest(snapshot, echo(text)) == questions
    index.close()


def test_the_articles_take_turns(tmp_path) -> None:
    build(IndexConfig(tmp_path, (SEEDS,)), BagOfWords())
    index = Index(tmp_path)
    with index.snapshot() as snapshot:
        texts = " ".join(snapshot.article(one.id).text for one in snapshot.summaries())
        assert suggest(snapshot, echo(texts), 2) == ["What did Bruce Klingner say?", "Who is Duyeon Kim?"]
        assert len(suggest(snapshot, echo(texts))) == 4
    index.close()


@pytest.fixture
def answerer(tmp_path) -> Iterator[Answerer]:
    source = tmp_path / "article.txt"
    source.write_text(
        "Ada Stone said the harbour bridge was safe. Tom Reed, the leader of the union, wants a strike. "
        '"Nobody asked the crews," said Mary Hill.',
        encoding="utf-8",
    )
    embedder = BagOfWords()
    build(IndexConfig(tmp_path / "data", (source,)), embedder)
    opened = Answerer(Index(tmp_path / "data"), embedder, WordReader(), QaConfig())
    yield opened
    opened.index.close()


def test_related_questions_are_of_the_cited_articles_and_have_answers(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ada Stone say?")
    with answerer.index.snapshot() as snapshot:
        questions = related(snapshot, answerer.answer, answer)
    assert questions == ["Who is Tom Reed?", "What did Mary Hill say?"]
    assert all(answerer.answer(question).outcome == "answered" for question in questions)


def test_what_is_not_answered_is_not_offered(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ada Stone say?")
    asked: list[str] = []

    def refuse(question: str) -> Answer:
        asked.append(question)
        return answerer.answer("Which penguins colonised volcanic islands?")

    with answerer.index.snapshot() as snapshot:
        assert related(snapshot, refuse, answer, 1) == []
        assert suggest(snapshot, refuse) == []
    assert asked == [
        "Who is Tom Reed?",
        "What did Mary Hill say?",
        "What did Ada Stone say?",
        "What did Mary Hill say?",
        "Who is Tom Reed?",
    ]


def test_an_answer_that_does_not_name_the_person_is_not_offered(answerer: Answerer) -> None:
    with answerer.index.snapshot() as snapshot:
        assert suggest(snapshot, echo("Somebody else spoke.")) == []


def test_no_answer_raises_no_questions(answerer: Answerer) -> None:
    refusal = answerer.answer("Which penguins colonised volcanic islands?")
    with answerer.index.snapshot() as snapshot:
        assert related(snapshot, answerer.answer, refusal) == []
