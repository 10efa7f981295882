"""What the part that draws a turn is given: pure values, from an answer that is finished or under way."""

from collections.abc import Sequence
from typing import Any

from qa.chat_models.models import title_of
from qa.remarks import REFUSAL
from qa.types import Answer, Citation, Side, Statement, Verdict
from ui.asking import Asked
from ui.filter_chips import answer_chips, answer_note
from ui.sources import describe_citation, describe_sources, headline
from ui.wording import day

STOPPED = "You stopped this answer; what had come is kept."
STOPPED_EARLY = "You stopped this before anything had come."
WORDS_FOR: dict[Verdict, str] = {
    "verbatim": "word for word",
    "supported": "supported",
    "unsupported": "not confirmed",
}

Data = dict[str, Any]


def describe_answer(question: str, answer: Answer) -> Data:
    """What the part shows of a finished answer."""
    cited = {number for statement in answer.statements for number in statement.citations}
    citations = [citation for citation in answer.citations if citation.number in cited]
    reply = None if answer.searched else answer.notice  # to a greeting: no trouble to take note of
    return _blank(question) | {
        "understood": answer.understood,
        "filters": answer_chips(answer),
        "note": answer_note(answer),
        "notice": None if reply else _notice(answer),
        "short": answer.short_answer,
        "refusal": reply or (REFUSAL if answer.refused else None),
        "pieces": _pieces(answer),
        "differing": [_describe_side(side) for side in answer.differing],
        "checked": _checked(answer),
        "citations": [describe_citation(citation) for citation in citations],
        "sources": describe_sources(citations),
        "headline": headline(citations),
    }


def describe_asked(asked: Asked, status: str | None) -> Data:
    """What the part shows of an answer under way: the words so far, the sentences among them that are judged already
    as they will stay, and the citations that came between them."""
    so_far = list(asked.pieces)
    return _blank(asked.question) | {
        "pieces": _join(so_far),
        "citations": [describe_citation(one) for one in so_far if isinstance(one, Citation)],
        "status": status,
        "canStop": asked.stage in ("reading", "writing") and not asked.stopping,
        "error": asked.error,
    }


def _blank(question: str) -> Data:
    return {
        "question": question,
        "understood": None,
        "filters": [],
        "note": None,
        "notice": None,
        "short": None,
        "refusal": None,
        "pieces": [],
        "differing": [],
        "checked": None,
        "citations": [],
        "sources": [],
        "headline": "",
        "closest": [],
        "related": [],
        "found": None,
        "offers": None,
        "status": None,
        "canStop": False,
        "error": None,
    }


def _notice(answer: Answer) -> str | None:
    stopped = (STOPPED if answer.statements else STOPPED_EARLY) if answer.stopped else None
    return " ".join(filter(None, (answer.notice, stopped))) or None


def _pieces(answer: Answer) -> list[Data]:
    pieces: list[Data] = []
    composed = answer.model is not None
    citations = {citation.number: citation for citation in answer.citations}
    before: Citation | None = None
    for statement in answer.statements:
        quoted = None if composed else next((citations.get(number) for number in statement.citations), None)
        apart = bool(before and quoted and not _goes_on(before, quoted))
        if apart:
            pieces.append({"apart": True})
        pieces.extend(_describe_statement(statement, composed, first=apart or not pieces))
        before = quoted
        pieces.extend({"cite": number, "found": number in statement.found} for number in statement.citations)
    return pieces


def _goes_on(before: Citation, after: Citation) -> bool:
    """Whether two quotations are one: only white space stands between them in their article, and no new paragraph."""
    return before.article_id == after.article_id and 0 <= after.start - before.end <= 1


def _describe_statement(statement: Statement, composed: bool, *, first: bool) -> list[Data]:
    """Words with their verdict; that a quoted answer is word for word goes without saying at each of its sentences."""
    said: Data = {"text": statement.text}
    if composed or statement.verdict != "verbatim":
        said |= {"verdict": statement.verdict, "missing": list(statement.missing)}
    return [said] if first else [{"text": " "}, said]


def _describe_side(side: Side) -> Data:
    return {
        "value": side.value,
        "title": side.title,
        "publisher": side.publisher,
        "day": day(side.published),
        "words": side.quote,
    }


def _checked(answer: Answer) -> str | None:
    """Who wrote a composed answer and how its sentences fared; quotes need no such line."""
    if answer.model is None:
        return None
    verdicts = [statement.verdict for statement in answer.statements]
    said = [f"{verdicts.count(verdict)} {words}" for verdict, words in WORDS_FOR.items() if verdict in verdicts]
    if not said:
        return f"Written by {title_of(answer.model)}."
    checked = "sentence was" if len(verdicts) == 1 else "sentences were"
    return f"Written by {title_of(answer.model)}. Its {checked} checked against the passages cited: {', '.join(said)}."


def _join(pieces: Sequence[str | Statement | Citation]) -> list[Data]:
    """Words that follow each other as one piece."""
    joined: list[Data] = []
    found: tuple[int, ...] = ()
    for piece in pieces:
        if isinstance(piece, Citation):
            joined.append({"cite": piece.number, "found": piece.number in found})
        elif isinstance(piece, Statement):
            found = piece.found
            joined.extend(_describe_statement(piece, composed=True, first=not joined))
        elif joined and "text" in joined[-1] and "verdict" not in joined[-1]:
            joined[-1] = {"text": joined[-1]["text"] + piece}
        else:
            joined.append({"text": piece})
    return joined
