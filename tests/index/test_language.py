"""The language of a text, where it can be told."""

import pytest

from index.edits import Correction, correct
from index.language import detect_language, read_language
from index.types import Origins
from tests.index.desk import Desk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ferry crews in Bergen walked out over wages.", "en"),
        ("Der Fährverkehr in Bergen wurde eingestellt, weil die Besatzungen streiken.", "de"),
        ("Le musée a acheté deux esquisses perdues de Vermeer.", "fr"),
        ("卑尔根的渡轮船员因工资问题举行罢工，所有航线今天停运，数千名乘客滞留港口。", "zh"),
        ("Hallo Welt", None),
        ("12, 34, 56, 78 (9) 10 11 12 13 14 15 16 17 18 19 20", None),
        ("", None),
    ],
)
def test_the_language_is_told_where_it_is_certain(text: str, language: str | None) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("en", "en"),
        (" EN-gb ", "en"),
        ("de_AT", "de"),
        ("zh-Hant-TW", "zh"),
        ("english", None),
        ("x-default", None),
        ("e", None),
        ("", None),
        ("en;q=0.9", None),
    ],
)
def test_a_tag_is_read_as_pages_write_it(written: str, language: str | None) -> None:
    assert read_language(written) == language


def test_what_the_article_says_goes_before_what_is_detected(desk: Desk) -> None:
    german = "Der Fährverkehr in Bergen wurde eingestellt, weil die Besatzungen streiken."
    desk.write("a.md", f"---\nlanguage: nds\n---\n{german}")
    desk.write("b.md", f"---\nlanguage: de-CH\n---\n{german} Alle.")
    desk.build()
    articles = desk.articles()
    assert articles["news/a.md"].origins.language == "detected from the text"
    assert (articles["news/b.md"].language, articles["news/b.md"].origins.language) == ("de", "front matter")


def test_articles_and_summaries_say_it_and_where_it_comes_from(desk: Desk) -> None:
    desk.write("fähre.txt", "Der Fährverkehr in Bergen wurde eingestellt, weil die Besatzungen streiken.")
    desk.write("short.txt", "Kurz.")
    desk.build()
    articles = desk.articles()
    assert (articles["news/fähre.txt"].language, articles["news/short.txt"].language) == ("de", None)
    assert articles["news/fähre.txt"].origins == Origins(title="first sentence", language="detected from the text")
    with desk.index().snapshot() as snapshot:
        assert {summary.id: summary.language for summary in snapshot.summaries()}["news/fähre.txt"] == "de"


def test_a_corrected_language_stays(built: Desk) -> None:
    correct(built.data, "news/ferry.txt", Correction(language="no"))
    assert built.build().changed == ("news/ferry.txt",)
    article = built.articles()["news/ferry.txt"]
    assert (article.language, article.origins.language) == ("no", "corrected here")
