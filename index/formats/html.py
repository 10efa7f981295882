"""Saved web pages: the article in the page and what the page says about it. Nothing that it links to is fetched."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInput
from index.formats.confined import read_confined
from index.formats.page_facts import PageFacts, read_facts
from index.formats.page_text import read_text
from index.formats.record import Record
from index.text import decode
from index.types import Rejected

EXTENSIONS = (".html", ".htm", ".xhtml")

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_DECLARED_WITHIN = 4096
# What a page may say it is written in. Python knows more, but some of those "encodings" are programs.
_ENCODINGS = {"utf-8", "koi8-r", "koi8-u", "mac-roman", "big5", "big5hkscs", "gb2312", "gbk", "gb18030", "shift_jis"}
_ENCODINGS |= {"cp866", "cp874", "cp932", "cp949", "euc_jp", "euc_kr", "iso2022_jp"}
_ENCODINGS |= {f"cp125{n}" for n in range(9)} | {f"iso8859-{n}" for n in range(1, 17)}
# As browsers read them: the second name is what pages mean by the first.
_MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
_EMBEDDED_FILE = re.compile(r"""data:[\w/+.-]*(?:;[\w=-]+)*;base64,[A-Za-z0-9+/=%\s]{200,}""")
_CUT_TAG = re.compile(r"</?[a-z][^<>]{0,2000}\Z|</?\Z", re.IGNORECASE)  # where a page was not saved to its end


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the article in the page as one record."""
    yield from read_confined(__name__, path)


def parse(path: Path) -> Iterator[Record]:
    """As ``read``, in this process: a page can be made to take hours."""
    from trafilatura import load_html

    page = decode_page(path.read_bytes())
    for pattern in (_EMBEDDED_FILE, _CUT_TAG):
        page = pattern.sub("", page)
    tree = load_html(page)
    facts = read_facts(tree) if tree is not None else PageFacts()
    paragraphs = read_text(tree, facts) if tree is not None else []
    if not paragraphs:
        raise BadInput("no article was found in the page. Save the article’s text as .txt.")
    yield Record(
        text="\n\n".join(paragraphs),
        title=facts.title,
        published=facts.published,
        publisher=facts.publisher,
        author=facts.author,
        url=facts.url,
        language=facts.language,
        origins=facts.origins,
    )


def decode_page(raw: bytes) -> str:
    """Decode a page as its byte-order mark or its head says, else as UTF-8. Raises BadInput: nothing is guessed."""
    declared = _DECLARED.search(raw, 0, _DECLARED_WITHIN)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or raw[:3] == b"\xef\xbb\xbf" or not declared:
        return decode(raw)
    name = declared[1].decode("ascii", "replace")
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    encoding = _MEANT.get(encoding, encoding)
    if encoding == "utf-8":
        return decode(raw)
    if encoding not in _ENCODINGS:
        raise BadInput(f"says that it is written in “{name}”, which is not read. Save it as UTF-8.")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(
            f"says that it is written in {name}, but byte {error.start} is not. Save it as UTF-8 from the browser."
        ) from None
