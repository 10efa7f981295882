"""Choosing what to quote: whose words are asked for, and which words of a question carry meaning."""

import pytest

from qa.quotes import asked_speaker, content_words


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did Ada Stone say?", "Stone"),
        ("what does Kim Yong Chol think about the talks?", "Chol"),
        ("What has the mayor, Ada Stone, said about ferries?", "Stone"),
        ("What did Ada Stone open?", None),
        ("Who said the bridge was safe?", None),
        ("what did she say?", None),
        ("What did the diplomats say?", None),
        ("What did " + "x " * 500 + "say?", None),
    ],
)
def test_whose_words_are_asked_for(question: str, name: str | None) -> None:
    assert asked_speaker(question) == name


def test_content_words_leave_out_endings_and_empty_words() -> None:
    assert content_words("Why were the meetings with Pompeo delayed?") == {"meet", "pompeo", "delay"}
    assert content_words("Who is that?") == set()
