"""Cosine search that compares with every vector of a catalog: slower than Chroma, and writes nothing."""

import numpy as np

from index.catalog import Catalog
from index.embedder import Vectors


class ExactVectors:
    """For a disk so full, or a directory so protected, that Chroma, which writes when it opens, cannot be opened."""

    def __init__(self, catalog: Catalog) -> None:
        """Read the catalog's vectors into memory."""
        self._ids, self._vectors = catalog.all_vectors()

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest (passage id, cosine), nearest first."""
        if not self._ids or vector.size == 0:
            return []
        cosines = self._vectors @ vector.ravel()
        return [(self._ids[at], float(cosines[at])) for at in np.argsort(-cosines, kind="stable")[:k]]

    def close(self) -> None:
        """Nothing is open."""
