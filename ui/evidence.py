"""Behind an answer: its evidence by date, who says what in it. Each row opens its words."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from index.errors import ClippingsError
from index.snapshot import Snapshot
from qa.speech.said import Said, who_said_what
from qa.timeline import Moment, timeline
from qa.types import Answer
from ui.article import open_reading
from ui.desk import Desk
from ui.part import part, sent
from ui.reading import Pointer, Reading
from ui.wording import UNKNOWN_DATE, day

_evidence = part("evidence")

Data = dict[str, Any]


def show_evidence(desk: Desk, conversation: str, position: int, answer: Answer, last: bool) -> None:
    """Draw it below a finished answer, closed until it is asked for; nothing where there is nothing to show."""
    if answer.outcome != "answered":
        return
    try:
        with desk.index.snapshot() as snapshot:
            described = describe_evidence(snapshot, answer)
    except ClippingsError:  # the page says so where it matters
        return
    if described["timeline"]:
        key = evidence_key(conversation, position)
        pointers = tuple(row["pointer"] for rows in described.values() for row in rows)
        _evidence(
            key=key, data=_numbered(described) | {"last": last}, on_open_change=partial(_open, key, position, pointers)
        )


def evidence_key(conversation: str, position: int) -> str:
    """The same for a turn whenever it is drawn."""
    return f"evidence-{sha256(conversation.encode()).hexdigest()[:16]}-{position}"


def describe_evidence(snapshot: Snapshot, answer: Answer) -> Data:
    """``timeline`` and ``said``: rows of plain words, each with the ``pointer`` that opens it."""
    return {
        "timeline": [_describe_moment(one) for one in timeline(snapshot, answer)],
        "said": [_describe_said(one) for one in who_said_what(snapshot, answer)],
    }


def _describe_moment(moment: Moment) -> Data:
    return {
        "date": moment.published.isoformat() if moment.published else None,
        "day": day(moment.published) if moment.published else f"{UNKNOWN_DATE[0].upper()}{UNKNOWN_DATE[1:]}",
        "title": moment.title,
        "publisher": moment.publisher,
        "words": moment.words,
        "cited": moment.cited,
        "pointer": Pointer(
            moment.article_id, moment.title, moment.start, moment.end, moment.words, moment.article_digest
        ),
    }


def _describe_said(said: Said) -> Data:
    return {
        "speaker": said.speaker,
        "unnamed": _unnamed(said),
        "words": said.words,
        "reported": said.reported,
        "title": said.title,
        "publisher": said.publisher,
        "day": day(said.published),
        "pointer": Pointer(said.article_id, said.title, said.start, said.end, said.words, said.article_digest),
    }


def _unnamed(said: Said) -> str:
    """What stands in place of a name."""
    if said.unnamed in ("he", "she"):
        return f"“{said.unnamed}”: not clear who"
    return said.unnamed or "speaker not named nearby"


def _numbered(described: Data) -> Data:
    """The rows with their place among all pointers instead of the pointer."""
    numbered: Data = {}
    place = 0
    for name, rows in described.items():
        numbered[name] = [{**row, "pointer": place + at} for at, row in enumerate(rows)]
        place += len(rows)
    return numbered


def _open(key: str, turn: int, pointers: Sequence[Pointer]) -> None:
    asked_for = sent(key, "open")
    if isinstance(asked_for, dict) and 0 <= int(asked_for["pointer"]) < len(pointers):
        open_reading(Reading((pointers[int(asked_for["pointer"])],), turn=turn))
