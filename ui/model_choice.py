"""Who answers in this conversation: the articles' own words, or a chat model; hidden while there is no model."""

import streamlit as st

from qa.history.conversations import StoredTurn
from qa.types import QUOTES
from ui.asking import Asked
from ui.desk import Desk
from ui.settings import model_label


def show_model_choice(desk: Desk, conversation: str | None) -> None:
    """Draw the choice, which begins with who answered last, or else with what is set."""
    models = [QUOTES, *desk.offered.names()]
    key = _key(conversation)
    chosen = st.session_state.get(key) or _last_model(desk, conversation) or QUOTES
    if chosen not in models:  # it may be busy or gone; that is for the answer to say, not for us to choose another
        models.append(chosen)
    if len(models) == 1:
        return
    st.session_state[key] = chosen
    with st.container(key="model_choice"):
        st.selectbox("Who answers", models, format_func=model_label, key=key, label_visibility="collapsed")


def chosen_model(conversation: str | None, otherwise: str | None) -> str | None:
    """The model for the next question of a conversation; ``otherwise`` where there was nothing to choose."""
    chosen: str | None = st.session_state.get(_key(conversation), otherwise)
    return chosen


def keep_choice(conversation: str) -> None:
    """Let a conversation that begins now go on with what was chosen before it had a name."""
    if _key(None) in st.session_state:
        st.session_state[_key(conversation)] = st.session_state[_key(None)]


def _last_model(desk: Desk, conversation: str | None) -> str | None:
    answered, asked = desk.asking.view(conversation) if conversation else ([], [])
    turns: list[StoredTurn | Asked] = sorted([*answered, *asked], key=lambda turn: turn.asked)
    last = turns[-1] if turns else None
    if isinstance(last, StoredTurn):
        return last.answer.chosen or last.answer.model or QUOTES
    chosen = last and last.options.model
    return chosen or desk.conversations.settings().model or desk.offered.default


def _key(conversation: str | None) -> str:
    return f"model_of_{conversation or 'new'}"
