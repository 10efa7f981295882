"""The file formats that articles come in: one module each, found by itself, so that a new format is one new file.

A format module has ``EXTENSIONS`` (lower case, with the dot) and ``read(path) -> Iterator[Record | Rejected]``.
It may raise BadInput or OSError, which reject the whole file.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from index.formats.record import Record
from index.types import Rejected

Read = Callable[[Path], Iterator[Record | Rejected]]


@cache
def readers() -> dict[str, Read]:
    """Every format's ``read`` by file extension."""
    found: dict[str, Read] = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for extension in getattr(module, "EXTENSIONS", ()):
            found[extension] = module.read
    return found
