"""Question in, answer out: the whole path over real storage, with models that can be worked out by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.config import IndexConfig
from index.errors import BadInput, IndexMissing
from index.snapshot import Index
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.types import Answer, Cited, Delta, Filters, Finished, Options, Turn
from qa.understanding import LONGEST_QUESTION, check_question
from tests.qa.newsroom import WordReader, open_newsroom


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


def assert_promise(answerer: Answerer, answer: Answer) -> None:
    """Number, passage and quoted words agree; what is cited is evidence; a refusal cites nothing."""
    evidence = {hit.passage.id: hit.passage for hit in answer.evidence}
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({(c.article_id, c.start, c.end) for c in answer.citations}) == len(numbers)
    with answerer.index.snapshot() as snapshot:
        for citation in answer.citations:
            article = snapshot.article(citation.article_id)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            passage = evidence[citation.passage_id]
            assert passage.article_id == citation.article_id
            assert passage.start <= citation.start < citation.end <= passage.end
    assert [statement.citations for statement in answer.statements] == [(number,) for number in numbers]
    assert [statement.text for statement in answer.statements] == [c.quote for c in answer.citations]
    assert (answer.outcome == "answered") == bool(answer.statements)


def test_quotes_the_sentence_that_answers(answerer: Answerer) -> None:
    answer = answerer.answer("Who opened the harbour bridge?")
    assert_promise(answerer, answer)
    assert answer.statements[0].text == "Mayor Ada Stone opened the harbour bridge on Tuesday."
    assert answer.text.startswith("Mayor Ada Stone opened the harbour bridge on Tuesday. [1]")
    first = answer.citations[0]
    assert (first.article_id, first.title, first.publisher) == ("bridge", "Mayor opens bridge", "The Daily")
    assert first.published is not None
    assert first.published.isoformat() == "2024-03-05"


def test_short_answer_stands_in_a_quoted_sentence(answerer: Answerer) -> None:
    answer = answerer.answer("What did Mayor Stone open?")
    assert answer.short_answer is not None
    assert any(answer.short_answer in statement.text for statement in answer.statements)


def test_what_was_read_counts_in_the_evidence_of_a_question_and_not_of_a_name(answerer: Answerer) -> None:
    for asked, more in (("What did Mayor Stone open?", True), ("Ada Stone", False)):
        with answerer.index.snapshot() as snapshot:
            retrieved = answerer.retriever.retrieve(snapshot, asked)[0].score
        assert (answerer.answer(asked).evidence[0].score > retrieved) is more


def test_no_short_answer_to_a_question_for_sentences(answerer: Answerer) -> None:
    assert answerer.answer("Why did the harbour bridge open?").short_answer is None


def test_refuses_what_the_articles_do_not_answer(answerer: Answerer) -> None:
    answer = answerer.answer("Which penguins colonised volcanic islands?")
    assert_promise(answerer, answer)
    assert answer.outcome == "no_evidence"
    assert (answer.text, answer.short_answer, answer.citations) == ("", None, ())
    assert answer.evidence


def test_a_threshold_of_one_refuses_what_is_not_certain(answerer: Answerer) -> None:
    strict = Answerer(answerer.index, answerer.embedder, WordReader(), QaConfig(threshold=1.0))
    assert strict.answer("Who opened the harbour bridge?").outcome == "no_evidence"


def test_stream_is_the_answer_piece_by_piece(answerer: Answerer) -> None:
    events = list(answerer.stream("Who opened the harbour bridge and when did the ferry crews strike?"))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    said = "".join(event.text for event in events if isinstance(event, Delta))
    assert said == " ".join(statement.text for statement in answer.statements)
    assert tuple(event.citation for event in events if isinstance(event, Cited)) == answer.citations
    kinds = [type(event) for event in events[:-1]]
    assert kinds == [Delta, Cited] * len(answer.statements)


def test_a_follow_up_is_asked_with_what_it_leaves_out(answerer: Answerer) -> None:
    history = [Turn("Who is Tom Reed?", "Union leader Tom Reed wants higher wages for the crews.")]
    answer = answerer.answer("What does he want?", history)
    assert answer.question == "What does he want?"
    assert "Tom Reed" in answer.standalone_question
    assert "Tom Reed" in answer.statements[0].text


def test_a_question_without_a_subject_is_about_the_articles_cited_last(answerer: Answerer) -> None:
    asked = "How old is the ferry?"
    assert answerer.answer(asked).cited_articles == ("bridge", "strike")
    for cited, known in (("strike", "Tom Reed"), ("bridge", "Ada Stone")):
        answer = answerer.answer(asked, [Turn(f"Who is {known}?", f"{known} is known.", (cited,))])
        assert answer.cited_articles == (cited,)
        assert answer.understood == f"{asked} ({known})"
        assert answer.filters == Filters()
    of_others = answerer.answer(asked, [Turn("Who is Bob Hill?", "Nobody.", ("markup",))])
    assert of_others.cited_articles == ("bridge", "strike")  # what was cited tells of no ferry
    gone = answerer.answer("Who opened it?", [Turn("Who opened the harbour bridge?", "Nobody.", ("gone",))])
    assert gone.cited_articles == ("bridge",)
    chosen = Options(filters=Filters(articles=("strike",)))
    assert answerer.answer(asked, [Turn("Who is Ada Stone?", "", ("bridge",))], chosen).cited_articles == ("strike",)


def test_markup_is_quoted_as_the_characters_that_it_is(answerer: Answerer) -> None:
    answer = answerer.answer("What did the auditor find missing?")
    assert answer.statements[0].text == "The **auditor** found $5 and $6 missing."
    assert answer.citations[0].title == "<b>Costs</b> & $x^2$"


def test_k_is_how_many_passages_are_evidence(answerer: Answerer) -> None:
    assert len(answerer.answer("ferry", options=Options(k=1)).evidence) == 1
    scores = [hit.score for hit in answerer.answer("ferry bridge crews").evidence]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "question",
    [
        "'; DROP TABLE articles; --",
        '" OR NEAR(bridge) AND *',
        "<script>alert(1)</script>",
        "![x](http://evil.example/x.png)",
        "$x^2$ {{7*7}}",
        "🙂🙂🙂",
        "???",
        "a",
        "\x00\x01\x02 bridge \x7f",
        "\ud800 half a character",
        "word " * 399,
        "桥在哪里？",
        "اين الجسر؟",
        "NOT AND OR",
        "title: text: rowid",
    ],
)
def test_odd_questions_get_an_ordinary_answer(answerer: Answerer, question: str) -> None:
    assert_promise(answerer, answerer.answer(question))


@pytest.mark.parametrize("question", ["", "   ", "\n\t", "\x00\x1f"])
def test_an_empty_question_is_refused_with_what_to_do(answerer: Answerer, question: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        answerer.answer(question)


def test_a_question_of_ten_thousand_words_is_refused_with_its_length(answerer: Answerer) -> None:
    with pytest.raises(BadInput, match=r"49,999 characters; at most 2,000"):
        answerer.answer("word " * 10_000)


def test_the_longest_question_is_read() -> None:
    assert check_question("x" * LONGEST_QUESTION) == "x" * LONGEST_QUESTION


def test_a_question_becomes_one_clean_line() -> None:
    assert check_question("  what\r\nis\tthis\x00?  ") == "what is this ?"


def test_without_an_index_the_error_names_the_command(tmp_path: Path, answerer: Answerer) -> None:
    lost = Answerer(Index(tmp_path), answerer.embedder, WordReader(), QaConfig())
    with pytest.raises(IndexMissing, match="python -m index"):
        lost.answer("Who opened the bridge?")


def test_a_deleted_article_answers_no_more_and_a_new_one_does(tmp_path: Path) -> None:
    answerer = open_newsroom(tmp_path)
    source = tmp_path / "news.jsonl"
    assert answerer.answer("Who opened the harbour bridge?").outcome == "answered"
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    new = '{"id": "zoo", "text": "Keeper Ines Gold feeds the pelicans at noon in the city zoo."}\n'
    source.write_text("".join(lines[1:]) + new, encoding="utf-8")
    build(IndexConfig(tmp_path / "data", (source,)), answerer.embedder)
    assert all(c.article_id != "bridge" for c in answerer.answer("Who opened the harbour bridge?").citations)
    answer = answerer.answer("Who feeds the pelicans?")
    assert (answer.generation, answer.citations[0].article_id) == ("g000002", "zoo")
    answerer.index.close()
