"""Bytes to canonical text: exact repairs, exact paragraphs, and not a word changed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BadInput
from index.text import decode, to_canonical, to_line


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_text_with_a_byte_order_mark_and_utf_8_are_decoded(encoding: str) -> None:
    assert decode("Zoë said “no” 👍\n".encode(encoding)) == "Zoë said “no” 👍\n"


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_big_endian_files_are_decoded_by_their_mark(encoding: str) -> None:
    assert decode("\ufeffZoë".encode(encoding)) == "Zoë"


def test_another_encoding_is_refused_with_the_byte_and_the_line() -> None:
    with pytest.raises(BadInput) as refused:
        decode("One.\nTwo.\nCaf\xe9.\n".encode("latin-1"))
    assert str(refused.value) == "not valid UTF-8: byte 0xe9 in line 3. Save the file as UTF-8."


def test_a_utf_16_file_that_stops_in_mid_character_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^not valid UTF-16: byte 0x21 in line 1\."):
        decode("Hi!".encode("utf-16")[:-1])


def test_nul_bytes_are_refused() -> None:
    with pytest.raises(BadInput, match="holds NUL bytes"):
        decode(b"abc\x00def")


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("One.\r\n\r\nTwo.\r\n", "One.\n\nTwo."),
        ("One.\rTwo.", "One.\n\nTwo."),
        ("\n\n One. \n \t \n\n\nTwo.\n", "One.\n\nTwo."),
        ("One.\u2029Two.\u2028Three.", "One.\n\nTwo.\n\nThree."),
        ("a\u00a0b\u2003c\t d", "a b c d"),
        ("Cafe\u0301", "Café"),
        ("The ﬁrst oﬃce", "The first office"),
        ("\ufeffOne\x07.", "One."),
        ("& # 39; At the beginning & # 39;", "'At the beginning'"),
        ("&#8220;Yes&#8221; &amp; &quot;no&quot;&nbsp;&ndash; well&hellip;", '“Yes” & "no" – well…'),
        ("1 &lt; 2, &#60;b&#62; and <i>", "1 &lt; 2, &#60;b&#62; and <i>"),
        ("& so # 39; on", "& so # 39; on"),
        ("had been shakenhttps://t.co/oW99p0deqy", "had been shaken https://t.co/oW99p0deqy"),
        ("see https://archive.org/web/https://x.org", "see https://archive.org/web/https://x.org"),
        ("", ""),
        (" \n\t\n", ""),
    ],
)
def test_repairs(written: str, canonical: str) -> None:
    assert to_canonical(written) == canonical


def test_lines_wrapped_by_hand_become_paragraphs() -> None:
    wrapped = (
        "The council met on Tuesday evening to decide whether the old\n"
        "harbour crane should be moved, repaired or simply taken apart\n"
        "before the winter storms arrive.\n"
        "\n"
        "Nobody voted against it, although the mayor had said a week ago\n"
        "that she would.\n"
    )
    assert to_canonical(wrapped) == (
        "The council met on Tuesday evening to decide whether the old harbour crane should be moved, repaired or "
        "simply taken apart before the winter storms arrive.\n\n"
        "Nobody voted against it, although the mayor had said a week ago that she would."
    )


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert to_canonical("The crane will go.\nThe mayor is not amused.\nWork starts in May.") == (
        "The crane will go.\n\nThe mayor is not amused.\n\nWork starts in May."
    )


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("a\fb", id="form feed"),
        pytest.param("a\vb", id="vertical tab"),
        pytest.param("a\x85b", id="next line"),
    ],
)
def test_other_line_separators_do_not_glue_words(written: str) -> None:
    assert to_canonical(written).split() == ["a", "b"]


_WRITTEN = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("ab .\n\t\r\"'”&#39;\u00a0\u0301\u200d👩中"))
)


@given(_WRITTEN)
def test_paragraphs_are_apart_by_one_blank_line_and_nothing_else_breaks_a_line(written: str) -> None:
    text = to_canonical(written)
    assert "\r" not in text or "&#13" in written.replace(" ", "")
    for paragraph in text.split("\n\n") if text else []:
        assert paragraph == paragraph.strip()
        assert paragraph
        assert "\n" not in paragraph
        assert "  " not in paragraph


_PLAIN = st.text(
    st.one_of(st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="&\"'ﬀﬁﬂﬃﬄﬅﬆ"), st.just("\n"))
)


@given(_PLAIN)
def test_every_letter_is_kept_in_its_order(written: str) -> None:
    letters = [character for character in unicodedata.normalize("NFC", written) if character.isalnum()]
    assert [character for character in to_canonical(written) if character.isalnum()] == letters


@given(_WRITTEN)
def test_cleaning_twice_changes_nothing_more(written: str) -> None:
    once = to_canonical(written)
    assert to_canonical(once) == once


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("&amp;quot;", id="an entity written twice over"),
        pytest.param("a&#13;b", id="a carriage return as an entity"),
        pytest.param("e\x07\u0301", id="a control before a combining mark"),
        pytest.param("&  #39;", id="an entity with two blanks"),
    ],
)
def test_cleaning_twice_changes_nothing_more_in_odd_cases(written: str) -> None:
    once = to_canonical(written)
    assert to_canonical(once) == once


@pytest.mark.parametrize(
    ("written", "limit", "line"),
    [
        ("  A \n title\t& # 39;now& # 39; ", 300, "A title 'now'"),
        ("Cafe\u0301\x00", 300, "Café"),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcd efg", 6, "abcd…"),
        ("", 10, ""),
    ],
)
def test_to_line(written: str, limit: int, line: str) -> None:
    assert to_line(written, limit) == line


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Rus\u200bsia and Rus\xadsia", "Russia and Russia"),
        ("sup\u200cport and \u200dthis", "support and this"),
        ("pay \u202e005$\u202c now", "pay 005$ now"),
        ("see \u2066this\u2069\U000e0041\U000e0042", "see this"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("cafe\u200b\u0301", "café"),
        ("co&shy;operate &#8203;now", "cooperate now"),
    ],
)
def test_invisible_characters_go_and_joiners_stay_where_they_are_needed(written: str, canonical: str) -> None:
    assert to_canonical(written) == canonical
    assert to_line(written) == canonical


_MARKUP = ["a", "e", "Russia", " ", ".", "#", "&", "amp;", "&quot;", "&amp;", "& # 39;", "&#8203;", "&shy;", "' ", " '"]
_UNSEEN = "\n\r\u2029\u200b\u200c\u200d\u202e\u2066\ufeff\xad\x00\x85\u0301\u037e\U0001f469\ufe0f\xa0\u3000"


@given(st.lists(st.sampled_from([*_MARKUP, *_UNSEEN, "<b>", "https://x.org", "می"]), max_size=30).map("".join))
def test_cleaning_twice_changes_nothing_more_whatever_is_hidden_in_it(written: str) -> None:
    once = to_canonical(written)
    assert to_canonical(once) == once


def test_a_letter_keeps_thirty_marks() -> None:
    assert len(to_canonical("x" + "\u0315\u0327" * 100_000 + "y")) == 32
