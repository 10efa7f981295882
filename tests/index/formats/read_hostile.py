"""Reads each file of a folder by itself and prints a line of JSON for it: run within limits by test_hostile."""

import json
import os
import resource
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from index.articles import read_articles
from index.formats import confined
from index.types import Rejected

MEMORY = 1_000_000_000


def count_open() -> int:
    """File descriptors of this process, but for the two that lead to the child that reads."""
    if not os.path.isdir("/proc/self/fd"):
        return 0
    return len(os.listdir("/proc/self/fd")) - 2 * (confined._CHILD._process is not None)


def count_work() -> float:
    """Processor seconds of this process and of the children that read for it: those that ended, the one that runs."""
    times = os.times()
    worked = times.user + times.system + times.children_user + times.children_system
    child = confined._CHILD._process
    if child:
        with suppress(OSError):
            fields = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()
            worked += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return worked


def main(folder: Path) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for path in sorted(folder.iterdir()):
        began, worked = time.monotonic(), count_work()
        found = list(read_articles([path]))
        outcome = {
            "file": os.fsencode(path.name).decode("utf-8", "replace"),
            "seconds": round(time.monotonic() - began, 2),
            "processor_seconds": round(count_work() - worked, 2),
            "open": count_open(),
            "threads": threading.active_count(),
            "ids": [article.id for article in found if not isinstance(article, Rejected)],
            "texts": [article.text[:2000] for article in found[:20] if not isinstance(article, Rejected)],
            "rejected": [(entry.path, entry.reason) for entry in found if isinstance(entry, Rejected)],
        }
        print(json.dumps(outcome, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
