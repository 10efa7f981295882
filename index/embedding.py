"""What a build has to embed, embedded in a thread of its own while the build goes on: the longest part of it by far."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from index.catalog_writer import CatalogWriter
from index.embedder import Embedder, Vectors

_BATCH = 128  # texts between two looks at whether to stop
_UNDER_WAY = 2  # batches: the encoder must never wait for the next one


class Embedding:
    """Embeds the texts of a catalog that have no vector, and keeps their vectors in it.

    Only the thread that calls touches the catalog.
    """

    def __init__(self, catalog: CatalogWriter, embedder: Embedder) -> None:
        self.done = 0
        self._catalog = catalog
        self._embedder = embedder
        self._thread = ThreadPoolExecutor(1, "encoder")
        self._under_way: deque[tuple[list[str], Future[Vectors]]] = deque()
        self._reached = b""  # texts are taken in the order of their hashes
        self._new = 0  # passages that came since the last batch was begun

    def advance(self, passages: int) -> None:
        """There are so many passages more: begin with them once they fill a batch, and keep what is done; no waiting.

        Raises what the embedder raises.
        """
        self._new += passages
        while self._under_way and self._under_way[0][1].done():
            self._keep()
        if self._new >= _BATCH and not self._under_way:
            self._reached = b""  # new texts may have any hash
            self._begin()

    def finish(self) -> Iterator[int]:
        """Embed everything; yields the number of texts done, batch after batch. Raises what the embedder raises."""
        while True:
            while len(self._under_way) < _UNDER_WAY and self._begin():
                pass
            if self._under_way:
                self._keep()
                yield self.done
            elif self._reached:  # those before it came while others were under way
                self._reached = b""
            else:
                return

    def stop(self) -> None:
        """Give up what has not begun, and keep what is done."""
        for _, batch in self._under_way:
            batch.cancel()
        while self._under_way:
            if self._under_way[0][1].cancelled():
                self._under_way.popleft()
            else:
                self._keep()

    def close(self) -> None:
        """Give up what is under way."""
        self._thread.shutdown(cancel_futures=True)

    def _begin(self) -> bool:
        texts, reached = self._catalog.texts_without_vector(_BATCH, self._reached)
        if texts:
            self._under_way.append((texts, self._thread.submit(self._embedder.embed, texts)))
        self._reached = reached
        self._new = max(0, self._new - _BATCH)
        return bool(texts)

    def _keep(self) -> None:
        texts, batch = self._under_way[0]
        self._catalog.put_vectors(texts, batch.result())
        self._under_way.popleft()
        self.done += len(texts)
