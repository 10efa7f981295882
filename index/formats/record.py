"""What a format finds in a file, before it becomes an Article: raw text and whatever the file says about itself."""

from dataclasses import dataclass, field
from pathlib import Path

from index.errors import BadInput
from index.formats.limits import MAX_ARTICLE_BYTES
from index.text import decode


@dataclass(frozen=True, slots=True)
class Record:
    """``locator`` tells the records of one file apart (a line number); empty where a file is one article.

    ``origin`` says in words where the file keeps what it says of itself, ``origins`` the same of single fields (title,
    published, publisher, language) that it keeps elsewhere. ``language`` is as it is written, such as “en-GB”.
    """

    text: str
    title: str = ""
    published: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    id: str = ""
    locator: str = ""
    language: str = ""
    origin: str = field(default="", compare=False)
    origins: dict[str, str] = field(default_factory=dict, compare=False)


def read_text(path: Path) -> str:
    """The decoded text of a file that is one article. Raises BadInput if it is too large or is not text."""
    size = path.stat().st_size
    if size > MAX_ARTICLE_BYTES:
        raise BadInput(
            f"is {size / 1e6:.1f} MB, and one article may have at most {MAX_ARTICLE_BYTES / 1e6:.0f} MB. "
            "Split it into one file an article, or use JSON Lines."
        )
    return decode(path.read_bytes())
