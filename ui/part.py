"""Mounts the parts of the pages that are written in JavaScript and CSS, found in ui/web.

All words reach them as data and are shown through ``textContent``, so nothing in an article, a question or a file name
is ever read as markup.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

WEB = Path(__file__).parent / "web"

Part = Callable[..., Any]


def part(name: str, *pieces: str) -> Part:
    """The part that ``web/<name>.js`` draws, with the common CSS and its own; ``pieces`` are scripts it builds on."""
    script = "\n".join((WEB / f"{file}.js").read_text(encoding="utf-8") for file in ("dom", *pieces, name))
    style = "\n".join((WEB / f"{file}.css").read_text(encoding="utf-8") for file in ("base", name))
    return st.components.v2.component(f"clippings_{name}", html='<div class="root"></div>', css=style, js=script)


def sent(key: str, event: str) -> Any:
    """What the part with this key just sent as ``event``, for use in its callback."""
    return st.session_state[key].get(event)
