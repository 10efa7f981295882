"""What the page says before an article is removed, and how removed ones are listed."""

from datetime import UTC, datetime
from pathlib import Path

from index.edits import Removal
from index.types import Article
from ui.removing import FETCHED, IN_A_FILE, OUT, UPLOADED, removal_words, together


def article(source: str) -> Article:
    return Article("a", "A", False, "Text.", None, None, None, None, source, "digest")


def test_removal_says_what_becomes_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text("x")
    (tmp_path / "web" / "pages").mkdir(parents=True)
    (tmp_path / "web" / "pages" / "1.jsonl").write_text("x")
    assert removal_words(tmp_path, article("articles/ferry.txt")) == [OUT, UPLOADED]
    assert removal_words(tmp_path, article("pages/1.jsonl")) == [OUT, FETCHED]
    assert removal_words(tmp_path, article("news/ferry.txt")) == [OUT, IN_A_FILE]


def test_articles_that_went_together_are_one_line_and_the_last_comes_first() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    removals = [Removal("b", "B", early), Removal("a", "A", late), Removal("a copy", "A", late)]
    assert [one.article_id for one in together(removals)] == ["a", "b"]
