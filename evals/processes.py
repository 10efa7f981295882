"""Builds and readers in processes of their own, forked from one that has imported what they need."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

from index.embedder import Embedder, SentenceTransformerEmbedder


def load_model() -> Embedder:
    """The packaged model, which each process loads for itself: its threads would not survive the fork."""
    import chromadb  # noqa: F401 - now, so that each build need not
    import openvino  # noqa: F401

    embedder = SentenceTransformerEmbedder()
    assert embedder.fingerprint  # of files that no build need read again
    return embedder


def call(context: BaseContext, function: Callable[..., Any], *arguments: Any) -> tuple[Any, str | None]:
    """What ``function`` returns in a process of its own, or None and what it raised, or what it died of."""
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sending, function, arguments))  # type: ignore[attr-defined]
    process.start()
    sending.close()
    try:
        result: tuple[Any, str | None] = receiving.recv()
    except EOFError:
        result = None, "died without a word"
    process.join()
    return result


def _send(sending: "Connection[Any, Any]", function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        sending.send((function(*arguments), None))
    except Exception as error:
        sending.send((None, f"{type(error).__name__}: {error}"))
