"""Words are found by how they begin, in any script, whatever their case and accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.history.search import EXCERPT_CHARACTERS, excerpt, fold, found_words, mark, needle, split_terms


def finds(query: str, text: str) -> bool:
    terms = split_terms(query)
    return bool(terms) and all(needle(term) in fold(text) for term in terms)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("negoti", "The negotiations failed"),
        ("MÜLL", "Frau Müller"),
        ("muller", "Frau Müller"),
        ("strasse", "Große Straße"),
        ("елк", "Ёлка"),
        ("москв", "В Москве"),
        ("ΑΘΗΝ", "στην Αθήνα"),
        ("会談", "東京の会談は延期"),
        ("서울", "서울에서 열린"),
        ("หนังสือ", "อ่านหนังสือพิมพ์"),
        ("हिन्दी", "वे हिन्दी बोलते हैं"),
        ("السلام", "عملية السلام"),
        ("g7 2018", "The G7 in 2018"),
        ("don't", "they don't know"),
        ("ﬁnance", "Finance"),
    ],
)
def test_the_beginning_of_a_word_finds_it(query: str, text: str) -> None:
    assert finds(query, text)
    assert any(found for _, found in mark(text, split_terms(query)))


@pytest.mark.parametrize(("query", "text"), [("rade", "trade"), ("trade x", "trade"), ("", "a"), ("…", "a…")])
def test_what_begins_no_word_finds_nothing(query: str, text: str) -> None:
    assert not finds(query, text)


def test_the_words_found_are_given_as_they_stand_in_the_text() -> None:
    text = "Tigers and a tiger; the Café by the café."
    assert found_words(text, "tig CAFE") == ("Tigers", "tiger", "Café", "café")
    assert found_words(text, "") == found_words(text, "zeppelin") == ()


def test_an_excerpt_stands_around_the_first_words_found() -> None:
    text = "word " * 40 + "the summit in Singapore " + "word " * 40
    pieces = excerpt(text, split_terms("singap summit"))
    shown = "".join(words for words, _ in pieces)
    assert [words for words, found in pieces if found] == ["summit", "Singapore"]
    assert shown.startswith("…word") and shown.endswith("word…")
    assert len(shown) <= EXCERPT_CHARACTERS + 2
    assert excerpt(text, split_terms("absent")) == ()


@given(st.text(max_size=300), st.text(max_size=12))
def test_marking_changes_no_character(text: str, query: str) -> None:
    terms = split_terms(query)
    pieces = mark(text, terms)
    assert "".join(words for words, _ in pieces) == text
    assert all(words for words, _ in pieces)
    assert any(found for _, found in pieces) == any(needle(term) in fold(text) for term in terms)


@given(st.text(min_size=1, max_size=40))
def test_a_text_finds_itself(text: str) -> None:
    terms = split_terms(text)
    assert all(needle(term) in fold(text) for term in terms)


@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_plain_letters_are_read_as_all_others_are(text: str) -> None:
    assert fold(text) == fold(f"{text} é").removesuffix(" e")
