"""Where each format says that title, date and publisher come from."""

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
            f"---\ntitle: Ferry\ndate: 2018-11-08\npublisher: The Courier\n---\n{TEXT}",
            Origins("front matter", "front matter", "front matter"),
        ),
        ("a.md", f"---\ndate: soon\n---\n# Ferry\n{TEXT}", Origins("a heading in the text")),
        (
            "a.csv",
            f"headline,body,pubdate,outlet\nFerry,{TEXT},2018-11-08,The Courier\n",
            Origins("column “headline”", "column “pubdate”", "column “outlet”"),
        ),
        (
            "a.json",
            f'{{"text": "{TEXT}", "title": "Ferry", "date": "2018-11-08", "publisher": "The Courier"}}',
            Origins("field “title”", "field “date”", "field “publisher”"),
        ),
        (
            "a.jsonl",
            f'{{"text": "{TEXT}", "title": "Ferry", "title_from": "the feed\\u0000"}}',
            Origins("the feed"),
        ),
        ("a.html", HTML, Origins(*["the page’s metadata"] * 3)),
    ],
)
def test_each_field_says_where_it_comes_from(tmp_path: Path, name: str, content: str, origins: Origins) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    (article,) = read_articles([tmp_path / name])
    assert isinstance(article, Article)
    assert article.origins == origins
