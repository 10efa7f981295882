"""What an article is called: by the file's own id, else by where it lives, and never the same as another."""

import json
import os
from pathlib import Path

from index.articles import read_articles
from index.types import Article, Rejected


def put(path: Path, text: str = "Words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def put_lines(path: Path, *ids: str | None) -> None:
    lines = [{"text": f"Text {n}."} | ({"id": own} if own else {}) for n, own in enumerate(ids)]
    put(path, "\n".join(map(json.dumps, lines)))


def read(*sources: Path) -> list[Article]:
    found = list(read_articles(sources))
    assert not [rejected for rejected in found if isinstance(rejected, Rejected)]
    return [article for article in found if isinstance(article, Article)]


def ids(*sources: Path) -> list[str]:
    return [article.id for article in read(*sources)]


def test_ids_start_with_the_sources_name(tmp_path: Path) -> None:
    put(tmp_path / "news" / "2018" / "a.txt")
    put(tmp_path / "more" / "a.txt")
    assert ids(tmp_path / "news", tmp_path / "more") == ["news/2018/a.txt", "more/a.txt"]


def test_sources_of_one_name_are_told_apart_by_the_folder_above(tmp_path: Path) -> None:
    put(tmp_path / "oslo" / "news" / "a.txt")
    put(tmp_path / "bergen" / "news" / "a.txt")
    put(tmp_path / "more" / "a.txt")
    assert ids(tmp_path / "oslo" / "news", tmp_path / "bergen" / "news", tmp_path / "more") == [
        "oslo/news/a.txt",
        "bergen/news/a.txt",
        "more/a.txt",
    ]


def test_a_record_is_called_by_its_own_id_or_its_line(tmp_path: Path) -> None:
    put_lines(tmp_path / "a.jsonl", "x1", None, "x3")
    assert ids(tmp_path / "a.jsonl") == ["x1", "a.jsonl#2", "x3"]
    assert [article.source for article in read(tmp_path / "a.jsonl")] == ["a.jsonl"] * 3


def test_one_id_in_two_files_is_two_articles(tmp_path: Path) -> None:
    put_lines(tmp_path / "news" / "a.jsonl", "1", "2")
    put_lines(tmp_path / "news" / "b.jsonl", "1", "3")
    articles = read(tmp_path / "news")
    assert [article.id for article in articles] == ["1", "2", "news/b.jsonl#1", "3"]
    assert [article.notes for article in articles] == [(), (), (), ()]


def test_an_id_used_three_times_in_a_file_is_three_articles(tmp_path: Path) -> None:
    put_lines(tmp_path / "a.jsonl", "x", "x", "x")
    assert ids(tmp_path / "a.jsonl") == ["x", "a.jsonl#x", "a.jsonl#3"]


def test_a_record_without_an_id_is_called_by_its_address_and_a_file_is_not(tmp_path: Path) -> None:
    put(tmp_path / "news" / "a.jsonl", '{"text": "One.", "url": "https://x.org/1"}\n{"text": "Two."}')
    put(tmp_path / "news" / "b.md", "---\nurl: https://x.org/b\n---\nThree.")
    assert ids(tmp_path / "news") == ["https://x.org/1", "news/a.jsonl#2", "news/b.md"]


def test_an_own_id_that_is_another_articles_place_loses_neither(tmp_path: Path) -> None:
    put_lines(tmp_path / "news" / "a.jsonl", "news/b.txt")
    put(tmp_path / "news" / "b.txt")
    assert len(set(ids(tmp_path / "news"))) == 2


def test_an_own_id_that_is_another_records_line_loses_neither(tmp_path: Path) -> None:
    put_lines(tmp_path / "a.jsonl", "a.jsonl#2", None)
    assert len(set(ids(tmp_path / "a.jsonl"))) == 2


def test_files_whose_names_look_the_same_lose_neither(tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/news/" + name)).write_text("Words.")
    assert len(set(ids(tmp_path / "news"))) == 2


def test_sources_whose_labels_meet_lose_neither(tmp_path: Path) -> None:
    sources = [tmp_path / "p" / "a", tmp_path / "q" / "a" / "c", tmp_path / "r" / "c"]
    put(sources[0] / "c" / "x.txt")
    put(sources[1] / "x.txt")
    put(sources[2] / "x.txt")
    assert len(set(ids(*sources))) == 3


def test_the_id_does_not_depend_on_the_content(tmp_path: Path) -> None:
    put(tmp_path / "news" / "a.txt", "Words.")
    before = read(tmp_path / "news")[0]
    put(tmp_path / "news" / "a.txt", "Other words.")
    after = read(tmp_path / "news")[0]
    assert before.id == after.id
    assert before.digest != after.digest


def test_two_places_with_the_same_words_are_two_articles(tmp_path: Path) -> None:
    put(tmp_path / "news" / "a.txt")
    put(tmp_path / "news" / "b.txt")
    assert ids(tmp_path / "news") == ["news/a.txt", "news/b.txt"]
