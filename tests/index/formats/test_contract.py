"""What holds for every format: the article comes back as it was written, and what is no article says why."""

import random
from pathlib import Path

import pytest

from index.articles import EXTENSIONS, read_articles
from index.formats import readers
from index.formats.limits import MAX_ARTICLE_BYTES, MAX_FILE_BYTES
from index.types import Article, Rejected
from tests.index.formats.reasons import assert_sentence
from tests.index.formats.writing import AUTHOR, DAY, PUBLISHER, TEXT, TITLE, URL, WRITTEN

STREAMED = (".jsonl", ".ndjson", ".csv", ".tsv")
FIELDS = {"title": TITLE, "published": DAY, "publisher": PUBLISHER, "author": AUTHOR, "url": URL}

pytestmark = pytest.mark.parametrize("extension", EXTENSIONS)


def read_file(path: Path, content: bytes) -> list[Article | Rejected]:
    path.write_bytes(content)
    return list(read_articles([path]))


def assert_rejected(found: list[Article | Rejected], path: Path) -> str:
    assert len(found) == 1
    assert isinstance(found[0], Rejected)
    assert found[0].path.startswith(str(path))
    assert_sentence(found[0].reason)
    return found[0].reason


def test_an_article_comes_back_as_it_was_written(extension: str, tmp_path: Path) -> None:
    [article] = read_file(tmp_path / f"bridge{extension}", WRITTEN[extension].write())
    assert isinstance(article, Article)
    assert article.text == TEXT
    assert article.notes == ()
    for name, value in FIELDS.items():
        if name in WRITTEN[extension].carries:
            assert getattr(article, name) == value
        elif name != "title":
            assert getattr(article, name) is None
    assert article.title_derived == ("title" not in WRITTEN[extension].carries)
    assert article.source == f"bridge{extension}"


def test_reading_twice_yields_the_same(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"bridge{extension}"
    assert read_file(path, WRITTEN[extension].write()) == list(read_articles([path]))


def test_an_extension_in_capitals_is_the_same_format(extension: str, tmp_path: Path) -> None:
    [article] = read_file(tmp_path / f"BRIDGE{extension.upper()}", WRITTEN[extension].write())
    assert isinstance(article, Article)


def test_an_empty_file_is_rejected(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"empty{extension}"
    found = read_file(path, b"")
    if extension in (".jsonl", ".ndjson"):
        assert found == []  # no line, no article, nothing wrong
    else:
        assert_rejected(found, path)


def test_bytes_of_something_else_are_rejected(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"noise{extension}"
    for found in read_file(path, b"\x89PNG\r\n\x1a\n\x00" + random.Random(7).randbytes(20_000)):
        assert isinstance(found, Rejected)
        assert_sentence(found.reason)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_does_no_harm(extension: str, share: float, tmp_path: Path) -> None:
    content = WRITTEN[extension].write()
    path = tmp_path / f"half{extension}"
    for found in read_file(path, content[: int(share * len(content))]):
        if isinstance(found, Rejected):
            assert_sentence(found.reason)
        else:
            assert found.text in f"{TITLE}\n\n{TEXT}"
    if extension in (".pdf", ".docx", ".zip", ".json", ".jsonl"):
        assert_rejected(list(read_articles([path])), path)


def test_fifty_megabytes_are_streamed_or_refused(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"large{extension}"
    content = WRITTEN[extension].write()
    if extension in STREAMED:
        lines = content.splitlines(keepends=True)
        head, row = (b"", content) if extension in (".jsonl", ".ndjson") else (lines[0], b"".join(lines[1:]))
        copies = 50_000_000 // len(row) + 1
        path.write_bytes(head + row * copies)
        assert sum(1 for _ in readers()[extension](path)) == copies
    else:
        reason = assert_rejected(read_file(path, content + b" " * (MAX_FILE_BYTES + 1)), path)
        assert "MB" in reason or extension == ".zip"  # where the end of the file is looked for


def test_too_long_an_article_is_refused(extension: str, tmp_path: Path) -> None:
    if extension in (".pdf", ".docx", ".zip"):
        pytest.skip("has tests of its own: their size is not that of the article")
    content = WRITTEN[extension].write().replace(b"The repairs cost", b"and so on " * (MAX_ARTICLE_BYTES // 10 + 1))
    path = tmp_path / f"long{extension}"
    [found] = read_file(path, content)
    assert isinstance(found, Rejected)
    assert_sentence(found.reason)
