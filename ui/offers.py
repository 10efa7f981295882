"""What a finished answer offers below its words: copies with citations, a link to it, asking again, a rating."""

from typing import Any

from qa.history import StoredTurn

Data = dict[str, Any]


def describe_offers(turn: StoredTurn, last: bool) -> Data:
    """What the part offers for a stored turn."""
    answer = turn.answer
    return {
        # A follow-up leans on the question before it; asked again elsewhere, it has to stand alone.
        "again": turn.question if last else answer.standalone_question,
        "copies": None,
        "link": None,
        "rated": None,
    }
