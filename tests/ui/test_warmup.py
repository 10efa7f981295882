import threading
from typing import Any

import pytest

from index.errors import BadInput
from ui.warmup import NotReady, Warmup


def test_it_is_opened_once_however_often_it_is_asked_for() -> None:
    opened: list[object] = []

    def open_answerer() -> Any:
        opened.append(object())
        return opened[-1]

    warmup = Warmup(open_answerer)
    assert (warmup.state, warmup.opened) == ("cold", None)
    results: list[object] = []
    askers = [threading.Thread(target=lambda: results.append(warmup.answerer())) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join(10)
    assert results == opened * 4
    assert warmup.state == "ready"


def test_a_failure_says_why_and_can_be_tried_again() -> None:
    outcomes: list[Any] = [BadInput("The model is not there."), "an answerer"]

    def open_answerer() -> Any:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    warmup = Warmup(open_answerer)
    with pytest.raises(NotReady, match=r"The model is not there\."):
        warmup.answerer()
    assert warmup.state == "failed"
    assert warmup.answerer() == "an answerer"  # type: ignore[comparison-overlap]


def test_details_of_a_defect_go_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def open_answerer() -> Any:
        raise RuntimeError("secret detail")

    with pytest.raises(NotReady, match="in the log"):
        Warmup(open_answerer).answerer()
    assert "secret detail" in caplog.text
