"""Answers to take away: as plain text, Markdown or HTML, each sentence with the numbers of its sources, or as JSON.

What people, articles and models wrote shows as the characters that it is; nothing of it becomes markup.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from qa.chat_models.models import title_of
from qa.export.html import html_document, told_as_html
from qa.export.markdown import escape_markdown, told_as_markdown
from qa.export.told import SOURCES_DIFFER, Differing, Sentence, Source, Told
from qa.filters.words import chosen_words
from qa.history.conversations import Conversation, StoredTurn
from qa.public import answer_to_json
from qa.remarks import REFUSAL
from qa.stories import count_tellers
from qa.types import Answer, Citation, Side, Statement

Format = Literal["markdown", "html", "json"]

STOPPED = "Stopped by the reader before its end."
QUOTES_ONLY = "quoted from the articles, without a chat model"


@dataclass(frozen=True, slots=True)
class Form:
    """How a format is called, and what its files end with and are served as."""

    name: str
    ending: str
    mime: str


FORMS: dict[Format, Form] = {
    "markdown": Form("Markdown", "md", "text/markdown; charset=utf-8"),
    "html": Form("HTML", "html", "text/html; charset=utf-8"),
    "json": Form("JSON", "json", "application/json"),
}


def answer_as_plain(question: str, answer: Answer) -> str:
    """The question, the answer and its numbered sources as plain text."""
    told = tell(question, answer)
    sentences = " ".join(sentence.text + _plain_marks(sentence) for sentence in told.sentences)
    parts = [told.question, *filter(None, (told.understood, told.short, told.notice, sentences))]
    if told.differing:
        parts.append(f"{SOURCES_DIFFER}\n" + "\n".join(_plain_side(one) for one in told.differing))
    parts += [told.ending] if told.ending else []
    if told.sources:
        parts.append("Sources\n" + "\n".join(_plain_source(source) for source in told.sources))
    return "\n\n".join(parts) + "\n"


def answer_as_markdown(question: str, answer: Answer) -> str:
    """The question, the answer and its numbered sources as Markdown."""
    return told_as_markdown(tell(question, answer))


def answer_as_html(question: str, answer: Answer) -> str:
    """The question, the answer and its numbered sources as a piece of HTML, to be pasted."""
    return told_as_html(tell(question, answer))


def export_turn(turn: StoredTurn, form: Format) -> str:
    """One stored answer as a whole file."""
    if form == "json":
        return _write_json(_turn_to_json(turn))
    told = _tell_turn(turn)
    return told_as_markdown(told) if form == "markdown" else html_document(told.question, [told])


def export_conversation(conversation: Conversation, turns: Sequence[StoredTurn], form: Format) -> str:
    """A conversation with all its answers as a whole file."""
    if form == "json":
        times = {"created": conversation.created.isoformat(), "updated": conversation.updated.isoformat()}
        head = {"id": conversation.id, "title": conversation.title, **times}
        return _write_json({**head, "turns": [_turn_to_json(turn) for turn in turns]})
    told = [_tell_turn(turn) for turn in turns]
    if form == "html":
        return html_document(conversation.title, told)
    title = f"# {escape_markdown(conversation.title)}\n\n"
    return title + "\n".join(told_as_markdown(one) for one in told)


def file_name(title: str, form: Format) -> str:
    """A name that every system takes, with as much of the title as helps."""
    words = re.sub(r"\W+", "-", title)[:60].strip("-_").lower()
    return f"clippings-{words or 'answer'}.{FORMS[form].ending}"


def tell(question: str, answer: Answer, facts: Iterable[str] = ()) -> Told:
    """What every form says of an answer, in the order in which it says it."""
    cited = {number for statement in answer.statements for number in statement.citations}
    ending = filter(None, (REFUSAL if answer.refused else None, STOPPED if answer.stopped else None))
    return Told(
        question=" ".join(question.split()),
        understood=f"Understood as: {answer.understood}" if answer.understood else None,
        short=answer.short_answer,
        notice=answer.notice,
        sentences=tuple(_sentence(statement) for statement in answer.statements),
        differing=tuple(_differing(side) for side in answer.differing),
        ending=" ".join(ending),
        sources=tuple(_source(citation) for citation in answer.citations if citation.number in cited),
        facts=tuple(facts),
    )


def describe_circumstances(answer: Answer) -> list[str]:
    """Who wrote the answer, from which articles and which build of the index."""
    chosen = chosen_words(answer.filters)
    return [
        f"Written by {title_of(answer.model)}" if answer.model else QUOTES_ONLY.capitalize(),
        *([f"Index {answer.generation}"] if answer.generation else []),  # one that was stopped may have none
        *([f"Only articles {chosen}"] if chosen else []),
    ]


def _tell_turn(turn: StoredTurn) -> Told:
    facts = [f"Asked {turn.asked:%Y-%m-%d %H:%M} UTC", *describe_circumstances(turn.answer)]
    if turn.feedback:
        reason = f": {turn.feedback.reason}" if turn.feedback.reason else ""
        facts.append(f"Marked as {'helpful' if turn.feedback.helpful else 'not helpful'}{reason}")
    return tell(turn.question, turn.answer, facts)


def _sentence(statement: Statement) -> Sentence:
    doubt = None
    if statement.verdict == "unsupported":
        missing = f": {'; '.join(statement.missing)}" if statement.missing else ""
        doubt = f"not confirmed by the articles{missing}"
    return Sentence(statement.text, statement.citations, doubt)


def _differing(side: Side) -> Differing:
    about = (side.title, side.publisher, _day(side.published))
    return Differing(side.value, side.quote, tuple(filter(None, about)))


def _source(citation: Citation) -> Source:
    about = (citation.title, citation.publisher, _day(citation.published), citation.source)
    told = count_tellers(citation) if citation.carried_by else ""
    return Source(citation.number, citation.quote, tuple(filter(None, about)), citation.url, told)


def _day(published: date | None) -> str:
    return published.isoformat() if published else "date unknown"


def _plain_marks(sentence: Sentence) -> str:
    numbers = "".join(f" [{number}]" for number in sentence.numbers)
    return numbers + (f" ({sentence.doubt})" if sentence.doubt else "")


def _plain_side(one: Differing) -> str:
    return f"{one.value}: “{' '.join(one.quote.split())}” — " + ", ".join(one.about)


def _plain_source(source: Source) -> str:
    quote = " ".join(source.quote.split())
    return f"[{source.number}] “{quote}” — " + ", ".join(filter(None, (*source.about, source.url, source.told)))


def _turn_to_json(turn: StoredTurn) -> dict[str, Any]:
    answer = turn.answer
    feedback = turn.feedback and {"helpful": turn.feedback.helpful, "reason": turn.feedback.reason}
    return {
        **answer_to_json(answer, turn.id),
        "asked": _to_second(turn.asked),
        "feedback": feedback,
    }


def _to_second(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


def _write_json(value: dict[str, Any]) -> str:
    # In ASCII, since a lone surrogate could not be written as UTF-8.
    return json.dumps(value, indent=2) + "\n"
