"""Files made to do harm: each is read or refused in time, within memory, and leaves nothing behind."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evals.hostile import SECONDS, read_in_another_process, snapshot
from index.uploads import keep_upload
from tests.index.formats import hostile
from tests.index.formats.read_hostile import MEMORY
from tests.index.formats.reasons import assert_sentence

ROOT = Path(__file__).parents[3]
SECONDS_ON_A_BUSY_MACHINE = 60

# How many articles come out of a file, and a part of the reason for what does not.
EXPECTED = {
    "text": {
        "nul.txt": (0, "NUL bytes"),
        "lone-surrogates.txt": (0, "not valid UTF-8"),
        "utf16-without-mark.txt": (0, ""),
        "line-of-50-mb.txt": (0, "at most 5 MB"),
        "only-zero-width.txt": (0, "no text"),
    },
    "markdown": {
        "python-object.md": (1, ""),
        "large-front-matter.md": (0, "front matter is over"),
    },
    "json": {
        "line-of-50-mb.jsonl": (1, "over 5 MB"),
        "same-ids.jsonl": (4, ""),
        "many-values.json": (0, ""),
        "many-articles.json": (10000, "not a JSON object"),
    },
    "table": {
        "open-quote.csv": (1, "stays open, so nothing from here on"),
        "open-quote-small.csv": (0, "stays open"),
        "cut-text.csv": (0, "5 cells where the header has 3"),
        "no-text.csv": (0, "“a”, “b”, “c”"),
    },
    "html": {
        "utf7.html": (0, "“utf-7”"),
        "fetches.html": (1, ""),
        "many-bases.html": (1, ""),
        "many-json-ld.html": (1, ""),
        "many-quotes.html": (1, ""),
        "byline-of-blanks.html": (1, ""),
    },
    "pdf": {
        "bomb.pdf": (0, "page 1 cannot be read"),
        "many-lines.pdf": (0, "took more than"),
        "password.pdf": (0, "password"),
        "password-aes.pdf": (0, "password"),
        "no-password-aes.pdf": (1, ""),
        "picture.pdf": (0, "pictures without text"),
        "truncated.pdf": (0, "end is missing"),
        "form-in-itself.pdf": (1, ""),
    },
    "docx": {
        "entities.docx": (0, "XML entities"),
        "outside-entity.docx": (0, "XML entities"),
        "old-or-encrypted.docx": (0, "password"),
    },
    "zip": {
        "bomb.zip": (1, "over 200 times"),
        "overlapping.zip": (0, "200 times"),
        "nested.zip": (2, "in an archive in an archive"),
        "above.zip": (1, "leads out of the archive"),
        "above-windows.zip": (1, "leads out of the archive"),
        "absolute.zip": (0, "leads out of the archive"),
        "link.zip": (1, "is a link"),
        "names.zip": (6, "over 255 characters"),
        "same-names.zip": (2, "two files of this name"),
        "encrypted.zip": (0, "encrypted"),
        "more-members.zip": (0, "more than 10000 files"),
        "of-bad-files.zip": (1, "password"),
    },
}


def assert_harmless(folder: Path, around: Path) -> dict[str, dict[str, object]]:
    before = snapshot(folder)
    outcomes, usage = read_in_another_process(folder, around)
    assert usage.left_behind == ()
    assert len(outcomes) == len(list(folder.iterdir()))
    for name, outcome in outcomes.items():
        assert outcome["processor_seconds"] <= SECONDS, name
        assert outcome["seconds"] <= SECONDS_ON_A_BUSY_MACHINE, name
        ids, rejected = outcome["ids"], outcome["rejected"]
        assert isinstance(ids, list) and isinstance(rejected, list)
        assert len(set(ids)) == len(ids), name
        assert all(identifier.isprintable() for identifier in ids), name
        for path, reason in rejected:
            assert path.isprintable(), name
            assert_sentence(reason)
    assert snapshot(folder) == before
    assert usage.memory < MEMORY
    assert usage.leaks == ()
    return outcomes


@pytest.mark.parametrize("group", hostile.GROUPS)
def test_files_that_were_made_to_do_harm_do_none(group: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, content in hostile.GROUPS[group]().items():
        (folder / name).write_bytes(content)
    outcomes = assert_harmless(folder, tmp_path)
    for name, (articles, reason) in EXPECTED[group].items():
        ids, rejected = outcomes[name]["ids"], outcomes[name]["rejected"]
        assert isinstance(ids, list) and isinstance(rejected, list)
        assert len(ids) == articles, name
        assert any(reason in given for _, given in rejected) or not reason, (name, rejected[:3])
    for path in folder.iterdir():  # half a gigabyte
        path.unlink()


def test_names_that_a_disk_can_hold_do_no_harm(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    hostile.odd_names(folder)
    outcomes = assert_harmless(folder, tmp_path)
    assert sum(len(outcome["ids"]) for outcome in outcomes.values() if isinstance(outcome["ids"], list)) == 8


@pytest.mark.parametrize(
    "name",
    ["../up.txt", "..\\up.txt", "/etc/up.txt", "C:\\up.txt", "n" * 300 + ".txt", "\x00up.txt", "up\u202etxt.txt"],
)
def test_an_upload_stays_in_its_folder_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    path = keep_upload(tmp_path / "data", name, b"The bridge is open.")
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]
    assert path.parent == tmp_path / "data" / "articles"
    assert len(os.fsencode(path.name)) <= 255


def test_the_child_that_reads_may_neither_write_nor_connect(tmp_path: Path) -> None:
    code = f"""
import socket, subprocess, sys
from index.formats import confined_child
sys.addaudithook(confined_child._forbid)
open({str(__file__)!r}).close()
for attempt in (
    lambda: open({str(tmp_path / "written")!r}, "w"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
    lambda: subprocess.run(["true"]),
):
    try:
        attempt()
    except PermissionError as error:
        assert "asked for" in str(error)
    else:
        raise SystemExit("it could")
"""
    began = time.monotonic()
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")
    assert time.monotonic() - began < SECONDS
    assert list(tmp_path.iterdir()) == []
