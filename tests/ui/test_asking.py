"""Questions are answered one after the other in the background, and none is lost."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BadInput
from qa.history import Conversations
from qa.types import Answer, Citation, Cited, Delta, Finished, Options, StreamEvent, Turn, Withdrawn
from ui.asking import WENT_WRONG, Asked, Asking, Stop


def answer_to(question: str) -> Answer:
    return Answer(question, question, "no_evidence", None, (), (), (), "g")


class Script:
    """An answerer that says what it is told to, holds until it is released, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self.release = threading.Event()
        self.fail: Exception | None = None

    def __call__(self, question: str, history: Sequence[Turn], options: Options, stop: Stop) -> Iterator[StreamEvent]:
        self.asked.append((question, len(history)))
        yield Delta("Some words")
        self.release.wait(10)
        if self.fail:
            raise self.fail
        yield Finished(answer_to(question))


def wait_for(condition: Callable[[], bool]) -> None:
    ticks = threading.Event()
    for _ in range(1000):
        if condition():
            return
        ticks.wait(0.01)
    raise AssertionError("It did not come to that")


@pytest.fixture
def conversations(tmp_path: Path) -> Conversations:
    return Conversations(tmp_path / "conversations.db")


@pytest.fixture
def script() -> Script:
    return Script()


def test_the_words_so_far_are_there_while_the_answer_is_under_way(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    wait_for(lambda: asking.view(conversation)[1][0].pieces == ["Some words"])
    assert asking.view(conversation)[1][0].stage == "writing"
    script.release.set()
    wait_for(lambda: not asking.view(conversation)[1])
    assert [turn.question for turn in asking.view(conversation)[0]] == ["Who?"]


def test_questions_are_answered_in_turn_and_know_those_before(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    for question in ("One?", "Two?", "Three?"):
        asking.ask(conversation, question)
    assert [asked.stage for asked in asking.view(conversation)[1]][1:] == ["waiting", "waiting"]
    script.release.set()
    wait_for(lambda: not asking.view(conversation)[1])
    assert script.asked == [("One?", 0), ("Two?", 1), ("Three?", 2)]
    assert [turn.question for turn in asking.view(conversation)[0]] == ["One?", "Two?", "Three?"]


def failure(conversations: Conversations, script: Script, error: Exception) -> tuple[Asking, str, Asked]:
    script.fail = error
    script.release.set()
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    wait_for(lambda: asking.view(conversation)[1][0].stage == "failed")
    return asking, conversation, asking.view(conversation)[1][0]


def test_an_error_meant_for_people_is_shown_in_its_words(conversations: Conversations, script: Script) -> None:
    _, _, asked = failure(conversations, script, BadInput("That question is too long."))
    assert (asked.question, asked.error) == ("Who?", "That question is too long.")


def test_any_other_error_is_logged_and_the_question_kept(
    conversations: Conversations, script: Script, caplog: pytest.LogCaptureFixture
) -> None:
    asking, conversation, asked = failure(conversations, script, ValueError("secret detail"))
    assert (asked.question, asked.error) == ("Who?", WENT_WRONG)
    assert "secret detail" in caplog.text
    script.fail = None
    asking.ask(conversation, "Who?")
    wait_for(lambda: not asking.view(conversation)[1])
    assert len(asking.view(conversation)[0]) == 1


def test_conversations_do_not_mix_and_do_not_wait_for_each_other(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    first, second = conversations.create("").id, conversations.create("").id
    asking.ask(first, "One?")
    asking.ask(second, "Two?")
    wait_for(lambda: len(script.asked) == 2)
    script.release.set()
    wait_for(lambda: not asking.view(first)[1] and not asking.view(second)[1])
    assert [turn.question for turn in asking.view(first)[0]] == ["One?"]
    assert [turn.question for turn in asking.view(second)[0]] == ["Two?"]


CITATION = Citation(1, "a", "a:0", 0, 4, "One.", "A title", None, None, "a.txt", None, "d")


def go_on_for_ever(question: str, history: Sequence[Turn], options: Options, stop: Stop) -> Iterator[StreamEvent]:
    yield Delta("Some words")
    while not stop():
        yield Delta(" and more")
    yield Finished(replace(answer_to(question), stopped=True))


def test_stop_reaches_the_answerer_and_what_came_is_kept(conversations: Conversations) -> None:
    asking = Asking(conversations, go_on_for_ever)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    wait_for(lambda: asking.view(conversation)[1][0].stage == "writing")
    asking.stop(conversation)
    wait_for(lambda: not asking.view(conversation)[1])
    assert [turn.answer.stopped for turn in conversations.turns(conversation)] == [True]


def test_the_question_behind_a_stopped_one_is_still_answered(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "One?")
    asking.ask(conversation, "Two?")
    wait_for(lambda: asking.view(conversation)[1][0].stage == "writing")
    asking.stop(conversation)
    assert [asked.stopping for asked in asking.view(conversation)[1]] == [True, False]
    script.release.set()
    wait_for(lambda: not asking.view(conversation)[1])
    assert [turn.question for turn in asking.view(conversation)[0]] == ["One?", "Two?"]


def test_the_answer_is_kept_when_nobody_looks(conversations: Conversations, script: Script) -> None:
    conversation = conversations.create("").id
    Asking(conversations, script).ask(conversation, "Who?")  # the page, and all that it held, is gone
    script.release.set()
    wait_for(lambda: bool(conversations.turns(conversation)))
    assert conversations.turns(conversation)[0].question == "Who?"


def test_what_was_withdrawn_is_gone(conversations: Conversations) -> None:
    asked = Asked("Who?")
    for event in (Delta("Wrong"), Cited(CITATION), Withdrawn(), Delta("Right")):
        asked.take(event)
    assert asked.pieces == ["Right"]


def test_an_answer_to_a_deleted_conversation_is_thrown_away(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    wait_for(lambda: bool(script.asked))
    asking.drop(conversation)
    conversations.delete(conversation)
    script.release.set()
    wait_for(lambda: not any(thread.name == "asking" for thread in threading.enumerate()))
    assert conversations.list() == []


def test_an_answer_that_cannot_be_kept_is_not_lost_without_a_word(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    wait_for(lambda: bool(script.asked))
    asked = asking.view(conversation)[1][0]
    conversations.delete(conversation)  # in another window
    script.release.set()
    wait_for(lambda: asked.stage == "failed")
    assert asked.error is not None and "deleted in another window" in asked.error
    assert asked.pieces == ["Some words"]
