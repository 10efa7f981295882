"""Who answers in this conversation: the articles' own words, or a chat model; hidden while there is no model."""

import streamlit as st

from qa.types import QUOTES
from ui.desk import Desk
from ui.settings import QUOTES_ONLY, offered_models


def show_model_choice(desk: Desk, conversation: str | None) -> None:
    """Draw the choice, which begins with who answered last, or else with what is set."""
    models = [QUOTES, *offered_models()]
    if len(models) == 1:
        return
    key = _key(conversation)
    if st.session_state.get(key) not in models:
        last = _last_model(desk, conversation)
        st.session_state[key] = last if last in models else QUOTES
    with st.container(key="model_choice"):
        st.selectbox(
            "Who answers",
            models,
            format_func=lambda model: QUOTES_ONLY if model == QUOTES else model,
            key=key,
            label_visibility="collapsed",
        )


def chosen_model(conversation: str | None, otherwise: str | None) -> str | None:
    """The model for the next question of a conversation; ``otherwise`` where there was nothing to choose."""
    chosen: str | None = st.session_state.get(_key(conversation), otherwise)
    return chosen


def keep_choice(conversation: str) -> None:
    """Let a conversation that begins now go on with what was chosen before it had a name."""
    if _key(None) in st.session_state:
        st.session_state[_key(conversation)] = st.session_state[_key(None)]


def _last_model(desk: Desk, conversation: str | None) -> str | None:
    turns = desk.conversations.turns(conversation) if conversation else []
    return (turns[-1].answer.model or QUOTES) if turns else desk.conversations.settings().model


def _key(conversation: str | None) -> str:
    return f"model_of_{conversation or 'new'}"
