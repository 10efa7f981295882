"""Plain text: one file, one article, nothing known but its words."""

from collections.abc import Iterator
from pathlib import Path

from index.formats.record import Record, read_text
from index.types import Rejected

EXTENSIONS = (".txt", ".text")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the file as one record."""
    yield Record(text=read_text(path))
