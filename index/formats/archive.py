"""Zip archives: every file in them that is read, one unpacked at a time under a name of ours."""

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from index.errors import BadInput
from index.formats import readers
from index.formats.confined import Stopped
from index.formats.limits import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_MEMBERS, MAX_NAME_LENGTH, MAX_STOPPED_MEMBERS
from index.formats.record import Record
from index.formats.zips import open_zip, read_chunks
from index.text import printable
from index.types import Rejected

EXTENSIONS = (".zip",)

_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass
class _Budget:
    """What is left for an archive and those within it."""

    members: int = MAX_ARCHIVE_MEMBERS
    bytes: int = MAX_ARCHIVE_BYTES
    stopped: int = MAX_STOPPED_MEMBERS
    names: set[str] = field(default_factory=set)


class _Exhausted(Exception):
    """The archive as a whole asks for too much; the rest of it is left alone."""


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the records of every file in the archive, each with the file's name in its locator."""
    is_empty = True
    try:
        for found in _read_archive(path, str(path), "", _Budget()):
            is_empty = False
            yield found
        if is_empty:
            raise BadInput("holds no articles. Pack files of the kinds that are read.")
    except _Exhausted as error:
        yield Rejected(str(path), str(error))


def _read_archive(path: Path, shown: str, within: str, budget: _Budget) -> Iterator[Record | Rejected]:
    """``shown`` is what the outermost archive is called, ``within`` the name in it of an archive that it holds."""
    with open_zip(path) as archive, TemporaryDirectory(prefix="clippings-") as folder:
        for member in archive.infolist():
            name = printable(member.filename)
            if name.endswith("/") or _is_hidden(name):  # as is_dir() has it, which fails where there is no name
                continue
            budget.members -= 1
            if budget.members < 0:
                raise _Exhausted(f"holds more than {MAX_ARCHIVE_MEMBERS} files, so the rest was not read. Split it.")
            locator = f"{within}/{name}" if within else name
            try:
                _check(member, name, locator, bool(within), budget)
                unpacked = Path(folder, f"member{PurePosixPath(name).suffix.lower()}")
                _unpack(archive, member, unpacked, budget)
                yield from _read_member(unpacked, shown, locator, budget)
            except (BadInput, OSError) as error:
                reason = f"cannot be read: {error.strerror}." if isinstance(error, OSError) else str(error)
                yield Rejected(f"{shown}#{locator[: 2 * MAX_NAME_LENGTH]}", reason)
                if isinstance(error, Stopped):
                    budget.stopped -= 1
                if budget.stopped < 0:
                    raise _Exhausted(
                        f"holds more than {MAX_STOPPED_MEMBERS} files that took too much to read, so the rest was not. "
                        "Take them out."
                    ) from None


def _is_hidden(name: str) -> bool:
    """What a folder's walk leaves out too, and what macOS adds."""
    return "__MACOSX" in name or any(part.startswith(".") and part != ".." for part in PurePosixPath(name).parts)


def _check(member: zipfile.ZipInfo, name: str, locator: str, is_nested: bool, budget: _Budget) -> None:
    parts = name.replace("\\", "/").split("/")
    if parts[0] == "" or ".." in parts or _DRIVE.match(name):
        raise BadInput("its name leads out of the archive. Pack the folder again with plain names.")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise BadInput("is a link, not a file. Pack the file itself.")
    if len(name) > MAX_NAME_LENGTH:
        raise BadInput(f"its name has over {MAX_NAME_LENGTH} characters. Shorten it.")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in EXTENSIONS and is_nested:
        raise BadInput("is an archive in an archive in an archive. Unpack it first.")
    if suffix not in readers():
        raise BadInput(f"this kind of file is not read. Known kinds: {', '.join(sorted(readers()))}.")
    if locator in budget.names:
        raise BadInput("the archive holds two files of this name. Rename one.")
    budget.names.add(locator)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, budget: _Budget) -> None:
    with target.open("wb") as file:
        for chunk in read_chunks(archive, member):
            budget.bytes -= len(chunk)
            if budget.bytes < 0:
                raise _Exhausted(
                    f"unpacks to more than {MAX_ARCHIVE_BYTES / 1e6:.0f} MB, so the rest was not read. Split it."
                )
            file.write(chunk)


def _read_member(unpacked: Path, shown: str, locator: str, budget: _Budget) -> Iterator[Record | Rejected]:
    if unpacked.suffix in EXTENSIONS:
        yield from _read_archive(unpacked, shown, locator, budget)
        return
    for found in readers()[unpacked.suffix](unpacked):
        if isinstance(found, Rejected):
            yield replace(found, path=found.path.replace(str(unpacked), f"{shown}#{locator}", 1))
        else:
            yield replace(found, locator=f"{locator}:{found.locator}" if found.locator else locator)
