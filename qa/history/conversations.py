"""Conversations on disk, so that a reload of the page or a restart loses nothing: questions, answers, who asked.

Every operation opens its own connection, so threads may share a ``Conversations`` and processes the file.
"""

import builtins
import json
import secrets
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BadInput
from qa.conversation.asides import aside_of
from qa.history.file import HistoryFile
from qa.history.rows import (
    Conversation,
    Feedback,
    Found,
    StoredTurn,
    Unanswered,
    conversation_of,
    excerpt_of,
    parse,
    shorten_title,
    storable,
    turn_of,
)
from qa.history.search import fold, mark, needle, split_terms
from qa.serial import answer_to_dict, options_from_dict, options_to_dict
from qa.types import AS_SET, Answer, Options

__all__ = ["LOCAL", "Conversation", "Conversations", "Feedback", "Found", "StoredTurn", "Unanswered"]

REASON_CHARACTERS = 1_000
FOUND_AT_MOST = 50

LOCAL = ""  # the owner of everything where nobody logs in

_COLUMNS = "c.id, c.title, c.created, c.updated, c.pinned"
_OWNED = "(:owner IS NULL OR c.owner = :owner)"
_TURN = (
    "SELECT t.id, t.question, t.answer, t.asked, t.conversation, f.helpful, f.reason FROM turns t "
    "JOIN conversations c ON c.id = t.conversation LEFT JOIN feedback f ON f.turn = t.id WHERE "
)


class Conversations:
    """The conversations of one owner in one file, and nobody else's; with ``owner`` None everybody's.

    ``notice`` says in plain words when a damaged file had to be moved aside. Whatever names a conversation, a turn or a
    question that is not there, or is another owner's, raises ``BadInput``.
    """

    def __init__(self, path: Path, owner: str | None = LOCAL, *, file: HistoryFile | None = None) -> None:
        """Open the file, or begin it; ``BadInput`` when its folder cannot be written."""
        self.path = path
        self._file = file or HistoryFile(path)
        self._owner = owner

    @property
    def notice(self) -> str | None:
        """That a damaged file had to be moved aside, or None."""
        return self._file.notice

    def of(self, owner: str | None) -> "Conversations":
        """Those of another owner, in the same file."""
        return Conversations(self.path, owner, file=self._file)

    def list(self) -> builtins.list[Conversation]:
        """All conversations: those that are pinned, then the others, the one used last first."""
        with self._file.open() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM conversations c WHERE {_OWNED} ORDER BY pinned DESC, updated DESC, rowid DESC",
                {"owner": self._owner},
            ).fetchall()
        return [conversation_of(row) for row in rows]

    def get(self, conversation_id: str) -> Conversation:
        """One conversation without its turns."""
        with self._file.open() as database:
            return self._require(database, conversation_id)

    def create(self, title: str = "") -> Conversation:
        """A new conversation without turns."""
        now = _now()
        row = (secrets.token_urlsafe(12), shorten_title(title), now, now)
        with self._file.open() as database:
            database.execute(
                "INSERT INTO conversations (id, title, created, updated, owner) VALUES (?, ?, ?, ?, ?)",
                (*row, self._owner or LOCAL),
            )
        return conversation_of((*row, 0))

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title; an empty one lets the next question name it."""
        self._change(conversation_id, "title", shorten_title(title))

    def pin(self, conversation_id: str, pinned: bool) -> None:
        """Keep a conversation above the others, or no longer."""
        self._change(conversation_id, "pinned", int(pinned))

    def delete(self, conversation_id: str) -> None:
        """Remove a conversation, its turns and its questions for good."""
        with self._file.open() as database:
            self._require(database, conversation_id)
            database.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def turns(self, conversation_id: str) -> builtins.list[StoredTurn]:
        """The answered turns of a conversation, oldest first."""
        with self._file.open() as database:
            self._require(database, conversation_id)
            rows = database.execute(_TURN + "t.conversation = ? ORDER BY t.number", (conversation_id,)).fetchall()
        return [turn_of(row) for row in rows]

    def turn(self, turn_id: str) -> StoredTurn:
        """One answered turn."""
        with self._file.open() as database:
            return turn_of(self._require_turn(database, turn_id))

    def ask(self, conversation_id: str, question: str, options: Options = AS_SET) -> Unanswered:
        """Keep a question before it is answered; the first becomes the title of a conversation without one.

        A greeting and the like only until something is asked.
        """
        id_, asked, question = secrets.token_urlsafe(12), _now(), storable(question)
        with self._file.open() as database:
            title = self._require(database, conversation_id).title
            database.execute(
                "INSERT INTO questions (id, conversation, question, options, asked) VALUES (?, ?, ?, ?, ?)",
                (id_, conversation_id, question, json.dumps(options_to_dict(options)), asked),
            )
            database.execute(
                "UPDATE conversations SET title = ?, updated = ? WHERE id = ?",
                (shorten_title(question) if not title or aside_of(title) else title, asked, conversation_id),
            )
        return Unanswered(id_, question, options, datetime.fromisoformat(asked))

    def unanswered(self, conversation_id: str) -> builtins.list[Unanswered]:
        """The questions without an answer, oldest first: under way, failed, or cut off when the app ended."""
        with self._file.open() as database:
            self._require(database, conversation_id)
            rows = database.execute(
                "SELECT id, question, options, asked, error FROM questions WHERE conversation = ? ORDER BY number",
                (conversation_id,),
            ).fetchall()
        return [
            Unanswered(id_, question, options_from_dict(parse(options)), datetime.fromisoformat(asked), error)
            for id_, question, options, asked, error in rows
        ]

    def answer(self, question_id: str, answer: Answer) -> StoredTurn:
        """Put a turn in the place of a question."""
        stored = json.dumps(answer_to_dict(answer), ensure_ascii=True)
        with self._file.open() as database:
            conversation, question, asked = self._require_question(database, question_id)
            database.execute("DELETE FROM questions WHERE id = ?", (question_id,))
            number = database.execute(
                "INSERT INTO turns (id, conversation, question, answer, asked) VALUES (?, ?, ?, ?, ?)",
                (question_id, conversation, question, stored, asked),
            ).lastrowid
            words = fold(storable(f"{question} {' '.join(one.text for one in answer.statements)}"))
            database.execute("INSERT INTO words (turn, words) VALUES (?, ?)", (number, words))
            database.execute("UPDATE conversations SET updated = ? WHERE id = ?", (_now(), conversation))
        return StoredTurn(question_id, question, answer, datetime.fromisoformat(asked), conversation)

    def fail(self, question_id: str, error: str) -> None:
        """Keep why a question was not answered."""
        with self._file.open() as database:
            self._require_question(database, question_id)
            database.execute("UPDATE questions SET error = ? WHERE id = ?", (storable(error), question_id))

    def withdraw(self, question_id: str) -> None:
        """Remove a question without an answer."""
        with self._file.open() as database:
            self._require_question(database, question_id)
            database.execute("DELETE FROM questions WHERE id = ?", (question_id,))

    def rate(self, turn_id: str, feedback: Feedback | None) -> None:
        """Keep what the reader thinks of an answer in the place of what they thought before; None takes it back."""
        with self._file.open() as database:
            self._require_turn(database, turn_id)
            database.execute("DELETE FROM feedback WHERE turn = ?", (turn_id,))
            if feedback:
                reason = storable(feedback.reason.strip())[:REASON_CHARACTERS]
                database.execute(
                    "INSERT INTO feedback (turn, helpful, reason, given) VALUES (?, ?, ?, ?)",
                    (turn_id, int(feedback.helpful), reason, _now()),
                )

    def search(self, query: str) -> builtins.list[Found]:
        """The conversations in whose title, or in one of whose turns, every term of the query begins a word.

        At most ``FOUND_AT_MOST``, in the order of ``list``; none for a query without a letter or digit.
        """
        terms = split_terms(query)
        if not terms:
            return []
        values = {f"term{place}": needle(term) for place, term in enumerate(terms)}
        in_turn, in_title = (
            " AND ".join(f"instr({where}, :{name}) > 0" for name in values) for where in ("words", "folded(c.title)")
        )
        with self._file.open() as database:
            database.create_function("folded", 1, fold, deterministic=True)
            rows = database.execute(
                f"SELECT {_COLUMNS}, t.id, t.question, t.answer FROM conversations c LEFT JOIN turns t ON t.number = "
                "(SELECT max(number) FROM turns JOIN words ON turn = number "
                f"WHERE conversation = c.id AND {in_turn}) "
                f"WHERE {_OWNED} AND (t.number IS NOT NULL OR {in_title}) "
                "ORDER BY c.pinned DESC, c.updated DESC, c.rowid DESC LIMIT :most",
                {**values, "owner": self._owner, "most": FOUND_AT_MOST},
            ).fetchall()
        found = []
        for *conversation, turn_id, question, answer in rows:
            one = conversation_of(tuple(conversation))
            found.append(Found(one, mark(one.title, terms), turn_id, excerpt_of(one.title, question, answer, terms)))
        return found

    def settings(self) -> Options:
        """How the owner wants questions answered where nothing else is said."""
        with self._file.open() as database:
            row = database.execute("SELECT options FROM settings WHERE owner = ?", (self._owner or LOCAL,)).fetchone()
        return options_from_dict(parse(row[0])) if row else AS_SET

    def set_settings(self, options: Options) -> None:
        """Keep how the owner wants questions answered from now on."""
        with self._file.open() as database:
            database.execute(
                "INSERT INTO settings (owner, options) VALUES (?, ?) ON CONFLICT(owner) DO UPDATE SET options = "
                "excluded.options",
                (self._owner or LOCAL, json.dumps(options_to_dict(options))),
            )

    def _change(self, conversation_id: str, column: str, value: str | int) -> None:
        with self._file.open() as database:
            self._require(database, conversation_id)
            database.execute(f"UPDATE conversations SET {column} = ? WHERE id = ?", (value, conversation_id))

    def _require(self, database: sqlite3.Connection, conversation_id: str) -> Conversation:
        row = database.execute(
            f"SELECT {_COLUMNS} FROM conversations c WHERE c.id = :id AND {_OWNED}",
            {"id": conversation_id, "owner": self._owner},
        ).fetchone()
        if row is None:
            raise BadInput("This conversation does not exist (any more). It may have been deleted in another window.")
        return conversation_of(row)

    def _require_turn(self, database: sqlite3.Connection, turn_id: str) -> tuple[str, ...]:
        row: tuple[str, ...] | None = database.execute(
            f"{_TURN}t.id = :id AND {_OWNED}", {"id": turn_id, "owner": self._owner}
        ).fetchone()
        if row is None:
            raise BadInput("This answer does not exist (any more). Its conversation may have been deleted.")
        return row

    def _require_question(self, database: sqlite3.Connection, question_id: str) -> tuple[str, str, str]:
        row: tuple[str, str, str] | None = database.execute(
            "SELECT q.conversation, q.question, q.asked FROM questions q JOIN conversations c ON c.id = q.conversation "
            f"WHERE q.id = :id AND {_OWNED}",
            {"id": question_id, "owner": self._owner},
        ).fetchone()
        if row is None:
            raise BadInput("This question is not there any more. It may have been deleted in another window.")
        return row


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
