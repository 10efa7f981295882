"""The article panel marks exactly the cited words, or none."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Article
from qa.types import Carrier, Citation
from ui.reading import (
    CHANGED,
    CHANGED_THERE,
    GONE,
    GONE_QUOTED,
    MISPLACED,
    Pointer,
    Reading,
    Segment,
    lay_out,
    read_carrier,
    split_paragraphs,
)

TEXT = "The first paragraph.\n\nSaid 🙂 “twice” here. And there.\n\nThe end."
ARTICLE = Article("a", "A title", False, TEXT, None, None, None, None, "a.txt", "digest")


def point_at(quote: str, text: str = TEXT) -> Pointer:
    start = text.index(quote)
    return Pointer("a", "A title", start, start + len(quote), quote, "digest", 1)


def marked(paragraphs: tuple[tuple[Segment, ...], ...], position: int = 0) -> list[str]:
    return [words for paragraph in paragraphs for words, mark in paragraph if mark == position]


def test_the_quoted_words_are_marked_where_they_stand() -> None:
    page = lay_out(ARTICLE, [point_at("Said 🙂 “twice” here.")])
    assert marked(page.paragraphs) == ["Said 🙂 “twice” here."]
    assert page.paragraphs[1] == (("Said 🙂 “twice” here.", 0), (" And there.", None))
    assert (page.notice, page.stored) == (None, None)


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    page = lay_out(ARTICLE, [point_at("And there.\n\nThe end.")])
    assert marked(page.paragraphs) == ["And there.", "The end."]


def test_the_other_citations_of_the_answer_are_marked_as_their_own() -> None:
    pointers = [point_at("The first paragraph."), point_at("And there."), replace(point_at("The end."), article_id="b")]
    page = lay_out(ARTICLE, pointers, 1)
    assert marked(page.paragraphs, 0) == ["The first paragraph."]
    assert marked(page.paragraphs, 1) == ["And there."]
    assert marked(page.paragraphs, 2) == []  # of another article


def test_where_citations_overlap_the_open_one_is_marked() -> None:
    pointers = [point_at("“twice” here. And"), point_at("Said 🙂 “twice” here.")]
    assert marked(lay_out(ARTICLE, pointers, 0).paragraphs) == ["“twice” here. And"]
    page = lay_out(ARTICLE, pointers, 1)
    assert (marked(page.paragraphs, 1), marked(page.paragraphs, 0)) == (["Said 🙂 “twice” here."], [" And"])


def test_another_citation_is_not_marked_where_the_article_no_longer_says_it() -> None:
    pointers = [point_at("The end."), replace(point_at("And there."), start=0, end=10)]
    assert marked(lay_out(ARTICLE, pointers, 0).paragraphs, 1) == []


def test_a_changed_article_that_still_says_it_there_is_marked_with_a_notice() -> None:
    page = lay_out(replace(ARTICLE, digest="other"), [point_at("The end.")])
    assert (marked(page.paragraphs), page.notice, page.stored) == (["The end."], CHANGED_THERE, None)


def test_a_changed_article_that_says_something_else_is_never_marked() -> None:
    changed = replace(ARTICLE, text="New words first. " + TEXT, digest="other")
    page = lay_out(changed, [point_at("The end.")])
    assert (marked(page.paragraphs), page.notice, page.stored) == ([], CHANGED, "The end.")


def test_words_that_are_not_where_the_answer_says_are_not_marked() -> None:
    page = lay_out(ARTICLE, [replace(point_at("The end."), start=0, end=8)])
    assert (marked(page.paragraphs), page.notice, page.stored) == ([], MISPLACED, "The end.")


def test_of_an_article_that_is_gone_the_quote_remains() -> None:
    assert lay_out(None, [point_at("The end.")]).stored == "The end."
    assert lay_out(None, [point_at("The end.")]).notice == GONE_QUOTED
    assert lay_out(None, [Pointer("a", "A title")]).notice == GONE


def test_an_article_opened_as_a_whole_has_no_mark() -> None:
    page = lay_out(ARTICLE, [Pointer("a", "A title")])
    assert marked(page.paragraphs) == []
    assert len(page.paragraphs) == 3


@given(st.text(alphabet="ab\n 🙂", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_paragraphs_hold_all_of_the_text_and_mark_all_of_the_words(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    paragraphs = split_paragraphs(text, [(start, end, 0)])
    shown = "".join(words for paragraph in paragraphs for words, _ in paragraph)
    assert shown.replace("\n", "") == text.replace("\n", "")
    assert "".join(marked(paragraphs)).replace("\n", "") == text[start:end].replace("\n", "")


@pytest.mark.parametrize(("by", "expected"), [(1, 1), (-1, 0), (5, 2)])
def test_stepping_stops_at_both_ends(by: int, expected: int) -> None:
    reading = Reading((Pointer("a", "A"), Pointer("b", "B"), Pointer("c", "C")), 0, 0, "Citation")
    assert reading.step(by).position == expected
    assert reading.step(by).place == f"Citation {expected + 1} of 3"


def test_another_article_of_the_story_is_opened_as_a_whole() -> None:
    carriers = (Carrier("b", "Title B", "AP", None), Carrier("c", "Title C", None, None))
    citation = Citation(2, "a", "a:0", 0, 4, "One.", "A title", None, None, "a.txt", None, "d", carriers)
    reading = read_carrier(citation, 1, turn=3)
    assert reading is not None
    assert (reading.pointer, reading.turn, reading.place) == (Pointer("c", "Title C"), 3, "Article")
    assert read_carrier(citation, 2, turn=3) is None
    assert read_carrier(citation, -1, turn=3) is None
