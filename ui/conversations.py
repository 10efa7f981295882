"""The conversations in the sidebar, and which of them this tab shows: the address says it, as ``?c=…``."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from qa.history import Conversation
from ui.article import open_reading
from ui.desk import Desk
from ui.guard import reports_trouble
from ui.part import part, sent

KEY = "conversation_list"

_list = part("conversations")


def current_conversation() -> str | None:
    """The conversation of this tab; None is a new one, kept once it has a question."""
    current: str | None = st.session_state.get("conversation")
    return current


def choose_conversation(conversation: str | None) -> None:
    """Make this the conversation of this tab."""
    open_reading(None)
    st.session_state.conversation = conversation
    st.session_state.chosen = st.session_state.leaving = True


def settle_conversation(desk: Desk, on_chat: bool) -> None:
    """Bring tab and address together: a click decides, then a page that is come back to, then the address."""
    came_from = st.session_state.get("page")
    arrived = on_chat and came_from == "articles"
    st.session_state.page = "chat" if on_chat else "articles"
    st.session_state.stale = False
    if came_from not in (None, st.session_state.page):
        open_reading(None)
    if not on_chat:
        return
    named = st.query_params.get("c")
    if not (st.session_state.pop("chosen", False) or arrived) and named != current_conversation():
        open_reading(None)
        st.session_state.conversation = named
    current = current_conversation()
    if current and all(one.id != current for one in desk.conversations.list()):
        st.session_state.conversation, st.session_state.stale = None, True
    _name_in_address(current_conversation())


def pop_leaving() -> bool:
    """Whether a conversation was just chosen, so that a page other than the chat should lead to it."""
    return bool(st.session_state.pop("leaving", False))


def show_conversations(desk: Desk, conversations: Sequence[Conversation]) -> None:
    """Draw the list, newest first."""
    listed = [{"id": one.id, "title": one.title} for one in conversations]
    _list(
        key=KEY,
        data={"conversations": listed, "current": current_conversation()},
        on_choose_change=_choose,
        on_rename_change=partial(_rename, desk),
        on_delete_change=partial(_delete, desk),
    )


def _name_in_address(conversation: str | None) -> None:
    if conversation is None:
        st.query_params.pop("c", None)
    elif st.query_params.get("c") != conversation:
        st.query_params["c"] = conversation


def _choose() -> None:
    chosen = sent(KEY, "choose")
    if isinstance(chosen, dict):
        choose_conversation(chosen["id"])


@reports_trouble
def _rename(desk: Desk) -> None:
    change = sent(KEY, "rename")
    if isinstance(change, dict) and change["title"].strip():
        desk.conversations.rename(change["id"], change["title"].strip())


@reports_trouble
def _delete(desk: Desk) -> None:
    change = sent(KEY, "delete")
    if not isinstance(change, dict):
        return
    desk.asking.drop(change["id"])
    desk.conversations.delete(change["id"])
    if change["id"] == current_conversation():
        choose_conversation(None)
        st.session_state.leaving = False
