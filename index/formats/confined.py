"""Parses files of complicated formats in a child process, which may run out of time or memory without harm.

The child serves one file after another, since importing a parser takes longer than most files do, and ends by itself
when nobody has asked it for a while. It can write no file and reach no network: see confined_child.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from index.errors import BadInput
from index.formats.limits import MAX_CPU_SECONDS, MAX_FILE_BYTES, MAX_MEMORY_BYTES, MAX_WALL_SECONDS
from index.formats.record import Record
from index.types import Rejected

_CODE = Path(__file__).parents[2]
_TOO_LONG = f"took more than {MAX_CPU_SECONDS} seconds to read, so it was left out. Split it, or save its text as .txt."
_TOO_LARGE = (
    f"needs more than {MAX_MEMORY_BYTES / 1e6:.0f} MB of memory to read, so it was left out. "
    "Split it, or save its text as .txt."
)
_CRASHED = "is damaged: reading it failed half-way. Save it again from the program that made it, or as .txt."


class Stopped(BadInput):
    """A file that used up what it may use."""


def read_confined(format_module: str, path: Path) -> Iterator[Record | Rejected]:
    """Yield what ``parse(path)`` of a format module yields, run in the child. Raises BadInput, or Stopped."""
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise BadInput(
            f"is {size / 1e6:.0f} MB, and a file of this kind may have at most {MAX_FILE_BYTES / 1e6:.0f} MB. "
            "Split it, or save the articles as JSON Lines, which may be as long as you like."
        )
    yield from _CHILD.read(format_module, path)


class _Child:
    """The one child of this process; files take turns."""

    def __init__(self) -> None:
        self._turn = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, format_module: str, path: Path) -> list[Record | Rejected]:
        request = json.dumps({"format": format_module, "path": os.fsdecode(path.absolute())}).encode() + b"\n"
        with self._turn:
            try:
                return self._ask(request)
            except _Idle:
                return self._ask(request)

    def _ask(self, request: bytes) -> list[Record | Rejected]:
        process = self._process or self._start()
        timer = threading.Timer(MAX_WALL_SECONDS, process.kill)
        timer.start()
        try:
            found, outcome = _exchange(process, request)
        except BaseException:  # an answer that nobody waits for must not be taken for the next one
            process.kill()
            self.end()
            raise
        finally:
            timer.cancel()
            timer.join()  # or each file would leave a thread behind for as long as the machine is busy
        if not outcome:
            self.end()
            raise _explain(process.returncode)
        if "done" not in outcome:
            raise _to_error(outcome)
        return found

    def _start(self) -> subprocess.Popen[bytes]:
        paths = [str(_CODE), os.environ.get("PYTHONPATH", "")]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "index.formats.confined_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        return self._process

    def end(self) -> None:
        """Let the child end, and close what led to it."""
        process, self._process = self._process, None
        if process:
            assert process.stdin and process.stdout
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.stdout.close()
            process.wait()


def _exchange(process: "subprocess.Popen[bytes]", request: bytes) -> tuple[list[Record | Rejected], dict[str, str]]:
    """What the child found, and how it ended; nothing where the child itself did."""
    assert process.stdin and process.stdout
    found: list[Record | Rejected] = []
    with suppress(BrokenPipeError):
        process.stdin.write(request)
        process.stdin.flush()
        for line in process.stdout:
            if not line.endswith(b"\n"):  # the child ended half-way through an answer
                break
            answer = json.loads(line)
            if "record" in answer:
                found.append(Record(**answer["record"]))
            elif "rejected" in answer:
                found.append(Rejected(**answer["rejected"]))
            else:
                return found, answer
    return found, {}


class _Idle(Exception):
    """The child had ended, as it does when it has nothing to do, before it saw the request."""


def _to_error(answer: dict[str, str]) -> BadInput | OSError:
    if "bad_input" in answer:
        return BadInput(answer["bad_input"])
    if "os_error" in answer:
        return OSError(None, answer["os_error"])
    if "memory" in answer:
        return Stopped(_TOO_LARGE)
    return BadInput(_CRASHED)


def _explain(returncode: int) -> Exception:
    if returncode == 0:
        return _Idle()
    if returncode == -signal.SIGXCPU or returncode == -signal.SIGKILL:
        return Stopped(_TOO_LONG)
    return Stopped(_CRASHED)


_CHILD = _Child()
atexit.register(_CHILD.end)
