"""An article given as named fields, as JSON and JSON Lines give it."""

from index.errors import BadInput
from index.formats.limits import MAX_ARTICLE_BYTES
from index.formats.record import Record

# A file may say where it has a field from itself, in words, under the field's name and "_from".
_KEYS = {"title": "title", "published": "date", "publisher": "publisher", "language": "language"}


def record_from(fields: object, locator: str = "") -> Record:
    """The record that an object with ``text`` and, where known, the other fields stands for. Raises BadInput."""
    if not isinstance(fields, dict):
        raise BadInput('not a JSON object. Write each article as {"text": …, "title": …, "date": …}.')
    if not isinstance(fields.get("text"), str):
        raise BadInput('the object has no "text" string. Name the field that holds the article "text".')
    if len(fields["text"]) > MAX_ARTICLE_BYTES:
        raise BadInput(f"the article is over {MAX_ARTICLE_BYTES / 1e6:.0f} million characters. Split it.")
    return Record(
        text=fields["text"],
        title=_text_of(fields, "title"),
        published=_text_of(fields, "date"),
        publisher=_text_of(fields, "publisher"),
        author=_text_of(fields, "author"),
        url=_text_of(fields, "url"),
        id=_text_of(fields, "id"),
        locator=locator,
        language=_text_of(fields, "language"),
        origins={name: _text_of(fields, f"{key}_from") or f"field “{key}”" for name, key in _KEYS.items()},
    )


def _text_of(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""
