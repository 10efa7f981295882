"""Keeping the index up to date while the app runs: a watch in the background, at an interval that a setting names."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import BuildCancelled, BuildLocked, ClippingsError
from index.generations import not_writable, write_atomically
from index.stopping import Stopping

log = logging.getLogger(__name__)

OFF = 0
CHOICES = (OFF, 5, 15, 60, 360, 1440)  # minutes
WENT_WRONG = "Something went wrong. The details are in the log."
_SECONDS_BETWEEN_TRIES = 30.0

Wait = Callable[[float], None]
Watch = Callable[[float, Stopping, Wait], Iterator[object]]


class Ending(Stopping):
    """What ends a watch in a thread: an event, since signals reach the main thread alone."""

    def __init__(self) -> None:
        super().__init__()
        self._event = threading.Event()

    def asked(self) -> bool:
        """Whether the watch should end."""
        return self._event.is_set()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Nothing is cut off here: waiting ends by itself."""
        yield

    def end(self) -> None:
        """Ask the watch to end."""
        self._event.set()

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until the watch should end."""
        self._event.wait(seconds)


class Keeping:
    """``watch`` runs round after round; ``busy`` says whether a build is under way that a round would run into."""

    def __init__(self, data: Path, watch: Watch, busy: Callable[[], bool]) -> None:
        self._path = data / "keeping.json"
        self._data = data
        self._watch = watch
        self._busy = busy
        self._lock = threading.Lock()
        self._ending: Ending | None = None
        self._thread: threading.Thread | None = None
        self.elsewhere = False  # another process watches this data directory
        self.trouble: str | None = None

    @property
    def minutes(self) -> int:
        """The setting: how many minutes lie between two rounds, or OFF."""
        try:
            minutes = json.loads(self._path.read_text(encoding="utf-8"))["every_minutes"]
        except (OSError, ValueError, KeyError, TypeError):
            return OFF
        return minutes if isinstance(minutes, int) and minutes >= 1 else OFF

    def resume(self) -> None:
        """Watch if the setting says so, as after a restart."""
        with self._lock:
            if self._ending is None and (minutes := self.minutes):
                self._start(minutes)

    def set(self, minutes: int) -> None:
        """Change the setting, and watch from now on as it says. Raises BadInput if it cannot be written."""
        with self._lock:
            try:
                self._data.mkdir(parents=True, exist_ok=True)
                write_atomically(self._path, json.dumps({"every_minutes": minutes}) + "\n")
            except OSError as error:
                raise not_writable(self._data, error) from error
            if self._ending:
                self._ending.end()
                self._ending = None
            self.elsewhere, self.trouble = False, None
            if minutes:
                self._start(minutes)

    def _start(self, minutes: int) -> None:
        self._ending = Ending()
        arguments = self._ending, minutes, self._thread
        self._thread = threading.Thread(target=self._run, args=arguments, name="keeping", daemon=True)
        self._thread.start()

    def _run(self, ending: Ending, minutes: int, before: threading.Thread | None) -> None:
        if before:
            before.join()  # it holds the lock of the watch until its round is over

        def wait(seconds: float) -> None:
            ending.wait(seconds)
            while self._busy() and not ending.asked():
                ending.wait(1)

        while not ending.asked():
            trouble, elsewhere = None, False
            try:
                for _ in self._watch(minutes * 60, ending, wait):
                    self._note(ending, None, elsewhere=False)
            except BuildLocked:
                elsewhere = True
            except BuildCancelled:
                return
            except ClippingsError as error:
                trouble = str(error)
            except Exception:
                log.exception("The index could not be kept up to date")
                trouble = WENT_WRONG
            self._note(ending, trouble, elsewhere=elsewhere)
            ending.wait(_SECONDS_BETWEEN_TRIES)

    def _note(self, ending: Ending, trouble: str | None, *, elsewhere: bool) -> None:
        if not ending.asked():
            self.trouble, self.elsewhere = trouble, elsewhere
