"""The formats that are plain text: what they must find in a file, and how they must refuse what they cannot use.

What holds for every format is in formats/test_contract.py.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BadInput
from index.formats import readers
from index.formats.record import Record
from index.types import Rejected

TEXT = "Zoë’s ferry left at 9:05.\n\nIt was “late” 👍."
FULL = Record(TEXT, "Ferry: late again", "2018-11-08", "The Courier", "Ann Lee, Bo Ek", "https://example.org/f?a=1")

NOT_AN_OBJECT = 'not a JSON object. Write each article as {"text": …, "title": …, "date": …}.'
NO_TEXT = 'the object has no "text" string. Name the field that holds the article "text".'


def _plain(record: Record) -> str:
    return record.text


def _markdown(record: Record) -> str:
    fields = {
        "title": record.title,
        "date": record.published,
        "publisher": record.publisher,
        "author": record.author,
        "url": record.url,
    }
    meta = "".join(f"{key}: {json.dumps(value)}\n" for key, value in fields.items() if value)
    return f"---\n{meta}---\n{record.text}" if meta else record.text


def _json_lines(record: Record) -> str:
    fields = {
        "text": record.text,
        "title": record.title,
        "date": record.published,
        "publisher": record.publisher,
        "author": record.author,
        "url": record.url,
        "id": record.id,
    }
    return json.dumps({key: value for key, value in fields.items() if value}) + "\n"


WRITERS: dict[str, Callable[[Record], str]] = {
    ".txt": _plain,
    ".text": _plain,
    ".md": _markdown,
    ".markdown": _markdown,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}
every_format = pytest.mark.parametrize("extension", sorted(WRITERS))
formats_with_fields = pytest.mark.parametrize("extension", [e for e in sorted(WRITERS) if WRITERS[e] is not _plain])


def _read(path: Path) -> list[Record | Rejected]:
    """What the index makes of a file: a format may refuse it by a Rejected or by raising."""
    try:
        return list(readers()[path.suffix](path))
    except BadInput as error:
        return [Rejected(str(path), str(error))]


@every_format
def test_the_words_come_through(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_text(WRITERS[extension](Record(TEXT)), encoding="utf-8")
    (record,) = _read(path)
    assert isinstance(record, Record)
    assert replace(record, locator="") == Record(TEXT)


@every_format
def test_a_byte_order_mark_is_no_part_of_the_text(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_text(WRITERS[extension](Record(TEXT)), encoding="utf-8-sig")
    (record,) = _read(path)
    assert isinstance(record, Record)
    assert record.text == TEXT


@formats_with_fields
def test_every_field_comes_through(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_text(WRITERS[extension](FULL), encoding="utf-8")
    (record,) = _read(path)
    assert isinstance(record, Record)
    assert replace(record, locator="") == FULL


@every_format
def test_another_encoding_is_refused(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_bytes(WRITERS[extension](Record("Caf@ society")).encode().replace(b"@", b"\xe9"))
    (rejected,) = _read(path)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "not valid UTF-8: byte 0xe9 in line 1. Save the file as UTF-8."


@every_format
def test_nul_bytes_are_refused(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_bytes(WRITERS[extension](Record("nul @ byte")).encode().replace(b"@", b"\x00"))
    (rejected,) = _read(path)
    assert isinstance(rejected, Rejected)
    assert "NUL bytes" in rejected.reason


@every_format
def test_a_line_of_50_megabytes_is_refused(extension: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{extension}"
    path.write_text(WRITERS[extension](Record("x" * 50_000_000)))
    (rejected,) = _read(path)
    assert isinstance(rejected, Rejected)
    assert "5 MB" in rejected.reason


@every_format
def test_a_missing_file_is_an_os_error(extension: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(readers()[extension](tmp_path / f"gone{extension}"))


# JSON Lines


def _lines(tmp_path: Path, *lines: str) -> list[Record | Rejected]:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return _read(path)


def test_a_bad_line_is_refused_by_its_number_and_the_others_get_in(tmp_path: Path) -> None:
    found = _lines(
        tmp_path, '{"text": "One"}', "", "{oops", '["text"]', '{"title": "Two"}', '{"text": 6}', '{"text": "Seven"}'
    )
    path = tmp_path / "a.jsonl"
    assert found == [
        Record("One", locator="1"),
        Rejected(f"{path}:3", "the line is not valid JSON. Write one whole object a line."),
        Rejected(f"{path}:4", NOT_AN_OBJECT),
        Rejected(f"{path}:5", NO_TEXT),
        Rejected(f"{path}:6", NO_TEXT),
        Record("Seven", locator="7"),
    ]


def test_after_a_line_that_is_too_long_the_others_get_in(tmp_path: Path) -> None:
    found = _lines(tmp_path, '{"text": "One"}', "x" * 12_000_000, '{"text": "Three"}')
    assert found == [
        Record("One", locator="1"),
        Rejected(f"{tmp_path / 'a.jsonl'}:2", "the line is over 5 MB. Write one article a line."),
        Record("Three", locator="3"),
    ]


def test_numbers_are_fit_for_an_id_and_other_values_are_left_out(tmp_path: Path) -> None:
    (record,) = _lines(tmp_path, '{"text": "One", "id": 17, "title": null, "url": ["u"], "author": true}')
    assert record == Record("One", id="17", locator="1")


def test_deep_nesting_is_not_valid(tmp_path: Path) -> None:
    (rejected,) = _lines(tmp_path, "[" * 200_000)
    assert rejected == Rejected(
        f"{tmp_path / 'a.jsonl'}:1", "the line is not valid JSON. Write one whole object a line."
    )


def test_a_number_of_5000_digits_is_refused_by_its_line(tmp_path: Path) -> None:
    found = _lines(tmp_path, '{"text": "One", "id": ' + "1" * 5_000 + "}", '{"text": "Two"}')
    assert [type(record) for record in found] == [Rejected, Record]


def test_a_wrong_byte_is_said_to_be_in_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "One"}\n{"text": "Caf\xe9"}\n')
    rejected = _read(path)[1]
    assert isinstance(rejected, Rejected)
    assert rejected.path == f"{path}:2"
    assert "line 1" not in rejected.reason


# Markdown


def _markdown_file(tmp_path: Path, text: str) -> Record | Rejected:
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    (found,) = _read(path)
    return found


def test_an_opening_heading_is_the_title(tmp_path: Path) -> None:
    assert _markdown_file(tmp_path, "\n# Ferry late ##\n\nIt left.\n\n## Later\nIt came.") == Record(
        "\n\nIt left.\n\n\nLater\n\nIt came.", title="Ferry late"
    )


def test_the_front_matter_title_wins_over_another_heading(tmp_path: Path) -> None:
    found = _markdown_file(tmp_path, "---\ntitle: Ferry late\n---\n# Morning\nIt left.")
    assert found == Record("\nMorning\n\nIt left.", title="Ferry late")


def test_a_heading_that_repeats_the_title_is_not_text(tmp_path: Path) -> None:
    found = _markdown_file(tmp_path, "---\ntitle: Ferry late\n---\n\n# Ferry late\nIt left.")
    assert found == Record("\nIt left.", title="Ferry late")


def test_front_matter_keeps_scalars_as_written_and_joins_lists(tmp_path: Path) -> None:
    meta = "Title: 007\ndate: 2018-11-08\nauthor: [Ann, Bo]\npublisher: yes\nurl:\ntags: {a: b}\n"
    assert _markdown_file(tmp_path, f"---\n{meta}...\nIt left.") == Record(
        "It left.", title="007", published="2018-11-08", author="Ann, Bo", publisher="yes"
    )


@pytest.mark.parametrize("text", ["---\nA rule above, none below.", "---\njust words\n---\nIt left.", "A --- B"])
def test_a_rule_is_not_front_matter(text: str, tmp_path: Path) -> None:
    assert _markdown_file(tmp_path, text) == Record(text)


def test_json_knows_the_names_that_tables_do(tmp_path: Path) -> None:
    fields = {
        "headline": "Sky",
        "Body": TEXT,
        "published_at": 20181108,
        "source": "Wire",
        "byline": "Ann",
        "lang": "en",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(fields | {"text": None, "content": ["no"], "guid": "7"}))
    (record,) = _read(tmp_path / "a.jsonl")
    assert record == Record(TEXT, "Sky", "20181108", "Wire", "Ann", locator="1", language="en")
    assert isinstance(record, Record)
    assert (record.origins["title"], record.origins["published"]) == ("field “headline”", "field “published_at”")


@pytest.mark.parametrize("title", ["Ferry strike: day two", "It's over: crews sail", "Why now?: a guess", "Ferries:"])
def test_a_headline_may_have_a_colon(tmp_path: Path, title: str) -> None:
    meta = f"title: {title}\ndate: 2018-11-08\nauthor: 'Ann'"
    record = _markdown_file(tmp_path, f"---\n{meta}\n---\nCrews walked out.")
    assert isinstance(record, Record)
    assert (record.title, record.published, record.author) == (title, "2018-11-08", "Ann")


def test_bad_front_matter_is_refused_with_its_line(tmp_path: Path) -> None:
    found = _markdown_file(tmp_path, "---\ndate: 2018-11-08\ntitle: } Trump\n---\nIt left.")
    assert isinstance(found, Rejected)
    assert found.reason == "its front matter is not valid YAML in line 3: correct it or take it out."


@pytest.mark.parametrize("meta", ["[" * 5_000, "? [a]\n: b", "a: &x [*x]", "a: *x", "a: \x07"])
def test_hostile_front_matter_is_refused(meta: str, tmp_path: Path) -> None:
    found = _markdown_file(tmp_path, f"---\n{meta}\n---\nIt left.")
    assert isinstance(found, Rejected)
    assert found.reason.startswith("its front matter is ")


@pytest.mark.parametrize("escape", ["\\U00110000", "\\UFFFFFFFF"])
def test_front_matter_with_an_impossible_character_is_refused(escape: str, tmp_path: Path) -> None:
    found = _markdown_file(tmp_path, f'---\ntitle: "{escape}"\n---\nIt left.')
    assert isinstance(found, Rejected)
