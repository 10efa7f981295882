"""Zip files opened with care: their list of members is measured before it is read, and so is every member."""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from index.errors import BadInput
from index.formats.limits import (
    MAX_ARCHIVE_DIRECTORY_BYTES,
    MAX_FILE_BYTES,
    MAX_MEMBER_RATIO,
    RATIO_FREE_BYTES,
)

_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_SIZE = 22
_CHUNK = 1 << 20


def open_zip(path: Path) -> zipfile.ZipFile:
    """Open a zip file for reading. Raises BadInput if it is none, or lists more members than it may."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END_SIZE - 0xFFFF))
        tail = file.read()
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise BadInput("not a whole zip file: its end is missing. Copy or download it again.")
    members, directory_bytes = struct.unpack_from("<HI", tail, end + 10)
    if tail[max(0, end - 20) : end].startswith(_END_64):
        raise BadInput("is of the kind for more than 4 GB or 65,000 files (zip64). Split it.")
    if directory_bytes > MAX_ARCHIVE_DIRECTORY_BYTES:
        raise BadInput(f"lists {members} files or more, which is too many. Split it.")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise BadInput("not a whole zip file: its list of files is damaged. Copy or download it again.") from None


def read_chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a member. Raises BadInput where it is encrypted, damaged, or larger than it may be."""
    if member.flag_bits & 1:
        raise BadInput("is encrypted. Pack it without a password.")
    unpacked = 0
    try:
        with archive.open(member) as file:
            while chunk := file.read(_CHUNK):
                unpacked += len(chunk)
                _check_size(unpacked, member.compress_size)
                yield chunk
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError):
        raise BadInput("is damaged in the archive. Pack it again.") from None
    except (NotImplementedError, RuntimeError):
        raise BadInput("is packed in a way that is not read. Pack it as an ordinary zip file.") from None
    except OSError as error:
        if error.errno:
            raise
        raise BadInput("is damaged in the archive. Pack it again.") from None  # as bz2 puts it


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MAX_FILE_BYTES:
        raise BadInput(f"unpacks to more than {MAX_FILE_BYTES / 1e6:.0f} MB. Split it.")
    if unpacked > RATIO_FREE_BYTES and unpacked > MAX_MEMBER_RATIO * max(packed, 1):
        raise BadInput(f"unpacks to over {MAX_MEMBER_RATIO} times its size, as no article does. Take it out.")
