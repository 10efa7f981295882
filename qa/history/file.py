"""The file behind the conversations: begun, brought up to date from an earlier version, moved aside where damaged."""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BadInput
from qa.history.search import fold

SCHEMA_VERSION = 2
BUSY_SECONDS = 30.0  # how long a writer waits for another

# What each version added to the one before it.
_SCHEMAS = (
    """
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        created TEXT NOT NULL,
        updated TEXT NOT NULL
    ) STRICT;
    CREATE TABLE turns (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        asked TEXT NOT NULL
    ) STRICT;
    CREATE INDEX turns_of_conversation ON turns(conversation, number);
    CREATE INDEX conversations_by_time ON conversations(updated);
    """,
    """
    ALTER TABLE conversations ADD COLUMN owner TEXT NOT NULL DEFAULT '';
    ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX conversations_of_owner ON conversations(owner, pinned, updated);
    CREATE TABLE questions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        question TEXT NOT NULL,
        options TEXT NOT NULL,
        asked TEXT NOT NULL,
        error TEXT
    ) STRICT;
    CREATE INDEX questions_of_conversation ON questions(conversation, number);
    CREATE TABLE words (
        turn INTEGER PRIMARY KEY REFERENCES turns(number) ON DELETE CASCADE,
        words TEXT NOT NULL
    ) STRICT;
    CREATE TABLE feedback (
        turn TEXT PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
        helpful INTEGER NOT NULL,
        reason TEXT NOT NULL,
        given TEXT NOT NULL
    ) STRICT;
    CREATE TABLE settings (
        owner TEXT PRIMARY KEY,
        options TEXT NOT NULL
    ) STRICT;
    """,
)
# What SQLite says of a file that it cannot read as a database; a locked or full disk is no damage.
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class HistoryFile:
    """One SQLite file. ``notice`` says in plain words when a damaged one had to be moved aside."""

    def __init__(self, path: Path) -> None:
        """Open the file, or begin it; ``BadInput`` when its folder cannot be written."""
        self.path = path
        self.notice: str | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise BadInput(f"{path} is a folder, and the conversations need a file. Name another path.")
            self._begin()
        except (OSError, sqlite3.OperationalError) as error:
            raise self._unusable(error) from error

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """One connection in one transaction, committed when the block ends well."""
        try:
            with closing(self._connect()) as database:
                database.execute("PRAGMA synchronous = NORMAL")
                database.execute("BEGIN IMMEDIATE")
                try:
                    yield database
                except BaseException:
                    database.execute("ROLLBACK")
                    raise
                database.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise self._unusable(error) from error

    def _begin(self) -> None:
        """Check the file and create what it lacks; a damaged one is moved aside first."""
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE:
                raise
            self._move_aside()
            self._prepare()

    def _prepare(self) -> None:
        with closing(self._connect()) as database:
            database.execute("PRAGMA journal_mode = WAL")
            version = _version(database)
            if version > SCHEMA_VERSION:
                raise BadInput(
                    f"{self.path} was written by a newer version of Clippings (its history has version {version}, this "
                    f"one knows {SCHEMA_VERSION}). Update Clippings, or name another path."
                )
            if database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                damage = sqlite3.DatabaseError("quick_check found damage")
                damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise damage
            if version < SCHEMA_VERSION:
                _bring_up_to_date(database)
            elif not os.access(self.path, os.W_OK):
                raise PermissionError(13, "Permission denied", str(self.path))

    def _move_aside(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = self.path.with_name(f"{self.path.name}.damaged-{stamp}")
        # The log belongs to the damaged file: left behind it would be played into the new one.
        for suffix in ("-wal", "-shm"):
            log = self.path.with_name(self.path.name + suffix)
            if log.exists():
                log.rename(aside.with_name(aside.name + suffix))
        self.path.rename(aside)
        self.notice = (
            f"The file with the earlier conversations could not be read. It was kept as {aside}, and a new, empty "
            "history was begun."
        )

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
        database.execute("PRAGMA foreign_keys = ON")
        return database

    def _unusable(self, error: Exception) -> BadInput:
        return BadInput(
            f"The conversations cannot be kept in {self.path} ({error}). Check that its folder exists and can be "
            "written and that the disk has room, or name another data directory."
        )


def _bring_up_to_date(database: sqlite3.Connection) -> None:
    """Add what is missing, all of it or nothing; another process may do the same at this moment."""
    database.execute("BEGIN IMMEDIATE")
    try:
        version = _version(database)
        for schema in _SCHEMAS[version:]:
            for statement in schema.split(";"):
                database.execute(statement)
        if version < SCHEMA_VERSION:
            _fold_turns(database)
            database.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _fold_turns(database: sqlite3.Connection) -> None:
    """Make the turns of the first version ready to be searched."""
    for number, question, answer in database.execute("SELECT number, question, answer FROM turns").fetchall():
        try:
            told = " ".join(statement["text"] for statement in json.loads(answer)["statements"])
        except (ValueError, KeyError, TypeError):  # whoever opens that turn is told that it is damaged
            told = ""
        database.execute("INSERT INTO words (turn, words) VALUES (?, ?)", (number, fold(f"{question} {told}")))


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])
