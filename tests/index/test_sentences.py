"""Sentences: exact spans, with links and stray quotes set apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences
from index.text import to_canonical


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One. Two!  Three?", ["One.", "Two!", "Three?"]),
        ("A heading\n\nOne. Two.", ["A heading", "One.", "Two."]),
        ("Mr. Pompeo met Gen. Dunford on Nov. 2 in the U.S. capital.", None),
        ("It rose 3.5 percent to $1.2 billion.", None),
        ('"We are late," she said. "Very late."', ['"We are late," she said.', '"Very late."']),
        ('He left. " We stay," she said. "Good."', ["He left.", '" We stay," she said.', '"Good."']),
        ('He left." We stay," she said.', ["He left.", '" We stay," she said.']),
        ('made of "trips. We go." " Neither was told.', ['made of "trips.', 'We go."', "Neither was told."]),
        ("今天下雨。明天晴。", ["今天下雨。", "明天晴。"]),
        ("Late 👩‍👩‍👧! Again 👍🏽.", ["Late 👩‍👩‍👧!", "Again 👍🏽."]),
    ],
)
def test_where_sentences_end(text: str, expected: list[str] | None) -> None:
    assert sentences(text) == ([text] if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was shaken https://t.co/a", ["It was shaken", "https://t.co/a"]),
        ("It was shaken. https://t.co/a http://b.org/c", ["It was shaken.", "https://t.co/a http://b.org/c"]),
        ("https://t.co/a", ["https://t.co/a"]),
        ("See https://t.co/a for more.", ["See https://t.co/a for more."]),
    ],
)
def test_a_trailing_link_is_a_span_of_its_own(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.timeout(2)  # for ever, or at once
def test_many_links_glued_together_take_no_time() -> None:
    text = f"See {'http://1' * 40} for more."
    assert sentences(text) == [text]


_WRITTEN = st.lists(
    st.sampled_from(
        [
            "Hello ",
            "Mr. ",
            "U.S. ",
            ". ",
            "? ",
            "。",
            "你好",
            "！",
            "👩‍👩‍👧",
            "e\u0301",
            "\u0301",
            '"',
            "” ",
            "'",
            "3.5",
            "…",
        ]
    )
    | st.sampled_from(
        [" https://t.co/a", "\n\n", "\n", "...", "… ", "(", "). ", "\u200b", "नमस्ते", "।", "مرحبا ", "؟ ", "\u1680"]
    )
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=3),
    max_size=25,
).map("".join)


@settings(max_examples=300)
@given(_WRITTEN)
def test_spans_are_trimmed_in_order_and_leave_out_no_word(written: str) -> None:
    text = to_canonical(written)
    before = 0
    for start, end in split_sentences(text):
        assert before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]
        assert not any(character.isalnum() for character in text[before:start])
        before = end
    assert not any(character.isalnum() for character in text[before:])
