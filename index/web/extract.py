"""A fetched page to the article on it, read as a saved page is: in a process that may use only so much."""

from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import BadInput, FetchFailed
from index.formats import html
from index.formats.record import Record
from index.text import to_line

_BLOCK = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section", "figure", "pre")
_HIDDEN = ("script", "style", "noscript", "template")


def extract_article(page: bytes, url: str, charset: str = "") -> Record:
    """The article of an HTML page. Raises FetchFailed where there is none to be found."""
    with TemporaryDirectory(prefix="clippings-") as folder:
        path = Path(folder, "page.html")
        path.write_bytes(_recode(page, charset))
        try:
            [found] = html.read(path)
        except BadInput as error:
            raise FetchFailed(f"The page {to_line(url, 200)} cannot be used: {error}") from None
    assert isinstance(found, Record)
    return found


def html_to_text(fragment: str) -> str:
    """The words of a piece of HTML, its blocks on lines of their own."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        root = fragment_fromstring(fragment.replace("\x00", ""), create_parent="div")
    except (ValueError, etree.LxmlError):  # text that is no HTML
        return ""
    etree.strip_elements(root, *_HIDDEN, with_tail=False)
    for block in root.iter(*_BLOCK):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n\n".join(line for line in lines if line)


def _recode(page: bytes, charset: str) -> bytes:
    """The page, in UTF-8 if the server named its encoding; where that is wrong, its own declaration decides."""
    try:
        return page.decode(charset).encode("utf-8-sig") if charset else page
    except (LookupError, UnicodeError):
        return page
