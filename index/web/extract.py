"""A fetched page to the article on it: its main text and what it says of itself; trafilatura is imported here only."""

import re
from dataclasses import dataclass, field

from index.errors import FetchFailed
from index.text import to_line

# A news page has some thousand tags; 100,000 take trafilatura about 15 seconds, and the time grows with their number.
_MAX_TAGS = 100_000
_TAG = re.compile(rb"<[A-Za-z]")
PAGE = "the page’s metadata"
_BLOCK = ("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section", "figure", "pre")
_HIDDEN = ("script", "style", "noscript", "template")


@dataclass(frozen=True, slots=True)
class Extracted:
    """An article as a page or a feed gives it; whatever is not known is empty. ``date`` is as it was written.

    ``origins`` says in words where title, date and publisher come from, if not from the page.
    """

    text: str
    title: str = ""
    date: str = ""
    author: str = ""
    publisher: str = ""
    origins: dict[str, str] = field(default_factory=dict)


def extract_article(html: bytes, url: str, charset: str = "") -> Extracted:
    """The article of an HTML page. Raises FetchFailed where there is none to be found."""
    if len(_TAG.findall(html)) > _MAX_TAGS:
        raise FetchFailed(f"{to_line(url, 200)} has more than {_MAX_TAGS:,} tags, which no article has.")
    from trafilatura import bare_extraction  # half a second that only a fetch should pay

    try:
        found = bare_extraction(
            _decode(html, charset),
            url=url,
            with_metadata=True,
            include_comments=False,
            # Only dates that the page states: an extensive search would take any date in its text.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # whatever a page makes the parser do, the other sources go on
        raise FetchFailed(f"The page {to_line(url, 200)} is damaged ({type(error).__name__}).") from error
    if found is None or isinstance(found, dict) or not (text := (found.text or "").strip()):
        raise FetchFailed(f"On {to_line(url, 200)} no article text was found.")
    title = to_line(found.title or "")
    return Extracted(
        text=_without_title(text, title),
        title=title,
        date=found.date or "",
        author=to_line((found.author or "").replace("; ", ", "), 200),
        publisher=to_line(found.sitename or "", 120),
    )


def html_to_text(fragment: str) -> str:
    """The words of a piece of HTML, its blocks on lines of their own."""
    if "<" not in fragment and "&" not in fragment:
        return fragment.strip()
    from lxml import html

    try:
        root = html.fragment_fromstring(fragment.replace("\x00", ""), create_parent="div")
    except (ValueError, html.etree.LxmlError):  # text that is no HTML
        return ""
    html.etree.strip_elements(root, *_HIDDEN, with_tail=False)
    for block in root.iter(*_BLOCK):
        block.text = f"\n{block.text or ''}"
        block.tail = f"\n{block.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n\n".join(line for line in lines if line)


def _decode(html: bytes, charset: str) -> str | bytes:
    """The page in the encoding that the server named; where that fails, its own declaration decides."""
    try:
        return html.decode(charset) if charset else html
    except (LookupError, UnicodeError):
        return html


def _without_title(text: str, title: str) -> str:
    """The text without the headline that opens it once more."""
    first, _, rest = text.partition("\n")
    return rest.lstrip() if rest.strip() and to_line(first) == title else text
