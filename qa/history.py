"""Conversations on disk, so that a reload of the page or a restart loses nothing: one SQLite file.

Every operation opens its own connection, so threads may share a ``Conversations`` and processes the file. A file that
is no database is moved aside, never deleted, and a new one begins.
"""

import builtins
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BadInput
from qa.serial import answer_from_dict, answer_to_dict
from qa.types import Answer

SCHEMA_VERSION = 1
BUSY_SECONDS = 30.0  # how long a writer waits for another
TITLE_CHARACTERS = 80

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    created TEXT NOT NULL,
    updated TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS turns (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    asked TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS turns_of_conversation ON turns(conversation, number);
CREATE INDEX IF NOT EXISTS conversations_by_time ON conversations(updated);
"""
# What SQLite says of a file that it cannot read as a database; a locked or full disk is no damage.
_DAMAGE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation without its turns; times are UTC."""

    id: str
    title: str
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question and its answer as they were kept; ``asked`` is UTC."""

    id: str
    question: str
    answer: Answer
    asked: datetime


class Conversations:
    """The conversations in one file. ``notice`` says in plain words when a damaged file had to be moved aside."""

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

    def list(self) -> builtins.list[Conversation]:
        """All conversations, the one used last first."""
        with self._open() as database:
            rows = database.execute(
                "SELECT id, title, created, updated FROM conversations ORDER BY updated DESC, rowid DESC"
            ).fetchall()
        return [_conversation(row) for row in rows]

    def create(self, title: str = "") -> Conversation:
        """A new conversation without turns."""
        now = _now()
        row = (secrets.token_urlsafe(12), _shorten_title(title), now, now)
        with self._open() as database:
            database.execute("INSERT INTO conversations (id, title, created, updated) VALUES (?, ?, ?, ?)", row)
        return _conversation(row)

    def turns(self, conversation_id: str) -> builtins.list[StoredTurn]:
        """The turns of a conversation, oldest first."""
        with self._open() as database:
            _require(database, conversation_id)
            rows = database.execute(
                "SELECT id, question, answer, asked FROM turns WHERE conversation = ? ORDER BY number",
                (conversation_id,),
            ).fetchall()
        return [
            StoredTurn(turn_id, question, answer_from_dict(_parse(answer)), datetime.fromisoformat(asked))
            for turn_id, question, answer, asked in rows
        ]

    def add_turn(self, conversation_id: str, question: str, answer: Answer) -> StoredTurn:
        """Keep one turn; the first question becomes the title of a conversation without one."""
        asked, turn_id = _now(), secrets.token_urlsafe(12)
        stored = json.dumps(answer_to_dict(answer), ensure_ascii=True)
        question = _storable(question)
        with self._open() as database:
            title = _require(database, conversation_id)
            database.execute(
                "INSERT INTO turns (id, conversation, question, answer, asked) VALUES (?, ?, ?, ?, ?)",
                (turn_id, conversation_id, question, stored, asked),
            )
            database.execute(
                "UPDATE conversations SET title = ?, updated = ? WHERE id = ?",
                (title or _shorten_title(question), asked, conversation_id),
            )
        return StoredTurn(turn_id, question, answer, datetime.fromisoformat(asked))

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one lets the next question name it."""
        with self._open() as database:
            _require(database, conversation_id)
            database.execute(
                "UPDATE conversations SET title = ? WHERE id = ?", (_shorten_title(title), conversation_id)
            )

    def delete(self, conversation_id: str) -> None:
        """Remove a conversation and its turns for good."""
        with self._open() as database:
            _require(database, conversation_id)
            database.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

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
            version = database.execute("PRAGMA user_version").fetchone()[0]
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
                # In one transaction, since another process may begin the same file at this moment.
                database.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
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

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
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

    def _unusable(self, error: Exception) -> BadInput:
        return BadInput(
            f"The conversations cannot be kept in {self.path} ({error}). Check that its folder exists and can be "
            "written and that the disk has room, or name another data directory."
        )


def _require(database: sqlite3.Connection, conversation_id: str) -> str:
    """The title of the conversation; ``BadInput`` when there is none with that id."""
    row = database.execute("SELECT title FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    if row is None:
        raise BadInput("This conversation does not exist (any more). It may have been deleted in another window.")
    return str(row[0])


def _conversation(row: tuple[str, str, str, str]) -> Conversation:
    return Conversation(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]))


def _parse(stored: str) -> dict[str, object]:
    try:
        return dict(json.loads(stored))
    except (ValueError, TypeError) as error:
        raise BadInput(f"A stored answer is incomplete or damaged: {error}.") from error


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _storable(text: str) -> str:
    """The text without lone surrogates, which SQLite cannot store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _shorten_title(text: str) -> str:
    """The text on one line, cut behind a word where it is longer than a title may be."""
    line = " ".join(_storable(text).split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    cut = line[: TITLE_CHARACTERS - 1]
    words = cut.rpartition(" ")[0] if not line[TITLE_CHARACTERS - 1].isspace() else cut
    return (words or cut).rstrip(" ,;:-") + "…"
