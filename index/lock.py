"""One builder at a time: a lock on the data directory that the kernel lets go of when its holder dies."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BuildLocked
from index.generations import not_writable


@contextmanager
def build_lock(data: Path) -> Iterator[None]:
    """Hold the build lock of ``data``. Raises BuildLocked at once if another build has it, saying who since when."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = (data / "build.lock").open("a+")
    except OSError as error:
        raise not_writable(data, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BuildLocked(
                f"Another build of {data} is running ({_holder(data)}). Wait until it has finished."
            ) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}))
        file.flush()
        yield


def is_locked(data: Path) -> bool:
    """Whether a build is running, in this process or another."""
    try:
        with (data / "build.lock").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return False
    except BlockingIOError:
        return True
    except OSError:
        return False


def _holder(data: Path) -> str:
    try:
        fields = json.loads((data / "build.lock").read_text())
        return f"process {fields['pid']}, since {fields['since']}"
    except (OSError, ValueError, KeyError):
        return "it has just started"
