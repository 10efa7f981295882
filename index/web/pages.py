"""Fetched articles on disk: one JSON line in one file for each canonical URL, a source for the index like any other.

data/web/
├── sources.json           the pages and feeds that are followed (index.web.sources)
└── pages/<hash>.jsonl     what they gave; the name is derived from the URL, so the same URL is the same article
"""

import hashlib
import json
from pathlib import Path

from index.errors import FetchFailed
from index.formats.record import Record
from index.generations import not_writable, write_atomically
from index.text import MAX_ARTICLE_BYTES, to_line

_FIELDS = {"title": "title", "date": "published", "publisher": "publisher", "author": "author", "language": "language"}
_MAX_ID = 200  # what index.articles keeps of an id


def pages_folder(data: Path) -> Path:
    """Where fetched articles are kept."""
    return data / "web" / "pages"


def page_path(data: Path, url: str) -> Path:
    """The file of the article with this canonical URL."""
    return pages_folder(data) / f"{_hash(url)}.jsonl"


def page_id(url: str) -> str:
    """What the index calls the article with this canonical URL."""
    return url if len(url) <= _MAX_ID else f"{url[: _MAX_ID - 17]}#{_hash(url)[:16]}"


def save_page(data: Path, url: str, article: Record) -> bool:
    """Keep an article under its canonical URL; whether that changed anything.

    What an earlier fetch knew of it and this one does not is kept: a feed often has the date that the page lacks.
    Raises FetchFailed if the article is too long to be one, BadInput if the data directory cannot be written.
    """
    path = page_path(data, url)
    before = _read_fields(path)
    fields = {
        "id": page_id(url),
        "text": article.text,
        "url": url,
    }
    for key, name in _FIELDS.items():
        origin = article.origins.get(name, article.origin)
        known = {key: getattr(article, name), f"{key}_from": origin} if getattr(article, name) else before
        fields |= {part: known.get(part, "") for part in (key, f"{key}_from")}
    fields = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}  # no half characters
    if fields == before:
        return False
    line = json.dumps(fields, ensure_ascii=False) + "\n"
    if len(line.encode()) > MAX_ARTICLE_BYTES:
        raise FetchFailed(f"{to_line(url, 200)} has more than {MAX_ARTICLE_BYTES / 1e6:.0f} MB of text.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, line)
    except OSError as error:
        raise not_writable(data, error) from error
    return True


def remove_page(data: Path, url: str) -> bool:
    """Remove the article with this canonical URL; whether there was one."""
    try:
        page_path(data, url).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise not_writable(data, error) from error
    return True


def _read_fields(path: Path) -> dict[str, str]:
    """What is kept already; nothing where that is missing or damaged and will be written anew."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return fields if isinstance(fields, dict) and all(isinstance(value, str) for value in fields.values()) else {}


def _hash(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]
