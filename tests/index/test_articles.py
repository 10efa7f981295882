"""Files to articles: titles, fields, and a reason for everything that is no article."""

import os
from datetime import date
from pathlib import Path

import pytest

from index.articles import derive_title, read_articles, walk
from index.config import SEEDS
from index.errors import BadInput
from index.sentences import split_sentences
from index.types import Article, Origins, Rejected

ALL_KINDS = ".csv, .docx, .htm, .html, .json, .jsonl, .markdown, .md, .ndjson, .pdf, .text, .tsv, .txt, .xhtml, .zip"


def read(*sources: Path) -> list[Article | Rejected]:
    return list(read_articles(sources))


def read_one(source: Path) -> Article:
    (found,) = read(source)
    assert isinstance(found, Article)
    return found


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    return tmp_path / "news"


def test_a_text_file_becomes_an_article(news: Path) -> None:
    (news / "ferry.txt").write_text("Ferries stop. Crews walked out.\n")
    article = read_one(news)
    assert article == Article(
        id="news/ferry.txt",
        title="Ferries stop",
        title_derived=True,
        text="Ferries stop. Crews walked out.",
        published=None,
        publisher=None,
        author=None,
        url=None,
        source="news/ferry.txt",
        digest=article.digest,
        origins=Origins(title="first sentence"),
    )
    assert len(article.digest) == 64


def test_fields_are_cleaned_and_kept(news: Path) -> None:
    (news / "a.md").write_text(
        "---\ntitle: ' Ferries & # 39;stop& # 39; '\ndate: 8 Nov 2018\npublisher: The  Courier\nauthor: Ann\n"
        "url: https://x.org/a\n---\nCrews walked out."
    )
    article = read_one(news)
    assert (article.title, article.title_derived) == ("Ferries 'stop'", False)
    assert article.published == date(2018, 11, 8)
    assert (article.publisher, article.author, article.url) == ("The Courier", "Ann", "https://x.org/a")
    assert article.notes == ()


def test_a_date_that_is_not_certain_is_noted(news: Path) -> None:
    (news / "a.md").write_text("---\ndate: 03/04/2018\n---\nCrews walked out.")
    article = read_one(news)
    assert article.published is None
    assert article.notes == ("the date “03/04/2018” does not name one certain day",)


def test_what_programs_lay_beside_an_article_is_none(news: Path) -> None:
    for name in ("~$ferry.docx", "Ferry_files/advert.txt", "Ferry.html", "case_files/a.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text("x")
    assert [file.name for file in walk(news, "news") if not isinstance(file, Rejected)] == [
        "news/Ferry.html",
        "news/case_files/a.txt",
    ]


def test_files_come_in_a_stable_order_and_hidden_ones_not_at_all(news: Path) -> None:
    for name in ("b.txt", "a.txt", "z/c.txt", "Z.TXT", ".hidden.txt", ".git/d.txt"):
        (news / name).parent.mkdir(exist_ok=True)
        (news / name).write_text("Words.")
    assert [found.id for found in read(news) if isinstance(found, Article)] == [
        "news/Z.TXT",
        "news/a.txt",
        "news/b.txt",
        "news/z/c.txt",
    ]


def test_a_source_may_be_one_file(news: Path) -> None:
    (news / "a.txt").write_text("Words.")
    assert read_one(news / "a.txt").id == "a.txt"


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff", "---\n\n***", "\u200b"])
def test_an_article_without_a_word_is_rejected(news: Path, content: str) -> None:
    (news / "a.txt").write_text(content, encoding="utf-8")
    assert read(news) == [Rejected(str(news / "a.txt"), "the article has no text.")]


def test_a_record_without_a_word_is_rejected_by_its_line(news: Path) -> None:
    (news / "a.jsonl").write_text('{"text": "Words."}\n{"text": " "}\n')
    assert read(news)[1] == Rejected(f"{news / 'a.jsonl'}:2", "the article has no text.")


def test_what_is_no_article_is_rejected_with_the_reason(news: Path) -> None:
    (news / "a.exe").write_bytes(b"MZ")
    (news / "b.txt").symlink_to(news / "gone")
    os.mkfifo(news / "c.txt")
    (news / "d.txt").write_bytes(b"a\x00b")
    (news / "e.txt").write_bytes(b"Caf\xe9")
    assert read(news) == [
        Rejected(str(news / "a.exe"), f"this kind of file is not read. Known kinds: {ALL_KINDS}."),
        Rejected(str(news / "b.txt"), "cannot be read: No such file or directory."),
        Rejected(str(news / "c.txt"), "not a regular file."),
        Rejected(str(news / "d.txt"), "holds NUL bytes, so it is not a text file. Save the article as UTF-8 text."),
        Rejected(str(news / "e.txt"), "not valid UTF-8: byte 0xe9 in line 1. Save the file as UTF-8."),
    ]


@pytest.mark.usefixtures("permissions_count")
def test_a_file_that_may_not_be_read_is_rejected(news: Path) -> None:
    (news / "a.txt").write_text("Words.")
    (news / "a.txt").chmod(0)
    assert read(news) == [Rejected(str(news / "a.txt"), "cannot be read: Permission denied.")]


@pytest.mark.usefixtures("permissions_count")
def test_a_folder_that_may_not_be_read_does_not_count_as_empty(news: Path) -> None:
    (news / "2018").mkdir()
    (news / "2018" / "a.txt").write_text("Words.")
    (news / "2018").chmod(0)
    try:
        found = read(news)
    except BadInput:
        return
    finally:
        (news / "2018").chmod(0o755)
    assert [type(rejected) for rejected in found] == [Rejected]


def test_a_link_to_a_folder_is_followed_or_reported(news: Path, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "a.txt").write_text("Words.")
    (news / "archive").symlink_to(tmp_path / "archive")
    assert read(news) != []


def test_a_missing_source_is_an_error(news: Path) -> None:
    with pytest.raises(BadInput, match=r"^The source .*/gone does not exist\."):
        read(news, news / "gone")


@pytest.mark.parametrize("extension", [".txt", ".jsonl"])
def test_a_name_that_is_no_text_can_be_shown(news: Path, extension: str) -> None:
    Path(os.fsdecode(os.fsencode(news) + b"/caf\xe9" + extension.encode())).write_text("-")
    (rejected,) = read(news)
    assert isinstance(rejected, Rejected)
    assert "caf\ufffd" in rejected.path
    assert rejected.path.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", '{"text": "a \\ud800 b", "title": "\\udfff t", "id": "\\ud800", "author": "\\ud800 Ann"}'),
        ("a.md", '---\ntitle: "\\udfff t"\nauthor: "\\ud800 Ann"\n---\na b'),
    ],
)
def test_half_a_character_cannot_get_in(news: Path, name: str, content: str) -> None:
    (news / name).write_text(content)
    article = read_one(news)
    for value in (article.id, article.title, article.text, article.author):
        assert value
        assert value.encode("utf-8")


# Digests


def _digest(news: Path, content: str) -> str:
    (news / "a.jsonl").write_text(content)
    return read_one(news).digest


def test_the_digest_says_that_anything_changed(news: Path) -> None:
    variants = [
        '{"text": "Ferries stop."}',
        '{"text": "Ferries stopped."}',
        '{"text": "Ferries stop.", "title": "Strike"}',
        '{"text": "Ferries stop.", "publisher": "The Courier"}',
        '{"text": "Ferries stop.", "author": "The Courier"}',
        '{"text": "Ferries stop.", "url": "https://x.org"}',
        '{"text": "Ferries stop.", "date": "2018-11-08"}',
        '{"text": "Ferries stop.", "date": "03/04/2018"}',
    ]
    assert len({_digest(news, content) for content in variants}) == len(variants)


def test_the_digest_is_the_same_for_the_same_article(news: Path) -> None:
    first = _digest(news, '{"text": "Ferries stop."}')
    assert _digest(news, '{"text":"Ferries  stop.\\n", "section": "Sea"}') == first


def test_the_digest_says_that_the_title_is_now_given(news: Path) -> None:
    derived = _digest(news, '{"text": "Ferries stop."}')
    assert _digest(news, '{"text": "Ferries stop.", "title": "Ferries stop"}') != derived


# Titles


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ferries stop. Crews walked out.", "Ferries stop"),
        ("Ferries stop\n\nCrews walked out.", "Ferries stop"),
        ("Will ferries stop? Yes.", "Will ferries stop?"),
        ("A queue in Oslo. Photo / Reuters\n\nFerries stop.", "Ferries stop"),
        ("Image: A queue\n\nGetty Images\n\nFerries stop.", "Ferries stop"),
        ("Photo: a queue", "Photo: a queue"),
        ("A photo of the queue was sold.", "A photo of the queue was sold"),
        ("ab " * 40 + "end.", "ab " * 29 + "ab…"),
        ("中" * 100 + "。", "中" * 90 + "…"),
    ],
)
def test_a_title_is_derived_from_the_first_sentence_that_is_no_caption(text: str, title: str) -> None:
    assert derive_title(text) == title


# The seed articles


@pytest.fixture(scope="module")
def seeds() -> list[Article]:
    return [found for found in read(SEEDS) if isinstance(found, Article)]


def test_both_seeds_are_articles(seeds: list[Article]) -> None:
    assert [(article.id, article.notes) for article in seeds] == [
        ("seeds/000_4ad98fe7e9fa8e4c.txt", ()),
        ("seeds/001_a97a5cfee3efb56a.txt", ()),
    ]


def test_the_seeds_titles_are_no_captions(seeds: list[Article]) -> None:
    assert [article.title for article in seeds] == [
        "US and foreign sources close to the talks paint a very different picture of the image…",
        "When he emerged from his summit with Kim Jong Un last month, US President Donald Trump…",
    ]


def test_the_seeds_have_paragraphs_and_no_broken_entities(seeds: list[Article]) -> None:
    assert [len(article.text.split("\n\n")) for article in seeds] == [30, 29]
    assert "'At the beginning of next year'" in seeds[0].text.split("\n\n")
    assert not any("#" in article.text for article in seeds)


def test_the_link_is_apart_from_the_sentence_that_it_was_glued_to(seeds: list[Article]) -> None:
    sentences = [seeds[1].text[start:end] for start, end in split_sentences(seeds[1].text)]
    at = sentences.index("https://t.co/oW99p0deqy")
    assert sentences[at - 1].endswith("that its will to denuclearize had been shaken")
    assert sentences[at + 1].startswith("Climbing down from earlier soaring rhetoric")
