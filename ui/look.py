"""The look that config.toml cannot say: measure, spacing, and where the article panel stands."""

from pathlib import Path

import streamlit as st

from ui.part import WEB

ICON = str(Path(WEB, "icon.svg"))

_STYLE = "<style>" + Path(WEB, "page.css").read_text(encoding="utf-8") + "</style>"


def apply_look() -> None:
    """Add the page's own CSS."""
    st.html(_STYLE)
