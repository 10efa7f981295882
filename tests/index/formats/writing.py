"""One article written in every format that is read, byte by byte where a library would only write what is usual."""

import csv
import html
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

TITLE = "Harbour bridge reopens after two years"
PARAGRAPHS = (
    "The harbour bridge of Northport reopened on Monday after two years of repairs, the city administration said.",
    "Mayor Lena Fischer called it a relief. “We waited long enough,” she said in a café at the quay, where a small "
    "crowd had gathered to see the first cars cross.",
    "The repairs cost 41 million euros, nine million more than planned, because divers found corrosion in four of the "
    "eleven pillars. The crossing had been closed since a flood in the spring of 2019.",
)
TEXT = "\n\n".join(PARAGRAPHS)
DAY = date(2021, 6, 14)
PUBLISHER = "Northport Courier"
AUTHOR = "Jane Doe"
URL = "https://courier.example/2021/bridge"
FIELDS = {"title": TITLE, "date": "2021-06-14", "publisher": PUBLISHER, "author": AUTHOR, "url": URL, "text": TEXT}


@dataclass(frozen=True)
class Written:
    """How a format writes the article, and which of its fields it can carry."""

    write: Callable[[], bytes]
    carries: frozenset[str]


ALL = frozenset({"title", "published", "publisher", "author", "url"})


def pdf(
    pages: Sequence[bytes],
    info: str = "",
    catalog: str = "",
    page: str = "",
    objects: Sequence[bytes] = (),
    kids: str = "",
    resources: str = "",
) -> bytes:
    """A PDF of these content streams. ``objects`` are numbered after the pages."""
    first = 4 + 2 * len(pages)
    kids = kids or " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, content in enumerate(pages):
        parts.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> {resources} >> "
            f"/Contents {5 + 2 * number} 0 R {page} >>".encode()
        )
        parts.append(content if content.startswith(b"<<") else stream(content))
    parts += objects
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += f"trailer << /Size {len(parts) + 1} /Root 1 0 R {info} >>\nstartxref\n{table}\n%%EOF".encode()
    assert first <= len(parts) + 1
    return bytes(written)


def stream(content: bytes, entries: str = "") -> bytes:
    """A PDF stream object."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def printed(blocks: Sequence[Sequence[str]], top: int = 740, size: int = 11, x: int = 72) -> bytes:
    """A content stream that prints blocks of lines, with space between the blocks."""
    content = [f"BT /F1 {size} Tf {size * 1.3:.1f} TL {x} {top} Td".encode()]
    for block in blocks:
        for line in block:
            escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            content.append(b"(%s) Tj T*" % escaped)
        content.append(b"T*")
    return b"\n".join([*content, b"ET"])


def wrap(paragraph: str, width: int = 70) -> list[str]:
    """Lines of at most ``width`` characters."""
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, before: str = "") -> bytes:
    """A Word file with this XML in its body, and ``before`` in front of the document."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def _write_docx() -> bytes:
    from docx import Document  # what others write with

    document = Document()
    document.core_properties.title = TITLE
    document.core_properties.author = AUTHOR
    document.core_properties.created = datetime(2021, 6, 14, 9, 30)
    document.add_heading(TITLE, 0)
    for paragraph in PARAGRAPHS:
        first, *rest = paragraph.split(" ")
        added = document.add_paragraph()
        added.add_run(first).bold = True
        added.add_run(" " + " ".join(rest))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _write_html() -> bytes:
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in PARAGRAPHS)
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} | {PUBLISHER}</title>
        <meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{PUBLISHER}">
        <meta property="article:published_time" content="2021-06-14T09:30:00Z"><meta name="author" content="{AUTHOR}">
        <link rel="canonical" href="{URL}"></head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
        <article><h1>{TITLE}</h1>{body}</article><footer>All rights reserved</footer></body></html>""".encode()


def _write_table(delimiter: str) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["Headline", "Date", "Outlet", "Byline", "Link", "Body"])
    writer.writerow([TITLE, "2021-06-14", PUBLISHER, AUTHOR, URL, TEXT])
    return file.getvalue().encode()


def _write_markdown() -> bytes:
    head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in FIELDS.items() if name != "text")
    return f"---\n{head}---\n# {TITLE}\n\n{TEXT}\n".encode()


def _write_jsonl() -> bytes:
    return json.dumps(FIELDS).encode() + b"\n"


_PLAIN = Written(TEXT.encode, frozenset())
_MARKDOWN = Written(_write_markdown, ALL)
_JSONL = Written(_write_jsonl, ALL)
_HTML = Written(_write_html, ALL)

WRITTEN = {
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".jsonl": _JSONL,
    ".ndjson": _JSONL,
    ".json": Written(lambda: json.dumps({"articles": [FIELDS]}).encode(), ALL),
    ".csv": Written(lambda: _write_table(";"), ALL),
    ".tsv": Written(lambda: _write_table("\t"), ALL),
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": Written(
        lambda: pdf([printed([wrap(p) for p in PARAGRAPHS])], info=f"/Info << /Title ({TITLE}) /Author ({AUTHOR}) >>"),
        frozenset({"title", "author"}),
    ),
    ".docx": Written(_write_docx, frozenset({"title", "published", "author"})),
    ".zip": Written(lambda: zipped({"folder/bridge.jsonl": _write_jsonl()}), ALL),
}
