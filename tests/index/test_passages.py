"""Passages: whole sentences, exact offsets, nothing left out, nothing over the size."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.passages import split_article
from index.sentences import split_sentences
from index.text import to_canonical
from index.types import Article, Passage


def make_article(text: str) -> Article:
    return Article("a.txt", "A", True, text, None, None, None, None, "a.txt", "digest")


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len("".join(text.split())) for text in texts]


def split(text: str, size: int, count: Callable[[Sequence[str]], list[int]] = count_words) -> list[str]:
    return [passage.text for passage in split_article(make_article(text), count, size)]


def test_passages_know_their_place() -> None:
    assert split_article(make_article("One two. Three.\n\nFour."), count_words, 3) == [
        Passage("a.txt:0", "a.txt", 0, 0, 8, "One two."),
        Passage("a.txt:1", "a.txt", 1, 9, 22, "Three.\n\nFour."),
    ]


def test_a_short_article_is_one_passage() -> None:
    assert split("One two. Three.\n\nFour.", 160) == ["One two. Three.\n\nFour."]


def test_sentences_are_shared_out_evenly() -> None:
    # Nine words in passages of at most eight are not eight and a stump of one.
    assert split("Aa aa aa. Bb bb. Cc cc. Dd dd.", 8) == ["Aa aa aa. Bb bb.", "Cc cc. Dd dd."]


def test_only_a_sentence_that_is_too_long_is_cut_and_then_at_a_blank() -> None:
    text = "Short one. a1 a2 a3 a4 a5 a6 a7 a8. Last one."
    assert split(text, 4) == ["Short one.", "a1 a2 a3 a4", "a5 a6 a7 a8.", "Last one."]


def test_a_word_that_is_too_long_is_cut_in_the_middle() -> None:
    assert split("abcdefghij.", 4, count_characters) == ["ab", "cde", "fgh", "ij."]


def test_a_text_in_chinese_is_cut_where_there_is_no_blank() -> None:
    pieces = split("中" * 100, 30, count_characters)
    assert "".join(pieces) == "中" * 100
    assert max(map(len, pieces)) <= 30


CUT = pytest.mark.xfail(strict=True, reason="flags and vowel signs are no joined letters to _halve")


@pytest.mark.parametrize("cluster", ["👩‍👩‍👧‍👦", "x̧̂", pytest.param("🇳🇴", marks=CUT), pytest.param("नि", marks=CUT)])
def test_a_cut_never_goes_through_a_letter_that_is_made_of_several_characters(cluster: str) -> None:
    for size in (5, 6, 7):
        for piece in split(cluster * 13, size * len(cluster), count_characters):
            assert piece.replace(cluster, "") == ""


_SENTENCE = st.lists(
    st.sampled_from(["ferry", "Oslo", "3.5", "中文", "👩‍👩‍👧", "e\u0301", "नि", "“so”", "https://t.co/a", "x" * 30]),
    min_size=1,
    max_size=40,
).map(" ".join)
_TEXT = st.lists(
    st.tuples(_SENTENCE, st.sampled_from([". ", "! ", "。", ".\n\n", "\n\n", '." '])).map("".join),
    min_size=1,
    max_size=12,
).map(lambda pieces: to_canonical("".join(pieces)))


@settings(max_examples=150)
@given(_TEXT, st.integers(1, 60), st.sampled_from([count_words, count_characters]))
def test_passages_hold_every_sentence_at_exact_offsets(
    text: str, size: int, count: Callable[[Sequence[str]], list[int]]
) -> None:
    passages = split_article(make_article(text), count, size)
    sentences = list(split_sentences(text))
    lengths = count([text[start:end] for start, end in sentences])
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    before = 0
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert before <= passage.start < passage.end
        assert text[before : passage.start].strip('"”’ \n') == ""  # nothing but blanks and a stray quote is left out
        before = passage.end
        inside = [n for n, (start, end) in enumerate(sentences) if start < passage.end and end > passage.start]
        cut = [n for n in inside if sentences[n][0] < passage.start or sentences[n][1] > passage.end]
        assert all(lengths[n] > size for n in cut)
        if not cut:
            assert sum(lengths[n] for n in inside) <= size
    assert text[before:].strip('"”’ \n') == ""
    assert {p.id for p in passages} == {f"a.txt:{n}" for n in range(len(passages))}


def test_an_article_of_one_endless_sentence_is_cut_into_pieces_that_fit() -> None:
    words = [f"w{n}" for n in range(20_000)]
    pieces = split(" ".join(words), 160)
    assert " ".join(pieces).split() == words
    assert max(count_words(pieces)) <= 160
