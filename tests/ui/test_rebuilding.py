import threading
from collections.abc import Callable

import pytest

from index.errors import BadInput, BuildCancelled, BuildLocked
from ui.rebuilding import Rebuilding


def finish(rebuilding: Rebuilding) -> None:
    for thread in threading.enumerate():
        if thread.name == "rebuild":
            thread.join(10)
    assert not rebuilding.running


def test_a_build_asked_for_during_a_build_follows_it() -> None:
    release, builds = threading.Event(), []

    def build(cancelled: Callable[[], bool]) -> None:
        builds.append(1)
        release.wait(10)

    rebuilding = Rebuilding(build)
    for _ in range(3):
        rebuilding.start()
    assert rebuilding.running
    release.set()
    finish(rebuilding)
    assert len(builds) == 2


def test_a_build_can_be_asked_to_stop() -> None:
    begun = threading.Event()

    def build(cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            begun.wait(0.01)
        raise BuildCancelled("The build was cancelled.")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    begun.wait(10)
    rebuilding.cancel()
    finish(rebuilding)
    assert rebuilding.error is None
    assert rebuilding.stopped


def test_a_build_asked_for_after_a_stop_is_run_and_not_stopped() -> None:
    begun, go_on, asked_to_stop = threading.Event(), threading.Event(), []

    def build(cancelled: Callable[[], bool]) -> None:
        begun.set()
        go_on.wait(10)
        asked_to_stop.append(cancelled())
        if cancelled():
            raise BuildCancelled("The build was cancelled.")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    begun.wait(10)
    rebuilding.cancel()
    rebuilding.start()
    go_on.set()
    finish(rebuilding)
    assert asked_to_stop == [True, False]
    assert not rebuilding.stopped


def test_an_error_meant_for_people_is_kept_in_its_words() -> None:
    def build(cancelled: Callable[[], bool]) -> None:
        raise BadInput("The source news/ does not exist.")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    finish(rebuilding)
    assert rebuilding.error == "The source news/ does not exist."


def test_a_build_waits_for_one_that_something_else_runs() -> None:
    refused, free, builds = threading.Event(), threading.Event(), []

    def build(cancelled: Callable[[], bool]) -> None:
        if not free.is_set():
            refused.set()
            raise BuildLocked("Another build is running.")
        builds.append(1)

    rebuilding = Rebuilding(build)
    rebuilding.start()
    assert refused.wait(10)
    assert rebuilding.running
    free.set()
    finish(rebuilding)
    assert (builds, rebuilding.error, rebuilding.waiting) == ([1], None, False)


def test_waiting_for_another_build_can_be_stopped() -> None:
    refused = threading.Event()

    def build(cancelled: Callable[[], bool]) -> None:
        refused.set()
        raise BuildLocked("Another build is running.")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    assert refused.wait(10)
    rebuilding.cancel()
    finish(rebuilding)
    assert (rebuilding.error, rebuilding.waiting) == (None, False)


def test_any_other_error_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def build(cancelled: Callable[[], bool]) -> None:
        raise RuntimeError("secret detail")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    finish(rebuilding)
    assert rebuilding.error is not None and "in the log" in rebuilding.error
    assert "secret detail" in caplog.text
