"""A published generation with a damaged file: the reader notices or is not harmed, and the next build repairs it."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.generations import Generations
from tests.index.desk import STORIES, Desk

QUESTIONS = {"ferry crews": "news/ferry.txt", "tram network": "news/tram.txt", "apple harvests": "news/orchard.txt"}


def empty(path: Path) -> None:
    os.truncate(path, 0)


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Turn over every bit of sixteen bytes in the middle."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 16] = bytes(255 - byte for byte in content[middle : middle + 16])
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


DAMAGES: list[Callable[[Path], None]] = [empty, halve, flip, remove]


def damage_file(desk: Desk, pattern: str, damage: Callable[[Path], None]) -> None:
    (path,) = (desk.data / "generations" / "g000001").rglob(pattern)
    damage(path)


def assert_noticed_or_harmless(desk: Desk) -> None:
    try:
        answers = {question: desk.ask(question) for question in QUESTIONS}
    except IndexDamaged as error:
        assert "python -m index" in str(error)
    else:
        assert answers == {question: (article, article) for question, article in QUESTIONS.items()}


def assert_repaired(desk: Desk) -> None:
    report = desk.build()
    assert report.articles >= 6
    assert {question: desk.ask(question) for question in QUESTIONS} == {
        question: (article, article) for question, article in QUESTIONS.items()
    }


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        *(("catalog.db", damage) for damage in DAMAGES),
        *(("manifest.json", damage) for damage in DAMAGES),
        *(
            (scratch, damage)
            for scratch in ("data_level0.bin", "header.bin", "length.bin")
            for damage in (flip, remove)
        ),
    ],
)
def test_a_damaged_file_is_noticed_or_harmless_and_repaired(
    built: Desk, file: str, damage: Callable[[Path], None]
) -> None:
    damage_file(built, file, damage)
    assert_noticed_or_harmless(built)
    assert_repaired(built)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_of_vectors_is_noticed_or_harmless(built: Desk, damage: Callable[[Path], None]) -> None:
    damage_file(built, "chroma.sqlite3", damage)
    assert_noticed_or_harmless(built)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("something_new", [False, True])
def test_a_damaged_database_of_vectors_is_repaired(
    built: Desk, damage: Callable[[Path], None], something_new: bool
) -> None:
    damage_file(built, "chroma.sqlite3", damage)
    if something_new:
        built.write("comet.txt", "A comet passed Neptune.")
    assert_repaired(built)


def test_a_database_without_its_collection_is_repaired(built: Desk) -> None:
    import chromadb

    (folder,) = (path.parent for path in built.data.rglob("chroma.sqlite3"))
    client = chromadb.PersistentClient(str(folder))
    client.delete_collection("passages")
    client.close()
    assert_noticed_or_harmless(built)
    assert_repaired(built)


def flip_byte(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 255
    path.write_bytes(content)


def truncate_by_one(path: Path, _: int) -> None:
    os.truncate(path, max(0, path.stat().st_size - 1))


def generation_files(desk: Desk) -> list[Path]:
    return sorted(path for path in (desk.data / "generations" / "g000001").rglob("*") if path.is_file())


def places(path: Path) -> list[int]:
    """The bytes to flip: of a header many, of the rest one now and then."""
    size = path.stat().st_size
    return sorted({*range(0, min(size, 100), 3), *range(0, size, max(1, size // 20)), size - 1}) if size else []


def test_any_flipped_byte_is_noticed_or_harmless(built: Desk) -> None:
    whole = {path: path.read_bytes() for path in generation_files(built)}
    for damaged, content in whole.items():
        for damage, at in [*((flip_byte, at) for at in places(damaged)), (truncate_by_one, 0)]:
            damage(damaged, at)
            assert_noticed_or_harmless(built)
            for path, before in whole.items():
                path.write_bytes(before)
        assert content == damaged.read_bytes()
    assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")


@pytest.fixture(scope="module")
def large_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index over Chroma's sync threshold of 1,000 vectors, so that the graph's files count."""
    folder = tmp_path_factory.mktemp("large")
    desk = Desk(folder / "news", folder / "data")
    for name, text in STORIES.items():
        desk.write(name, text)
    desk.write(
        "many.jsonl",
        "\n".join(
            json.dumps({"text": f"The a{n} met b{n} near c{n} after d{n} and e{n} left f{n} for g{n}."})
            for n in range(1_100)
        ),
    )
    desk.build()
    return folder


@pytest.mark.parametrize(
    "file", ["data_level0.bin", "header.bin", "length.bin", "link_lists.bin", "index_metadata.pickle"]
)
@pytest.mark.parametrize("damage", [halve, remove])
def test_the_files_of_a_large_index_are_watched(
    large_once: Path, tmp_path: Path, file: str, damage: Callable[[Path], None]
) -> None:
    shutil.copytree(large_once / "data", tmp_path / "data")
    desk = Desk(large_once / "news", tmp_path / "data")
    (path,) = (desk.data / "generations").rglob(file)
    if damage is halve and not path.stat().st_size:
        path.write_bytes(b"junk")
    else:
        damage(path)
    with pytest.raises(IndexDamaged, match="is damaged or missing"):
        desk.ask("ferry crews")


def test_a_large_index_is_repaired(large_once: Path, tmp_path: Path) -> None:
    shutil.copytree(large_once / "data", tmp_path / "data")
    desk = Desk(large_once / "news", tmp_path / "data")
    damage_file(desk, "data_level0.bin", flip)
    assert desk.build().articles == 1_106
    assert desk.ask("ferry crews")[0] == "news/ferry.txt"


# CURRENT and the manifest


@pytest.mark.parametrize("garbage", [b"", b"\x00" * 64, b"g000777\n", b"\xff\xfe", b"../../etc\n"])
def test_a_current_of_garbage_is_noticed_and_repaired(built: Desk, garbage: bytes) -> None:
    (built.data / "CURRENT").write_bytes(garbage)
    with pytest.raises(IndexDamaged):
        Generations(built.data).current()
    assert_repaired(built)


def _forget_current(data: Path) -> None:
    (data / "CURRENT").write_bytes(b"\x00" * 64)


def _spoil_manifest(data: Path) -> None:
    (data / "generations" / "g000001" / "manifest.json").write_text("{")


def test_the_repair_that_the_message_names_does_not_change_the_sources(built: Desk) -> None:
    _forget_current(built.data)
    report = built.build_as_before()  # `python -m index`, as the error says
    assert (report.added, report.unchanged, report.removed) == ((), len(STORIES), ())


def test_where_the_sources_are_lost_they_are_asked_for_and_not_guessed(built: Desk) -> None:
    _spoil_manifest(built.data)
    with pytest.raises(IndexDamaged, match="python -m index --source FOLDER"):
        built.build_as_before()
    assert len(built.build().added) == len(STORIES)


def test_a_long_current_of_garbage_is_repaired(built: Desk) -> None:
    (built.data / "CURRENT").write_bytes(b"x" * 4096)
    assert_repaired(built)
