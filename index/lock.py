"""One builder at a time: a lock on the data directory that the kernel lets go of when its holder dies."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from index.errors import BuildLocked
from index.generations import not_writable
from index.text import to_line

# Who only asks whether a build runs has the lock for less than a millisecond.
_TRIES = 10
_SECONDS_BETWEEN_TRIES = 0.02


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the build lock of ``data``. Raises BuildLocked at once if another build has it, saying who since when."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "build.lock").open("a+")
    except OSError as error:
        raise not_writable(data, error) from error
    with file:
        if not _acquire(file):
            raise BuildLocked(
                f"Another build of {data} is running ({_holder(data)}). Wait until it has finished."
            ) from None
        holder = {
            "pid": os.getpid(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": to_line(" ".join(sys.orig_argv), 100),
            "host": socket.gethostname(),
        }
        try:
            file.truncate(0)
            file.write(json.dumps(holder))
            file.flush()
        except OSError as error:
            raise not_writable(data, error) from error
        yield


def _acquire(file: TextIO) -> bool:
    for attempt in range(_TRIES):
        if attempt:
            time.sleep(_SECONDS_BETWEEN_TRIES)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            continue
    return False


def is_locked(data: Path) -> bool:
    """Whether a build is running, in this process or another."""
    try:
        with (data / "build.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def _holder(data: Path) -> str:
    try:
        fields = json.loads((data / "build.lock").read_text())
        where = "" if fields["host"] == socket.gethostname() else f" on {fields['host']}"
        return f"process {fields['pid']}{where}, since {fields['since']}: {fields['command']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just started"
