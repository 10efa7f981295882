"""A browser's part of the app's socket, without the browser: sends what a page sends and keeps what it would draw.

Twenty pages in a real browser would measure the browser. What a page does is in Streamlit's frontend: it asks for a run
of the script, for a run of each fragment that wants one at an interval, and keeps messages that may be sent by hash.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_LARGEST = 100_000_000  # bytes of one message
Turn = dict[str, Any]  # what the part "turn" is given to draw


class Page:
    """One page of the app. ``turns`` are the turns as last drawn, by the id of their part."""

    def __init__(self, address: str, query: str = "") -> None:
        self.query = query
        self.turns: dict[str, Turn] = {}
        self.trouble: list[str] = []  # exceptions that the app showed
        self.runs = 0  # of the whole script that have ended
        self.changed = asyncio.Event()
        self._address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._box = ""  # the id of the question box
        self._page = ""
        self._kept: dict[str, ForwardMsg] = {}
        self._intervals: dict[str, asyncio.Task[None]] = {}

    async def open(self) -> None:
        """Connect and draw the page once."""
        self._socket: ClientConnection = await connect(self._address, subprotocols=["streamlit"], max_size=_LARGEST)  # type: ignore[list-item]
        self._listening = asyncio.create_task(self._listen())
        await self._rerun()
        while not (self._box and self.runs):
            await self._change()

    async def ask(self, question: str) -> None:
        """Put a question."""
        message = BackMsg()
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.chat_input_value.data = self._box, question
        await self._rerun(message)

    async def words(self, question: str, patience_s: float) -> Turn:
        """The last turn with this question, once words of its answer, or a refusal or an error, are there."""
        return await self._turn(question, patience_s, lambda turn: turn["pieces"] or turn["refusal"] or turn["error"])

    async def finished(self, question: str, patience_s: float) -> Turn:
        """The last turn with this question, once nothing more will come."""
        return await self._turn(question, patience_s, lambda turn: turn["sources"] or turn["refusal"] or turn["error"])

    async def cut(self) -> None:
        """Lose the connection without a word."""
        self._stop_intervals()
        self._listening.cancel()
        with suppress(asyncio.CancelledError):
            await self._listening
        self._socket.transport.abort()

    async def close(self) -> None:
        """Leave the page."""
        self._stop_intervals()
        self._listening.cancel()
        await self._socket.close()

    async def _turn(self, question: str, patience_s: float, enough: Any) -> Turn:
        async with asyncio.timeout(patience_s):
            while True:
                for turn in reversed(self.turns.values()):
                    if turn["question"] == question and enough(turn):
                        return turn
                await self._change()

    async def _change(self) -> None:
        self.changed.clear()
        if self._listening.done():
            self._listening.result()
            raise ConnectionError("the app closed the socket")
        await self.changed.wait()

    async def _rerun(self, message: BackMsg | None = None, fragment: str = "") -> None:
        message = message or BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.is_auto_rerun = bool(fragment)
        await self._socket.send(message.SerializeToString())

    async def _listen(self) -> None:
        try:
            async for data in self._socket:
                message = ForwardMsg()
                message.ParseFromString(data if isinstance(data, bytes) else data.encode())
                if message.WhichOneof("type") == "ref_hash":
                    message.CopyFrom(self._kept[message.ref_hash])
                elif message.metadata.cacheable:
                    self._kept[message.hash] = message
                self._take(message)
                self.changed.set()
        finally:
            self.changed.set()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            if not message.metadata.run.fragment_ids:
                self._stop_intervals()
                self.turns.clear()
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._repeat(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop_interval(fragment)
        elif kind == "script_finished":
            self.runs += message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        elif kind == "delta":
            self._draw(message.delta.new_element)

    def _draw(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        if kind == "chat_input":
            self._box = element.chat_input.id
        elif kind == "exception":
            self.trouble.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith("clippings_turn"):
            part = element.bidi_component
            self.turns[part.id] = json.loads(part.json or part.mixed.json)

    def _repeat(self, fragment: str, interval_s: float) -> None:
        async def repeat() -> None:
            while True:
                await asyncio.sleep(interval_s)
                await self._rerun(fragment=fragment)

        self._stop_interval(fragment)
        self._intervals[fragment] = asyncio.create_task(repeat())

    def _stop_interval(self, fragment: str) -> None:
        if task := self._intervals.pop(fragment, None):
            task.cancel()

    def _stop_intervals(self) -> None:
        for fragment in list(self._intervals):
            self._stop_interval(fragment)
