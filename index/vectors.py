"""The Chroma collection of a generation: vectors, derived from the catalog. The only file that imports chromadb."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.embedder import Vectors
from index.errors import IndexDamaged

_COLLECTION = "passages"
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
                    _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
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

    def count(self) -> int:
        """The number of passages."""
        return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages."""
        return set(self._collection.get(include=[])["ids"])

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
        count = min(k, self.count())
        if count == 0:
            return []
        try:
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=count, include=["distances"]
            )
        except Exception as error:
            raise IndexDamaged(
                f"The vectors cannot be searched ({error}). Rebuild the index: python -m index"
            ) from error
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], found["distances"][0], strict=True)]


@contextmanager
def _writing() -> Iterator[None]:
    """What Chroma raises while it writes is about the disk, under names of its own."""
    try:
        yield
    except Exception as error:
        raise OSError(f"Chroma: {error}") from error


def _batches(count: int) -> Iterator[slice]:
    return (slice(start, start + _BATCH) for start in range(0, count, _BATCH))
