"""Ctrl-C and SIGTERM: asked once, work stops at the next point where nothing is half done; asked again, at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Whether a person or the system has asked to stop; made by ``stopping``."""

    def __init__(self) -> None:
        self._asked = False
        self._at_once = False

    def asked(self) -> bool:
        """Whether the work should stop: what ``build`` takes as ``cancelled``."""
        return self._asked

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Around waiting, and work that may be cut off anywhere: being asked raises KeyboardInterrupt."""
        self._at_once = True
        try:
            if self._asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._at_once = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """What the signals do."""
        if self._asked or self._at_once:
            self._asked = True
            raise KeyboardInterrupt
        self._asked = True


@contextmanager
def stopping() -> Iterator[Stopping]:
    """Catch SIGINT and SIGTERM until the block ends; in the main thread."""
    state = Stopping()
    before = {number: signal.signal(number, state.ask) for number in _SIGNALS}
    try:
        yield state
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
