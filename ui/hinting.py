"""What the app offers by itself: questions that the articles were found to answer, and topics that they share.

Looked for once for each generation, in the background, and kept on disk: to find the questions costs whole answers.
"""

import json
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.topics import Topic

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is offered while this generation answers."""

    generation: str
    questions: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


class Hinting:
    """The hints for the newest generation. Safe between threads."""

    def __init__(self, file: Path, find: Callable[[], Hints]) -> None:
        self._file = file
        self._find = find
        self._lock = threading.Lock()
        self._known: Hints | None = _read(file)
        self._looking_for: str | None = None

    def known(self, generation: str) -> Hints | None:
        """The hints for this generation; None while they are not known."""
        known = self._known
        return known if known and known.generation == generation else None

    def want(self, generation: str) -> None:
        """Look for those of this generation, unless they are known or are being looked for."""
        with self._lock:
            if self.known(generation) or self._looking_for == generation:
                return
            self._looking_for = generation
        threading.Thread(target=self._look, args=(generation,), name="hinting", daemon=True).start()

    def _look(self, generation: str) -> None:
        try:
            found = self._find()
        except Exception:  # the page is of use without them
            log.exception("No questions and topics could be found")
            found = Hints(generation)
        self._known = found
        with suppress(OSError):  # they are looked for again after the next start
            self._file.write_text(json.dumps(asdict(found)), encoding="utf-8")
        with self._lock:
            self._looking_for = None


def _read(file: Path) -> Hints | None:
    try:
        form = json.loads(file.read_text(encoding="utf-8"))
        topics = tuple(Topic(str(one["name"]), int(one["articles"])) for one in form["topics"])
        return Hints(str(form["generation"]), tuple(map(str, form["questions"])), topics)
    except (OSError, ValueError, KeyError, TypeError):  # not there, or damaged: found anew
        return None
