"""Plain words in the page: every character of a text shows as itself, never as Markdown or HTML."""

from html import escape
from typing import Literal

import streamlit as st

Tone = Literal["plain", "caution", "trouble"]


def show_notice(text: str, tone: Tone = "plain") -> None:
    """A calm box with a sentence or two."""
    role = "alert" if tone == "trouble" else "status"
    st.html(f'<div class="clp-notice clp-{tone}" role="{role}">{_lines(text)}</div>')


def show_heading(text: str, level: Literal[1, 2] = 1) -> None:
    """A heading of the page."""
    st.html(f'<h{level} class="clp-heading">{_lines(text)}</h{level}>')


def show_words(text: str, style: Literal["lead", "quiet", "label"] = "quiet") -> None:
    """A line of text."""
    st.html(f'<p class="clp-{style}">{_lines(text)}</p>')


def show_list(lines: list[tuple[str, str]]) -> None:
    """A list of what (set off) and a remark on it."""
    rows = "".join(f"<li><span>{_lines(what)}</span> {_lines(remark)}</li>" for what, remark in lines)
    st.html(f'<ul class="clp-list">{rows}</ul>')


def _lines(text: str) -> str:
    return escape(text.strip()).replace("\n", "<br>")
