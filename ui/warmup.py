"""Opens the answerer in the background, while the page shows: what the models need is imported in seconds."""

import gc
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from index.errors import ClippingsError

if TYPE_CHECKING:
    from qa.answerer import Answerer

log = logging.getLogger(__name__)

State = Literal["cold", "warming", "ready", "failed"]


class NotReady(ClippingsError):
    """The answerer could not be opened; the text says why."""


class Warmup:
    """Opens the answerer once for the whole process; a failed attempt can be repeated."""

    def __init__(self, open_answerer: "Callable[[], Answerer]") -> None:
        self._open = open_answerer
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._answerer: Answerer | None = None
        self.state: State = "cold"
        self.error: str | None = None

    def start(self) -> None:
        """Begin, unless it is under way or done."""
        with self._lock:
            if self.state in ("warming", "ready"):
                return
            self.state, self.error = "warming", None
            self._settled.clear()
        threading.Thread(target=self._run, name="warm-up", daemon=True).start()

    @property
    def opened(self) -> "Answerer | None":
        """The answerer, if it is open already."""
        return self._answerer

    def answerer(self) -> "Answerer":
        """Wait for the answerer; for worker threads only. Raises NotReady."""
        self.start()
        self._settled.wait()
        if self._answerer is None:
            raise NotReady(self.error or "The answerer could not be opened.")
        return self._answerer

    def ease(self) -> None:
        """Call in each look at the page while this warms up.

        Streamlit runs a full collection after each of them; over the objects of half-imported libraries those
        collections made the warm-up several times as long. What is frozen is left out of them.
        """
        if self.state == "warming":
            gc.freeze()

    def _run(self) -> None:
        # The objects of the libraries being imported all stay: looking through them for garbage again and again takes
        # a quarter of the import's time.
        gc.disable()
        try:
            self._answerer = self._open()
        except ClippingsError as error:
            self.state, self.error = "failed", str(error)
        except Exception:
            log.exception("The answerer could not be opened")
            self.state, self.error = "failed", "The answerer could not be opened. The details are in the log."
        else:
            # Streamlit runs a full collection after each script run; without the models' objects in it, a turn with
            # 20 sessions takes 1.65 s instead of 7.5 s (95th percentile).
            gc.collect()
            gc.freeze()
            self.state = "ready"
        finally:
            gc.enable()
        self._settled.set()
