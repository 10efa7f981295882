"""Related questions are looked for one turn at a time, and only while nobody waits for an answer."""

import threading
from collections.abc import Callable

import pytest

from qa.types import Answer
from ui.relating import Relating

ANSWER = Answer("Who?", "Who?", "answered", None, (), (), (), "g")


def wait_for(condition: Callable[[], bool]) -> None:
    ticks = threading.Event()
    for _ in range(1000):
        if condition():
            return
        ticks.wait(0.01)
    raise AssertionError("It did not come to that")


def test_what_was_found_is_known_and_looked_for_once() -> None:
    looks: list[Answer] = []

    def find(answer: Answer) -> list[str]:
        looks.append(answer)
        return ["And then?"]

    relating = Relating(find, busy=lambda: False, quiet_s=0)
    assert relating.known("a") is None
    relating.want("a", ANSWER)
    wait_for(lambda: relating.known("a") == ["And then?"])
    relating.want("a", ANSWER)
    assert looks == [ANSWER]


def test_nothing_is_looked_for_while_a_question_is_under_way_and_then_only_the_newest() -> None:
    busy = threading.Event()
    busy.set()
    relating = Relating(lambda answer: [answer.question], busy=busy.is_set, quiet_s=0.25)
    for name in ("a", "b"):
        relating.want(name, ANSWER)
    threading.Event().wait(0.6)
    assert (relating.known("a"), relating.known("b")) == (None, None)
    busy.clear()
    wait_for(lambda: relating.known("b") == ["Who?"])
    assert relating.known("a") is None


def test_a_failure_leaves_the_answer_without_them(caplog: pytest.LogCaptureFixture) -> None:
    def fail(answer: Answer) -> list[str]:
        raise RuntimeError("secret detail")

    relating = Relating(fail, busy=lambda: False, quiet_s=0)
    relating.want("a", ANSWER)
    wait_for(lambda: relating.known("a") == [])
    assert "secret detail" in caplog.text
