"""Honest stand-ins: real classes whose answers can be worked out by hand, and which record what they were asked."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.embedder import Vectors

_WORD = re.compile(r"\w+")


class BagOfWords:
    """An Embedder: each word adds one to one of ``dimension`` counts, so texts that share words are neighbours.

    Tokens are words. ``embedded`` lists every text it was given, in order.
    """

    def __init__(self, name: str = "words", *, dimension: int = 256, max_tokens: int = 254) -> None:
        self.fingerprint = name
        self.max_tokens = max_tokens
        self.embedded: list[str] = []
        self._dimension = dimension

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in _WORD.findall(text.lower()) or [text]:
                row[int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % self._dimension] += 1
            row /= np.linalg.norm(row)
        return vectors
