"""An article given as named fields, as JSON and JSON Lines give it."""

from index.errors import BadInput
from index.formats.limits import MAX_ARTICLE_BYTES
from index.formats.names import place_fields
from index.formats.record import Record

# A file may say where it has a field from itself, in words, under the field's name and "_from".
_KEYS = {"title": "title", "published": "date", "publisher": "publisher", "language": "language"}


def record_from(fields: object, locator: str = "") -> Record:
    """The record that an object with ``text`` and, where known, the other fields stands for. Raises BadInput.

    What articles are called by, ``id`` and ``url``, has to have these names.
    """
    if not isinstance(fields, dict):
        raise BadInput('not a JSON object. Write each article as {"text": …, "title": …, "date": …}.')
    given = [name for name, value in fields.items() if _to_text(value)]
    keys = {field: given[place] for field, place in place_fields(given).items()}
    text = fields.get(keys.get("text", "text"))
    if not isinstance(text, str):
        raise BadInput('the object has no "text" string. Name the field that holds the article "text".')
    if len(text) > MAX_ARTICLE_BYTES:
        raise BadInput(f"the article is over {MAX_ARTICLE_BYTES / 1e6:.0f} million characters. Split it.")
    found = {field: _to_text(fields[key]) for field, key in keys.items() if field not in ("text", "id", "url")}
    return Record(
        text=text,
        url=_to_text(fields.get("url")),
        id=_to_text(fields.get("id")),
        locator=locator,
        origins={
            name: _to_text(fields.get(f"{key}_from")) or f"field “{keys.get(name, key)}”" for name, key in _KEYS.items()
        },
        **found,
    )


def _to_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""
