"""Further questions for the reader of an answer, looked for while nobody waits for one: each costs whole answers."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable

from qa.types import Answer

log = logging.getLogger(__name__)

QUIET_S = 3.0  # how long no question may have been under way before the machine may be used for this
LOOK_S = 0.25
REMEMBERED = 500  # turns

Find = Callable[[Answer], list[str]]


class Relating:
    """The related questions of the answers lately shown; only the one wanted last is looked for."""

    def __init__(self, find: Find, busy: Callable[[], bool], quiet_s: float = QUIET_S) -> None:
        self._find = find
        self._busy = busy
        self._quiet_s = quiet_s
        self._lock = threading.Lock()
        self._found: OrderedDict[str, list[str]] = OrderedDict()
        self._wanted: tuple[str, Answer] | None = None
        self._working = False

    def known(self, turn_id: str) -> list[str] | None:
        """What was found for a turn; None while nothing is known."""
        return self._found.get(turn_id)

    def want(self, turn_id: str, answer: Answer) -> None:
        """Look for the questions of this turn, unless they are known."""
        with self._lock:
            if turn_id in self._found:
                return
            self._wanted = turn_id, answer
            if not self._working:
                self._working = True
                threading.Thread(target=self._work, name="relating", daemon=True).start()

    def _work(self) -> None:
        while wanted := self._next():
            turn_id, answer = wanted
            try:
                questions = self._find(answer)
            except Exception:  # the answer is of use without them
                log.exception("No related questions could be found")
                questions = []
            with self._lock:
                self._found[turn_id] = questions
                while len(self._found) > REMEMBERED:
                    self._found.popitem(last=False)

    def _next(self) -> tuple[str, Answer] | None:
        self.await_quiet(self._quiet_s)
        with self._lock:
            wanted, self._wanted = self._wanted, None
            self._working = wanted is not None
            return wanted

    def await_quiet(self, quiet_s: float) -> None:
        """Wait until no question has been under way for so long."""
        pause, quiet = threading.Event(), 0.0
        while quiet < quiet_s:
            pause.wait(LOOK_S)
            quiet = 0.0 if self._busy() else quiet + LOOK_S
