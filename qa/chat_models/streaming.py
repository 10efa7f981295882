"""A chat model's words as they come, with time-outs that hold whatever its server does.

LangChain's models run in one event loop in a thread of its own, where giving up a call closes its connection; the time
is kept here, outside it, so that nothing in there can hold up a question.
"""

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, cast

from index.errors import ModelFailed
from qa.chat_models.models import EXTRAS, OpenModel, explain_failure

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage

LONGEST_ANSWER = 20_000  # characters; an answer to a question is a tenth of that
_RETRIES = 2
_LOOK_S = 0.05  # how often it is looked whether to stop
_ENDS = ("finish_reason", "stop_reason", "done_reason")
_TOO_LONG = ("length", "max_tokens", "model_context_window_exceeded")

Stop = Callable[[], bool]


class Stopped(Exception):
    """Whoever asked wants no more of the answer; what came before stands."""


class CutShort(Exception):
    """The model wrote as much as it may, in mid-answer; what came before stands."""


class _Ended:
    """The model has said why its answer ends (``reason``), or its connection just ended (``cut``)."""

    def __init__(self, reason: str, *, cut: bool) -> None:
        self.reason = reason
        self.cut = cut


_Event = str | _Ended | Exception


def stream_words(
    model: OpenModel, messages: "Sequence[BaseMessage]", stop: Stop, deadline: float
) -> Generator[str, None, None]:
    """The answer's tokens. Raises ModelFailed, CutShort behind the last one, and Stopped as soon as ``stop`` says so.

    ``deadline`` is in ``time.monotonic()``'s seconds. Closing the iterator ends the call and its connection.
    """
    for retries in range(_RETRIES + 1):
        began = False
        try:
            for token in _stream_once(model, messages, stop, deadline):
                began = True
                yield token
            return
        except ModelFailed as failure:
            if began or not failure.retryable or retries == _RETRIES:
                raise
        _wait(model.config.patience.retry_s * (retries + 1), stop, deadline)


def _stream_once(
    model: OpenModel, messages: "Sequence[BaseMessage]", stop: Stop, deadline: float
) -> Generator[str, None, None]:
    title, patience = model.name.title, model.config.patience
    events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
    call = _start(_pump(model, messages, events))
    try:
        length, quiet_s = 0, patience.first_token_s
        while True:
            quiet_until = min(time.monotonic() + quiet_s, deadline)
            event = _next(events, stop, quiet_until)
            match event:
                case None if quiet_until == deadline:
                    raise ModelFailed(f"The model {title} was not done after {patience.answer_s:g} seconds.")
                case None:
                    raise ModelFailed(f"The model {title} was silent for {quiet_s:g} seconds.")
                case Exception():
                    raise explain_failure(event, model.name, model.config) from None
                case _Ended() if event.cut:
                    raise ModelFailed(f"The model {title} broke off its answer.")
                case _Ended() if not length:
                    raise ModelFailed(f"The model {title} answered with nothing.")
                case _Ended() if event.reason in _TOO_LONG:
                    raise CutShort
                case _Ended():
                    return
                case str():
                    length += len(event)
                    if length > LONGEST_ANSWER:
                        raise ModelFailed(f"The model {title} wrote without an end.")
                    if event:  # some servers begin with an empty token, and only then read the prompt
                        quiet_s = patience.silence_s
                        yield event
    finally:
        call.cancel()


def _next(events: "queue.SimpleQueue[_Event]", stop: Stop, until: float) -> _Event | None:
    """The next event; None where none has come by then. Raises Stopped."""
    while True:
        if stop():
            raise Stopped
        left = until - time.monotonic()
        try:
            return events.get(timeout=max(0.0, min(_LOOK_S, left)))
        except queue.Empty:
            if left <= 0:
                return None


def _wait(seconds: float, stop: Stop, deadline: float) -> None:
    until = min(time.monotonic() + seconds, deadline)
    while (now := time.monotonic()) < until:
        if stop():
            raise Stopped
        time.sleep(min(_LOOK_S, until - now))


async def _pump(model: OpenModel, messages: "Sequence[BaseMessage]", events: "queue.SimpleQueue[_Event]") -> None:
    """Put the model's tokens into ``events``, and how they ended."""
    reason, length = "", 0
    try:
        async with aclosing(cast("AsyncGenerator[AIMessageChunk, None]", model.chat.astream(list(messages)))) as chunks:
            async for chunk in chunks:
                reason = reason or next(filter(None, map(chunk.response_metadata.get, _ENDS)), "")
                text = str(chunk.text)
                events.put(text)
                length += len(text)
                if length > LONGEST_ANSWER:
                    return
        # These say why an answer ends; without that the connection broke off.
        events.put(_Ended(reason, cut=model.name.provider in EXTRAS and not reason))
    except Exception as error:  # each provider's package has errors of its own
        events.put(error)


_loop: asyncio.AbstractEventLoop | None = None
_loop_lock = threading.Lock()


def _start(call: "Coroutine[Any, Any, None]") -> "Future[None]":
    """Run ``call`` in the loop of the models, which the first one starts."""
    global _loop
    with _loop_lock:
        if _loop is None:
            _loop = asyncio.new_event_loop()
            threading.Thread(target=_loop.run_forever, name="models", daemon=True).start()
    return asyncio.run_coroutine_threadsafe(call, _loop)
