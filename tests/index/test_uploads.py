"""Uploaded files: kept under a safe name, whole, and part of the index from then on."""

from pathlib import Path

import pytest

from index.errors import BadInput
from index.uploads import has_another, keep_upload, remove_upload, uploads_folder
from tests.index.desk import Desk


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("ferry.txt", "ferry.txt"),
        ("Ferry strike (2).MD", "Ferry strike (2).MD"),
        ("../../etc/cron.d/x.txt", "x.txt"),
        ("C:\\Users\\Ann\\ferry.txt", "ferry.txt"),
        ("/ferry.txt", "ferry.txt"),
        (".ferry.txt", "ferry.txt"),
        ("ferry\x00\n.txt", "ferry__.txt"),
        ('a:b*c?"<>|.txt', "a_b_c_____.txt"),
        ("fähre 👍.jsonl", "fähre 👍.jsonl"),
        ("\ud800.txt", "_.txt"),
        ("ferry.txt .", "ferry.txt"),
        ("x" * 300 + ".txt", "x" * 176 + ".txt"),
        ("ä" * 300 + ".txt", "ä" * 88 + ".txt"),
    ],
)
def test_names_are_safe(tmp_path: Path, name: str, kept: str) -> None:
    path = keep_upload(tmp_path, name, b"Words.")
    assert path == tmp_path / "articles" / kept
    assert path.read_bytes() == b"Words."
    assert [file.name for file in uploads_folder(tmp_path).iterdir()] == [kept]


def test_an_upload_replaces_one_of_the_same_name(tmp_path: Path) -> None:
    keep_upload(tmp_path, "ferry.txt", b"Old words.")
    assert keep_upload(tmp_path, "ferry.txt", b"New words.").read_bytes() == b"New words."


def test_an_upload_can_be_kept_beside_one_of_the_same_name(tmp_path: Path) -> None:
    first = keep_upload(tmp_path, "ferry.txt", b"Old words.")
    assert not has_another(tmp_path, "ferry.txt", b"Old words.")
    assert has_another(tmp_path, "some/ferry.txt", b"New words.")
    second = keep_upload(tmp_path, "ferry.txt", b"New words.", beside=True)
    assert (first.read_bytes(), second.name, second.read_bytes()) == (b"Old words.", "ferry-2.txt", b"New words.")


def test_an_upload_can_be_removed_and_nothing_outside_its_folder(tmp_path: Path) -> None:
    keep_upload(tmp_path, "ferry.txt", b"Words.")
    (tmp_path / "catalog.txt").write_text("kept")
    remove_upload(tmp_path, "../catalog.txt")
    remove_upload(tmp_path, "ferry.txt")
    assert list(uploads_folder(tmp_path).iterdir()) == []
    assert (tmp_path / "catalog.txt").exists()


@pytest.mark.parametrize("name", ["ferry.doc", "ferry", "", "..", "/", ".txt", "ferry.txt.exe"])
def test_other_kinds_of_file_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r"this kind of file is not read\. Known kinds: \.csv, "):
        keep_upload(tmp_path, name, b"Words.")
    assert not uploads_folder(tmp_path).exists()


@pytest.mark.parametrize("content", [b"", b" \n\t"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput, match=r"^ferry\.txt: the file is empty\.$"):
        keep_upload(tmp_path, "ferry.txt", content)


@pytest.mark.usefixtures("permissions_count")
def test_a_folder_that_may_not_be_written_is_bad_input(tmp_path: Path) -> None:
    keep_upload(tmp_path, "ferry.txt", b"Old words.")
    uploads_folder(tmp_path).chmod(0o555)
    with pytest.raises(BadInput, match=r"cannot be written \(Permission denied\)"):
        keep_upload(tmp_path, "ferry.txt", b"New words.")
    assert (uploads_folder(tmp_path) / "ferry.txt").read_bytes() == b"Old words."


def test_a_name_that_a_folder_has_is_bad_input_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (uploads_folder(tmp_path) / "ferry.txt").mkdir(parents=True)
    with pytest.raises(BadInput, match="cannot be written"):
        keep_upload(tmp_path, "ferry.txt", b"Words.")
    assert [file.name for file in uploads_folder(tmp_path).iterdir()] == ["ferry.txt"]


def test_a_file_in_the_way_of_the_folder_is_bad_input(tmp_path: Path) -> None:
    uploads_folder(tmp_path).write_text("a file in the way")
    with pytest.raises(BadInput, match="cannot be written"):
        keep_upload(tmp_path, "ferry.txt", b"Words.")


def test_uploads_always_belong_to_the_index(desk: Desk) -> None:
    keep_upload(desk.data, "late.txt", b"A late ferry left.")
    assert "articles/late.txt" in desk.build().added
    keep_upload(desk.data, "later.txt", b"A later ferry left.")
    report = desk.build()
    assert (report.added, report.unchanged) == (("articles/later.txt",), 7)
    (uploads_folder(desk.data) / "late.txt").unlink()
    assert desk.build().removed == ("articles/late.txt",)


def test_a_data_directory_can_be_moved(desk: Desk) -> None:
    keep_upload(desk.data, "late.txt", b"A late ferry left.")
    desk.build()
    desk.data = desk.data.rename(desk.data.with_name("moved"))
    assert desk.build_as_before().unchanged == 7
