"""The article panel: beside the chat on wide screens, a sheet over it on narrow ones."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from index.edits import Correction, correct, read_edits, undo_correction
from index.errors import ClippingsError
from index.types import Article, Version
from ui.correcting import LABELS, Form, describe_form, read_form
from ui.desk import Desk
from ui.earlier import Earlier, describe_changes, describe_versions
from ui.guard import reports_trouble
from ui.languages import language_name
from ui.part import part, sent
from ui.reading import Reading, Removing, lay_out
from ui.removing import removal_words, remove
from ui.wording import day, origin_words

KEY = "article_panel"

_panel = part("article")

Data = dict[str, Any]


def open_reading(reading: Reading | None) -> None:
    """Show these words in the panel from the next run on; None closes it."""
    st.session_state.reading = reading


def current_reading() -> Reading | None:
    """What the panel shows in this session."""
    reading: Reading | None = st.session_state.get("reading")
    return reading


def show_article(desk: Desk) -> None:
    """Draw the panel if something is open."""
    reading = current_reading()
    if reading is None:
        return
    article, versions, trouble = _look_up(desk, reading)
    with st.container(key=KEY):
        _panel(
            key="article",
            height="stretch",
            data=_describe_place(reading, article, trouble)
            | (_describe_article(desk, reading, article, versions) if article else {}),
            on_close_change=_close,
            on_step_change=_step,
            on_act_change=lambda: _act(desk),
        )


def _look_up(desk: Desk, reading: Reading) -> tuple[Article | None, Sequence[Version], str | None]:
    article_id = reading.pointer.article_id
    try:
        with desk.index.snapshot() as snapshot:
            return snapshot.article(article_id), snapshot.versions(article_id), None
    except ClippingsError as error:
        return None, (), str(error)


def _describe_place(reading: Reading, article: Article | None, trouble: str | None) -> Data:
    page = lay_out(article, reading.pointers, reading.position)
    return {
        "place": reading.place,
        "kind": reading.kind or "Article",
        "position": reading.position,
        "count": len(reading.pointers),
        "view": f"{reading.pointer.article_id} {reading.position} {reading.mode}",
        "title": article.title if article else reading.pointer.title,
        "facts": [],
        "paragraphs": page.paragraphs,
        "names": [_name(reading, place) for place in range(len(reading.pointers))],
        "notice": trouble or page.notice,
        "stored": page.stored,
    }


def _name(reading: Reading, place: int) -> str:
    """What the pointer at ``place`` is called beside its words: the number of its chip, or its place in the list."""
    number = reading.pointers[place].number
    return str(place + 1 if number is None else number)


def _describe_article(desk: Desk, reading: Reading, article: Article, versions: Sequence[Version]) -> Data:
    described: Data = {
        "derived": article.title_derived,
        "titleOrigin": origin_words(article.origins.title),
        "facts": describe_facts(article),
        "url": article.url,
        "versions": describe_versions(versions),
        "editable": True,
    }
    match reading.mode:
        case Form() as form:
            corrected = read_edits(desk.config.data).apply(article)
            described |= {"form": describe_form(corrected, form)}
        case Removing():
            described |= {"removal": removal_words(desk.config.data, article)}
        case Earlier(number):
            described |= {"version": number, "changes": describe_changes(versions, article, number)}
        case None if desk.rebuilding.running:
            described |= {"updating": "The index is being brought up to date…"}
    return described


def describe_facts(article: Article) -> list[Data]:
    """What is known of the article, each with where that comes from."""
    origins = article.origins
    facts = [
        (article.publisher or "publisher unknown", origins.publisher),
        (day(article.published), origins.published),
        (f"By {article.author}" if article.author else "", ""),
        (language_name(article.language), origins.language),
        (article.source, ""),
    ]
    return [{"text": text, "origin": origin_words(origin)} for text, origin in facts if text]


def _close() -> None:
    open_reading(None)


def _step() -> None:
    reading, step = current_reading(), sent("article", "step")
    match step:
        case {"by": int(by)} if reading:
            open_reading(reading.step(by))
        case {"to": int(position)} if reading:
            open_reading(reading.go(position))


@reports_trouble
def _act(desk: Desk) -> None:
    """Do what was chosen in the panel."""
    reading, asked_for = current_reading(), sent("article", "act")
    if reading is None or not isinstance(asked_for, dict):
        return
    match asked_for:
        case {"do": "read"}:
            open_reading(reading.show(None))
        case {"do": "correct"}:
            open_reading(reading.show(Form()))
        case {"do": "ask to remove"}:
            open_reading(reading.show(Removing()))
        case {"do": "compare", "version": int(number)}:
            open_reading(reading.show(Earlier(number)))
        case {"do": "save", "fields": dict(fields)}:
            _save(desk, reading, fields)
        case {"do": "take back", "name": str(name)} if name in LABELS:
            undo_correction(desk.config.data, reading.pointer.article_id, name)
            _update(desk, reading)
        case {"do": "remove"}:
            article, _, _ = _look_up(desk, reading)
            if article:
                remove(desk, article)
            open_reading(None)


def _save(desk: Desk, reading: Reading, fields: Mapping[str, object]) -> None:
    article, _, _ = _look_up(desk, reading)
    if article is None:
        open_reading(reading.show(None))
        return
    data, shown = desk.config.data, read_edits(desk.config.data).apply(article)
    correction, form = read_form(shown, fields)
    if form.errors:
        open_reading(reading.show(form))
        return
    if correction == Correction():
        open_reading(reading.show(None))
        return
    correct(data, article.id, correction)
    _update(desk, reading)


def _update(desk: Desk, reading: Reading) -> None:
    desk.rebuilding.start()
    open_reading(reading.show(None))
