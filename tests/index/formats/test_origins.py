"""Where each format says that title, date, publisher and language come from."""

from pathlib import Path

import pytest

from index.articles import read_articles
from index.types import Article, Origins

TEXT = "Ferry crews in Bergen walked out over wages. Passengers waited for hours on the quay."
HTML = (
    "<html><head><title>Ferry: late again</title><meta property='og:site_name' content='The Courier'>"
    "<meta property='article:published_time' content='2018-11-08'></head><body><article><h1>Ferry: late again</h1>"
    f"<p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("name", "content", "origins"),
    [
        ("a.txt", TEXT, Origins("first sentence")),
        (
            "a.md",
            f"---\ntitle: Ferry\ndate: 2018-11-08\npublisher: The Courier\nlanguage: en\n---\n{TEXT}",
            Origins("front matter", "front matter", "front matter", "front matter"),
        ),
        ("a.md", f"---\ndate: soon\n---\n# Ferry\n{TEXT}", Origins("a heading in the text")),
        (
            "a.csv",
            f"headline,body,pubdate,outlet,lang\nFerry,{TEXT},2018-11-08,The Courier,en\n",
            Origins("column “headline”", "column “pubdate”", "column “outlet”", "column “lang”"),
        ),
        (
            "a.json",
            f'{{"text": "{TEXT}", "title": "Ferry", "date": "2018-11-08", "publisher": "The Courier"'
            ', "language": "en"}',
            Origins("field “title”", "field “date”", "field “publisher”", "field “language”"),
        ),
        (
            "a.jsonl",
            f'{{"text": "{TEXT}", "title": "Ferry", "title_from": "the feed\\u0000"}}',
            Origins("the feed"),
        ),
        ("a.html", HTML, Origins("the headline", "the page’s metadata", "the page’s metadata")),
    ],
)
def test_each_field_says_where_it_comes_from(tmp_path: Path, name: str, content: str, origins: Origins) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (article,) = read_articles([tmp_path / name])
    assert isinstance(article, Article)
    assert article.origins == origins


@pytest.mark.parametrize(
    ("page", "language", "origin"),
    [
        (HTML, None, ""),
        (HTML.replace("<html>", "<html lang='de-AT'>"), "de", "the page’s lang attribute"),
        (
            HTML.replace("<html>", "<html lang='de'>").replace("<article>", "<article lang=FR>"),
            "fr",
            "the page’s lang attribute",
        ),
        (HTML.replace("<head>", "<head><meta property='og:locale' content='nb_NO'>"), "nb", "the page’s metadata"),
        (
            HTML.replace("<html>", "<html lang='en'>").replace(
                "<head>",
                '<head><script type="application/ld+json">{"@type": "NewsArticle", "inLanguage": "sv-SE"}</script>',
            ),
            "sv",
            "the page’s JSON-LD",
        ),
        (HTML.replace("<html>", "<html lang='x-default'>"), None, ""),
    ],
)
def test_a_page_says_its_language(tmp_path: Path, page: str, language: str | None, origin: str) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (article,) = read_articles([tmp_path / "a.html"])
    assert isinstance(article, Article)
    assert article.language == language
    assert article.origins.language == origin
