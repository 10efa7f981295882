"""What is no question gets what is most useful: a friendly line, sentences on a name or claim, why there is silence."""

import pytest

from qa.answerer import Answerer
from qa.export.document import answer_as_plain
from qa.remarks import (
    HELLO,
    HELP,
    NO_WORDS,
    REFUSAL,
    THANKS,
    Form,
    form_of,
    name_unknown,
    refusal_of,
    reply_to,
    topic_of,
)
from tests.qa.newsroom import open_newsroom


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory):
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("hello", HELLO),
        ("Good morning!", HELLO),
        ("thank you very much", THANKS),
        ("hello there", HELLO),
        ("How are you today?", HELLO),
        ("thx!!", THANKS),
        ("help", HELP),
        ("Is everyone there?", None),
        ("What can you do?", HELP),
        ("?!…", NO_WORDS),
        ("What did the helpers say?", None),
        ("Hello Kitty", None),
    ],
)
def test_reply(question: str, reply: str | None) -> None:
    assert reply_to(question) == reply


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Ada Stone", "topic"),
        ("NATO", "topic"),
        ("harbour bridge", "topic"),
        ("What's the latest on the harbour bridge?", "topic"),
        ("What is the latest on why the bridge closed?", "question"),
        ("What is the book about?", "question"),
        ("Ada Stone?", "question"),
        ("Who is Ada Stone", "question"),
        ("The bridge was opened by the mayor.", "claim"),
        ("Tell me what happened on Monday.", "question"),
    ],
)
def test_form(question: str, form: Form) -> None:
    assert form_of(question) == form


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What's the latest on ferries?", "ferries"),
        ("So, is there anything about Ada Stone?", "Ada Stone"),
        ("Tell me about the harbour bridge", "the harbour bridge"),
        ("What do the articles say about wages?", "wages"),
        ("Any news on the talks?", "the talks"),
        ("What is the news about?", "What is the news about?"),
        ("What about his wife?", "What about his wife?"),
    ],
)
def test_topic(question: str, topic: str) -> None:
    assert topic_of(question) == topic


def test_a_greeting_is_not_searched(answerer: Answerer) -> None:
    answer = answerer.answer("Hello!")
    assert (answer.outcome, answer.notice, answer.evidence, answer.text) == ("no_evidence", HELLO, (), "")
    assert refusal_of(answer) is None  # nothing was asked of the articles, so they refuse nothing
    assert HELLO in answer_as_plain("Hello!", answer)
    assert REFUSAL not in answer_as_plain("Hello!", answer)


def test_a_name_gets_the_sentences_that_name_it(answerer: Answerer) -> None:
    answer = answerer.answer("Tom Reed")
    assert answer.text.startswith("Union leader Tom Reed wants higher wages for the crews. [1]")
    assert answerer.answer("Bob Hill").outcome == "no_evidence"


def test_a_topic_gets_the_sentences_about_it_and_gibberish_none(answerer: Answerer) -> None:
    answer = answerer.answer("Is there any news about Tom Reed?")
    assert answer.text.startswith("Union leader Tom Reed wants higher wages for the crews. [1]")
    assert answerer.answer("asdfgh").notice == "None of these words stands in any article."


def test_a_claim_gets_what_bears_on_it(answerer: Answerer) -> None:
    answer = answerer.answer("Mayor Ada Stone opened the harbour bridge.")
    assert answer.text.startswith("Mayor Ada Stone opened the harbour bridge on Tuesday. [1]")
    assert answerer.answer("Penguins have colonised several volcanic islands.").outcome == "no_evidence"


def test_the_reason_of_silence(answerer: Answerer) -> None:
    assert answerer.answer("asdkjh qwpoeiru zmxnc").notice == "None of these words stands in any article."
    french = answerer.answer("Pourquoi les pingouins colonisent-ils les volcans lointains ?")
    assert french.notice == "This seems to be in French. Questions are understood in English only."
    mixed = answerer.answer("Qu'est-ce que les pingouins ont fait a la mer me demande-t-on ?")
    assert mixed.notice == french.notice
    assert answerer.answer("Which penguins saw the bridge of volcanic islands?").notice is None


def test_words_that_no_article_has_are_named_where_articles_are_many(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answerer.index.snapshot() as snapshot:
        assert name_unknown("Who opened a trombone?", snapshot) is None
        monkeypatch.setattr("qa.remarks._ENOUGH", 1)
        assert name_unknown("Who opened the harbour bridges?", snapshot) is None
        assert name_unknown("Which are Tom Reed’s crews?", snapshot) is None
        assert name_unknown("Which is the trombone's?", snapshot) == "No article has the word “trombone”."
        assert name_unknown("Who opened a trombone?", snapshot) == "No article has the word “trombone”."
    assert answerer.answer("Who opened the bridge with a trombone?").notice == "No article has the word “trombone”."
    refused = answerer.answer("Which trombone did the penguins of Antarctica lose?")
    assert refused.outcome == "no_evidence"
    assert refused.notice == "None of these words stands in any article."
    refused = answerer.answer("Which trombone did the auditor of Antarctica lose?")
    assert refused.notice == "No article has the word “trombone” or “Antarctica” or “lose”."
