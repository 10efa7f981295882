"""What a finished answer offers below its words: copies with citations, a link to it, asking again, a rating."""

from typing import Any

from qa.export.document import answer_as_html, answer_as_markdown, answer_as_plain
from qa.history.conversations import Feedback, StoredTurn
from ui.desk import Desk
from ui.guard import reports_trouble
from ui.permalink import address

Data = dict[str, Any]


def describe_offers(turn: StoredTurn, again: str | None) -> Data:
    """What the part offers for a stored turn; ``again`` is the question to ask once more, if one can be asked."""
    question, answer, feedback = turn.question, turn.answer, turn.feedback
    return {
        "again": again,
        "copies": {
            "plain": answer_as_plain(question, answer),
            "markdown": answer_as_markdown(question, answer),
            "html": answer_as_html(question, answer),
        },
        "link": address(turn.id),
        "rated": {"helpful": feedback.helpful, "reason": feedback.reason} if feedback else {},
    }


def question_again(turn: StoredTurn, last: bool) -> str:
    """What to ask for the same answer: behind other turns a follow-up has lost what it leans on, and stands alone."""
    return turn.question if last else turn.answer.standalone_question


@reports_trouble
def rate(desk: Desk, turn: StoredTurn, chosen: Data) -> None:
    """Keep what the reader says the answer is worth, or take it back."""
    match chosen:
        case {"do": "rate", "helpful": bool(helpful), "reason": str(reason)}:
            desk.conversations.rate(turn.id, Feedback(helpful, reason))
        case {"do": "rate", "helpful": None}:
            desk.conversations.rate(turn.id, None)
