"""JSON: one article, a list of them, or ``{"articles": [...]}``, each with the fields that JSON Lines has."""

import json
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInput
from index.formats.confined import read_confined
from index.formats.fields import record_from
from index.formats.record import Record
from index.text import decode
from index.types import Rejected

EXTENSIONS = (".json",)


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a record an article; a bad one is rejected by its place in the list and the rest still gets in."""
    yield from read_confined(__name__, path)


def parse(path: Path) -> Iterator[Record | Rejected]:
    """As ``read``, in this process: nested values can take fifty times the memory of their text."""
    content = _load(decode(path.read_bytes()))
    listed = content.get("articles") if isinstance(content, dict) and "text" not in content else content
    if not isinstance(listed, list):
        yield record_from(content)
        return
    for number, fields in enumerate(listed, 1):
        try:
            yield record_from(fields, locator=str(number))
        except BadInput as error:
            yield Rejected(f"{path}:{number}", str(error))


def _load(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        hint = " For one object a line, name the file .jsonl." if error.msg == "Extra data" else ""
        raise BadInput(
            f"not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}. Correct it.{hint}"
        ) from None
    except RecursionError:
        raise BadInput("its JSON is nested too deeply. Keep the articles in one flat list.") from None
    except ValueError:
        raise BadInput("holds a number of thousands of digits. Write it as a string.") from None
