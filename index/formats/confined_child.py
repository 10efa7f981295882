"""The child process of ``confined``: parses a file a request, within limits that it sets for itself.

Its input is a line ``{"format", "path"}`` a file. It answers a line for each ``record`` or ``rejected``, then one of
``done``, ``bad_input``, ``os_error``, ``memory`` (all of it used up) or ``failed`` (the parser gave up).
"""

import json
import os
import resource
import select
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from index.errors import BadInput
from index.formats.limits import MAX_ARTICLE_BYTES, MAX_CPU_SECONDS, MAX_MEMORY_BYTES
from index.formats.record import Record

_IDLE_SECONDS = 10
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.remove", "os.rename")


def main() -> None:
    """Serve requests until the input ends or none comes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no answer
    _limit(resource.RLIMIT_AS, MAX_MEMORY_BYTES)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)  # nothing is written but the answers, which go through a pipe
    sys.addaudithook(_forbid)
    while select.select([0], [], [], _IDLE_SECONDS)[0]:
        request = sys.stdin.buffer.readline()
        if not request:
            break
        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + MAX_CPU_SECONDS)
        if not _serve(json.loads(request), answers):
            break


def _serve(request: dict[str, str], answers: BinaryIO) -> bool:
    """Answer one request; False if the memory is used up, and another process should go on."""

    def answer(**fields: object) -> None:
        answers.write(json.dumps(fields).encode() + b"\n")

    try:
        for found in import_module(request["format"]).parse(Path(request["path"])):
            if isinstance(found, Record) and len(found.text) > MAX_ARTICLE_BYTES:
                raise BadInput(
                    f"holds more than {MAX_ARTICLE_BYTES / 1e6:.0f} million characters of text, too much for one "
                    "article. Split it into one file an article."
                )
            answer(**{"record" if isinstance(found, Record) else "rejected": asdict(found)})
        answer(done=True)
    except BadInput as error:
        answer(bad_input=str(error))
    except MemoryError:
        answer(memory=True)
        answers.flush()
        return False
    except OSError as error:
        answer(os_error=error.strerror or str(error))
    except Exception as error:  # a parser that meets something unforeseen may raise anything
        answer(failed=type(error).__name__)
    answers.flush()
    return True


def _limit(what: int, soft: int) -> None:
    hard = resource.getrlimit(what)[1]
    with suppress(ValueError, OSError):  # macOS knows no limit of memory
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _forbid(event: str, args: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"a file that is being read asked for {event}")


if __name__ == "__main__":
    main()
