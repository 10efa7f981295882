"""What a new conversation opens with: what this is, what the collection holds, and questions it can answer."""

from collections.abc import Callable

import streamlit as st

from ui.collection import look_at
from ui.desk import Desk
from ui.escape import escape_label
from ui.notice import show_heading, show_notice, show_words
from ui.wording import holdings, moment

POLL_SECONDS = 0.5

PROMISE = (
    "Ask a question and read the answer in the words of the articles. "
    "Every sentence shows where it comes from, so you can check it."
)


def show_welcome(desk: Desk, ask: Callable[[str], None]) -> None:
    """Draw it."""
    with st.container(key="welcome"):
        show_heading("What do the articles say?")
        show_words(PROMISE, "lead")
        held = look_at(desk.index)
        if held.trouble:
            show_notice(held.trouble, "trouble")
        elif held.info is None:
            show_notice("There is no index yet. Build it on the Articles page, then ask.")
        else:
            show_words(f"{holdings(held.summaries)}. Last updated {moment(held.info.created)}.", "quiet")
            _show_suggestions(desk, ask)


def _show_suggestions(desk: Desk, ask: Callable[[str], None]) -> None:
    """Draw those that are known to be answered; while they are looked for, see to it that they come."""
    hints = desk.hints()
    if hints is None:
        if desk.warmup.state != "failed":
            show_words("Looking for questions that these articles answer…", "quiet")
            st.fragment(_await_hints, run_every=POLL_SECONDS)(desk)
        return
    if hints.questions:
        show_words("Try one of these", "label")
    with st.container(key="suggestions"):
        for place, question in enumerate(hints.questions):
            st.button(escape_label(question), key=f"suggestion_{place}", on_click=ask, args=(question,))


def _await_hints(desk: Desk) -> None:
    if desk.hints() is not None or desk.warmup.state == "failed":
        st.rerun()
