"""The columns of a table: shown as guessed, set where the guess is wrong, and kept for every later build."""

import json
from pathlib import Path

import pytest

from index.articles import read_articles
from index.formats.columns import main
from index.types import Article, Rejected

TABLE = "Head,Teaser,When,Body\nFerry,Short,2018-11-08,It left.\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "news.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def read(path: Path) -> Article:
    [article] = read_articles([path])
    assert isinstance(article, Article)
    return article


def test_the_guess_is_shown(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(table)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "text: column “Body”, guessed",
        *(f"{field}: none, guessed" for field in ("title", "date", "publisher", "author", "url", "language", "id")),
    ]
    assert read(table).title_derived


def test_what_is_set_is_read_from_then_on(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = table.stat()
    assert main([str(table), "title=Head", "date=When"]) == 0
    assert "title: column “Head”, set" in capsys.readouterr().out
    assert main([str(table), "text=Teaser"]) == 0
    article = read(table)
    assert (article.title, str(article.published), article.text) == ("Ferry", "2018-11-08", "Short")
    assert [a.title for a in read_articles([table.parent]) if isinstance(a, Article)] == ["Ferry"]
    assert main([str(table), "title="]) == 0
    assert read(table).title_derived
    assert table.read_text(encoding="utf-8") == TABLE
    assert table.stat().st_mtime_ns > before.st_mtime_ns  # so that a build that trusts times reads it again


def test_a_column_that_is_not_there_is_named_and_nothing_is_set(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(table), "title=Headline"]) == 1
    assert "no column is called “Headline”, as was set for the title. Its columns are “Head”" in capsys.readouterr().err
    assert [path.name for path in table.parent.iterdir()] == ["news.csv"]
    with pytest.raises(SystemExit):
        main([str(table), "headline=Head"])


@pytest.mark.parametrize(
    "content", ["{", "7", "[]", '{"news.csv": 7}', '{"news.csv": {"name": "Head"}}', "[" * 100_000]
)
def test_settings_that_are_damaged_reject_the_table(content: str, table: Path) -> None:
    table.with_name(".clippings-columns.json").write_text(content, encoding="utf-8")
    found = list(read_articles([table]))
    if content == "[]":
        assert isinstance(found[0], Article)
    else:
        assert isinstance(found[0], Rejected)
        assert "Delete that file" in found[0].reason


def test_a_column_that_is_gone_rejects_the_table(table: Path) -> None:
    table.with_name(".clippings-columns.json").write_text(json.dumps({"news.csv": {"text": "Story"}}), encoding="utf-8")
    [found] = read_articles([table])
    assert isinstance(found, Rejected)
    assert "“Story”" in found.reason
