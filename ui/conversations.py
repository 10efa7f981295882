"""The conversations in the sidebar, and which of them this tab shows: the address says it, as ``?c=…``."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import streamlit as st

from index.errors import BadInput
from qa.history.conversations import Conversation, Found
from ui.article import open_reading
from ui.desk import Desk
from ui.exporting import begin_export
from ui.guard import reports_trouble
from ui.part import part, sent
from ui.sought import seek, stop_seeking

KEY = "conversation_list"

_list = part("conversations")

Data = dict[str, Any]


def current_conversation() -> str | None:
    """The conversation of this tab; None is a new one, kept once it has a question."""
    current: str | None = st.session_state.get("conversation")
    return current


def choose_conversation(conversation: str | None) -> None:
    """Make this the conversation of this tab."""
    open_reading(None)
    stop_seeking()
    st.session_state.conversation = conversation
    st.session_state.chosen = st.session_state.leaving = True


def settle_conversation(desk: Desk, page: str) -> None:
    """Bring tab and address together: a click decides, then a page that is come back to, then the address.

    ``page`` is the path of the page that is shown, empty for the chat.
    """
    came_from = st.session_state.get("page")
    arrived = page == "" and came_from not in (None, "")
    st.session_state.page = page
    st.session_state.stale = False
    if came_from not in (None, page):
        open_reading(None)
    if arrived and not st.session_state.get("chosen"):
        stop_seeking()
    if page:
        return
    named = st.query_params.get("c")
    if not (st.session_state.pop("chosen", False) or arrived) and named != current_conversation():
        open_reading(None)
        st.session_state.conversation = named
    current = current_conversation()
    if current and not _exists(desk, current):
        st.session_state.conversation, st.session_state.stale = None, True
    _name_in_address(current_conversation())


def pop_leaving() -> bool:
    """Whether a conversation was just chosen, so that a page other than the chat should lead to it."""
    return bool(st.session_state.pop("leaving", False))


def show_conversations(desk: Desk) -> None:
    """Draw the list, and what a search in it finds."""
    query = st.session_state.get("search", "")
    _list(
        key=KEY,
        data={
            "groups": group_by_day(desk.conversations.list(), datetime.now().astimezone().date()),
            "current": current_conversation(),
            "query": query,
            "found": [describe_found(one) for one in desk.conversations.search(query)] if query else None,
        },
        on_choose_change=partial(_choose, desk),
        on_search_change=_search,
        on_rename_change=partial(_rename, desk),
        on_pin_change=partial(_pin, desk),
        on_export_change=_export,
        on_delete_change=partial(_delete, desk),
    )


def group_by_day(conversations: Sequence[Conversation], today: date) -> list[Data]:
    """Those that are pinned, then the others by the day when they were last used; no group is empty."""
    groups: dict[str, list[Data]] = {}
    for one in conversations:
        name = "Pinned" if one.pinned else _day_words(one.updated.astimezone().date(), today)
        groups.setdefault(name, []).append({"id": one.id, "title": one.title, "pinned": one.pinned})
    return [{"name": name, "conversations": listed} for name, listed in groups.items()]


def describe_found(found: Found) -> Data:
    """A row of what a search found."""
    one = found.conversation
    return {
        "id": one.id,
        "title": one.title,
        "pinned": one.pinned,
        "turn": found.turn,
        "marked": list(found.title),
        "excerpt": list(found.excerpt),
    }


def _day_words(used: date, today: date) -> str:
    if used >= today:
        return "Today"
    return "Yesterday" if used == today - timedelta(days=1) else "Earlier"


def _exists(desk: Desk, conversation: str) -> bool:
    try:
        desk.conversations.get(conversation)
    except BadInput:
        return False
    return True


def _name_in_address(conversation: str | None) -> None:
    if conversation is None:
        st.query_params.pop("c", None)
    elif st.query_params.get("c") != conversation:
        st.query_params["c"] = conversation


@reports_trouble
def _choose(desk: Desk) -> None:
    chosen = sent(KEY, "choose")
    if isinstance(chosen, dict):
        if chosen["id"] is not None:
            desk.conversations.get(chosen["id"])  # what else came with this click must not reach another user's
        choose_conversation(chosen["id"])
        if isinstance(turn := chosen.get("turn"), str):
            seek(desk.conversations.turn(turn), st.session_state.get("search", ""))


def _search() -> None:
    asked_for = sent(KEY, "search")
    if isinstance(asked_for, dict):
        st.session_state.search = str(asked_for["query"]).strip()


@reports_trouble
def _rename(desk: Desk) -> None:
    change = sent(KEY, "rename")
    if isinstance(change, dict) and change["title"].strip():
        desk.conversations.rename(change["id"], change["title"].strip())


@reports_trouble
def _pin(desk: Desk) -> None:
    change = sent(KEY, "pin")
    if isinstance(change, dict):
        desk.conversations.pin(change["id"], bool(change["pinned"]))


def _export() -> None:
    chosen = sent(KEY, "export")
    if isinstance(chosen, dict):
        begin_export(chosen["id"])


@reports_trouble
def _delete(desk: Desk) -> None:
    change = sent(KEY, "delete")
    if not isinstance(change, dict):
        return
    desk.conversations.delete(change["id"])
    desk.asking.drop(change["id"])
    if change["id"] == current_conversation():
        choose_conversation(None)
        st.session_state.leaving = False
