"""Where the index lives and what it is made of; the environment is read here and nowhere else in ``index``."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.passages import PASSAGE_TOKENS

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"


@dataclass(frozen=True, slots=True)
class IndexConfig:
    """``sources`` empty means: those of the last build, or ``seeds/`` if there was none."""

    data: Path
    sources: tuple[Path, ...] = ()
    embedding_model: str | None = None  # None: the packaged all-MiniLM-L6-v2
    passage_tokens: int = PASSAGE_TOKENS
    allow_empty: bool = False  # whether a source folder that had articles may be empty now
    allow_private_urls: bool = False  # whether articles may come from web servers inside a private network

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "IndexConfig":
        """Read ``CLIPPINGS_DATA``, ``CLIPPINGS_EMBEDDING_MODEL`` and ``CLIPPINGS_ALLOW_PRIVATE_URLS``."""
        return cls(
            data=Path(environ.get("CLIPPINGS_DATA") or PROJECT / "data").expanduser().absolute(),
            embedding_model=environ.get("CLIPPINGS_EMBEDDING_MODEL") or None,
            allow_private_urls=environ.get("CLIPPINGS_ALLOW_PRIVATE_URLS") == "1",
        )
