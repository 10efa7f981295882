"""Servers on this machine are found with their models, and nothing that listens there holds anybody up."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from qa.chat_models.local import LocalServer, find_local_servers
from tests.qa.fault_server import ModelServer


def listen(answer: bytes, *, drip: bool = False) -> Iterator[int]:
    """A port whose server gives every connection ``answer``, byte by byte without an end if it drips."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.recv(65_536)
                    connection.sendall(answer)
                    while drip:
                        connection.sendall(b" ")
                        threading.Event().wait(0.05)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def reply(body: object) -> bytes:
    raw = json.dumps(body).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(raw), raw)


def test_servers_are_found_with_their_models() -> None:
    server = ModelServer(lambda request: "")
    (ollama,) = [next(listen(reply({"models": [{"name": "llama3.2:3b"}, {"name": "a b\nc"}]})))]
    found = find_local_servers([ollama], [server.port])
    server.close()
    assert [(one.url, [str(model) for model in one.models]) for one in found] == [
        (f"http://localhost:{ollama}", ["ollama:llama3.2:3b"]),
        (f"http://localhost:{server.port}/v1", [f"openai:test-model@http://localhost:{server.port}/v1"]),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n",
        reply([]),
        reply({"data": 5}),
        reply({"data": [{}]}),
        reply({"data": []}),
        b"HTTP/1.1 200 OK\r\n\r\n" + b"[" * 100_000,
    ],
)
def test_what_is_no_such_server_is_passed_over(answer: bytes) -> None:
    assert find_local_servers([], [next(listen(answer))]) == ()


def test_nobody_listening_and_endless_answers_find_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        free = next(listen(b""))
        ports = [silent.getsockname()[1], free, next(listen(b"HTTP/1.1 200 OK\r\n\r\n", drip=True))]
        assert find_local_servers([], ports) == ()


def test_a_server_that_drips_keeps_no_process_from_ending() -> None:
    port = next(listen(b"HTTP/1.1 200 OK\r\n\r\n", drip=True))
    look = f"from qa.chat_models.local import find_local_servers; print(find_local_servers([], [{port}]))"
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, timeout=120)  # a hang guard
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "()\n", "")


def test_the_usual_ports_are_looked_at() -> None:
    assert all(isinstance(server, LocalServer) for server in find_local_servers())
