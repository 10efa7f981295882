"""What the history holds, as values, and how they are read from its rows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from index.errors import BadInput
from qa.history.search import Pieces, Term, excerpt
from qa.serial import answer_from_dict
from qa.types import Answer, Options

TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation without its turns; times are UTC."""

    id: str
    title: str
    created: datetime
    updated: datetime
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the reader thought of an answer, perhaps with a reason in their words."""

    helpful: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question and its answer as they were kept; ``asked`` is UTC."""

    id: str
    question: str
    answer: Answer
    asked: datetime
    conversation: str
    feedback: Feedback | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that has no answer (yet); ``error`` says why it failed. Answered, its turn has the same id."""

    id: str
    question: str
    options: Options
    asked: datetime
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A conversation that a search found, by its title or by a turn, the newest such; what was found is marked."""

    conversation: Conversation
    title: Pieces
    turn: str | None = None
    excerpt: Pieces = ()


def conversation_of(row: tuple[str, str, str, str, int]) -> Conversation:
    """From the columns id, title, created, updated, pinned."""
    return Conversation(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3]), bool(row[4]))


def turn_of(row: tuple[str, ...]) -> StoredTurn:
    """From the columns id, question, answer, asked, conversation, helpful, reason. Raises BadInput if damaged."""
    turn_id, question, answer, asked, conversation, helpful, reason = row
    feedback = None if helpful is None else Feedback(bool(helpful), reason)
    stored = answer_from_dict(parse(answer))
    return StoredTurn(turn_id, question, stored, datetime.fromisoformat(asked), conversation, feedback)


def excerpt_of(title: str, question: str | None, answer: str | None, terms: Sequence[Term]) -> Pieces:
    """From the question, unless the title says the same already, else from the answer; none without a turn."""
    if question is None or answer is None:
        return ()
    asked = () if shorten_title(question) == title else excerpt(question, terms)
    try:
        statements = answer_from_dict(parse(answer)).statements
        return asked or excerpt(" ".join(statement.text for statement in statements), terms)
    except BadInput:  # said when that turn is opened
        return asked


def parse(stored: str) -> dict[str, object]:
    """A JSON object that was stored. Raises BadInput."""
    try:
        return dict(json.loads(stored))
    except (ValueError, TypeError) as error:
        raise BadInput(f"A stored answer is incomplete or damaged: {error}.") from error


def storable(text: str) -> str:
    """The text without lone surrogates, which SQLite cannot store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def shorten_title(text: str) -> str:
    """The text on one line, cut behind a word where it is longer than a title may be."""
    line = " ".join(storable(text).split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    cut = line[: TITLE_CHARACTERS - 1]
    words = cut.rpartition(" ")[0] if not line[TITLE_CHARACTERS - 1].isspace() else cut
    return (words or cut).rstrip(" ,;:-") + "…"
