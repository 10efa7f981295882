"""Questions under way: each conversation answers one question after the other in the background.

A page only looks at what has come so far, so a click, a reload or a second tab never loses an answer.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from index.errors import ClippingsError
from qa.history.conversations import Conversations, StoredTurn, Unanswered
from qa.types import (
    AS_SET,
    Answer,
    Awaiting,
    Citation,
    Cited,
    Delta,
    Finished,
    Judged,
    Options,
    Statement,
    StreamEvent,
    Turn,
    Withdrawn,
)

log = logging.getLogger(__name__)

WENT_WRONG = "Something went wrong while this was being answered. The details are in the log."
CUT_OFF = "The app was stopped before this was answered."

Stop = Callable[[], bool]  # asked now and then: whether what has come is to be the answer
Ask = Callable[[str, Sequence[Turn], Options, Stop], Iterator[StreamEvent]]
Stage = Literal["waiting", "reading", "writing", "done", "failed"]


@dataclass(slots=True, eq=False)
class Asked:
    """A question under way: what has come of its answer so far. Written by its worker, read by the pages."""

    question: str
    options: Options = AS_SET
    id: str = ""  # empty where the question could not be kept
    asked: datetime = field(default_factory=lambda: datetime.now(UTC))
    stage: Stage = "waiting"
    pieces: list[str | Statement | Citation] = field(default_factory=list)
    answer: Answer | None = None
    error: str | None = None
    stopping: bool = False
    awaited: str | None = None  # the title of the model that was asked

    def take(self, event: StreamEvent) -> None:
        """Add what the answerer just sent."""
        match event:
            case Awaiting(model):
                self.awaited = model
            case Delta(text):
                self.stage = "writing"
                self.pieces.append(text)
            case Judged(statement):
                words = len(self.pieces)
                while words and isinstance(self.pieces[words - 1], str):
                    words -= 1
                self.pieces[words:] = [statement]  # at once: a page may look at any moment
            case Cited(citation):
                self.pieces.append(citation)
            case Withdrawn():
                self.pieces.clear()
                self.awaited = None
            case Finished(answer):
                self.answer = answer


class Asking:
    """The questions under way of every conversation."""

    def __init__(self, conversations: Conversations, ask: Ask) -> None:
        self._conversations = conversations
        self._ask = ask
        self._lock = threading.RLock()
        self._under_way: dict[str, list[Asked]] = {}
        self._working: set[str] = set()  # conversations that have a worker

    def ask(self, conversation: str, question: str, options: Options = AS_SET) -> None:
        """Add a question; its answer follows those asked before it. One that failed with the same words makes way."""
        with self._lock:
            for failed in self._waiting(conversation):
                if failed.stage == "failed" and failed.question == question:
                    self._forget(conversation, failed)
            self._under_way.setdefault(conversation, []).append(self._put(conversation, question, options))
            if conversation not in self._working:
                self._working.add(conversation)
                threading.Thread(target=self._work, args=(conversation,), name="asking", daemon=True).start()

    def view(self, conversation: str) -> tuple[list[StoredTurn], list[Asked]]:
        """The answered turns, and the questions that are still under way or failed, also before a restart."""
        with self._lock:
            return list(self._conversations.turns(conversation)), self._waiting(conversation)

    def busy(self) -> bool:
        """Whether anybody waits for an answer."""
        with self._lock:
            return bool(self._working)

    def remove(self, conversation: str, asked: Asked) -> None:
        """Forget a question that failed."""
        with self._lock:
            if asked.stage == "failed":
                self._forget(conversation, asked)

    def stop(self, conversation: str) -> None:
        """End the answer under way; what has come of it is kept. Questions behind it are still answered."""
        with self._lock:
            for asked in self._under_way.get(conversation, []):
                if asked.stage in ("reading", "writing"):
                    asked.stopping = True

    def drop(self, conversation: str) -> None:
        """Forget the questions under way of a conversation that is being deleted."""
        with self._lock:
            self._under_way.pop(conversation, None)

    def _work(self, conversation: str) -> None:
        while asked := self._next(conversation):
            try:
                self._answer(conversation, asked)
                self._keep(conversation, asked)
            except ClippingsError as error:
                self._fail(asked, str(error))
            except Exception:
                log.exception("A question could not be answered")
                self._fail(asked, WENT_WRONG)

    def _answer(self, conversation: str, asked: Asked) -> None:
        history = self._history(conversation)
        for event in self._ask(asked.question, history, asked.options, lambda: asked.stopping):
            asked.take(event)

    def _next(self, conversation: str) -> Asked | None:
        with self._lock:
            for asked in self._under_way.get(conversation, []):
                if asked.stage == "waiting":
                    asked.stage = "reading"
                    return asked
            self._working.discard(conversation)
            return None

    def _history(self, conversation: str) -> list[Turn]:
        return [
            Turn(stored.question, stored.answer.text, stored.answer.cited_articles)
            for stored in self._conversations.turns(conversation)
        ]

    def _keep(self, conversation: str, asked: Asked) -> None:
        if asked.answer is None:
            raise RuntimeError("The answerer's stream ended without an answer")
        with self._lock:
            queue = self._under_way.get(conversation, [])
            if asked not in queue:  # the conversation was deleted meanwhile
                return
            self._conversations.answer(asked.id, asked.answer)
            queue.remove(asked)
            asked.stage = "done"

    def _fail(self, asked: Asked, reason: str) -> None:
        with self._lock:
            asked.stage, asked.error = "failed", reason
            with suppress(ClippingsError):  # it was deleted, or the disk is full: the page still has it
                self._conversations.fail(asked.id, reason)

    def _waiting(self, conversation: str) -> list[Asked]:
        here = self._under_way.get(conversation, [])
        by_id = {asked.id: asked for asked in here}
        kept = [by_id.get(one.id) or _cut_off(one) for one in self._conversations.unanswered(conversation)]
        return [*kept, *(asked for asked in here if all(asked is not one for one in kept))]

    def _put(self, conversation: str, question: str, options: Options) -> Asked:
        """Keep the question before anything else; one that cannot be kept is not answered, and not lost either."""
        try:
            kept = self._conversations.ask(conversation, question, options)
            return Asked(question, options, kept.id, kept.asked)
        except ClippingsError as error:
            return Asked(question, options, stage="failed", error=str(error))

    def _forget(self, conversation: str, asked: Asked) -> None:
        self._under_way[conversation] = [one for one in self._under_way.get(conversation, []) if one is not asked]
        if asked.id:
            self._conversations.withdraw(asked.id)


def _cut_off(kept: Unanswered) -> Asked:
    return Asked(kept.question, kept.options, kept.id, kept.asked, "failed", error=kept.error or CUT_OFF)
