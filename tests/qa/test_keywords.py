"""The words of a text that carry meaning, and words that say no more than the question."""

import pytest

from qa.keywords import content_words, repeats, spellings


def test_content_words_leave_out_endings_and_empty_words() -> None:
    assert content_words("Why were the meetings with Pompeo delayed?") == {"meet", "pompeo", "delay"}
    assert content_words("Who is that?") == set()
    assert content_words("Britain’s ferries") == content_words("a British ferry") == {"uk", "ferri"}
    assert content_words("legalised bridges") == content_words("legalizing a bridge")


@pytest.mark.parametrize(
    ("found", "question", "repeated"),
    [
        ("the world’s oldest message in a bottle", "What is the oldest message in a bottle?", True),
        ("Ada Stone", "Who met Ada Stone?", True),
        ("Ada Stone of Halden", "Who met Ada Stone?", False),
        ("Mayor Ada Stone", "Who was mayor before Stone?", True),
        ("Ada Stone", "Was it Ada Stone or Bob Hill?", False),
        ("three bridges", "How many bridges are there?", False),
        ("", "Who met Ada Stone?", False),
    ],
)
def test_what_only_repeats_the_question(found: str, question: str, repeated: bool) -> None:
    assert repeats(found, question) is repeated


def test_spellings() -> None:
    assert spellings("legalised") == spellings("legalized") == {"legalised", "legalized"}
    assert spellings("bridge") == {"bridge"}
