"""Generations on disk: immutable directories, one of them CURRENT, published atomically and never written again.

data/
├── CURRENT                 the name of the generation that answers
├── generations/g000002/    catalog.db, chroma/, manifest.json
├── generations/g000003.partial/   being built; readers never look at it
├── generations/g000001.gone/      being deleted
└── articles/               what was uploaded
"""

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from index.digests import digest_fields, digest_file, digest_files
from index.errors import BadInput, IndexDamaged, IndexMissing
from index.holding import GONE, MANIFEST, delete, delete_unless_held
from index.types import GenerationInfo

FORMAT = 2  # raise it when the catalog's tables or the meaning of a field change

_PARTIAL = ".partial"
_ASIDE = "aside-"
_NAME = re.compile(r"g\d{6,}")


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
            raise IndexDamaged(
                f"{self.data / 'CURRENT'} cannot be read ({error}). Rebuild the index: python -m index"
            ) from error
        if not _NAME.fullmatch(name) or not (self.folder / name / MANIFEST).is_file():
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
            fields = self._manifest(name)
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
            published = self._manifest(name)["files"]
            found = digest_files(self.path(name))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(f"Generation {name} cannot be read ({error}). Rebuild it: python -m index") from error
        for path, digest in published.items():
            if found.get(path) != digest:
                raise IndexDamaged(
                    f"{self.path(name) / path} is damaged or missing. Rebuild the index: python -m index"
                )

    def _manifest(self, name: str) -> dict:  # type: ignore[type-arg]
        fields = json.loads((self.path(name) / MANIFEST).read_text())
        if not isinstance(fields, dict):
            raise ValueError("it is no object")
        # Format 1 had no digest; what it says of its sources and its format is still wanted.
        if "digest" in fields and fields["digest"] != digest_fields(fields):
            raise ValueError("its digest does not match")
        return fields

    def newest_first(self) -> Iterator[GenerationInfo]:
        """Every generation that can say what it is: the one that answers, then the others from the newest on."""
        names = self.finished()[::-1]
        with suppress(IndexMissing, IndexDamaged):
            current = self.current()
            names = [current, *(name for name in names if name != current)]
        for name in names:
            with suppress(IndexDamaged):
                yield self.info(name)

    def newest_sound(self, fingerprint: str | None = None) -> GenerationInfo | None:
        """The generation that answers, or if that is damaged the newest other one that is as it was published."""
        for info in self.newest_first():
            if fingerprint in (None, info.fingerprint):
                with suppress(IndexDamaged):
                    self.check(info.name)
                    return info
        return None

    def were_published(self) -> bool:
        """Whether there was an index here, whatever became of its generations."""
        return os.path.lexists(self.data / "CURRENT")

    def answers(self, name: str) -> bool:
        """Whether this generation is the published one."""
        with suppress(IndexMissing, IndexDamaged):
            return self.current() == name
        return False

    def point_at(self, name: str) -> None:
        """Let a generation answer, from one moment to the next."""
        write_atomically(self.data / "CURRENT", name + "\n")

    def begin(self, copy_of: str | None) -> Path:
        """A new directory to build in, empty or a copy of a finished generation; unfinished ones are set aside."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._set_drafts_aside()
            draft = self.folder / f"{self._next_name()}{_PARTIAL}"
            if copy_of:
                shutil.copytree(self.path(copy_of), draft)
                (draft / MANIFEST).unlink()
            else:
                draft.mkdir()
            return draft
        except OSError as error:
            self.discard_drafts()  # half a copy on a full disk would keep it full
            raise not_writable(self.data, error) from error

    def discard_drafts(self) -> None:
        """Clear away what unfinished builds and deletions left."""
        for leftover in (*self.folder.glob(f"*{_PARTIAL}"), *self.folder.glob(f"*{GONE}")):
            shutil.rmtree(leftover, ignore_errors=True)
        for leftover in self.data.glob(".CURRENT.*"):
            leftover.unlink(missing_ok=True)

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
            published = self._manifest(name)["files"]["catalog.db"]
            return bool(digest_file(self.path(name) / "catalog.db") == published)
        except (OSError, ValueError, KeyError, TypeError):
            return False

    def publish(self, draft: Path, info: GenerationInfo) -> None:
        """Make a finished draft the generation that answers, safe against a crash at any point; keep the one before."""
        before = self.newest_sound()
        manifest: dict[str, object] = {
            "created": info.created.isoformat(),
            "articles": info.articles,
            "passages": info.passages,
            "through": info.through.isoformat() if info.through else None,
            "sources": list(info.sources),
            "fingerprint": info.fingerprint,
            "files": digest_files(draft),
        }
        manifest["digest"] = digest_fields(manifest)
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=1))
        _sync_tree(draft)
        os.rename(draft, self.path(info.name))
        _sync(self.folder)
        self.point_at(info.name)
        for name in self.finished():
            if name not in (info.name, before and before.name):
                delete_unless_held(self.path(name))
        self.discard_drafts()

    def delete_others(self, name: str) -> None:
        """Delete every generation but this one, whoever reads them, and what unfinished builds left."""
        for other in self.finished():
            if other != name:
                delete(self.path(other))
        self.discard_drafts()

    def finished(self) -> list[str]:
        """The names of all generations on disk, oldest first. Raises BadInput if they cannot be listed."""
        try:
            return sorted(name for name in os.listdir(self.folder) if _NAME.fullmatch(name))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise BadInput(
                f"The data directory {self.data} cannot be read ({error.strerror}). Make it readable, or name another "
                "with CLIPPINGS_DATA."
            ) from error

    def _next_name(self) -> str:
        newest = max((int(name[1:]) for name in self.finished()), default=0)
        return f"g{newest + 1:06d}"


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
