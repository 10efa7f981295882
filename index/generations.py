"""Generations on disk: immutable directories, one of them CURRENT, published atomically and never written again.

data/
├── CURRENT                 the name of the generation that answers
├── generations/g000002/    catalog.db, chroma/, manifest.json
├── generations/g000003.partial/   being built; readers never look at it
└── articles/               what was uploaded
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import datetime
from pathlib import Path

from index.errors import BadInput, IndexDamaged, IndexMissing
from index.types import GenerationInfo

FORMAT = 2  # raise it when the catalog's tables or the meaning of a field change

_PARTIAL = ".partial"
_ASIDE = "aside-"
_NAME = re.compile(r"g\d{6,}")
_CHROMA_DATABASE = "chroma.sqlite3"


class Generations:
    """The generations of one data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data / "generations"

    def current(self) -> str:
        """The name of the published generation. Raises IndexMissing if there is none."""
        try:
            name = (self.data / "CURRENT").read_text().strip()
        except FileNotFoundError:
            raise IndexMissing(f"There is no index in {self.data} yet. Build it: python -m index") from None
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{self.data / 'CURRENT'} cannot be read ({error}).") from error
        if not _NAME.fullmatch(name) or not (self.folder / name / "manifest.json").is_file():
            raise IndexDamaged(
                f"The index in {self.data} names a generation ({name[:40]!r}) that is not there. "
                "Rebuild it: python -m index"
            )
        return name

    def path(self, name: str) -> Path:
        """The directory of a generation."""
        return self.folder / name

    def info(self, name: str) -> GenerationInfo:
        """What the generation's manifest says. Raises IndexDamaged if it cannot be read."""
        try:
            fields = json.loads((self.path(name) / "manifest.json").read_text())
            through = datetime.fromisoformat(fields["through"]).date() if fields["through"] else None
            return GenerationInfo(
                name=name,
                created=datetime.fromisoformat(fields["created"]),
                articles=fields["articles"],
                passages=fields["passages"],
                through=through,
                sources=tuple(fields["sources"]),
                fingerprint=fields["fingerprint"],
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"The manifest of generation {name} cannot be read ({error}). Rebuild the index: python -m index"
            ) from error

    def check(self, name: str) -> None:
        """Raise IndexDamaged if a file of the generation is not as it was published."""
        try:
            published = json.loads((self.path(name) / "manifest.json").read_text())["files"]
            found = _hash_files(self.path(name))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"Generation {name} cannot be read ({error}). Rebuild it: python -m index") from error
        for path, digest in published.items():
            if found.get(path) != digest:
                raise IndexDamaged(
                    f"{self.path(name) / path} is damaged or missing. Rebuild the index: python -m index"
                )

    def begin(self, copy_of: str | None) -> Path:
        """A new directory to build in, empty or a copy of a finished generation; unfinished ones are set aside."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._set_drafts_aside()
            draft = self.folder / f"{self._next_name()}{_PARTIAL}"
            if copy_of:
                shutil.copytree(self.path(copy_of), draft)
                (draft / "manifest.json").unlink()
            else:
                draft.mkdir()
            return draft
        except OSError as error:
            raise not_writable(self.data, error) from error

    def discard_drafts(self) -> None:
        """Clear away what unfinished builds left."""
        for draft in self.folder.glob(f"*{_PARTIAL}"):
            shutil.rmtree(draft, ignore_errors=True)

    def unfinished_catalogs(self) -> list[Path]:
        """The catalogs of the drafts that were set aside: what they embedded need not be embedded again."""
        return sorted(self.folder.glob(f"{_ASIDE}*{_PARTIAL}/catalog.db"))

    def discard_set_aside(self) -> None:
        """Clear away the drafts that were set aside."""
        for draft in self.folder.glob(f"{_ASIDE}*{_PARTIAL}"):
            shutil.rmtree(draft, ignore_errors=True)

    def _set_drafts_aside(self) -> None:
        for draft in self.folder.glob(f"*{_PARTIAL}"):
            shutil.rmtree(draft / "chroma", ignore_errors=True)
            if not draft.name.startswith(_ASIDE):
                os.rename(draft, self.folder / f"{_ASIDE}{time.time_ns()}{_PARTIAL}")

    def has_sound_catalog(self, name: str) -> bool:
        """Whether the generation's catalog is as it was published, whatever became of its vectors."""
        try:
            published = json.loads((self.path(name) / "manifest.json").read_text())["files"]["catalog.db"]
            with (self.path(name) / "catalog.db").open("rb") as file:
                return bool(hashlib.file_digest(file, "sha256").hexdigest() == published)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def publish(self, draft: Path, info: GenerationInfo) -> None:
        """Make a finished draft the generation that answers, safe against a crash at any point; keep the one before."""
        manifest = {
            "created": info.created.isoformat(),
            "articles": info.articles,
            "passages": info.passages,
            "through": info.through.isoformat() if info.through else None,
            "sources": list(info.sources),
            "fingerprint": info.fingerprint,
            "files": _hash_files(draft),
        }
        (draft / "manifest.json").write_text(json.dumps(manifest, indent=1))
        _sync_tree(draft)
        os.rename(draft, self.path(info.name))
        _sync(self.folder)
        replaced = self._replaced()
        write_atomically(self.data / "CURRENT", info.name + "\n")
        for name in self.finished():
            if name not in (info.name, replaced):
                shutil.rmtree(self.path(name), ignore_errors=True)

    def _replaced(self) -> str | None:
        """The generation that answers until now: the one to keep beside the new."""
        try:
            return self.current()
        except (IndexMissing, IndexDamaged):
            return None

    def finished(self) -> list[str]:
        """The names of all generations on disk, oldest first."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(path.name for path in found if _NAME.fullmatch(path.name))

    def _next_name(self) -> str:
        newest = max((int(name[1:]) for name in self.finished()), default=0)
        return f"g{newest + 1:06d}"


def _hash_files(folder: Path) -> dict[str, str]:
    """Sha256 of each file that stays as it was published, and what SQLite says of Chroma's database.

    Chroma writes to its database whenever it opens it; and below its sync threshold of 1,000 vectors they all live
    there, the graph's files being scratch that it fills anew (they then have no index_metadata.pickle).
    """
    hashes = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.name == _CHROMA_DATABASE:
            hashes[name] = _quick_check(path)
        elif path == folder / "catalog.db" or (path.parent / "index_metadata.pickle").is_file():
            with path.open("rb") as file:
                hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def _quick_check(database: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (result,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            (count,) = connection.execute("SELECT count(*) FROM embeddings").fetchone()
            (collections,) = connection.execute("SELECT count(*) FROM collections").fetchone()
            return f"{result}, {collections} collection, {count} vectors"
    except sqlite3.Error as error:
        return str(error)


def draft_name(draft: Path) -> str:
    """The name that a draft directory will be published under."""
    return draft.name.removesuffix(_PARTIAL)


def write_atomically(path: Path, text: str) -> None:
    """Replace a small file so that a reader, or a crash, sees the old or the new text and nothing between."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    _sync(path.parent)


def not_writable(data: Path, error: Exception) -> BadInput:
    """The error for a data directory that cannot be written."""
    # A copy of many files fails with a list of what failed.
    what = error.args[0][0][2] if isinstance(error, shutil.Error) else getattr(error, "strerror", None) or error
    return BadInput(
        f"The data directory {data} cannot be written ({what}). "
        "Make it writable, free some space, or name another with CLIPPINGS_DATA."
    )


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
