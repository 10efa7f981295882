"""Saved pages: the article comes out, and nothing of the page around it."""

from datetime import date
from pathlib import Path

import pytest

from index.articles import read_articles
from index.types import Article, Rejected

PAGES = Path(__file__).parent / "pages"


def read_page(path: Path) -> Article | Rejected:
    [found] = read_articles([path])
    return found


def save(folder: Path, head: str, encoding: str = "utf-8") -> Path:
    path = folder / "page.html"
    body = "<p>Der Zürcher Stadtrat hat am Dienstag für die neue Brücke gestimmt, sagte Bürgermeisterin Eva Müller.</p>"
    path.write_bytes(f"<html><head>{head}</head><body><article>{body * 4}</article></body></html>".encode(encoding))
    return path


def test_a_news_page_yields_its_article_and_what_it_says_about_it() -> None:
    article = read_page(PAGES / "news.html")
    assert isinstance(article, Article)
    assert article.title == "Ferry crews end strike after eleven days"
    assert article.published == date(2022, 3, 7)  # not the day when it was changed
    assert article.publisher == "The Coast Herald"
    assert article.author == "Mara Lindqvist"
    assert article.url == "https://coastherald.example/news/ferry-strike-ends"
    for words in (
        "pay rise of 4.2 percent",
        "“Nobody has won",
        "Helicopters brought medicine",
        "need inspections before",
    ):
        assert words in article.text
    for words in (
        "cookies",
        "Sport",
        "Read more",
        "hoard flour",
        "Most read",
        "tram",
        "rights reserved",
        "page view",
        "Advert",
    ):
        assert words not in article.text
    assert article.text.split("\n\n").index("Helicopters brought medicine") > 0


def test_a_plain_old_page_is_read_in_the_encoding_that_it_declares() -> None:
    article = read_page(PAGES / "plain.html")
    assert isinstance(article, Article)
    assert article.title == "Town buys old cinema"
    assert article.text.split("\n\n") == [
        "The town council has bought the Apollo cinema for 310,000 pounds. It closed in 1998 – after a last showing of "
        "“Casablanca” – and has stood empty since.",
        "Councillor Amy Bright said that the roof would be mended before the winter. What the house will be used "
        "for is to be decided by a vote in May.",
    ]
    assert article.published is None  # neither 1998 nor May is when it was written


def test_a_page_without_an_article_says_so() -> None:
    found = read_page(PAGES / "section.html")
    assert isinstance(found, Rejected)
    assert found.reason == "no article was found in the page. Save the article’s text as .txt."


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ('<meta charset="utf-8">', "utf-8"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ('<meta http-equiv="content-type" content="text/html; charset=macintosh">', "mac-roman"),
    ],
)
def test_an_encoding_that_is_marked_declared_or_utf_8_is_read(head: str, encoding: str, tmp_path: Path) -> None:
    article = read_page(save(tmp_path, head, encoding))
    assert isinstance(article, Article)
    assert "Zürcher Stadtrat" in article.text


@pytest.mark.parametrize(
    ("head", "encoding", "reason"),
    [
        ("", "latin-1", "not valid UTF-8: byte 0xfc in line 1. Save the file as UTF-8."),
        ("<meta charset=utf-8>", "latin-1", "not valid UTF-8: byte 0xfc in line 1. Save the file as UTF-8."),
        (
            "<meta charset=klingon>",
            "utf-8",
            "says that it is written in “klingon”, which is not read. Save it as UTF-8.",
        ),
    ],
)
def test_no_encoding_is_guessed(head: str, encoding: str, reason: str, tmp_path: Path) -> None:
    found = read_page(save(tmp_path, head, encoding))
    assert isinstance(found, Rejected)
    assert found.reason == reason
