"""What the table and the article panel are given to show of an article."""

from datetime import UTC, date, datetime

from index.types import Article, ArticleSummary, Origins
from ui.article import describe_facts
from ui.library import describe_row


def summary(source: str = "news/a.txt", url: str | None = None, story: str | None = None) -> ArticleSummary:
    added = datetime(2026, 1, 1, tzinfo=UTC)
    return ArticleSummary(
        "a", "A", False, None, "Post", None, url, source, 10, 1, added, (), language="de", story=story
    )


def test_a_row_says_its_language_and_how_many_tell_its_story() -> None:
    row = describe_row(summary(story="b"), {"b": 3})
    assert (row["language"], row["story"], row["tellers"]) == ("German", "b", 3)
    assert describe_row(summary(), {"b": 3})["tellers"] == 0


def test_an_article_from_the_web_is_named_by_its_address() -> None:
    url = "https://a.example/story"
    assert describe_row(summary("pages/0123.jsonl", url), {})["source"] == "a.example/story"
    assert describe_row(summary("news/a.html", url), {})["source"] == "news/a.html"
    assert describe_row(summary("pages/0123.jsonl"), {})["source"] == "pages/0123.jsonl"


def test_facts_say_where_they_come_from_and_leave_out_what_is_not_known() -> None:
    origins = Origins("first sentence", "corrected here", "front matter", "")
    article = Article(
        "a", "A", True, "Text.", date(2026, 2, 1), "Post", None, None, "a.md", "digest", language=None, origins=origins
    )
    assert describe_facts(article) == [
        {"text": "Post", "origin": "from the front matter"},
        {"text": "1 February 2026", "origin": "corrected here"},
        {"text": "a.md", "origin": ""},
    ]
