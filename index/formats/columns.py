"""``python -m index.formats.columns TABLE [FIELD=COLUMN …]``: which column of a table holds what; shows it or sets it.

What is set lies beside the table, in the hidden file ``.clippings-columns.json`` of its folder, so that every later
build reads the table in the same way, whoever starts it.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from index.errors import BadInput

# What people call the fields, and what a Record does.
FIELDS = {
    "text": "text",
    "title": "title",
    "date": "published",
    "publisher": "publisher",
    "author": "author",
    "url": "url",
    "language": "language",
    "id": "id",
}
_FILE = ".clippings-columns.json"


def read_columns(table: Path) -> dict[str, str]:
    """The name of the column for each of FIELDS that was set, empty for a field without one. Raises BadInput."""
    path = table.with_name(_FILE)
    try:
        given = _read(path).get(table.name, {})
        if not all(isinstance(column, str) and field in FIELDS for field, column in given.items()):
            raise ValueError
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            f"the columns that were set in {path.name} beside it cannot be read. Delete that file, and set them again."
        ) from None
    return dict(given)


def set_columns(table: Path, columns: dict[str, str]) -> None:
    """Set which column holds which of FIELDS, besides what was set before. Raises BadInput, OSError."""
    path = table.with_name(_FILE)
    everything = _read(path)
    everything[table.name] = read_columns(table) | columns
    temporary = path.with_name(f"{_FILE}.{os.getpid()}")
    temporary.write_text(json.dumps(everything, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(temporary, path)
    os.utime(table)  # it is to be read again, though it is the same


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def main(arguments: Sequence[str] | None = None) -> int:
    """Show or set the columns of one table."""
    from index.formats.table import choose_columns  # which needs this module

    parser = argparse.ArgumentParser(
        prog="python -m index.formats.columns",
        description="Show which column of a table holds the title, date and text of its articles, or set it.",
        epilog=f"Fields: {', '.join(FIELDS)}. FIELD= with nothing after it leaves the field empty.",
    )
    parser.add_argument("table", type=Path, metavar="TABLE", help="a .csv or .tsv file")
    parser.add_argument("columns", nargs="*", metavar="FIELD=COLUMN", help="for instance text=Body")
    options = parser.parse_args(arguments)
    pairs = [pair.partition("=") for pair in options.columns]
    for field, sign, _ in pairs:
        if field not in FIELDS or not sign:
            parser.error(f"{field!r} is no FIELD=COLUMN with one of the fields {', '.join(FIELDS)}")
    new = {field: column for field, _, column in pairs}
    try:
        header, chosen = choose_columns(options.table, new)
        if new:
            set_columns(options.table, new)
        given = read_columns(options.table)
    except (BadInput, OSError) as error:
        print(f"{options.table}: {error}", file=sys.stderr)
        return 1
    for field, name in FIELDS.items():
        column = f"column “{header[chosen[name]]}”" if name in chosen else "none"
        print(f"{field}: {column}, {'set' if field in given else 'guessed'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
