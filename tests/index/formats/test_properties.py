"""For every format: what is written comes back, and whatever bytes a file holds are read or refused by name."""

import csv
import html
import io
import json
import string
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import EXTENSIONS, read_articles
from index.passages import split_article
from index.text import to_canonical, to_line
from index.types import Article, Rejected
from tests.index.formats.reasons import assert_sentence
from tests.index.formats.writing import WRITTEN, docx, pdf, printed, wrap, zipped

# No format can be blamed for what the canonical text changes: the characters here are those that it keeps.
_LETTERS = st.sampled_from(string.ascii_letters + "äéñøßŁčžβДжשבع字カ한ह0123456789’–")
_WORD = st.text(_LETTERS, min_size=1, max_size=12).filter(lambda word: any(c.isalpha() for c in word))
_LATIN_WORD = st.text(string.ascii_letters + "äéñøß", min_size=2, max_size=12)


def sentences(word: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(word, min_size=8, max_size=25).map(lambda words: " ".join(words) + ".")


def articles(word: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, date, list[str]]]:
    """A title, a day and paragraphs; no two paragraphs are alike, and none is the title."""
    paragraphs = st.lists(sentences(word), min_size=2, max_size=6, unique_by=str.casefold)
    titles = st.lists(word, min_size=3, max_size=7).map(" ".join)
    return st.tuples(
        titles,
        st.dates(date(1700, 1, 1), date(2020, 1, 1)).filter(lambda day: (day.month, day.day) != (1, 1)),
        paragraphs,
    )


def write_json(title: str, day: date, paragraphs: list[str]) -> bytes:
    return json.dumps({"title": title, "date": day.isoformat(), "text": "\n\n".join(paragraphs)}).encode()


def write_table(title: str, day: date, paragraphs: list[str], delimiter: str) -> bytes:
    file = io.StringIO()
    rows = [["Title", "Published", "Body"], [title, day.isoformat(), "\n\n".join(paragraphs)]]
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode()


def write_markdown(title: str, day: date, paragraphs: list[str]) -> bytes:
    text = "\n\n".join(paragraphs)
    return f"---\ntitle: {json.dumps(title)}\ndate: {day}\n---\n\n{text}\n".encode()


def write_html(title: str, day: date, paragraphs: list[str]) -> bytes:
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<html><head><meta charset="utf-8"><title>{title} | Courier</title>'
        f'<meta property="article:published_time" content="{day}"></head><body><nav><a href="/">Home</a></nav>'
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved</footer></body></html>"
    ).encode()


def write_docx(title: str, day: date, paragraphs: list[str]) -> bytes:
    heading = f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{title}</w:t></w:r></w:p>'
    return docx(heading + "".join(f"<w:p><w:r><w:t>{p[:9]}</w:t><w:t>{p[9:]}</w:t></w:r></w:p>" for p in paragraphs))


def write_pdf(title: str, day: date, paragraphs: list[str]) -> bytes:
    return pdf(
        [printed([wrap(p) for p in paragraphs])], info=f"/Info << /Title <FEFF{title.encode('utf-16-be').hex()}> >>"
    )


WRITERS: dict[str, Callable[[str, date, list[str]], bytes]] = {
    ".txt": lambda title, day, paragraphs: "\n\n".join(paragraphs).encode(),
    ".md": write_markdown,
    ".jsonl": write_json,
    ".json": write_json,
    ".csv": lambda *written: write_table(*written, ","),
    ".tsv": lambda *written: write_table(*written, "\t"),
    ".html": write_html,
    ".docx": write_docx,
    ".pdf": write_pdf,
    ".zip": lambda *written: zipped({"folder/a.jsonl": write_json(*written)}),
}
WITHOUT_DATE = {".txt", ".docx", ".pdf"}


def read_bytes(extension: str, content: bytes) -> list[Article | Rejected]:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"a{extension}")
        path.write_bytes(content)
        return list(read_articles([path]))


def assert_sound(article: Article) -> None:
    """What holds for every article that enters the index, wherever it comes from."""
    assert to_canonical(article.text) == article.text
    assert article.title
    for line in (article.title, article.publisher or "", article.author or "", article.url or "", article.id):
        assert to_line(line, 5000) == line
        assert not any(c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f" for c in line)
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in line)
    for passage in split_article(article, lambda texts: [len(text.split()) for text in texts], 30):
        assert article.text[passage.start : passage.end] == passage.text


def test_every_format_has_a_writer() -> None:
    same = {".text": ".txt", ".markdown": ".md", ".ndjson": ".jsonl", ".htm": ".html", ".xhtml": ".html"}
    assert {same.get(extension, extension) for extension in EXTENSIONS} == set(WRITERS)


@pytest.mark.parametrize("extension", WRITERS)
def test_what_is_written_comes_back(extension: str) -> None:
    word = _LATIN_WORD if extension == ".pdf" else _WORD

    @settings(max_examples=40, deadline=None)
    @given(articles(word))
    def comes_back(written: tuple[str, date, list[str]]) -> None:
        title, day, paragraphs = written
        [article] = read_bytes(extension, WRITERS[extension](title, day, paragraphs))
        assert isinstance(article, Article)
        if extension == ".pdf":  # which prints lines, and knows no paragraphs
            assert article.text.split() == " ".join(paragraphs).split()
        else:
            assert article.text == to_canonical("\n\n".join(paragraphs))
        assert article.title_derived == (extension == ".txt")
        if extension != ".txt":
            assert article.title == to_line(title)
        assert article.published == (None if extension in WITHOUT_DATE else day)
        assert_sound(article)

    comes_back()


_DAMAGE = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), st.binary(max_size=12)), max_size=6)


@pytest.mark.parametrize("extension", WRITERS)
def test_whatever_a_file_holds_it_gives_articles_or_says_why_not(extension: str) -> None:
    whole = WRITTEN[extension].write()

    @settings(max_examples=60, deadline=None)
    @given(st.one_of(st.binary(max_size=3000), _DAMAGE.map(lambda cuts: damage(whole, cuts))))
    def does_no_harm(content: bytes) -> None:
        for found in read_bytes(extension, content):
            if isinstance(found, Rejected):
                assert_sentence(found.reason)
                assert found.path.isprintable()
            else:
                assert_sound(found)

    does_no_harm()


def damage(content: bytes, cuts: list[tuple[float, int, bytes]]) -> bytes:
    """The bytes with some taken out and others put in their place."""
    for share, length, put in cuts:
        at = int(share * len(content))
        content = content[:at] + put + content[at + length :]
    return content


_HOSTILE_LINE = st.text(
    st.sampled_from("aé \t\n\x00\x07\x1b\x7f\x85\u200b\u200e\u202e\u2066\u2069\u2028\ufeff\ud800<>&;#字"), max_size=40
)


@settings(max_examples=150, deadline=None)
@given(_HOSTILE_LINE, _HOSTILE_LINE, _HOSTILE_LINE, st.sampled_from([".jsonl", ".json", ".zip"]))
def test_no_field_brings_in_what_nobody_can_see(title: str, author: str, url: str, extension: str) -> None:
    fields = {
        "title": title,
        "author": author,
        "url": url,
        "publisher": title,
        "id": url,
        "text": "The bridge is open.",
    }
    content = json.dumps(fields).encode()
    [article] = read_bytes(extension, zipped({"a.json": content}) if extension == ".zip" else content)
    assert isinstance(article, Article)
    assert_sound(article)
