"""A reader holds the generation that it is reading; who clears generations away leaves those that are held.

The hold is a shared lock on the generation's manifest: it ends with the reader, however that ends.
"""

import fcntl
import os
import shutil
from pathlib import Path
from typing import BinaryIO

MANIFEST = "manifest.json"
GONE = ".gone"  # added to the name of a generation that is being deleted


def hold(generation: Path) -> BinaryIO | None:
    """Keep a generation from being cleared away until the file returned is closed; None if it is gone."""
    try:
        file = (generation / MANIFEST).open("rb")
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(file.fileno()), os.stat(generation / MANIFEST)):
            return file
    except OSError:  # it is being deleted, or was between the opening and the lock
        pass
    file.close()
    return None


def delete_unless_held(generation: Path) -> bool:
    """Delete a generation, unless a reader holds it; whether it is gone."""
    try:
        file = (generation / MANIFEST).open("r+b")
    except OSError:  # without a manifest nobody can have opened it
        delete(generation)
        return True
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        delete(generation)
        return True


def delete(generation: Path) -> None:
    """Delete a generation, whoever reads it; to readers it is there whole or not at all."""
    gone = generation.with_name(generation.name + GONE)
    shutil.rmtree(gone, ignore_errors=True)
    os.rename(generation, gone)
    shutil.rmtree(gone, ignore_errors=True)
