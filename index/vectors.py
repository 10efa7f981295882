"""The Chroma collection of a generation: vectors, derived from the catalog. The only file that imports chromadb."""

import struct
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from index.embedder import Vectors
from index.errors import IndexDamaged

_COLLECTION = "passages"
# With Chroma's own settings (16, 100, 100) an article unlike a large body of similar ones is not reached: of 90 such
# passages 8 did not find themselves and 27 were missed by questions near them; with these 0 and 4.
_HNSW: Any = {"space": "cosine", "max_neighbors": 32, "ef_construction": 400, "ef_search": 1000}
# Every batch goes to the graph's files at once. Left in Chroma's log, as fewer than a thousand passages are by its own
# settings, they leave a graph that whoever searches writes anew, with what lay in its memory.
_AT_ONCE: Any = {"sync_threshold": 1, "batch_size": 1}
_HEADER = struct.Struct("<i4Q")  # version, an offset, elements that there is room for, elements, bytes of each
_LENGTH = 4  # bytes that length.bin has for an element
_BATCH = 5_000  # Chroma takes at most 5,461 records a call


class PassageVectors:
    """Cosine search over passage vectors, by passage id."""

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        """Open the collection in ``folder``. Raises IndexDamaged if it is not there or cannot be read."""
        import chromadb
        from chromadb.config import Settings

        if not create and not (folder / "chroma.sqlite3").is_file():  # Chroma would make an empty one
            raise IndexDamaged(f"The vectors in {folder} are gone. Rebuild the index: python -m index")
        try:
            self._client: Any = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            self._collection: Any = (
                self._client.get_or_create_collection(
                    _COLLECTION, configuration={"hnsw": _HNSW | _AT_ONCE}, embedding_function=None
                )
                if create
                else self._client.get_collection(_COLLECTION, embedding_function=None)
            )
        except Exception as error:  # chromadb raises its Rust core's errors under many types
            raise IndexDamaged(
                f"The vectors in {folder} cannot be opened ({error}). Rebuild the index: python -m index"
            ) from error

    def close(self) -> None:
        """Let go of the folder's files."""
        self._client.close()

    def settings(self) -> dict[str, Any]:
        """Those of the graph, by Chroma's names."""
        return dict(self._collection.configuration["hnsw"])

    def count(self) -> int:
        """The number of passages."""
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages."""
        return set(self._collection.get(include=[])["ids"])

    def get(self, passage_id: str) -> Vectors | None:
        """The stored vector of one passage, shape (dimension,)."""
        found = self._collection.get(ids=[passage_id], include=["embeddings"])["embeddings"]
        return np.asarray(found[0], dtype=np.float32) if len(found) else None

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Add these passages or replace their vectors."""
        with _writing():
            for part in _batches(len(ids)):
                self._collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Remove these passages; unknown ids are ignored."""
        with _writing():
            for part in _batches(len(ids)):
                self._collection.delete(ids=list(ids[part]))

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first. Raises IndexDamaged if the files cannot be read."""
        try:
            count = min(k, self.count())
            if count == 0 or vector.size == 0:
                return []
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
            )
        except Exception as error:
            raise IndexDamaged(
                f"The vectors cannot be searched ({error}). Rebuild the index: python -m index"
            ) from error
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]


def writes_at_once(folder: Path) -> bool:
    """Whether the collection in ``folder`` has its graph written at once; one by an earlier version has not.

    Raises IndexDamaged if it cannot be opened.
    """
    with closing(PassageVectors(folder)) as vectors, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Chroma's, of embedding functions, which nobody asks for
        return bool(vectors.settings()["sync_threshold"] == _AT_ONCE["sync_threshold"])


def wipe_unused(folder: Path) -> None:
    """Write zeros over the room that the graph in ``folder``, which nobody has open, keeps beyond its vectors.

    hnswlib writes that room as it lay in memory, never set: it may hold words of an article that is to be forgotten.
    """
    for header in folder.glob("*/header.bin"):
        _, _, _, count, width = _HEADER.unpack_from(header.read_bytes())
        for name, size in (("data_level0.bin", count * width), ("length.bin", count * _LENGTH)):
            path = header.with_name(name)
            with path.open("r+b") as file:
                file.seek(size)
                file.write(bytes(max(0, path.stat().st_size - size)))


@contextmanager
def _writing() -> Iterator[None]:
    """What Chroma raises while it writes is about the disk, under names of its own."""
    try:
        yield
    except Exception as error:
        raise OSError(f"Chroma: {error}") from error


def _batches(count: int) -> Iterator[slice]:
    return (slice(start, start + _BATCH) for start in range(0, count, _BATCH))
