"""The turn in which a search found its words: the conversation opens there, until another is chosen or one asks."""

import time
from typing import Any

import streamlit as st

from qa.history.conversations import StoredTurn
from qa.history.search import found_words

Data = dict[str, Any]


def seek(turn: StoredTurn, query: str = "") -> None:
    """Open the conversation at this turn, with the words marked that the query finds in it."""
    told = " ".join((turn.question, turn.answer.short_answer or "", turn.answer.text))
    st.session_state.sought = turn.id, {"words": list(found_words(told, query)), "at": time.time()}


def stop_seeking() -> None:
    """Let conversations open at their end again."""
    st.session_state.sought = None


def sought_in(turn_id: str) -> Data | None:
    """What the turn is told when it is the one that is looked for."""
    looked_for: tuple[str, Data] | None = st.session_state.get("sought")
    return looked_for[1] if looked_for and looked_for[0] == turn_id else None


def is_seeking() -> bool:
    """Whether a turn is looked for, so that the newest one is not brought up."""
    return bool(st.session_state.get("sought"))
