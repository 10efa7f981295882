"""What is no question gets what is most useful: a friendly line, sentences on a name or claim, why there is silence."""

import pytest

from qa.answerer import Answerer
from qa.export.document import answer_as_plain
from qa.remarks import (
    HELLO,
    HELP,
    NO,
    NO_WORDS,
    NOT_CITED,
    NOT_SUMMED_UP,
    NOT_TRANSLATED,
    OKAY,
    REFUSAL,
    THANKS,
    UNSAID,
    YES,
    Form,
    form_of,
    name_unknown,
    topic_of,
)
from qa.types import Answer, Options, Turn
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
        ("yes", YES),
        ("Yes, please!", YES),
        ("no", NO),
        ("No, that is wrong.", NO),
        ("No smoking", None),
        ("ok", OKAY),
        ("Great, thanks!", THANKS),
        ("I see.", OKAY),
        ("Translate that into French", NOT_TRANSLATED),
        ("Who translated the speech?", None),
        ("Summarise", NOT_SUMMED_UP),
        ("are you sure?", NOT_CITED),
        ("go on", NOT_CITED),
        ("Why?", UNSAID),
        ("How much was it?", UNSAID),
        ("When did that happen?", UNSAID),
        ("WHO", None),
        ("What did the WHO say?", None),
        ("When was the bridge opened?", None),
    ],
)
def test_reply(answerer: Answerer, question: str, reply: str | None) -> None:
    answer = answerer.answer(question)
    assert (answer.notice, answer.searched, answer.refused) == (reply, False, False) if reply else answer.searched


def follow(answerer: Answerer, *questions: str) -> Answer:
    """The answer to the last of the questions of one conversation."""
    history: list[Turn] = []
    for question in questions:
        answer = answerer.answer(question, history)
        history.append(Turn(question, answer.text, answer.cited_articles))
    return answer


@pytest.mark.parametrize("question", ["are you sure?", "Source?", "Where is that from?", "How do you know that?"])
def test_asked_for_its_source_an_answer_names_its_articles(answerer: Answerer, question: str) -> None:
    answer = follow(answerer, "Who opened the harbour bridge?", "thanks", question)
    assert not answer.searched
    assert "“Mayor opens bridge” (The Daily, 5 March 2024)" in (answer.notice or "")
    assert follow(answerer, "Which penguins colonised volcanic islands?", question).notice == NOT_CITED


@pytest.mark.parametrize("question", ["go on", "Tell me more.", "Can you tell me more about it?", "more details"])
def test_asked_to_go_on_it_names_the_article_that_has_more(answerer: Answerer, question: str) -> None:
    notice = follow(answerer, "Who opened the harbour bridge?", question).notice or ""
    assert notice.startswith("There is more in the article itself")
    assert "Mayor opens bridge" in notice


@pytest.mark.parametrize(
    "question",
    ["what's new?", "Which articles do you have?", "how many articles are there", "list the articles", "latest news"],
)
def test_asked_what_there_is_it_counts_the_articles_and_names_the_newest(answerer: Answerer, question: str) -> None:
    notice = answerer.answer(question).notice or ""
    assert notice.startswith("There are 3 articles; the Articles page lists them. They are: “Mayor opens bridge” (The")


def test_what_was_said_beside_the_questions_is_no_subject(answerer: Answerer) -> None:
    asked = ("Who is Tom Reed?", "source?", "What's new?", "tell me more", "Yes", "What does he want?")
    assert follow(answerer, *asked).standalone_question == "What does Tom Reed want?"


def test_a_chat_model_may_sum_up_and_translate(answerer: Answerer) -> None:
    asked = Options(model="nobody:none")
    assert answerer.answer("Summarise this article", options=asked).searched
    assert answerer.answer("Translate that", options=asked).searched


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
        ("Summarise the article about ferries", "ferries"),
        ("Please summarize the ferry strike.", "the ferry strike"),
        ("Give me a short summary of the articles on Kiruna", "Kiruna"),
        ("Compare the bridge and the ferry", "the bridge and the ferry"),
        ("What is the news about?", "What is the news about?"),
        ("What about his wife?", "What about his wife?"),
    ],
)
def test_topic(question: str, topic: str) -> None:
    assert topic_of(question) == topic


def test_a_greeting_is_not_searched(answerer: Answerer) -> None:
    answer = answerer.answer("Hello!")
    assert (answer.outcome, answer.notice, answer.evidence, answer.text) == ("no_evidence", HELLO, (), "")
    assert not answer.refused  # nothing was asked of the articles, so they refuse nothing
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
    assert (
        answerer.answer("Guten Tag").notice == "This seems to be in German. Questions are understood in English only."
    )
    assert (
        answerer.answer("桥在哪里？").notice == "This seems to be in Chinese. Questions are understood in English only."
    )
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
        assert name_unknown("What did The Daily say of the bridge in July 2026 or last month?", snapshot) is None
        assert name_unknown("Who opened the bridge on 3rd June, two weeks ago?", snapshot) is None
        assert name_unknown("Who opened a trombone?", snapshot) == "No article has the word “trombone”."
    assert answerer.answer("Who opened the bridge with a trombone?").notice == "No article has the word “trombone”."
    refused = answerer.answer("Which trombone did the penguins of Antarctica lose?")
    assert refused.outcome == "no_evidence"
    assert refused.notice == "None of these words stands in any article."
    refused = answerer.answer("Which auditor of Antarctica opened the bridge last week?")
    assert refused.notice == "No article has the word “Antarctica”."
    refused = answerer.answer("Which trombone did the auditor of Antarctica lose?")
    assert refused.notice == "No article has the word “trombone” or “Antarctica” or “lose”."
