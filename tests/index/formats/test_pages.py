"""Web pages after the manner of news sites: what a reader would take from each is what is taken, and nothing else."""

import json
from pathlib import Path

import pytest
from trafilatura import load_html

from evals.extraction import PAGES, Reading, measure, read_as_shipped, read_expected
from index.formats.page_facts import PageFacts, read_facts

ALL_PAGES = sorted(PAGES.glob("*.html"))
# Months in words are read in English only.
DATES_NOT_READ = {"undeclared"}


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.stem))
def test_a_page_gives_what_a_reader_would_take_from_it(page: Path) -> None:
    expected, found = read_expected(page), read_as_shipped(page)
    if not expected.paragraphs:
        assert found.paragraphs == ()
        return
    wanted = dict(expected.fields)
    if page.stem in DATES_NOT_READ:
        wanted["date"] = ""
    assert found.fields == wanted
    figures, _ = measure([page], lambda _: found)
    assert figures["F1"] > 93


def test_a_figure_counts_words_and_names_what_is_wrong(tmp_path: Path) -> None:
    gold = {"title": "A", "date": "", "publisher": "", "author": "", "url": "", "text": ["one two three four"]}
    (tmp_path / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    found = Reading(("A", "one two three", "six"), {**{name: "" for name in gold if name != "text"}, "date": "x"})
    figures, failures = measure([tmp_path / "a.html"], lambda _: found)
    assert figures == {
        "precision": 75.0,
        "recall": 75.0,
        "F1": 75.0,
        "text right": 0.0,
        "title right": 0.0,
        "date right": 0.0,
        "publisher right": 100.0,
        "author right": 100.0,
        "url right": 100.0,
    }
    assert failures == {"a": ["missing: 1 (four)", "too much: 1 (six)", "title: '' for 'A'", "date: 'x' for ''"]}


def facts_of(head: str = "", body: str = "<h1>A bridge</h1>") -> PageFacts:
    return read_facts(load_html(f"<html><head>{head}</head><body>{body}</body></html>"))


def json_ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (json_ld(**{"@type": "NewsArticle", "datePublished": "2020-01-02"}), "", "2020-01-02"),
        (json_ld(**{"@type": "NewsArticle", "dateModified": "2020-01-02"}), "", ""),
        (json_ld(**{"@type": "WebPage", "datePublished": "2020-01-02"}), "", ""),
        (json_ld(**{"@type": "ItemList", "itemListElement": [{"@type": "Article", "datePublished": "2020"}]}), "", ""),
        ('<meta name="pubdate" content="20200102">', "", "20200102"),
        ('<meta property="og:updated_time" content="2020-01-02">', "", ""),
        ('<meta name="date" content="soon"><meta name="dc.date" content="2020-01-02">', "", "2020-01-02"),
        ("", "<h1>A bridge</h1><time datetime='2020-01-02'>Thursday</time>", "2020-01-02"),
        ("", "<h1>A bridge</h1><p>Updated <time datetime='2020-01-02'>Thursday</time></p>", ""),
        ("", "<time datetime='2020-01-02'>Thursday</time><h1>A bridge</h1>", ""),
        ("", "<h1>A bridge</h1><p class='date'>2 January 2020</p>", "2 January 2020"),
        ("", "<h1>A bridge</h1><p>It was built on 2 January 2020.</p>", ""),
        ("", f"<h1>A bridge</h1><p>{'It is long. ' * 20}</p><time datetime='2020-01-02'>x</time>", ""),
    ],
)
def test_a_date_is_taken_only_where_it_is_stated_as_that_of_publication(head: str, body: str, published: str) -> None:
    assert facts_of(f"<title>A bridge</title>{head}", body).published == published


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("<p>By Ann Lee</p>", "Ann Lee"),
        ("<p>By Ann Lee and Bo Ek in Rome</p>", "Ann Lee, Bo Ek"),
        ("<p class='byline'>Ann Lee | 3 May 2020</p>", "Ann Lee"),
        ("<p>By Ann Lee, Staff Writer</p>", "Ann Lee"),
        ("<a rel='author' href='/x'>Zoë O’Hara</a>", "Zoë O’Hara"),
        ("<p>By the time it opened, the bridge was old.</p>", ""),
        ("<p>Par ailleurs, le pont est ouvert.</p>", ""),
    ],
)
def test_a_byline_gives_names_and_nothing_else(byline: str, author: str) -> None:
    assert facts_of("<title>A bridge</title>", f"<h1>A bridge</h1>{byline}").author == author


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<title>Ships – and bridges | The Daily</title><meta property='og:site_name' content='Daily'>",
            "Ships – and bridges",
        ),
        ("<title>x</title><meta property='og:title' content='Ships - Daily'>", "Ships - Daily"),
        ("<title>Daily | Ships</title><meta property='og:site_name' content='Daily'>", "Daily | Ships"),
        (json_ld(**{"@type": "Article", "headline": "Ships"}), "Ships"),
        ("", ""),
    ],
)
def test_a_title_loses_the_name_of_the_site_only_where_that_is_known(head: str, title: str) -> None:
    assert facts_of(head, "<p>x</p>").title == title


@pytest.mark.parametrize(
    "written",
    ["{", '{"@type": 7}', "[[[]]]", '{"@type": "Article", "author": 7, "publisher": [], "headline": {}}', "[" * 5000],
)
def test_json_ld_that_is_wrong_states_nothing(written: str) -> None:
    facts = facts_of(f'<script type="application/ld+json">{written}</script>')
    assert (facts.published, facts.author, facts.publisher) == ("", "", "")
