"""One at a time: locks on files of the data directory that the kernel lets go of when their holder dies."""

import fcntl
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
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
    with file_lock(data, "build.lock", lambda: _refusal(data)) as file:
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


@contextmanager
def file_lock(data: Path, name: str, refuse: Callable[[], Exception] | None = None) -> Iterator[TextIO]:
    """Hold the file ``name`` of the data directory alone; its content is the holder's.

    Without ``refuse`` this waits for another holder; with it, what it gives is raised at once. Raises BadInput if the
    data directory cannot be written.
    """
    path = data / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
    except OSError as error:
        raise not_writable(data, error) from error
    with file:
        if refuse is None:
            fcntl.flock(file, fcntl.LOCK_EX)
        elif not _acquire(file):
            raise refuse()
        yield file


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
    return is_held(data / "build.lock")


def is_held(path: Path) -> bool:
    """Whether anybody, in this process or another, holds the lock on this file."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def _refusal(data: Path) -> BuildLocked:
    return BuildLocked(f"Another build of {data} is running ({_holder(data)}). Wait until it has finished.")


def _holder(data: Path) -> str:
    try:
        fields = json.loads((data / "build.lock").read_text())
        where = "" if fields["host"] == socket.gethostname() else f" on {fields['host']}"
        return f"process {fields['pid']}{where}, since {fields['since']}: {fields['command']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "it has just started"
