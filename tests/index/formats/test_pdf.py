"""Printed lines to paragraphs, worked out by hand; and PDF files that print them."""

from pathlib import Path

import pytest

from index.articles import read_articles
from index.formats.pdf_layout import Line, find_title, to_paragraphs
from index.types import Article, Rejected
from tests.index.formats.writing import PARAGRAPHS, pdf, printed, wrap


def lines(
    *texts: str, page: int = 0, top: float = 700, leading: float = 14, x: float = 72, size: float = 11
) -> list[Line]:
    """Lines below each other; an empty one leaves a gap, one that begins with a tab is indented."""
    return [
        Line(text.strip(), x + 20 * text.startswith("\t"), top - leading * number, size, page)
        for number, text in enumerate(texts)
        if text
    ]


def test_a_gap_begins_a_paragraph() -> None:
    assert to_paragraphs(lines("The bridge is", "open.", "", "It was closed", "for years.")) == [
        "The bridge is open.",
        "It was closed for years.",
    ]


def test_an_indent_begins_a_paragraph_after_a_whole_sentence() -> None:
    assert to_paragraphs(lines("\tThe bridge that closed", "is open.", "\tIt was closed", "for years.")) == [
        "The bridge that closed is open.",
        "It was closed for years.",
    ]


def test_a_short_last_line_ends_a_paragraph() -> None:
    written = lines("The bridge that had been closed for years", "is open.", "It was closed in the spring of that year")
    assert to_paragraphs(written) == ["The bridge that had been closed for years is open.", written[2].text]


def test_double_spacing_does_not_tear_paragraphs_apart() -> None:
    assert to_paragraphs(lines("The bridge", "of the town", "is open.", leading=28)) == [
        "The bridge of the town is open."
    ]


def test_a_sentence_goes_on_over_columns_and_pages() -> None:
    written = [
        *lines("The bridge is open", "for the first", top=100),
        *lines("time in two", x=320),
        *lines("years. It was", "closed.", page=1),
    ]
    assert to_paragraphs(written) == ["The bridge is open for the first time in two years. It was closed."]


def test_larger_letters_and_bullets_stand_by_themselves() -> None:
    written = [*lines("Bridge open", top=740, size=24), *lines("It is open.", "• One lane", "• No tolls")]
    assert to_paragraphs(written) == ["Bridge open", "It is open.", "• One lane", "• No tolls"]
    assert find_title(written) == "Bridge open"


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("after exten-", "sive repairs", "after extensive repairs"),
        ("after exten\xad", "sive repairs", "after extensive repairs"),
        ("the Franco-", "German accord", "the Franco-German accord"),
        ("well-known; a well-", "known bridge", "well-known; a well-known bridge"),
        ("in 2019-", "2021 they", "in 2019- 2021 they"),
        ("he said -", "and left", "he said - and left"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_made_whole(first: str, second: str, joined: str) -> None:
    assert to_paragraphs(lines(first, second)) == [joined]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        line
        for page in range(3)
        for line in (
            *lines(f"The Courier, page {page + 1}", page=page, top=780),
            *lines(f"Story {'abc'[page]} is", f"told on side {'abc'[page]}.", page=page),
            *lines(f"{page + 1} / 3", page=page, top=20),
        )
    ]
    assert to_paragraphs(pages) == [f"Story {letter} is told on side {letter}." for letter in "abc"]


def read_pdf(path: Path, content: bytes) -> Article | Rejected:
    path.write_bytes(content)
    [found] = read_articles([path])
    return found


def test_a_title_in_large_letters_is_found_and_is_no_text(tmp_path: Path) -> None:
    content = printed([["Harbour bridge reopens"]], size=24) + b" " + printed([wrap(p) for p in PARAGRAPHS], top=650)
    article = read_pdf(tmp_path / "a.pdf", pdf([content], info="/Info << /Title (Microsoft Word - final2.doc) >>"))
    assert isinstance(article, Article)
    assert article.title == "Harbour bridge reopens"
    assert not article.title_derived
    assert article.text.split("\n\n") == list(PARAGRAPHS)


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = printed([wrap(PARAGRAPHS[1], 40)]), printed([wrap(PARAGRAPHS[2], 40)], x=320)
    article = read_pdf(tmp_path / "a.pdf", pdf([left + b" " + right]))
    assert isinstance(article, Article)
    assert article.text.split("\n\n") == list(PARAGRAPHS[1:])


def test_the_day_on_which_a_file_was_made_is_no_publication_date(tmp_path: Path) -> None:
    info = "/Info << /CreationDate (D:20200101120000Z) /Author (admin) >>"
    article = read_pdf(tmp_path / "a.pdf", pdf([printed([wrap(PARAGRAPHS[0])])], info=info))
    assert isinstance(article, Article)
    assert (article.published, article.author) == (None, None)
