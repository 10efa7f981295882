"""Taking a conversation or an answer away: a button for each format."""

from collections.abc import Callable

import streamlit as st

from index.errors import BadInput
from qa.export.document import FORMS, Format, export_conversation, file_name
from ui.desk import Desk
from ui.notice import show_notice, show_words


def begin_export(conversation: str) -> None:
    """Offer a conversation as files from the next run on."""
    st.session_state.exporting = conversation


def show_export(desk: Desk) -> None:
    """Draw the offer if there is one."""
    chosen: str | None = st.session_state.get("exporting")
    if chosen is None:
        return
    try:
        conversation, turns = desk.conversations.get(chosen), desk.conversations.turns(chosen)
    except BadInput as error:  # it was deleted in another window
        _end_export()
        show_notice(str(error), "trouble")
        return

    @st.dialog("Export this conversation", on_dismiss=_end_export)
    def offer() -> None:
        show_words(conversation.title)
        if turns:
            show_downloads("export", conversation.title, lambda form: export_conversation(conversation, turns, form))
        else:
            show_words("It has no answer yet, so there is nothing to export.")

    offer()


def show_downloads(key: str, title: str, write: Callable[[Format], str]) -> None:
    """A button for each format; ``write`` makes its file.

    It makes them at once: a button that waits for its file is disabled meanwhile and loses the focus, and the dialog
    around it no longer hears Esc.
    """
    with st.container(horizontal=True, key=key):
        for form, described in FORMS.items():
            st.download_button(
                described.name,
                data=write(form),
                file_name=file_name(title, form),
                mime=described.mime,
                key=f"{key}_{form}",
                icon=":material/download:",
                on_click="ignore",
            )


def _end_export() -> None:
    st.session_state.exporting = None
