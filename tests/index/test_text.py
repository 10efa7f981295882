"""Canonical text: the same words, cleanly set, and a second cleaning changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import to_canonical, to_line, to_printable

MARKUP = ["a", "e", "Russia", " ", ".", "#", "&", "amp;", "&quot;", "&amp;", "& # 39;", "&#8203;", "&shy;", "' ", " '"]
INVISIBLE = "\n\r\u2029\u200b\u200c\u200d\u202e\u2066\ufeff\xad\x00\x85\u0301\u037e\U0001f469\ufe0f\xa0\u3000"
PIECES = st.sampled_from([*MARKUP, *INVISIBLE, "<b>", "https://x.org", "می"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Rus\u200bsia and Rus\xadsia", "Russia and Russia"),
        ("sup\u200cport and \u200dthis", "support and this"),
        ("pay \u202e005$\u202c now", "pay 005$ now"),
        ("see \u2066this\u2069\U000e0041\U000e0042", "see this"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("cafe\u200b\u0301", "café"),
        ("&amp;quot;No&amp;quot; &#8203;he said", '"No" he said'),
        ("&lt;b&gt; &#60;i&#62; &amp;lt;", "&lt;b&gt; &#60;i&#62; &lt;"),
    ],
)
def test_invisible_characters_go_and_visible_ones_stay(written: str, read: str) -> None:
    assert to_canonical(written) == read
    assert to_line(written) == read


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60))
def test_canonical_text_is_canonical(text: str) -> None:
    once = to_canonical(text)
    assert to_canonical(once) == once


def test_a_printable_name_is_one_line_of_valid_text() -> None:
    assert to_printable("a\nb\udcff\u202ec") == "a\ufffdb\ufffd\ufffdc"
