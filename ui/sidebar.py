"""The sidebar: the name, the pages, the conversations, and whether the app is ready to answer."""

from contextlib import suppress
from typing import Any

import streamlit as st

from index.errors import ClippingsError
from ui.conversations import pop_leaving, show_conversations
from ui.desk import Desk
from ui.following import failing_now
from ui.notice import show_words
from ui.user import show_logout

POLL_SECONDS = 0.5


def show_sidebar(desk: Desk, chat: Any, articles: Any, quotation: Any, settings: Any, on_chat: bool) -> None:
    """Draw it; a conversation chosen on another page leads back to the chat."""
    with st.sidebar:
        st.html('<p class="clp-brand">Clippings</p>')
        with st.container(key="pages", gap=None):
            st.page_link(chat, label="Chat", icon=":material/chat_bubble:")
            st.page_link(articles, label="Articles", icon=":material/newspaper:")
            st.page_link(quotation, label="Check a quotation", icon=":material/format_quote:")
            st.page_link(settings, label="Settings", icon=":material/settings:")
        show_conversations(desk)
        show_readiness(desk)
        _show_failing(desk)
        show_logout()
    if pop_leaving() and not on_chat:
        chosen = st.session_state.get("conversation")
        st.switch_page(chat, query_params={"c": chosen} if chosen else None)


def _show_failing(desk: Desk) -> None:
    with suppress(ClippingsError):  # the Articles page says that the list cannot be read
        if failing := failing_now(desk):
            show_words(f"{failing[0].upper()}{failing[1:]}; see Articles.")


def show_readiness(desk: Desk) -> None:
    """Begin to open the models, and say so while it takes."""
    if desk.warmup.state == "cold":  # one that failed is repeated only when somebody asks for it
        desk.warmup.start()
    if desk.warmup.state == "warming":
        st.fragment(_await_warmup, run_every=POLL_SECONDS)(desk)


def _await_warmup(desk: Desk) -> None:
    desk.warmup.ease()
    show_words("Warming up… you can already ask.", "quiet")
    if desk.warmup.state != "warming":
        st.rerun()
