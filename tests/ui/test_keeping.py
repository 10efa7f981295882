"""Keeping the index up to date in the background: the setting, its thread, and what the page says of it."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BuildLocked
from index.stopping import Stopping
from index.watch import WatchStatus
from ui.keeping import OFF, Keeping
from ui.keeping_panel import describe_keeping, every_words


class Rounds:
    """A watch that runs a round whenever it is let, and says which interval it was given."""

    def __init__(self) -> None:
        self.every: list[float] = []
        self.ended = threading.Event()
        self.round = threading.Event()

    def __call__(self, every_s: float, stop: Stopping, wait: Callable[[float], None]) -> Iterator[object]:
        self.every.append(every_s)
        while not stop.asked():
            self.round.set()
            yield None
            with stop.at_once():
                wait(every_s)
        self.ended.set()


def keep(data: Path, watch: Rounds) -> Keeping:
    return Keeping(data, watch, busy=lambda: False)


def test_the_setting_survives_a_restart(tmp_path: Path) -> None:
    first, second = Rounds(), Rounds()
    keeping = keep(tmp_path, first)
    assert keeping.minutes == OFF
    keeping.set(15)
    assert first.round.wait(10)
    again = keep(tmp_path, second)
    again.resume()
    assert second.round.wait(10)
    assert (again.minutes, second.every) == (15, [900.0])
    for one, rounds in ((keeping, first), (again, second)):
        one.set(OFF)
        assert rounds.ended.wait(10)
    assert keep(tmp_path, Rounds()).minutes == OFF


def test_another_interval_ends_the_watch_before(tmp_path: Path) -> None:
    rounds = Rounds()
    keeping = keep(tmp_path, rounds)
    keeping.set(15)
    assert rounds.round.wait(10)
    rounds.round.clear()
    keeping.set(60)
    assert rounds.ended.wait(10)
    assert rounds.round.wait(10)
    assert rounds.every == [900.0, 3600.0]
    keeping.set(OFF)


def test_off_stays_off(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    keep(tmp_path, Rounds()).resume()
    assert set(threading.enumerate()) <= before


def test_a_damaged_setting_is_off(tmp_path: Path) -> None:
    (tmp_path / "keeping.json").write_text('{"every_minutes": -3}', encoding="utf-8")
    assert keep(tmp_path, Rounds()).minutes == OFF


def test_a_watch_in_another_process_is_noticed(tmp_path: Path) -> None:
    tried = threading.Event()

    def watch(every_s: float, stop: Stopping, wait: Callable[[float], None]) -> Iterator[object]:
        tried.set()
        raise BuildLocked("The data directory is being watched already.")

    keeping = Keeping(tmp_path, watch, busy=lambda: False)
    keeping.set(5)
    assert tried.wait(10)
    while not keeping.elsewhere:
        threading.Event().wait(0.01)
    keeping.set(OFF)
    assert not keeping.elsewhere


def test_intervals_are_said_as_people_say_them() -> None:
    assert [every_words(n) for n in (OFF, 5, 60, 360, 1440)] == [
        "off",
        "every 5 minutes",
        "every hour",
        "every 6 hours",
        "every day",
    ]


def status(running: bool, trouble: str | None = None) -> WatchStatus:
    return WatchStatus(running, 300.0, last_success=datetime(2026, 2, 1, tzinfo=UTC), trouble=trouble)


def test_the_page_says_who_keeps_up_and_how_it_goes() -> None:
    assert describe_keeping(OFF, None, False, None) == [
        ("The index changes only when you add something or rebuild it.", "plain")
    ]
    by_command = describe_keeping(OFF, status(running=True), False, None)
    assert by_command[0] == ("“python -m index watch” keeps this index up to date already every 5 minutes.", "plain")
    here = describe_keeping(15, status(running=True, trouble="The disk is full."), False, None)
    assert here[0] == ("Looks for changes every 15 minutes while the app runs.", "plain")
    assert here[1][0].startswith("It last succeeded ")
    assert here[2] == ("The last try failed: The disk is full.", "caution")
    assert describe_keeping(15, None, True, None)[0][0].startswith("“python -m index watch” keeps")


def test_an_old_failure_is_not_told_when_nothing_watches() -> None:
    said = describe_keeping(OFF, status(running=False, trouble="The disk is full."), False, None)
    assert not [text for text, tone in said if tone != "plain"]
