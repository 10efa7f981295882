"""The form in which an article's title, date, publisher and language are corrected: pure values and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from index.edits import CORRECTED, UNKNOWN, Correction, checked
from index.errors import BadInput, ClippingsError
from index.types import Article
from ui.languages import NAMES, language_name
from ui.wording import origin_words

LABELS = {"title": "Title", "published": "Date", "publisher": "Publisher", "language": "Language"}
_KINDS = {"published": "date", "language": "choice"}
_LONGEST = 1_000  # of what is taken from a field


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed and could not be kept, with the reason beside each field; both empty when the form opens."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def written(article: Article) -> dict[str, str]:
    """The fields of an article as the form shows them."""
    return {
        "title": article.title,
        "published": article.published.isoformat() if article.published else "",
        "publisher": article.publisher or "",
        "language": article.language or "",
    }


def read_form(article: Article, sent: Mapping[str, object]) -> tuple[Correction, Form]:
    """What to correct of an article that was shown in the form, and the form with its errors, if there are any."""
    shown = written(article)
    typed = {name: str(sent.get(name, shown[name])).strip()[:_LONGEST] for name in LABELS}
    given: dict[str, str | date] = {}
    errors: dict[str, str] = {}
    for name, value in typed.items():
        if value == shown[name]:
            continue
        try:
            given[name] = _parse(name, value)
            checked(Correction(**{name: given[name]}))  # type: ignore[arg-type]
        except ClippingsError as error:
            errors[name] = str(error)
    if errors:
        return Correction(), Form(typed, errors)
    return Correction(**given), Form()  # type: ignore[arg-type]


def _parse(name: str, value: str) -> str | date:
    if name == "language" and not value:
        raise BadInput("An article is in some language. Choose it, or leave the field as it was.")
    if name != "published" or value == UNKNOWN:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadInput("There is no such day. Write it like 2018-11-08.") from None


def describe_form(article: Article, form: Form) -> list[dict[str, object]]:
    """The fields for the panel, in their order; ``article`` is as it was corrected."""
    shown = written(article) | dict(form.typed)
    return [
        {
            "name": name,
            "label": label,
            "kind": _KINDS.get(name, "text"),
            "value": shown[name],
            "options": _languages(shown[name]) if name == "language" else [],
            "origin": origin_words(getattr(article.origins, name)),
            "corrected": getattr(article.origins, name) == CORRECTED,
            "error": form.errors.get(name),
        }
        for name, label in LABELS.items()
    ]


def _languages(chosen: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys([chosen, *NAMES] if chosen else NAMES)
    named = sorted(((code, language_name(code)) for code in codes), key=lambda one: one[1])
    return named if chosen else [("", "unknown"), *named]
