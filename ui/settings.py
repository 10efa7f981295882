"""The Settings page: how questions are answered, how the pages look, and how everything does."""

from dataclasses import replace

import streamlit as st

from qa.chat_models.models import title_of
from qa.confidence import THRESHOLD
from qa.config import QaConfig
from qa.types import QUOTES, Options
from ui.desk import Desk, open_desk
from ui.escape import escape_label
from ui.guard import reports_trouble
from ui.health import show_health
from ui.notice import show_heading, show_words
from ui.part import part
from ui.permalink import PATH

FEWEST, MOST = 5, 30  # passages of evidence
STEP = 0.05
QUOTES_ONLY = "Quotes only"
PAGES = ("", "articles", "quotation", "settings", PATH)

_appearance = part("appearance")


def show_settings() -> None:
    """The page."""
    desk = open_desk()
    with st.container(key="settings"):
        show_heading("Settings")
        show_words("They are yours alone, and count for every question from now on.", "lead")
        settings = desk.conversations.settings()
        with st.container(gap="xxsmall"):
            _show_model(desk, settings)
        with st.container(gap="xxsmall"):
            _show_k(desk, settings)
        with st.container(gap="xxsmall"):
            _show_threshold(desk, settings)
        with st.container(gap="xxsmall"):
            _show_appearance()
        show_heading("Health", 2)
        show_health(desk)


def model_label(model: str) -> str:
    """How a choice of who answers is called."""
    return QUOTES_ONLY if model == QUOTES else title_of(model)


def _show_model(desk: Desk, settings: Options) -> None:
    chosen = settings.model or desk.offered.default or QUOTES
    models = [QUOTES, *desk.offered.names()]
    if chosen not in models:
        models.append(chosen)
    st.radio(
        "Who answers",
        models,
        index=models.index(chosen),
        format_func=lambda model: escape_label(model_label(model)),
        key="set_model",
        on_change=lambda: _save(desk, model=st.session_state.set_model),
    )
    show_words("“Quotes only” answers in the articles' own sentences; a chat model writes the answer from them.")


def _show_k(desk: Desk, settings: Options) -> None:
    st.slider(
        "Passages of evidence",
        FEWEST,
        MOST,
        min(max(settings.k or QaConfig().k, FEWEST), MOST),
        key="set_k",
        on_change=lambda: _save(desk, k=st.session_state.set_k),
    )
    show_words("How many passages of the articles an answer may draw on; more of them find more and take longer.")


def _show_threshold(desk: Desk, settings: Options) -> None:
    st.toggle(
        "Choose how sure an answer must be",
        settings.threshold is not None,
        key="set_strict",
        on_change=lambda: _save(desk, threshold=THRESHOLD if st.session_state.set_strict else None),
    )
    if settings.threshold is not None:
        st.slider(
            "How sure an answer must be",
            STEP,
            1 - STEP,
            min(max(settings.threshold, STEP), 1 - STEP),
            STEP,
            key="set_threshold",
            on_change=lambda: _save(desk, threshold=st.session_state.set_threshold),
        )
    show_words("Higher refuses more questions, lower answers more of them wrongly; off leaves it as the app is set up.")


def _show_appearance() -> None:
    _appearance(key="appearance", data={"pages": list(PAGES)})
    show_words("Light or dark, in this browser alone; the pages are loaded anew.")


@reports_trouble
def _save(desk: Desk, **changed: object) -> None:
    desk.conversations.set_settings(replace(desk.conversations.settings(), **changed))  # type: ignore[arg-type]
