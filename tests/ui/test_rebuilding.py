import threading
from collections.abc import Callable

import pytest

from index.errors import BuildCancelled, BuildLocked
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


def test_an_error_meant_for_people_is_kept_in_its_words() -> None:
    def build(cancelled: Callable[[], bool]) -> None:
        raise BuildLocked("Another build has been running since 14:05.")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    finish(rebuilding)
    assert rebuilding.error == "Another build has been running since 14:05."


def test_any_other_error_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def build(cancelled: Callable[[], bool]) -> None:
        raise RuntimeError("secret detail")

    rebuilding = Rebuilding(build)
    rebuilding.start()
    finish(rebuilding)
    assert rebuilding.error is not None and "in the log" in rebuilding.error
    assert "secret detail" in caplog.text
