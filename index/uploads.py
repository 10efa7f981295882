"""Articles that were added from the page: files in the data directory's ``articles/``, a source like any other."""

import os
from contextlib import suppress
from pathlib import Path, PurePath

from index.articles import EXTENSIONS
from index.errors import BadInput
from index.generations import not_writable

_MAX_NAME_BYTES = 180


def uploads_folder(data: Path) -> Path:
    """Where uploaded articles are kept."""
    return data / "articles"


def keep_upload(data: Path, name: str, content: bytes) -> Path:
    """Keep an uploaded file, replacing an earlier one of the same name, and return where it is.

    Raises BadInput if the file is empty, of a kind that is not read, or cannot be written.
    """
    path = uploads_folder(data) / _to_file_name(name)
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


def _to_file_name(name: str) -> str:
    """The last part of what the browser calls the file, without anything that a path could mean."""
    last = PurePath(name.replace("\\", "/")).name
    clean = "".join(c if c.isprintable() and c not in '/:*?"<>|' else "_" for c in last).strip(" .")
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    stem = stem.encode()[: _MAX_NAME_BYTES - len(suffix.encode())].decode(errors="ignore")
    return f"{stem or 'article'}{suffix}"
