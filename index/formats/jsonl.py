"""JSON Lines: one article a line, an object with ``text`` and, where known, id, title, date, publisher, url, author."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInput
from index.formats.record import Record
from index.text import MAX_ARTICLE_BYTES, decode, printable
from index.types import Rejected

EXTENSIONS = (".jsonl", ".ndjson")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a record a line; a bad line is rejected by its number and the rest still gets in."""
    shown = printable(str(path))
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_ARTICLE_BYTES + 1):
            number += 1
            if len(line) > MAX_ARTICLE_BYTES:
                yield Rejected(f"{shown}:{number}", f"the line is over {MAX_ARTICLE_BYTES / 1e6:.0f} MB.")
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_ARTICLE_BYTES)
            elif line.strip():
                try:
                    yield _to_record(line, number)
                except BadInput as error:
                    yield Rejected(f"{shown}:{number}", str(error))


def _to_record(line: bytes, number: int) -> Record:
    try:
        fields = json.loads(decode(line, number))
    except (ValueError, RecursionError):
        raise BadInput("the line is not valid JSON.") from None
    if not isinstance(fields, dict):
        raise BadInput("the line is not a JSON object.")
    if not isinstance(fields.get("text"), str):
        raise BadInput('the object has no "text" string.')
    return Record(
        text=fields["text"],
        title=_text_of(fields, "title"),
        published=_text_of(fields, "date"),
        publisher=_text_of(fields, "publisher"),
        author=_text_of(fields, "author"),
        url=_text_of(fields, "url"),
        id=_text_of(fields, "id"),
        locator=str(number),
    )


def _text_of(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""
