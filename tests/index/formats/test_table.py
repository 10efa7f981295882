"""Tables: columns by many names, delimiters of many kinds, and no row taken for what it is not."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import BadInput
from index.formats.record import Record
from index.formats.table import choose_columns, read
from index.types import Rejected


def read_table(folder: Path, text: str, name: str = "a.csv", encoding: str = "utf-8") -> list[Record | Rejected]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return list(read(path))


@pytest.mark.parametrize(
    "header",
    ["title,date,publisher,author,url,id,text", "Headline,Publish_Date,Source,Byline,LINK,ID,Article Body"],
)
def test_columns_are_known_by_their_names(header: str, tmp_path: Path) -> None:
    [record] = read_table(tmp_path, f"{header}\nFerry,2018-11-08,Courier,Ann,https://x.org,7,It left.\n")
    assert record == Record("It left.", "Ferry", "2018-11-08", "Courier", "Ann", "https://x.org", "7", locator="2")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str, tmp_path: Path) -> None:
    [record] = read_table(tmp_path, f"title{delimiter}text\nFerry{delimiter}It left.\n")
    assert record == Record("It left.", "Ferry", locator="2")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_spreadsheets_write_is_read(encoding: str, tmp_path: Path) -> None:
    [record] = read_table(tmp_path, 'sep=;\r\ntitle;text\r\n"Zoë";"It left;\r\nsaid ""no"""\r\n', encoding=encoding)
    assert record == Record('It left;\r\nsaid "no"', "Zoë", locator="2")


def test_a_better_name_wins_whatever_the_order(tmp_path: Path) -> None:
    [record] = read_table(tmp_path, "article,summary,text\n17,short,It left.\n")
    assert record == Record("It left.", locator="2")


def test_rows_count_as_in_a_spreadsheet_and_empty_ones_are_no_articles(tmp_path: Path) -> None:
    found = read_table(tmp_path, "title,text\na,One\n,\n\nb,Two\n")
    assert found == [Record("One", "a", locator="2"), Record("Two", "b", locator="5")]


def test_a_text_that_its_own_commas_cut_is_refused_and_the_rest_gets_in(tmp_path: Path) -> None:
    found = read_table(tmp_path, "title,text\na,It left, then came\nb,Two\n")
    assert isinstance(found[0], Rejected)
    assert found[0].path.endswith("a.csv:2")
    assert found[1:] == [Record("Two", "b", locator="3")]


def test_a_quotation_mark_is_no_delimiter(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column holds the articles’ text"):
        read_table(tmp_path, 'sep="\ntitle"text\na"One\n')


@pytest.fixture
def fresh_limit() -> Iterator[None]:
    """As in a process that has read no table so far."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("fresh_limit")
def test_a_header_as_long_as_a_page_is_a_header(tmp_path: Path) -> None:
    long = "x" * 200_000
    [record] = read_table(tmp_path, f"title,{long},text\na,b,One\n")
    assert record == Record("One", "a", locator="2")
    csv.field_size_limit(131_072)
    assert choose_columns(tmp_path / "a.csv", {}) == (["title", long, "text"], {"title": 0, "text": 2})


@pytest.mark.usefixtures("fresh_limit")
def test_a_long_first_line_that_is_no_header_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no column holds the articles’ text"):
        read_table(tmp_path, "x" * 200_000)


def test_a_table_without_text_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"“price”, “size”\. Name the one with the text “text”\.$"):
        read_table(tmp_path, "price,size\n1,2\n")
