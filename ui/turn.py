"""One question and its answer, while it is under way and when it is finished: the same part draws both."""

from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from index.errors import ClippingsError
from index.snapshot import Index
from index.types import Article
from qa.stories import count_independent, count_tellers
from qa.types import Answer, Citation, Hit
from ui.article import current_reading, open_reading
from ui.asking import Asked
from ui.filter_chips import answer_chips, answer_note
from ui.part import part, sent
from ui.reading import read_carrier, read_citations, read_passages
from ui.wording import count, day

REFUSAL = "The articles do not answer this."
CLOSEST = 3

_turn = part("turn")

Data = dict[str, Any]


def show_answer(
    index: Index,
    conversation: str,
    position: int,
    question: str,
    answer: Answer,
    last: bool,
    ask_undated: Callable[[], None],
) -> None:
    """Draw a finished turn; ``ask_undated`` asks once more without the dates understood from the question."""
    key = turn_key(conversation, position)
    hits = answer.evidence[:CLOSEST] if answer.outcome == "no_evidence" else ()
    _turn(
        key=key,
        data=describe_answer(question, answer, _describe_closest(index, hits))
        | {"reading": _open_number(position), "last": last},
        on_open_change=partial(_open, index, key, position, answer.citations, hits),
        on_retry_change=_nothing,
        on_unfilter_change=ask_undated,
    )


def show_asked(
    conversation: str, position: int, asked: Asked, status: str | None, ask: Callable[[str], None], last: bool
) -> None:
    """Draw a turn that is under way, or that failed."""
    key = turn_key(conversation, position)
    citations = tuple(piece for piece in asked.pieces if isinstance(piece, Citation))
    _turn(
        key=key,
        data=describe_asked(asked, status) | {"reading": _open_number(position), "last": last},
        on_open_change=partial(_open, None, key, position, citations, ()),
        on_retry_change=partial(ask, asked.question),
        on_unfilter_change=_nothing,
    )


def turn_key(conversation: str, position: int) -> str:
    """The same for a turn under way and finished, so that the page does not draw it anew."""
    # Streamlit refuses a part whose key has two underscores in a row, as a conversation's id may.
    return f"turn-{sha256(conversation.encode()).hexdigest()[:16]}-{position}"


def describe_answer(question: str, answer: Answer, closest: Sequence[Data] = ()) -> Data:
    """What the part shows of a finished answer."""
    cited = {number for statement in answer.statements for number in statement.citations}
    citations = [citation for citation in answer.citations if citation.number in cited]
    understood = answer.standalone_question
    return _blank(question) | {
        "understood": understood if understood.strip() != question.strip() else None,
        "short": answer.short_answer,
        "refusal": REFUSAL if answer.outcome == "no_evidence" else None,
        "pieces": _pieces(answer),
        "citations": [_describe_citation(citation) for citation in citations],
        "sources": _sources(citations),
        "headline": _headline(citations),
        "closest": list(closest),
        "filters": answer_chips(answer),
        "note": answer_note(answer),
    }


def describe_asked(asked: Asked, status: str | None) -> Data:
    """What the part shows of an answer under way: the words so far, with the citations that came between them."""
    so_far = list(asked.pieces)
    return _blank(asked.question) | {
        "pieces": [{"cite": one.number} if isinstance(one, Citation) else {"text": one} for one in so_far],
        "citations": [_describe_citation(one) for one in so_far if isinstance(one, Citation)],
        "status": status,
        "error": asked.error,
    }


def _blank(question: str) -> Data:
    return {
        "question": question,
        "understood": None,
        "short": None,
        "refusal": None,
        "pieces": [],
        "citations": [],
        "sources": [],
        "headline": "",
        "closest": [],
        "filters": [],
        "note": None,
        "status": None,
        "error": None,
    }


def _pieces(answer: Answer) -> list[Data]:
    pieces: list[Data] = []
    for place, statement in enumerate(answer.statements):
        if place:
            pieces.append({"text": " "})
        pieces.append({"text": statement.text, "doubt": statement.verdict == "unsupported"})
        pieces.extend({"cite": number} for number in statement.citations)
    return pieces


def _describe_citation(citation: Citation) -> Data:
    return {
        "number": citation.number,
        "title": citation.title,
        "publisher": citation.publisher,
        "date": day(citation.published),
        "quote": citation.quote,
    }


def _sources(citations: Sequence[Citation]) -> list[Data]:
    """One card per cited article, in the order of first citation."""
    cards: dict[str, Data] = {}
    for citation in citations:
        card = cards.setdefault(
            citation.article_id,
            {
                "title": citation.title,
                "publisher": citation.publisher,
                "date": day(citation.published),
                "file": citation.source,
                "quotes": [],
                "told": count_tellers(citation),
                "carriers": _describe_carriers(citation),
            },
        )
        card["quotes"].append({"number": citation.number, "quote": citation.quote})
    return list(cards.values())


def _headline(citations: Sequence[Citation]) -> str:
    articles, independent = len({citation.article_id for citation in citations}), count_independent(citations)
    if articles == independent:
        return "Source" if articles == 1 else "Sources"
    return f"Sources: {count(articles, 'article')}, {count(independent, 'independent source')}"


def _describe_carriers(citation: Citation) -> list[Data]:
    """The others that tell the story, each by its publisher where that alone tells it apart."""
    publishers = [citation.publisher, *(carrier.publisher for carrier in citation.carried_by)]
    return [
        {
            "name": carrier.publisher
            if carrier.publisher and publishers.count(carrier.publisher) == 1
            else carrier.title,
            "label": f"Read in the index: {carrier.title}, {carrier.publisher or 'publisher unknown'}, "
            f"{day(carrier.published)}",
        }
        for carrier in citation.carried_by
    ]


def _describe_closest(index: Index, hits: Sequence[Hit]) -> list[Data]:
    described = []
    for hit in hits:
        article = _article(index, hit.passage.article_id)
        described.append(
            {
                "title": article.title if article else hit.passage.article_id,
                "derived": bool(article and article.title_derived),
                "publisher": article.publisher if article else None,
                "date": day(article.published) if article else "no longer in the index",
                "text": hit.passage.text,
            }
        )
    return described


def _article(index: Index, article_id: str) -> Article | None:
    try:
        with index.snapshot() as snapshot:
            return snapshot.article(article_id)
    except ClippingsError:
        return None


def _open_number(position: int) -> int | None:
    reading = current_reading()
    return reading.pointer.number if reading and reading.turn == position else None


def _open(index: Index | None, key: str, turn: int, citations: Sequence[Citation], hits: Sequence[Hit]) -> None:
    asked_for = sent(key, "open")
    if not isinstance(asked_for, dict):
        return
    if "carrier" in asked_for:
        citation = next((one for one in citations if one.number == int(asked_for["number"])), None)
        reading = citation and read_carrier(citation, int(asked_for["carrier"]), turn)
    elif "number" in asked_for:
        reading = read_citations(citations, int(asked_for["number"]), turn)
    else:
        titles = [one["title"] for one in _describe_closest(index, hits)] if index else []
        reading = read_passages(hits, titles, int(asked_for["passage"]), turn)
    if reading:
        open_reading(reading)


def _nothing() -> None:
    """What cannot come of a turn in this state; the part still expects the event's name."""
