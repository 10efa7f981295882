"""What each file gave when it was last read, so that an unchanged one need not be read again: ``data/files.db``.

A mere cache beside the generations: it names articles and their digests, and is of use only where a generation still
has them.
"""

import json
import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import astuple, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from index.articles import SourceFile
from index.generations import FORMAT
from index.marks import Marks
from index.types import Rejected

_SCHEMA = """CREATE TABLE files (
    path BLOB PRIMARY KEY, state TEXT NOT NULL, articles TEXT NOT NULL, refused TEXT NOT NULL, rejected TEXT NOT NULL,
    edits TEXT NOT NULL, read_at REAL NOT NULL
) STRICT"""
# A change that follows within the clock's grain of the one before leaves no trace in a file's times.
_GRAIN_NS = 100_000_000
# What was rejected may have been so for want of time or memory: it is tried again after a day.
_TRY_AGAIN_S = 24 * 3600
_READING = 3  # raise it with whatever changes what a file gives, so that it is read again
_PARSERS = ("lxml", "pypdf", "pyyaml", "trafilatura")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a file gave: ids and digests of its articles, the ids that they could not have, and what was rejected.

    ``marks`` tell the articles again; ``edits`` is the digest of what was corrected and removed of these articles.
    """

    articles: dict[str, str]
    marks: dict[str, Marks]
    refused: frozenset[str]
    rejected: tuple[Rejected, ...]
    edits: str


class FileMemory:
    """The files of one data directory, as the last build that read them found them."""

    def __init__(self, data: Path, *, writable: bool) -> None:
        """Open the memory, or begin an empty one where there is none or it is damaged; not ``writable``, a copy."""
        path = data / "files.db"
        self._visited: set[bytes] = set()
        self._readers = f"format {FORMAT}, reading {_READING}, {', '.join(map(_version_of, _PARSERS))}"
        address = path.absolute().as_uri()
        opened = _open(f"{address}?mode={'rwc' if writable else 'ro'}")
        if writable and opened is None:
            for leftover in path.parent.glob(f"{path.name}*"):
                leftover.unlink()
            opened = sqlite3.connect(f"{address}?mode=rwc", uri=True)
        if not writable:
            opened = _copy(opened)
        assert opened is not None
        self._db = opened
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.execute(_SCHEMA)

    def recall(self, file: SourceFile, found: os.stat_result) -> Remembered | None:
        """What the file gave when it was as it is now."""
        path = os.fsencode(file.path)
        self._visited.add(path)
        try:
            row = self._db.execute(
                "SELECT articles, refused, rejected, edits FROM files "
                "WHERE path = ? AND state = ? AND (rejected = '[]' OR read_at > ?)",
                (path, self._state(file, found), time.time() - _TRY_AGAIN_S),
            ).fetchone()
            return _to_remembered(row) if row else None
        except (sqlite3.Error, ValueError, TypeError, AttributeError):  # SQLite does not check what a cell holds
            return None

    def remember(self, file: SourceFile, found: os.stat_result, given: Remembered) -> None:
        """Keep what the file gave; ``found`` is how it was before it was read."""
        if time.time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _GRAIN_NS:
            return
        self._db.execute(
            "INSERT OR REPLACE INTO files VALUES (?,?,?,?,?,?,?)",
            (
                os.fsencode(file.path),
                self._state(file, found),
                json.dumps({one: (digest, *astuple(given.marks[one])) for one, digest in given.articles.items()}),
                json.dumps(sorted(given.refused)),
                json.dumps([(each.path, each.reason) for each in given.rejected]),
                given.edits,
                time.time(),
            ),
        )

    def finish(self) -> None:
        """Forget the files that were not asked for, and commit."""
        gone = [row for row in self._db.execute("SELECT path FROM files") if row[0] not in self._visited]
        self._db.executemany("DELETE FROM files WHERE path = ?", gone)
        self._db.commit()

    def close(self) -> None:
        """Close the file; what was not committed is forgotten."""
        self._db.close()

    def _state(self, file: SourceFile, found: os.stat_result) -> str:
        return repr(
            (file.name, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev, self._readers)
        )


def _to_remembered(row: Sequence[str]) -> Remembered:
    listed, refused, rejected = map(json.loads, row[:3])
    articles = {article_id: digest for article_id, (digest, *_) in listed.items()}
    marks = {article_id: Marks(*digests) for article_id, (_, *digests) in listed.items()}
    return Remembered(articles, marks, frozenset(refused), tuple(Rejected(*each) for each in rejected), row[3])


def _open(address: str) -> sqlite3.Connection | None:
    db = None
    try:
        db = sqlite3.connect(address, uri=True)
        tables = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        if tables in ([], [(_SCHEMA,)]) and db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",):
            return db
    except sqlite3.DatabaseError:
        pass
    if db:
        db.close()
    return None


def _copy(db: sqlite3.Connection | None) -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    if db:
        with closing(db):
            db.backup(copy)
    return copy


def _version_of(package: str) -> str:
    with suppress(PackageNotFoundError):
        return f"{package} {version(package)}"
    return package
