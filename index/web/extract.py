"""A fetched page to the article on it, read as a saved page is: in a process that may use only so much."""

from pathlib import Path
from tempfile import TemporaryDirectory

from index.errors import BadInput, FetchFailed
from index.formats import html
from index.formats.record import Record
from index.text import to_line

_BLOCK = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section", "figure", "pre")
_HIDDEN = ("script", "style", "noscript", "template", "title")


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
    from lxml.html import document_fromstring

    try:
        root = document_fromstring("<html><body>" + fragment.replace("\x00", ""))
    except (ValueError, etree.LxmlError):  # text that is no HTML
        return ""
    etree.strip_elements(root, *_HIDDEN, etree.Comment, etree.PI, with_tail=False)
    words = []
    # The line breaks do not go into the tree: lxml reads control characters, but sets no text that holds them.
    for event, node in etree.iterwalk(root, events=("start", "end")):
        words.append("\n" if node.tag in _BLOCK else "")
        words.append((node.text if event == "start" else node.tail) or "")
    lines = (" ".join(line.split()) for line in "".join(words).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _recode(page: bytes, charset: str) -> bytes:
    """The page, in UTF-8 if the server named its encoding; where that is wrong, its own declaration decides."""
    try:
        return page.decode(charset).encode("utf-8-sig") if charset else page
    except (LookupError, UnicodeError):
        return page
