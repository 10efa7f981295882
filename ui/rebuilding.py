"""Runs builds of the index in the background, one at a time; how far one has come is read from the status file."""

import logging
import threading
from collections.abc import Callable

from index.errors import BuildCancelled, BuildLocked, ClippingsError

log = logging.getLogger(__name__)

Build = Callable[[Callable[[], bool]], object]

_SECONDS_BETWEEN_TRIES = 0.3


class Rebuilding:
    """The builds that this process runs; ``build`` gets a function that says whether it should stop."""

    def __init__(self, build: Build) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._again = False
        self.waiting = False  # for a build that something else runs
        self.stopped = False  # the last build here was stopped on purpose
        self.error: str | None = None  # why the last build here ended early, for people

    @property
    def running(self) -> bool:
        """Whether a build that this process started is under way."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        """Whether the build under way has been asked to stop."""
        return self.running and self._stop.is_set()

    def start(self) -> None:
        """Start a build; one that is asked for while another runs follows it, so that no change is left out."""
        with self._lock:
            if self.running:
                self._again = True
                return
            self._stop.clear()
            self.error, self.stopped = None, False
            self._thread = threading.Thread(target=self._run, name="rebuild", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Ask the build under way to stop; the index stays as it was, and the next build takes over what was done."""
        with self._lock:
            self._again = False
            self._stop.set()

    def _run(self) -> None:
        while True:
            self.error = self._build_once()
            self.waiting = False
            with self._lock:
                if not self._again:
                    self._thread = None
                    return
                self._again = self.stopped = False
                self._stop.clear()  # it was the build before that was to stop

    def _build_once(self) -> str | None:
        try:
            self._build_when_free()
        except BuildCancelled:
            self.stopped = True
        except ClippingsError as error:
            return str(error)
        except Exception:
            log.exception("The index could not be built")
            return "Something went wrong while the index was being built. The details are in the log."
        return None

    def _build_when_free(self) -> None:
        while not self._stop.is_set():
            try:
                self._build(self._stop.is_set)
                return
            except BuildLocked:  # the other build may have begun before the change that this one is for
                self.waiting = True
                self._stop.wait(_SECONDS_BETWEEN_TRIES)
