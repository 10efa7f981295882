"""The chat models that can be chosen: the one that is set up, and those that run on this machine."""

import threading
from collections.abc import Callable, Sequence
from time import monotonic

from qa.chat_models.local import LocalServer, find_local_servers

LOOK_AGAIN_S = 30.0  # a server that was started meanwhile is offered after that


class Offered:
    """Looks for models in the background, so that no page waits for a port that does not answer.

    Not while ``busy`` says that questions are being answered: a server that writes an answer does not say what it has,
    and some (llama-cpp-python's) break the answer off when they are asked.
    """

    def __init__(
        self,
        default: str | None,
        find: Callable[[], Sequence[LocalServer]] = find_local_servers,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        self.default = default
        self._find = find
        self._busy = busy
        self._found: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._looked: float | None = None

    def names(self) -> list[str]:
        """Those known by now, the one that is set up first; each as ``qa.chat_models.models`` reads it."""
        with self._lock:
            due = self._looked is None or monotonic() - self._looked > LOOK_AGAIN_S
            if due and not self._busy():
                self._looked = monotonic()
                threading.Thread(target=self._look, name="offered", daemon=True).start()
        return list(dict.fromkeys([*([self.default] if self.default else []), *self._found]))

    def _look(self) -> None:
        self._found = tuple(str(model) for server in self._find() for model in server.models)
