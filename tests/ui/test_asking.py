"""Questions are answered one after the other in the background, and none is lost."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BadInput
from qa.history.conversations import Conversations
from qa.types import (
    Answer,
    Awaiting,
    Citation,
    Cited,
    Delta,
    Filters,
    Finished,
    Judged,
    Options,
    Statement,
    StreamEvent,
    Turn,
    Withdrawn,
)
from ui.asking import CUT_OFF, WENT_WRONG, Asked, Asking, Stop

ROOT = Path(__file__).parents[2]


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


def test_a_judged_sentence_takes_the_place_of_its_words() -> None:
    asked = Asked("Who?")
    one, two = Statement("One.", (1,), "supported"), Statement("Two.", (), "unsupported")
    for event in (Delta("On"), Delta("e."), Judged(one), Cited(CITATION), Delta(" Two."), Judged(two), Delta(" Th")):
        asked.take(event)
    assert asked.pieces == [one, CITATION, two, " Th"]


def test_a_model_is_awaited_until_it_has_failed() -> None:
    asked = Asked("Who?")
    asked.take(Awaiting("small (ollama)"))
    assert (asked.stage, asked.awaited) == ("waiting", "small (ollama)")
    asked.take(Withdrawn())
    assert asked.awaited is None


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


def test_a_failed_question_stays_while_others_are_answered_and_after_a_restart(
    conversations: Conversations, script: Script
) -> None:
    asking, conversation, _ = failure(conversations, script, BadInput("That question is too long."))
    script.fail = None
    asking.ask(conversation, "What else?")
    wait_for(lambda: [turn.question for turn in asking.view(conversation)[0]] == ["What else?"])
    for one in (asking, Asking(conversations, script)):
        (failed,) = one.view(conversation)[1]
        assert (failed.question, failed.stage, failed.error) == ("Who?", "failed", "That question is too long.")


def test_asking_the_same_again_takes_the_place_of_what_failed(conversations: Conversations, script: Script) -> None:
    _, conversation, _ = failure(conversations, script, BadInput("No."))
    script.fail = None
    again = Asking(conversations, script)
    again.ask(conversation, "Who?")
    wait_for(lambda: not again.view(conversation)[1])
    assert [turn.question for turn in again.view(conversation)[0]] == ["Who?"]


@pytest.mark.parametrize("restarted", [False, True])
def test_a_failed_question_can_be_removed(conversations: Conversations, script: Script, restarted: bool) -> None:
    asking, conversation, _ = failure(conversations, script, BadInput("No."))
    if restarted:
        asking = Asking(conversations, script)
    asking.remove(conversation, asking.view(conversation)[1][0])
    assert asking.view(conversation) == ([], [])
    assert Asking(conversations, script).view(conversation) == ([], [])


def test_a_question_under_way_is_not_removed(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    asking.ask(conversation, "Who?")
    asking.remove(conversation, asking.view(conversation)[1][0])
    script.release.set()
    wait_for(lambda: not asking.view(conversation)[1])
    assert len(asking.view(conversation)[0]) == 1


def test_a_question_under_way_when_the_app_ends_is_there_afterwards(tmp_path: Path) -> None:
    """A process of its own asks two questions and is killed while it answers."""
    asker = """
import os, sys, threading
from pathlib import Path
from qa.history.conversations import Conversations
from qa.types import Delta, Filters, Options
from ui.asking import Asking

began = threading.Event()

def answer(question, history, options, stop):
    yield Delta("Some")
    began.set()
    threading.Event().wait()

conversations = Conversations(Path(sys.argv[1]))
conversation = conversations.create("").id
asking = Asking(conversations, answer)
for question in ("One?", "Two?"):
    asking.ask(conversation, question, Options(k=7, filters=Filters(("CNN",))))
began.wait()
print(conversation, flush=True)
os.kill(os.getpid(), 9)
"""
    path = tmp_path / "conversations.db"
    killed = subprocess.run([sys.executable, "-c", asker, path], cwd=ROOT, capture_output=True, text=True)
    assert killed.returncode == -9
    script = Script()
    asking = Asking(Conversations(path), script)
    conversation = killed.stdout.strip()
    answered, asked = asking.view(conversation)
    assert answered == []
    assert [(one.question, one.stage, one.error) for one in asked] == [
        ("One?", "failed", CUT_OFF),
        ("Two?", "failed", CUT_OFF),
    ]
    assert asked[0].options == Options(k=7, filters=Filters(("CNN",)))
    script.release.set()
    asking.ask(conversation, "One?")
    wait_for(lambda: [turn.question for turn in asking.view(conversation)[0]] == ["One?"])
    assert [one.question for one in asking.view(conversation)[1]] == ["Two?"]


def test_a_question_that_cannot_be_kept_is_said_and_not_lost(conversations: Conversations, script: Script) -> None:
    asking = Asking(conversations, script)
    conversation = conversations.create("").id
    with closing(sqlite3.connect(conversations.path)) as database:
        database.execute("CREATE TRIGGER full BEFORE INSERT ON questions BEGIN SELECT raise(ABORT, 'disk full'); END")
    asking.ask(conversation, "Who?")
    (asked,) = asking.view(conversation)[1]
    assert (asked.question, asked.stage) == ("Who?", "failed")
    assert asked.error is not None and "cannot be kept" in asked.error
    assert script.asked == []
    asking.remove(conversation, asked)
    assert asking.view(conversation) == ([], [])
