"""Chat models that run on this machine: whatever answers on the ports that their servers use by default."""

import json
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from index.errors import BadInput
from index.text import to_line
from qa.chat_models.models import ModelName, parse_model

OLLAMA_PORT = 11434
OPENAI_PORTS = (8080, 8000, 1234)  # llama.cpp, vLLM, LM Studio

_PATIENCE_S = 0.5  # for a server on the same machine that is there
_MOST_BYTES = 1_000_000
_MOST_MODELS = 50  # of one server


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A server on this machine and the models that it offers."""

    url: str
    models: tuple[ModelName, ...]


def find_local_servers(
    ollama: Sequence[int] = (OLLAMA_PORT,), openai: Sequence[int] = OPENAI_PORTS
) -> tuple[LocalServer, ...]:
    """Those that answer within a moment; it takes about a second at most, whatever listens there.

    ``ollama`` and ``openai`` are the ports that are looked at for a server of either kind. Raises nothing.
    """
    asked = [(port, "/api/tags") for port in ollama] + [(port, "/v1/models") for port in openai]
    answers = [_start(port, path) for port, path in asked]
    servers = []
    for (port, path), answer in zip(asked, answers, strict=True):
        try:
            names = _read_names(answer.result(timeout=2 * _PATIENCE_S), is_ollama := path == "/api/tags")
        except (OSError, HTTPException, ValueError, TypeError, KeyError, RecursionError):
            continue
        base = f"http://localhost:{port}" + ("" if is_ollama else "/v1")
        models = tuple(_name_models(names, None if is_ollama else base))
        if models:
            servers.append(LocalServer(base, models))
    return tuple(servers)


def _start(port: int, path: str) -> "Future[Any]":
    """Ask in a thread of its own. A server that drips its answer could outlast any socket's time-out, so it is not
    waited for, and the thread is a daemon: those of a pool would keep the process from ending."""
    answer: Future[Any] = Future()

    def run() -> None:
        try:
            answer.set_result(_ask(port, path))
        except Exception as error:  # raised where the answer is awaited
            answer.set_exception(error)

    threading.Thread(target=run, name="local-servers", daemon=True).start()
    return answer


def _ask(port: int, path: str) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        with connection.getresponse() as response:  # which may hold the socket beyond the connection's end
            if response.status != 200:
                raise ValueError(response.status)
            return json.loads(response.read(_MOST_BYTES))
    finally:
        connection.close()


def _read_names(answer: Any, is_ollama: bool) -> list[str]:
    listed = answer["models"] if is_ollama else answer["data"]
    return [str(model["name"] if is_ollama else model["id"]) for model in listed][:_MOST_MODELS]


def _name_models(names: Sequence[str], url: str | None) -> list[ModelName]:
    """The names that can be asked for; one with a space or a control character in it is no model's name."""
    models = []
    for name in names:
        try:
            if to_line(name) == name:
                models.append(parse_model(f"openai:{name}@{url}" if url else f"ollama:{name}"))
        except BadInput:
            continue
    return models
