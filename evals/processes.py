"""Builds and readers in processes of their own, forked from one that has loaded the model."""

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from typing import Any

from index.embedder import Embedder, SentenceTransformerEmbedder


def load_model() -> Embedder:
    """The packaged model, loaded before the processes are forked; with one thread, since more do not survive that."""
    os.environ["OMP_NUM_THREADS"] = "1"
    import chromadb  # noqa: F401 - now, so that each build need not

    embedder = SentenceTransformerEmbedder()
    embedder.embed(["Load now."])
    embedder.count_tokens(["And this."])
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
