"""Articles that were added from the page: files in the data directory's ``articles/``, a source like any other."""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePath

from index.articles import EXTENSIONS
from index.errors import BadInput
from index.generations import not_writable, write_atomically
from index.text import MAX_ARTICLE_BYTES
from index.types import Article

_MAX_NAME_BYTES = 180


def uploads_folder(data: Path) -> Path:
    """Where uploaded articles are kept."""
    return data / "articles"


def has_another(data: Path, name: str, content: bytes) -> bool:
    """Whether a file of this name is kept already that says something else."""
    path = uploads_folder(data) / _to_file_name(name)
    try:
        return path.read_bytes() != content
    except OSError:  # there is none; what else may be wrong is said when this one is kept
        return False


def remove_upload(data: Path, name: str) -> None:
    """Take an uploaded file away, whatever is in it. Raises BadInput if it cannot be deleted."""
    try:
        (uploads_folder(data) / _to_file_name(name)).unlink(missing_ok=True)
    except OSError as error:
        raise not_writable(data, error) from error


def keep_upload(data: Path, name: str, content: bytes, *, beside: bool = False) -> Path:
    """Keep an uploaded file and return where it is: in place of an earlier one of the same name, or ``beside`` it.

    Raises BadInput if the file is empty, of a kind that is not read, or cannot be written.
    """
    path = uploads_folder(data) / _to_file_name(name)
    if beside:
        path = _free_path(path, path.suffix)
    if path.suffix.lower() not in EXTENSIONS:
        raise BadInput(f"{path.name}: this kind of file is not read. Known kinds: {', '.join(EXTENSIONS)}.")
    if not content.strip():
        raise BadInput(f"{path.name}: the file is empty.")
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise not_writable(data, error) from error
    return path


def keep_only(path: Path, articles: Sequence[Article]) -> Path | None:
    """Let a file of the data directory hold nothing but these articles of it, under their ids, and return where it is.

    It becomes JSON Lines, or is deleted where no article is left. Where one of them is too long for a line, it stays.
    """
    if not articles:
        path.unlink()
        return None
    lines = [json.dumps(_to_fields(article), ensure_ascii=False) + "\n" for article in articles]
    if max(len(line.encode()) for line in lines) > MAX_ARTICLE_BYTES:
        return path
    target = path if path.suffix.lower() == ".jsonl" else _free_path(path, ".jsonl")
    write_atomically(target, "".join(lines))
    if target != path:
        path.unlink()
    return target


def _to_fields(article: Article) -> dict[str, str]:
    fields = {
        "id": article.id,
        "title": "" if article.title_derived else article.title,
        "text": article.text,
        "date": article.published.isoformat() if article.published else "",
        "publisher": article.publisher or "",
        "author": article.author or "",
        "url": article.url or "",
        "language": article.language or "",
        "title_from": "" if article.title_derived else article.origins.title,
        "date_from": article.origins.published,
        "publisher_from": article.origins.publisher,
        "language_from": article.origins.language,
    }
    return {name: value for name, value in fields.items() if value}


def _free_path(path: Path, suffix: str) -> Path:
    names = (f"{path.stem}{number}{suffix}" for number in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())


def _to_file_name(name: str) -> str:
    """The last part of what the browser calls the file, without anything that a path could mean."""
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(c if c.isprintable() and c not in '/:*?"<>|' else "_" for c in last).strip(" .")
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    stem = stem.encode()[: _MAX_NAME_BYTES - len(suffix.encode())].decode(errors="ignore")
    return f"{stem or 'article'}{suffix}"
