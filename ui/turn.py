"""One question and its answer, while it is under way and when it is finished: the same part draws both."""

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from index.snapshot import Index
from qa.types import Answer, Citation, Hit, Side
from ui.article import current_reading, open_reading
from ui.asking import Asked
from ui.found import describe_found, describe_hit, look_up, looked_at
from ui.part import part, sent
from ui.reading import read_carrier, read_citations, read_passages, read_side
from ui.turn_data import describe_answer, describe_asked

CLOSEST = 3

_turn = part("turn", "preview", "pieces", "differing", "sources", "question", "scrolling", "sought", "actions", "found")

Data = dict[str, Any]
Act = Callable[[Data], None]  # does what the reader chose at a turn, such as ``{"do": "ask", "question": …}``


def show_answer(
    index: Index,
    conversation: str,
    position: int,
    question: str,
    answer: Answer,
    last: bool,
    offers: Data | None,
    act: Act,
    related: Sequence[str] = (),
    sought: Data | None = None,
) -> None:
    """Draw a finished turn; ``offers`` are the actions below its answer, see ui/offers.py, ``related`` questions.

    ``sought`` is what a search found in it, see ui/sought.py.
    """
    key = turn_key(conversation, position)
    articles = look_up(index, looked_at(answer))
    closest = answer.evidence[:CLOSEST] if answer.outcome == "no_evidence" else ()
    opens = partial(_open, index, key, position, answer.citations, looked_at(answer), answer.differing)
    _turn(
        key=key,
        data=describe_answer(question, answer)
        | {
            "closest": [describe_hit(hit, articles) for hit in closest],
            "found": describe_found(answer, articles),
            "offers": offers,
            "related": list(related),
            "reading": _open_number(position),
            "last": last,
            "room": last and answer.outcome != "answered",
            "sought": sought,
        },
        on_open_change=opens,
        on_act_change=partial(_act, key, act),
    )


def show_asked(conversation: str, position: int, asked: Asked, status: str | None, last: bool, act: Act) -> None:
    """Draw a turn that is under way, or that failed."""
    key = turn_key(conversation, position)
    citations = tuple(piece for piece in asked.pieces if isinstance(piece, Citation))
    _turn(
        key=key,
        data=describe_asked(asked, status)
        | {"reading": _open_number(position), "last": last, "room": last, "sought": None},
        on_open_change=partial(_open, None, key, position, citations, (), ()),
        on_act_change=partial(_act, key, act),
    )


def turn_key(conversation: str, position: int) -> str:
    """The same for a turn under way and finished, so that the page does not draw it anew."""
    # Streamlit refuses a part whose key has two underscores in a row, as a conversation's id may.
    return f"turn-{sha256(conversation.encode()).hexdigest()[:16]}-{position}"


def _open_number(position: int) -> int | None:
    reading = current_reading()
    return reading.pointer.number if reading and reading.turn == position else None


def _open(
    index: Index | None,
    key: str,
    turn: int,
    citations: Sequence[Citation],
    evidence: Sequence[Hit],
    sides: Sequence[Side],
) -> None:
    match sent(key, "open"):
        case {"number": int(number), "carrier": int(carrier)}:
            citation = next((one for one in citations if one.number == number), None)
            reading = citation and read_carrier(citation, carrier, turn)
        case {"number": int(number)}:
            reading = read_citations(citations, number, turn)
        case {"side": int(place)}:
            reading = read_side(sides, place, turn)
        case {"passage": int(place)} if index:
            reading = _read_passages(index, evidence[:CLOSEST], place, turn)
        case {"evidence": int(place)} if index:
            reading = _read_passages(index, evidence, place, turn)
        case _:
            return
    if reading:
        open_reading(reading)


def _read_passages(index: Index, hits: Sequence[Hit], place: int, turn: int) -> Any:
    articles = look_up(index, hits)
    return read_passages(hits, [describe_hit(hit, articles)["title"] for hit in hits], place, turn)


def _act(key: str, act: Act) -> None:
    chosen = sent(key, "act")
    if isinstance(chosen, dict):
        act(chosen)
