"""Tables: an article a row. The columns are known by the names that newsrooms and data sets give them, or were set."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from index.errors import BadInput
from index.formats.columns import FIELDS, read_columns
from index.formats.limits import MAX_ARTICLE_BYTES
from index.formats.names import place_fields
from index.formats.record import Record
from index.text import to_line
from index.types import Rejected

EXTENSIONS = (".csv", ".tsv")

_DELIMITERS = {".csv": ",;\t|", ".tsv": "\t"}
_COLUMNS_SHOWN = 12


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield a record a row; a bad row is rejected by its number, which counts as a spreadsheet does."""
    with path.open(encoding=_encoding(path), newline="") as file:
        try:
            yield from _read_rows(path, file)
        except UnicodeDecodeError as error:
            raise BadInput(
                f"not valid {error.encoding.upper()}: byte 0x{error.object[error.start]:02x}. Save the table as UTF-8 "
                "(in a spreadsheet: “CSV UTF-8”)."
            ) from None


def choose_columns(path: Path, columns: dict[str, str]) -> tuple[list[str], dict[str, int]]:
    """A table's header, and which column holds which field of a Record, were ``columns`` set. Raises BadInput."""
    with path.open(encoding=_encoding(path), newline="") as file:
        try:
            header, _ = _read_header(_Lines(file), _DELIMITERS.get(path.suffix.lower(), ","))
        except UnicodeDecodeError:
            raise BadInput("not valid UTF-8. Save the table as UTF-8.") from None
    return header, _place_columns(header, read_columns(path) | columns)


def _read_rows(path: Path, file: TextIO) -> Iterator[Record | Rejected]:
    lines = _Lines(file)
    header, delimiter = _read_header(lines, _DELIMITERS[path.suffix.lower()])
    columns = _place_columns(header, read_columns(path))
    if "text" not in columns:
        raise BadInput(
            f"no column holds the articles’ text. Its columns are {_show(header)}. Name the one with the text “text”."
        )
    origins = {field: f"column “{to_line(header[column], 40)}”" for field, column in columns.items()}
    number = 1
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        number += 1
        lines.begin_row()
        try:
            row = next(rows, None)
        except (BadInput, csv.Error):
            yield Rejected(
                f"{path}:{number}",
                f"the row does not end within {MAX_ARTICLE_BYTES / 1e6:.0f} MB, mostly as a quotation mark stays open, "
                "so nothing from here on was read. Close it, or split the article.",
            )
            return
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            yield Rejected(
                f"{path}:{number}",
                f"the row has {len(row)} cells where the header has {len(header)}, so its text may be cut in two. "
                "Put quotation marks around cells that hold the delimiter.",
            )
            continue
        cells = {field: row[column] for field, column in columns.items() if column < len(row)}
        if "\x00" in cells.get("text", ""):
            yield Rejected(f"{path}:{number}", "the row holds NUL bytes, so it is not text. Save the table as UTF-8.")
            continue
        article = Record(cells.pop("text", ""), locator=str(number), origins=origins)
        yield replace(article, **cells)  # type: ignore[arg-type]


class _Lines:
    """The lines of a table for ``csv``, so long as a row stays within what an article may have."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._left = MAX_ARTICLE_BYTES

    def begin_row(self) -> None:
        self._left = MAX_ARTICLE_BYTES

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._file.readline(self._left + 1)
        if not line and self._left == MAX_ARTICLE_BYTES:
            raise StopIteration
        self._left -= len(line)
        if not line or self._left < 0:  # the file ends, or the limit is reached, within a cell
            raise BadInput("the row does not end")
        return line


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    return "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _read_header(lines: _Lines, delimiters: str) -> tuple[list[str], str]:
    """The names of the columns, split by the delimiter that yields the most that are known."""
    try:
        line = next((line for line in lines if line.strip()), "")
        named = line.strip()[4:] if line.lower().startswith("sep=") else ""  # how Excel names the delimiter
        if len(named) == 1 and named != '"':  # which newer Pythons refuse
            delimiters, line = named, next(lines, "")
    except BadInput:
        line = ""
    if not line.strip() or "\x00" in line:
        raise BadInput(
            "not a table: its first line is no header. Write the columns’ names there, such as title, date and text."
        )
    csv.field_size_limit(2 * MAX_ARTICLE_BYTES)  # of the whole process: the lines are limited below it
    readings = [(next(csv.reader([line], delimiter=delimiter), [""]), delimiter) for delimiter in delimiters]
    return max(readings, key=lambda reading: (len(place_fields(reading[0])), len(reading[0])))


def _place_columns(header: list[str], given: dict[str, str]) -> dict[str, int]:
    """Which column holds which field of a Record: those that were given, and the others as guessed."""
    columns = place_fields(header)
    for field, name in given.items():
        columns.pop(FIELDS[field], None)
        if name and name not in header:
            raise BadInput(
                f"no column is called “{to_line(name, 40)}”, as was set for the {field}. Its columns are "
                f"{_show(header)}. Set another: python -m index.formats.columns TABLE {field}=COLUMN"
            )
        if name:
            columns[FIELDS[field]] = header.index(name)
    return columns


def _show(header: list[str]) -> str:
    shown = ", ".join(f"“{to_line(name, 40)}”" for name in header[:_COLUMNS_SHOWN])
    return shown + (f" and {len(header) - _COLUMNS_SHOWN} more" if len(header) > _COLUMNS_SHOWN else "")
