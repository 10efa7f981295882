"""PDF files that hold text: read page by page, paragraphs put together from printed lines."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import BadInput
from index.formats.confined import read_confined
from index.formats.limits import MAX_ARTICLE_BYTES
from index.formats.pdf_layout import Line, find_title, to_paragraphs
from index.formats.record import Record
from index.text import to_line
from index.types import Rejected

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

EXTENSIONS = (".pdf",)

_END_WITHIN = 4096
_NO_TITLE = re.compile(r"^(microsoft word|untitled|\S*$)|\.(docx?|pdf|indd|qxd|rtf|html?|tmp|dvi)$", re.IGNORECASE)
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff]")
_MOST_UNREADABLE = 0.1


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the file as one record."""
    yield from read_confined(__name__, path)


def parse(path: Path) -> Iterator[Record]:
    """As ``read``, in this process. The date of the file is not the date of the article, and is left alone."""
    reader = _open(path)
    lines = list(_read_lines(reader))
    text = "".join(line.text for line in lines)
    if not any(character.isalnum() for character in text):
        raise BadInput(
            "its pages are pictures without text, as a scanner makes them. Have the text recognised first, for "
            "instance with: ocrmypdf in.pdf out.pdf"
        )
    if len(_UNREADABLE.findall(text)) > _MOST_UNREADABLE * len(text):
        raise BadInput(
            "does not say which letters its fonts draw, so its text cannot be read. Have the text recognised, for "
            "instance with: ocrmypdf --force-ocr in.pdf out.pdf"
        )
    paragraphs = to_paragraphs(lines)
    own_title = to_line(_property(reader, "/Title"))
    has_title = own_title and not _NO_TITLE.search(own_title)
    title = own_title if has_title else find_title(lines)
    for position, paragraph in enumerate(paragraphs[:3]):
        if paragraph.casefold() == title.casefold():
            del paragraphs[position]
            break
    author = to_line(_property(reader, "/Author"))
    yield Record(
        text="\n\n".join(paragraphs),
        title=title,
        author=author if " " in author else "",
        origin="the file’s properties" if has_title else "the largest letters",
    )


def _open(path: Path) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise BadInput("not a PDF file, whatever its name says. Save it again as PDF.")
        file.seek(max(0, path.stat().st_size - _END_WITHIN))
        if b"%%EOF" not in file.read():
            raise BadInput("is not whole: its end is missing. Copy or download it again.")
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadInput("is protected with a password. Save a copy without one (“print to PDF”).")
    except (DependencyError, NotImplementedError):
        raise BadInput("is encrypted in a way that is not read. Save a copy without it (“print to PDF”).") from None
    except PyPdfError:
        raise BadInput("is damaged: its structure cannot be read. Save it again, or print it to a new PDF.") from None
    return reader


def _read_lines(reader: "PdfReader") -> Iterator[Line]:
    from pypdf.errors import PyPdfError

    left = MAX_ARTICLE_BYTES
    where = "its list of pages"
    try:
        for number, page in enumerate(reader.pages):
            where = f"page {number + 1}"
            for line in _lines_of(page, number):
                left -= len(line.text)
                if left < 0:
                    raise BadInput(
                        f"holds more than {MAX_ARTICLE_BYTES / 1e6:.0f} million characters. Split it into one file an "
                        "article."
                    )
                yield line
    except PyPdfError:
        raise BadInput(f"is damaged: {where} cannot be read. Save it again, or print it to a new PDF.") from None


def _lines_of(page: "PageObject", number: int) -> list[Line]:
    """The lines of a page in the order in which they were written into the file, which is mostly that of reading."""
    lines: list[Line] = []
    pieces: list[str] = []
    place = (0.0, 0.0, 0.0)

    def end_line() -> None:
        text = " ".join("".join(pieces).split())
        if text:
            lines.append(Line(text, *place, number))
        pieces.clear()

    def take(text: str, matrix: list[float], text_matrix: list[float], _: Any, size: float) -> None:
        nonlocal place
        for position, piece in enumerate(text.split("\n")):
            if position:
                end_line()
            if piece.strip() and not any(map(str.strip, pieces)):
                place = _place(matrix, text_matrix, size)
            pieces.append(piece)

    page.extract_text(visitor_text=take)
    end_line()
    return lines


def _place(matrix: list[float], text_matrix: list[float], size: float) -> tuple[float, float, float]:
    """Where a text begins on the page, and how high its letters are: x, y, size."""
    a, b, c, d, e, f = matrix
    _, _, tc, td, te, tf = text_matrix
    height = ((tc * a + td * c) ** 2 + (tc * b + td * d) ** 2) ** 0.5
    return te * a + tf * c + e, te * b + tf * d + f, abs(size) * height


def _property(reader: "PdfReader", name: str) -> str:
    value = reader.metadata.get(name) if reader.metadata else ""
    return value if isinstance(value, str) else ""
