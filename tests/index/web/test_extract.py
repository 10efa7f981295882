"""The article on a page: its own words, what the page states of itself, and nothing made up."""

import pytest

from index.errors import FetchFailed
from index.web.extract import extract_article, html_to_text

URL = "https://daily.example/storm"
PARAGRAPHS = (
    "The storm reached the coast on Tuesday and tore the roofs off forty houses, officials said.",
    "Nobody was hurt, but the harbour stays closed until the weekend while divers look for a sunken ferry.",
    "The mayor, Ines Roth, promised that the town would pay for the repairs before the winter begins.",
)


def make_page(head: str = "", body: str = "") -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<html><head><title>Storm hits the coast | The Daily</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
        f"<article><h1>Storm hits the coast</h1>{text}{body}</article>"
        "<footer>Copyright 2019 The Daily. All rights reserved.</footer></body></html>"
    ).encode()


def test_the_text_is_the_article_without_navigation_footer_and_headline() -> None:
    found = extract_article(make_page(), URL)
    assert found.text.split("\n\n") == list(PARAGRAPHS)
    assert found.title == "Storm hits the coast"


def test_what_the_page_states_is_taken() -> None:
    head = (
        "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
        "<meta property='article:modified_time' content='2024-06-01T10:00:00Z'>"
        "<meta name='author' content='Ann Lee'><meta property='og:site_name' content='The Daily'>"
    )
    found = extract_article(make_page(head), URL)
    assert (found.published, found.author, found.publisher) == ("2024-03-05T10:00:00Z", "Ann Lee", "The Daily")


def test_a_date_is_not_made_up_from_the_text_or_the_footer() -> None:
    found = extract_article(make_page(body="<p>It was the worst storm since that of May 3, 1987, people say.</p>"), URL)
    assert found.published == ""


def test_the_encoding_the_server_names_decides_and_the_page_where_it_is_wrong() -> None:
    page = make_page().decode().replace("roofs", "Dächer")
    assert "Dächer" in extract_article(page.encode("iso-8859-1"), URL, "iso-8859-1").text
    declared = page.replace("<head>", "<head><meta charset='utf-8'>").encode()
    assert "Dächer" in extract_article(declared, URL, "no-such-encoding").text


@pytest.mark.parametrize("html", [b"", b"<html><body></body></html>", b"\x00\x01\x02", b"<script>alert(1)</script>"])
def test_a_page_without_an_article_is_a_failure(html: bytes) -> None:
    with pytest.raises(FetchFailed, match=r"no article was found|NUL bytes"):
        extract_article(html, URL)


def test_a_page_that_takes_too_much_to_read_is_refused() -> None:
    with pytest.raises(FetchFailed, match=r"took more than|no article"):
        extract_article(b"<p><a>" * 2_000_000, URL)


def test_where_a_field_was_found_is_said() -> None:
    head = "<meta property='article:published_time' content='2024-03-05T10:00:00Z'>"
    origins = extract_article(make_page(head), URL).origins
    assert origins == {
        "title": "the headline",
        "published": "the page’s metadata",
        "publisher": "the page’s title",
    }


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("plain words", "plain words"),
        ("<p>One</p><p>Two <b>bold</b> words</p>", "One\n\nTwo bold words"),
        ("a<br>b &amp; c", "a\n\nb & c"),
        ("<script>alert(1)</script><style>p{}</style>seen", "seen"),
        ("<p>never closed <i>at all", "never closed at all"),
        ("1 < 2", "1 < 2"),
        ("<!-- hidden -->", ""),
        ("\x00<p>x</p>", "x"),
        ("<p>bro\x01ken&#1;</p>", "bro\x01ken\x01"),
        ("\x01 above <!-- hidden --> all <br>below", "\x01 above all\n\nbelow"),
        ("<!DOCTYPE html><script></script>", ""),
        ("<html><head><title>Site</title></head><body>One</body></html>", "One"),
    ],
)
def test_html_becomes_words(fragment: str, text: str) -> None:
    assert html_to_text(fragment) == text
