"""Word files: a zip of XML parts, of which text and properties are read as a stream. No part becomes a tree."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from index.errors import BadInput
from index.formats.confined import read_confined
from index.formats.record import Record
from index.formats.zips import open_zip, read_chunks
from index.types import Rejected

EXTENSIONS = (".docx",)

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_HIDDEN = {"del", "moveFrom", "instrText", "delText", "Fallback"}  # struck out, field codes, the same once more
_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")
_MADE_FROM_NOTHING = "2013-12-23T23:15:00Z"  # in every file that python-docx makes from its template


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the file as one record."""
    yield from read_confined(__name__, path)


def parse(path: Path) -> Iterator[Record]:
    """As ``read``, in this process."""
    with path.open("rb") as file:
        if file.read(8) == _OLD_WORD:
            raise BadInput("is protected with a password, or an old .doc file. Save it from Word as .docx without one.")
    with open_zip(path) as parts:
        if "word/document.xml" not in parts.namelist():
            raise BadInput("not a Word file: it has no word/document.xml. Save it from Word as .docx.")
        body = _Body()
        _parse_part(parts, "word/document.xml", body)
        properties = _Properties()
        if "docProps/core.xml" in parts.namelist():
            _parse_part(parts, "docProps/core.xml", properties)
    found = properties.found
    title = found.get("title") or body.title
    paragraphs = body.paragraphs
    if paragraphs and paragraphs[0].casefold() == title.casefold():
        paragraphs = paragraphs[1:]
    created = found.get("created", "")
    yield Record(
        text="\n\n".join(paragraphs),
        title=title,
        published="" if created == _MADE_FROM_NOTHING else created,
        author=found.get("creator", ""),
        language=found.get("language", ""),
        origin="the file’s properties",
        origins={} if found.get("title") else {"title": "a heading in the text"},
    )


def _parse_part(parts: ZipFile, name: str, target: "_Part") -> None:
    from lxml import etree

    parser = etree.XMLParser(target=target, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        for chunk in read_chunks(parts, parts.getinfo(name)):
            parser.feed(chunk)
        parser.close()
    except etree.XMLSyntaxError:
        raise BadInput("is damaged: its XML is not well formed. Save it again from Word, or as .txt.") from None


class _Part:
    """What an XML parser tells of one part of the file, as it reads it."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text within the element."""

    def doctype(self, *_: object) -> None:
        """No part may have one: it can define entities, which grow without end or name files to read."""
        raise BadInput("declares XML entities, which no Word file does. Save it again from Word.")

    def close(self) -> None:
        """The part ends."""


class _Body(_Part):
    """The paragraphs in their order, those of tables and text boxes too."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.title = ""
        self._open: list[list[str]] = []  # paragraphs that have begun: a text box lies within one
        self._hidden = 0
        self._in_text = False
        self._is_title = False
        self._is_invisible = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name in _HIDDEN:
            self._hidden += 1
        elif not tag.startswith((_WORD, _STRICT)):
            return
        elif name == "p":
            self._open.append([])
            self._is_title = False
        elif name == "pStyle":
            self._is_title = attributes.get(f"{tag[: -len(name)]}val") == "Title"
        elif name == "r":
            self._is_invisible = False
        elif name == "vanish":  # hidden text; that of a paragraph's mark is over before a run begins
            self._is_invisible = attributes.get(f"{tag[: -len(name)]}val", "true") not in ("0", "false", "off")
        elif name == "t":
            self._in_text = True
        elif name in ("tab", "br", "cr", "noBreakHyphen"):
            self._add({"tab": " ", "noBreakHyphen": "-"}.get(name, "\n"))

    def data(self, text: str) -> None:
        if self._in_text:
            self._add(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in _HIDDEN:
            self._hidden -= 1
        elif not tag.startswith((_WORD, _STRICT)):
            return
        elif name == "t":
            self._in_text = False
        elif name == "r":
            self._is_invisible = False
        elif name == "p":
            paragraph = "".join(self._open.pop()).strip()
            if paragraph:
                self.paragraphs.append(paragraph)
            if self._is_title and not self.title:
                self.title = paragraph

    def _add(self, text: str) -> None:
        if self._open and not self._hidden and not self._is_invisible:
            self._open[-1].append(text)


class _Properties(_Part):
    """The file's own title, creator and date of creation, by the last part of their names."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._name = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._name = tag.rpartition("}")[2]

    def data(self, text: str) -> None:
        self.found[self._name] = self.found.get(self._name, "") + text

    def end(self, tag: str) -> None:
        self._name = ""
