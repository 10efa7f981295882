"""Archives: members keep their names, ids differ, and what one member does is its own affair."""

from pathlib import Path

from index.articles import read_articles
from index.types import Article, Rejected
from tests.index.formats.writing import WRITTEN, pdf, zipped


def read_zip(folder: Path, members: dict[str, bytes]) -> tuple[list[Article], list[Rejected]]:
    path = folder / "a.zip"
    path.write_bytes(zipped(members))
    found = list(read_articles([path]))
    return [a for a in found if isinstance(a, Article)], [r for r in found if isinstance(r, Rejected)]


def test_every_format_is_read_from_an_archive(tmp_path: Path) -> None:
    articles, rejected = read_zip(tmp_path, {f"f/bridge{e}": written.write() for e, written in WRITTEN.items()})
    assert rejected == []
    assert len(articles) == len({article.id for article in articles}) == len(WRITTEN)
    assert len({article.text for article in articles}) == 1


def test_ids_name_the_member_and_the_place_in_it(tmp_path: Path) -> None:
    inner = zipped({"deep.txt": b"Three."})
    articles, _ = read_zip(tmp_path, {"f/a.txt": b"One.", "b.jsonl": b'\n{"text": "Two."}\n', "c.zip": inner})
    assert [article.id for article in articles] == ["a.zip#f/a.txt", "a.zip#b.jsonl:2", "a.zip#c.zip/deep.txt"]
    assert {article.source for article in articles} == {"a.zip"}


def test_a_bad_member_is_refused_by_its_name_and_the_rest_gets_in(tmp_path: Path) -> None:
    members = {"a.exe": b"MZ", "b.pdf": pdf([b""])[:300], "c.jsonl": b'oops\n{"text": "One."}', "d.txt": b"Two."}
    articles, rejected = read_zip(tmp_path, members)
    assert [article.text for article in articles] == ["One.", "Two."]
    assert [entry.path for entry in rejected] == [
        f"{tmp_path / 'a.zip'}#{name}" for name in ("a.exe", "b.pdf", "c.jsonl:1")
    ]


def test_a_member_without_a_name_is_refused_and_the_rest_gets_in(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"~a.txt": b"One.", "b.txt": b"Two."}).replace(b"~a.txt", b"\x00a.txt"))
    rejected, article = read_articles([path])
    assert isinstance(rejected, Rejected)
    assert rejected.path == f"{path}#"
    assert isinstance(article, Article)


def test_hidden_files_and_what_macos_adds_are_left_out(tmp_path: Path) -> None:
    articles, rejected = read_zip(
        tmp_path, {"__MACOSX/._a.txt": b"x", ".git/a.txt": b"x", "a/.DS_Store": b"x", "a.txt": b"One."}
    )
    assert ([article.text for article in articles], rejected) == (["One."], [])


def test_an_archive_without_articles_says_so(tmp_path: Path) -> None:
    _, [rejected] = read_zip(tmp_path, {".hidden.txt": b"x"})
    assert rejected.reason == "holds no articles. Pack files of the kinds that are read."
