"""What a generation's files are, told so that any damage shows: one digest for each file, and one for the manifest."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

_CHROMA_DATABASE = "chroma.sqlite3"
# The only table that Chroma writes when it merely opens its database; nothing is read from it.
_WRITTEN_ON_OPENING = "acquire_write"


def digest_files(folder: Path) -> dict[str, str]:
    """A digest of each file that stays as it was published, by its path in ``folder``. Raises OSError.

    Below its sync threshold of 1,000 vectors Chroma keeps them all in its database, and the graph's files are scratch
    that it fills anew (they then have no index_metadata.pickle).
    """
    digests = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.name == _CHROMA_DATABASE:
            digests[name] = _digest_database(path)
        elif path == folder / "catalog.db" or (path.parent / "index_metadata.pickle").is_file():
            digests[name] = digest_file(path)
    return digests


def digest_file(path: Path) -> str:
    """Sha256 of a file that is never written again. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest_database(database: Path) -> str:
    """Sha256 over every row, or what SQLite has against the file; its bytes change whenever Chroma opens it."""
    digest = hashlib.sha256()
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes  # damaged text is no UTF-8
            (result,) = connection.execute("PRAGMA integrity_check(1)").fetchone()  # indexes against their tables
            if result != b"ok":
                return str(result)
            schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
            digest.update(repr(schema).encode())
            tables = [name.decode() for kind, name, _ in schema if kind == b"table"]
            for table in tables:
                if table != _WRITTEN_ON_OPENING:
                    for row in connection.execute(f'SELECT * FROM "{table}"'):
                        digest.update(repr(row).encode())
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return str(error)
    return digest.hexdigest()


def digest_fields(fields: Mapping[str, object]) -> str:
    """Sha256 of a manifest's fields, other than the digest itself."""
    content = {name: value for name, value in fields.items() if name != "digest"}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
