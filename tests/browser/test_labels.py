"""Streamlit's own Markdown, in its own page, shows an escaped label as the characters it is made of."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LABELS = [
    "$5 and $x^2$",
    "**bold** _quiet_ `code` ~~gone~~ H~2~O",
    "[a](http://evil.example) ![b](http://evil.example/b.png) [^1]",
    "<b>Mr</b> &amp; <img src=http://evil.example/c.png> <http://evil.example>",
    ":red[x] :red-badge[x] :small[x] :material/home: :shark: :streamlit:",
    "a -> b <- c -- d >= e <= f ~= g",
    "http://evil.example/z_a www.evil.example a@evil.example",
    "# heading",
    "1. list",
    "- item",
    "> quote",
    "back\\slash | pipe ... 12:30 a:b:c",
]

SCRIPT = """
import json
import streamlit as st
from ui.escape import escape_label

for number, label in enumerate(json.loads({labels!r})):
    st.button(escape_label(label), key=f"label_{{number}}")
"""


def test_labels_show_their_characters(open_page, serve, tmp_path: Path) -> None:
    script = tmp_path / "labels.py"
    script.write_text(SCRIPT.format(labels=json.dumps(LABELS)), encoding="utf-8")
    with serve(tmp_path, script) as app:
        page = open_page(app.url)
        for number, label in enumerate(LABELS):
            button = page.locator(f".st-key-label_{number} button")
            expect(button).to_be_visible()
            assert (button.text_content() or "").replace("\u2060", "") == label
            assert button.locator("a, img, b, strong, em, code, .katex").count() == 0
