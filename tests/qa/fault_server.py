"""A model's server on a real socket, honest or faulty as its script has it, in OpenAI's protocol or another."""

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

KEY = "sk-canary-4f9a8b7c6d5e4f3a2b1c0d"


class Wire:
    """One request's connection, in OpenAI's protocol; tests/qa/other_protocols.py has more."""

    def __init__(self, connection: socket.socket, closed: threading.Event) -> None:
        self._connection = connection
        self._closed = closed

    def status(self, code: int, message: str) -> None:
        """An error as OpenAI's own servers send it; it repeats the key, as some servers do."""
        body = json.dumps({"error": {"message": f"{message}: {KEY}", "type": "error", "code": None}}).encode()
        self.send(
            f"HTTP/1.1 {code} Status\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        self.send(body)

    def begin(self) -> None:
        """The head of a stream."""
        self.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        self.event({"role": "assistant", "content": ""})

    def token(self, text: str) -> None:
        """More words."""
        self.event({"content": text})

    def event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        """One event of a stream."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self.raw(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def raw(self, data: bytes) -> None:
        """Bytes of the stream as they are."""
        self.send(b"%x\r\n%s\r\n" % (len(data), data))

    def end(self, reason: str = "stop") -> None:
        """The end of an answer that is complete, or that has come to the model's limit."""
        self.event({}, reason)
        self.raw(b"data: [DONE]\n\n")
        self.send(b"0\r\n\r\n")

    def send(self, data: bytes) -> None:
        self._connection.sendall(data)

    def stall(self) -> None:
        """Say nothing until the other side has gone."""
        self._connection.settimeout(60)
        with suppress(OSError):
            while self._connection.recv(65_536):
                pass
        self._closed.set()


Fault = Callable[[Wire], None]
Script = Callable[[dict[str, Any]], "str | Fault"]


def _stalled_after(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    wire.stall()


def _cut(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")


def _cut_politely(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    wire.send(b"0\r\n\r\n")


def _broken_json(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    wire.raw(b'data: {"choices": [{"delta": {"content": "on\n\n')
    wire.end()


def _broken_utf8(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    wire.raw(b'data: {"choices": [{"index": 0, "delta": {"content": "\xff\xfe\xc3("}}]}\n\n')
    wire.end()


def _empty(wire: Wire) -> None:
    wire.begin()
    wire.end()


def _nothing(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")


def _endless(wire: Wire) -> None:
    wire.begin()
    with suppress(OSError):
        while True:
            wire.token("and on ")
    wire.stall()


def _dripping(wire: Wire) -> None:
    """Signs of life for ever, and never a word."""
    wire.begin()
    with suppress(OSError):
        while not wire._closed.wait(0.02):
            wire.token("")
    wire.stall()


def _huge(wire: Wire) -> None:
    wire.begin()
    wire.token("x" * 10_000_000)
    wire.end()


def _error_event(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    wire.raw(b'data: {"error": {"message": "out of memory ' + KEY.encode() + b'", "code": 500}}\n\n')
    wire.stall()


FAULTS: dict[str, Fault] = {
    "401": lambda wire: wire.status(401, "Incorrect API key provided"),
    "403": lambda wire: wire.status(403, "Not for this key"),
    "404": lambda wire: wire.status(404, "No such model"),
    "429": lambda wire: wire.status(429, "Slow down"),
    "500": lambda wire: wire.status(500, "Broken"),
    "stalled before the first token": lambda wire: wire.stall(),
    "stalled after the head": lambda wire: (wire.begin(), wire.stall())[1],
    "stalled after the first token": _stalled_after,
    "cut": _cut,
    "cut politely": _cut_politely,
    "hung up": lambda wire: None,
    "no protocol": lambda wire: wire.send(b"220 mail.example ESMTP\r\n"),
    "broken JSON": _broken_json,
    "broken UTF-8": _broken_utf8,
    "empty": _empty,
    "nothing": _nothing,
    "endless": _endless,
    "dripping": _dripping,
    "a token of 10 MB": _huge,
    "an error in the stream": _error_event,
}


class ModelServer:
    """Listens until it is closed. ``script`` is asked with the body of each request for the words or the fault."""

    def __init__(self, script: Script, wire: type[Wire] = Wire) -> None:
        self.script = script
        self._wire = wire
        self.requests: list[dict[str, Any]] = []
        self.authorizations: list[str] = []
        self.left = threading.Event()  # the other side closed its connection before the answer's end
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}/v1"
        self.model = f"openai:test-model@{self.url}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Stop listening and drop every connection."""
        for one in (self._listener, *self._connections):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits on it
            one.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            while True:
                head, body = _read_request(connection)
                if head.startswith("GET"):
                    _send_models(connection)
                    continue
                found = re.search(r"(?im)^(?:authorization|x-api-key):\s*(.+?)\r?$", head)
                self.authorizations.append(found[1] if found else "")
                self.requests.append(json.loads(body))
                reply = self.script(self.requests[-1])
                wire = self._wire(connection, self.left)
                if isinstance(reply, str):
                    wire.begin()
                    for token in _tokens(reply):
                        wire.token(token)
                    wire.end()
                else:
                    reply(wire)
                    return


def messages_text(request: dict[str, Any]) -> str:
    """Everything that the model was given, as one text."""
    return "\n".join([request.get("system", ""), *(message["content"] for message in request["messages"])])


def _read_request(connection: socket.socket) -> tuple[str, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _receive(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    found = re.search(rb"(?i)content-length:\s*(\d+)", head)
    while len(body) < (int(found[1]) if found else 0):
        body += _receive(connection)
    return head.decode(), body


def _receive(connection: socket.socket) -> bytes:
    data = connection.recv(65_536)
    if not data:
        raise ConnectionError("closed")
    return data


def _send_models(connection: socket.socket) -> None:
    body = json.dumps({"object": "list", "data": [{"id": "test-model", "object": "model"}]}).encode()
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )


def _tokens(text: str) -> Iterator[str]:
    """Short tokens that cut words and markers anywhere."""
    for at in range(0, len(text), 3):
        yield text[at : at + 3]
