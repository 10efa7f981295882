"""Labels show the characters they were given. tests/browser/test_labels.py shows the same in the real page."""

import pytest
from markdown_it import MarkdownIt

from ui.escape import escape_label

MARKUP = [
    "$5 and $x^2$",
    "**bold** _quiet_ `code` ~~gone~~",
    "[a](http://evil.example) ![b](http://evil.example/b.png)",
    "<b>Mr</b> &amp; <img src=x>",
    ":red[x] :material/home: :shark:",
    "# heading",
    "1. list",
    "- item",
    "> quote",
    "back\\slash | pipe",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markdown_reads_an_escaped_label_as_plain_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(escape_label(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    pieces = tokens[1].children or []
    assert {piece.type for piece in pieces} <= {"text", "text_special"}
    assert "".join(piece.content for piece in pieces) == text


def test_a_label_is_one_line() -> None:
    assert escape_label("two\n\nlines\tof words") == "two lines of words"


@pytest.mark.parametrize("text", ["a -> b", "a <- b", "a -- b", "a >= b", "a <= b", "a ~= b", ":streamlit:"])
def test_what_streamlit_replaces_behind_backslashes_is_kept_apart(text: str) -> None:
    escaped = escape_label(text)
    assert "\u2060" in escaped
    assert escaped.replace("\u2060", "").replace("\\", "") == text


def test_plain_words_stay_as_they_are() -> None:
    assert escape_label("Who met Kim Jong Un in Singapore?") == "Who met Kim Jong Un in Singapore?"
