"""The form in which an article is corrected: what was typed becomes a correction, or a reason beside its field."""

from dataclasses import replace
from datetime import date

from index.edits import CORRECTED, Correction
from index.types import Article, Origins
from ui.correcting import LABELS, Form, describe_form, read_form, written

ARTICLE = Article(
    "a",
    "Ferry stops",
    False,
    "The ferry stops.",
    date(2026, 2, 1),
    None,
    None,
    None,
    "a.md",
    "digest",
    language="en",
    origins=Origins("front matter", "front matter", "", "detected from the text"),
)


def test_only_what_was_changed_is_corrected() -> None:
    typed = written(ARTICLE) | {"publisher": "  Nordhavn Post ", "published": "2026-02-03"}
    assert read_form(ARTICLE, typed) == (Correction(published=date(2026, 2, 3), publisher="Nordhavn Post"), Form())
    assert read_form(ARTICLE, written(ARTICLE)) == (Correction(), Form())


def test_each_wrong_value_has_its_reason_and_nothing_is_kept() -> None:
    typed = {"title": " ", "published": "3 March", "publisher": "Nordhavn Post", "language": "klingon"}
    correction, form = read_form(ARTICLE, typed)
    assert correction == Correction()
    assert form.typed == typed | {"title": ""}
    assert sorted(form.errors) == ["language", "published", "title"]
    assert form.errors["published"] == "There is no such day. Write it like 2018-11-08."


def test_a_date_and_a_publisher_can_be_taken_away_but_no_language() -> None:
    article = replace(ARTICLE, publisher="Nordhavn Post")
    assert read_form(article, {"published": "", "publisher": " "}) == (Correction(published="", publisher=""), Form())
    _, form = read_form(article, {"published": "", "language": ""})
    assert list(form.errors) == ["language"]
    assert "in some language" in form.errors["language"]


def test_half_a_date_is_no_wish_to_take_it_away() -> None:
    _, form = read_form(ARTICLE, {"published": "half a date"})
    assert form.errors == {"published": "There is no such day. Write it like 2018-11-08."}


def test_the_form_shows_where_each_value_comes_from() -> None:
    corrected = replace(ARTICLE, publisher="Post", origins=replace(ARTICLE.origins, publisher=CORRECTED))
    fields = {str(field["name"]): field for field in describe_form(corrected, Form())}
    assert list(fields) == list(LABELS)
    assert [fields[name]["origin"] for name in LABELS] == [
        "from the front matter",
        "from the front matter",
        "corrected here",
        "detected from the text",
    ]
    assert [name for name in LABELS if fields[name]["corrected"]] == ["publisher"]


def test_what_could_not_be_kept_stays_in_its_field() -> None:
    form = Form({"published": "3 March"}, {"published": "There is no such day."})
    field = describe_form(ARTICLE, form)[1]
    assert (field["value"], field["error"]) == ("3 March", "There is no such day.")


def test_an_unknown_language_can_be_chosen_and_a_rare_one_stays() -> None:
    def options(language: str | None) -> list[tuple[str, str]]:
        return describe_form(replace(ARTICLE, language=language), Form())[3]["options"]  # type: ignore[return-value]

    assert options(None)[0] == ("", "unknown")
    assert ("en", "English") in options("en") and ("", "unknown") not in options("en")
    assert ("lb", "lb") in options("lb")
