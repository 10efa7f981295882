"""Cosine search that compares with every vector there is: exact within any choice of articles, and writes nothing."""

from collections.abc import Sequence

import numpy as np

from index.catalog import Catalog
from index.embedder import Vectors


def nearest(ids: Sequence[str], vectors: Vectors, vector: Vectors, k: int) -> list[tuple[str, float]]:
    """The ``k`` of ``ids`` whose row of ``vectors`` is nearest to ``vector``, with the cosine, nearest first."""
    if not ids or vector.size == 0:
        return []
    cosines = vectors @ vector.ravel()
    return [(ids[at], float(cosines[at])) for at in np.argsort(-cosines, kind="stable")[:k]]


class ExactVectors:
    """For a disk so full, or a directory so protected, that Chroma, which writes when it opens, cannot be opened."""

    def __init__(self, catalog: Catalog) -> None:
        """Read the catalog's vectors into memory."""
        self._ids, self._vectors = catalog.all_vectors()

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first."""
        return nearest(self._ids, self._vectors, vector, k)

    def close(self) -> None:
        """Nothing is open."""
