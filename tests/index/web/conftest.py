"""Real servers on 127.0.0.1: one that answers as it is told, and one that nobody may ever reach."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpcore
import pytest

CERTIFICATE = Path(__file__).with_name("news.test.pem")

Write = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers each path as it was told to, and records what it was asked: (path with query, headers)."""

    def __init__(self, tls: bool = False) -> None:
        self.requests: list[tuple[str, dict[str, str]]] = []
        self._answers: dict[str, Write] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = server._answers.get(self.path.partition("?")[0])
                with suppress(OSError):  # the client may leave whenever it has had enough
                    if answer is None:
                        self.send_error(404)
                    else:
                        answer(self)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass

        self._http = Quiet(("127.0.0.1", 0), Handler)
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.names: list[str | None] = []
            context.sni_callback = lambda _socket, name, _context: self.names.append(name)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._http.server_address[1]
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]

    def says(
        self, path: str, body: bytes | str = b"", kind: str = "text/html", status: int = 200, **headers: str
    ) -> None:
        """Answer ``path`` with a body; header names are written with underscores."""
        content = body.encode() if isinstance(body, str) else body

        def write(handler: BaseHTTPRequestHandler) -> None:
            fields = {name.replace("_", "-"): value for name, value in headers.items()}
            validators = (("etag", "if-none-match"), ("last-modified", "if-modified-since"))
            if any(fields.get(given, "-") == handler.headers.get(asked) for given, asked in validators):
                handler.send_response(304)
                handler.end_headers()
                return
            handler.send_response(status)
            if kind:
                handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", fields.pop("content-length", str(len(content))))
            for name, value in fields.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(content)

        self._answers[path] = write

    def leads(self, path: str, location: str, status: int = 302) -> None:
        self.says(path, status=status, location=location)

    def does(self, path: str, write: Write) -> None:
        self._answers[path] = write

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class Canary:
    """Listens where no request may arrive, on IPv4 and IPv6, and counts the connections."""

    def __init__(self) -> None:
        self.connections = 0
        first = socket.create_server(("127.0.0.1", 0))
        self.port = first.getsockname()[1]
        self._listeners = [first]
        with suppress(OSError):  # a machine without IPv6
            self._listeners.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        for listener in self._listeners:
            threading.Thread(target=self._listen, args=(listener,), daemon=True).start()

    def _listen(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                self.connections += 1
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")
                connection.close()

    def close(self) -> None:
        for listener in self._listeners:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


class Backend(httpcore.SyncBackend):
    """Stands in for the internet: connections to the ``public`` addresses arrive at local ports, and are recorded."""

    def __init__(self, public: dict[str, int]) -> None:
        self.public = public
        self.connected: list[str] = []

    def connect_tcp(self, host: str, port: int, *arguments: Any, **named: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        if host in self.public:
            return super().connect_tcp("127.0.0.1", self.public[host], *arguments, **named)
        return super().connect_tcp(host, port, *arguments, **named)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def tls_server() -> Iterator[Server]:
    server = Server(tls=True)
    yield server
    server.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


@pytest.fixture
def make_backend() -> type[Backend]:
    return Backend


@pytest.fixture
def trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))
