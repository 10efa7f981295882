"""JSON Lines: one article a line, an object with ``text`` and, where known, id, title, date, publisher, url, author."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInput
from index.formats.fields import record_from
from index.formats.limits import MAX_ARTICLE_BYTES
from index.formats.record import Record
from index.text import decode
from index.types import Rejected

EXTENSIONS = (".jsonl", ".ndjson")


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a record a line; a bad line is rejected by its number and the rest still gets in."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_ARTICLE_BYTES + 1):
            number += 1
            if len(line) > MAX_ARTICLE_BYTES:
                reason = f"the line is over {MAX_ARTICLE_BYTES / 1e6:.0f} MB. Write one article a line."
                yield Rejected(f"{path}:{number}", reason)
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_ARTICLE_BYTES)
            elif line.strip():
                try:
                    yield record_from(_parse(line, number), locator=str(number))
                except BadInput as error:
                    yield Rejected(f"{path}:{number}", str(error))


def _parse(line: bytes, number: int) -> object:
    text = decode(line, number)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # also a number of more digits than Python reads
        raise BadInput("the line is not valid JSON. Write one whole object a line.") from None
