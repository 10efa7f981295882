"""How questions are answered; the environment is read here and nowhere else in ``qa``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from index.errors import BadInput


@dataclass(frozen=True, slots=True)
class QaConfig:
    """``k`` passages are evidence. ``threshold`` is the reader's score from which an answer is given."""

    k: int = 10
    threshold: float | None = None  # None: the value calibrated for the reader
    reader_model: str | None = None  # None: the reader trained by qa.training

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "QaConfig":
        """Read ``CLIPPINGS_READER_MODEL`` and ``CLIPPINGS_READER_THRESHOLD``. Raises BadInput for a wrong value."""
        written = environ.get("CLIPPINGS_READER_THRESHOLD", "").strip()
        try:
            threshold = float(written) if written else None
        except ValueError:
            threshold = -1.0
        if threshold is not None and not 0.0 <= threshold <= 1.0:
            raise BadInput(f"CLIPPINGS_READER_THRESHOLD is {written!r}; it must be a number from 0 to 1.")
        return cls(threshold=threshold, reader_model=environ.get("CLIPPINGS_READER_MODEL") or None)
