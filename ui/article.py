"""The article panel: beside the chat on wide screens, a sheet over it on narrow ones."""

import streamlit as st

from index.errors import ClippingsError
from index.snapshot import Index
from index.types import Article
from ui.part import part, sent
from ui.reading import Reading, lay_out
from ui.wording import day

KEY = "article_panel"

_panel = part("article")


def open_reading(reading: Reading | None) -> None:
    """Show these words in the panel from the next run on; None closes it."""
    st.session_state.reading = reading


def current_reading() -> Reading | None:
    """What the panel shows in this session."""
    reading: Reading | None = st.session_state.get("reading")
    return reading


def show_article(index: Index) -> None:
    """Draw the panel if something is open."""
    reading = current_reading()
    if reading is None:
        return
    article, trouble = _look_up(index, reading)
    pointer = reading.pointer
    page = lay_out(article, pointer)
    with st.container(key=KEY):
        _panel(
            key="article",
            height="stretch",
            data={
                "place": reading.place,
                "position": reading.position,
                "count": len(reading.pointers),
                "title": article.title if article else pointer.title,
                "derived": bool(article and article.title_derived),
                "facts": _facts(article) if article else [],
                "url": article.url if article else None,
                "paragraphs": page.paragraphs,
                "notice": trouble or page.notice,
                "stored": page.stored,
            },
            on_close_change=_close,
            on_step_change=_step,
        )


def _look_up(index: Index, reading: Reading) -> tuple[Article | None, str | None]:
    try:
        with index.snapshot() as snapshot:
            return snapshot.article(reading.pointer.article_id), None
    except ClippingsError as error:
        return None, str(error)


def _facts(article: Article) -> list[str]:
    author = f"By {article.author}" if article.author else ""
    return [article.publisher or "publisher unknown", day(article.published), author, article.source]


def _close() -> None:
    open_reading(None)


def _step() -> None:
    reading, step = current_reading(), sent("article", "step")
    if reading and isinstance(step, dict):
        open_reading(reading.step(int(step["by"])))
