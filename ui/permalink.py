"""The address of one answer, which shows it again as it was."""

from urllib.parse import quote

import streamlit as st

PATH = "answer"


def address(turn_id: str) -> str:
    """The whole address of a stored turn's answer, for use while a page is drawn."""
    here = (st.context.url or "").rstrip("/").removesuffix(f"/{PATH}")
    return f"{here}/{PATH}?id={quote(turn_id, safe='')}"
