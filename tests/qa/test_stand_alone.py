"""Quotes that lean on a neighbour bring it along, and stay exactly what the passage says."""

import pytest

from index.types import Passage
from qa.completing import complete, stand_alone
from qa.quotes import Quote

OFFSET = 100  # where the passage begins in its article


def quote_of(text: str, part: str) -> Quote:
    start = OFFSET + text.index(part)
    return Quote(Passage("p", "a", 0, OFFSET, OFFSET + len(text), text), start, start + len(part), part, 1.0)


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Ada Stone opened the bridge. She said it was safe.", "She said it was safe.", None),
        ("It is open. Ada Stone said it was safe.", "Ada Stone said it was safe.", "Ada Stone said it was safe."),
        ("Ada Stone left.\n\nShe said it was safe.", "She said it was safe.", "She said it was safe."),
        ("Ada Stone opened it. “It is safe,” she said.", "“It is safe,” she said.", None),
        ("Ada Stone opened it. “The bridge is safe,” she said.", "“The bridge is safe,” she said.", None),
        ("Ada Stone opened it. “The bridge is safe.”", "“The bridge is safe.”", None),
        ("“We waited,” said Ada Stone. “Nobody came.” “It rained,” she said.", "“It rained,” she said.", None),
        (
            "It is open. “The bridge is safe,” Ada Stone said.",
            "“The bridge is safe,” Ada Stone said.",
            "“The bridge is safe,” Ada Stone said.",
        ),
        ("She said it was safe.", "She said it was safe.", "She said it was safe."),
    ],
)
def test_complete(text: str, part: str, whole: str | None) -> None:
    quote = complete(quote_of(text, part))
    assert quote.text == (whole or text)
    assert text[quote.start - OFFSET : quote.end - OFFSET] == quote.text


def test_a_long_neighbour_is_left_out() -> None:
    text = f"Ada Stone {'spoke and ' * 60}left. She said it was safe."
    assert complete(quote_of(text, "She said it was safe.")).text == "She said it was safe."


def test_quotes_that_overlap_are_one() -> None:
    text = "Ada Stone opened the bridge. She said it was safe. It rained."
    first, second = quote_of(text, "She said it was safe."), quote_of(text, "Ada Stone opened the bridge.")
    assert [quote.text for quote in stand_alone([first, second])] == [
        "Ada Stone opened the bridge. She said it was safe."
    ]


def test_who_speaks_is_named_from_another_paragraph_where_that_matters() -> None:
    text = "Ada Stone opened the bridge.\n\n“The harbour is safe,” she said. It rained."
    quote = quote_of(text, "“The harbour is safe,” she said.")
    assert [one.text for one in stand_alone([quote])] == ["“The harbour is safe,” she said."]
    assert [one.text for one in stand_alone([quote], name_speakers=True)] == [
        "Ada Stone opened the bridge.",
        "“The harbour is safe,” she said.",
    ]
    naming = quote_of(text, "Ada Stone opened the bridge.")
    assert len(stand_alone([naming, quote], name_speakers=True)) == 2
