"""Generations on disk: published whole, two kept, and garbage told from an index."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.errors import BadInput, IndexDamaged, IndexMissing
from index.generations import Generations, draft_name, write_atomically
from index.types import GenerationInfo


def make_info(name: str) -> GenerationInfo:
    created = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    return GenerationInfo(name, created, 6, 7, date(2018, 11, 8), ("/news", "/näws"), "format 1")


def publish(generations: Generations, content: str = "catalog") -> str:
    draft = generations.begin(None)
    (draft / "catalog.db").write_text(content)
    (draft / "chroma").mkdir()
    name = draft_name(draft)
    generations.publish(draft, make_info(name))
    return name


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path / "data")


def test_without_an_index_there_is_a_clear_message(generations: Generations) -> None:
    with pytest.raises(IndexMissing, match=r"^There is no index in .*/data yet\. Build it: python -m index$"):
        generations.current()


def test_a_published_generation_is_current_and_says_what_it_is(generations: Generations) -> None:
    assert publish(generations) == "g000001"
    assert generations.current() == "g000001"
    assert generations.info("g000001") == make_info("g000001")
    assert (generations.path("g000001") / "catalog.db").read_text() == "catalog"
    generations.check("g000001")


def test_a_draft_is_not_published(generations: Generations) -> None:
    publish(generations)
    draft = generations.begin(None)
    assert draft.name == "g000002.partial"
    assert generations.current() == "g000001"
    assert generations.begin(None) == draft
    assert list(draft.iterdir()) == []


def test_a_draft_may_start_as_a_copy(generations: Generations) -> None:
    publish(generations, "first")
    draft = generations.begin("g000001")
    assert sorted(path.name for path in draft.iterdir()) == ["catalog.db", "chroma"]
    (draft / "catalog.db").write_text("second")
    assert (generations.path("g000001") / "catalog.db").read_text() == "first"


def test_two_are_kept_and_the_older_one_still_opens(generations: Generations) -> None:
    for content in ("one", "two", "three"):
        publish(generations, content)
    assert sorted(path.name for path in generations.folder.iterdir()) == ["g000002", "g000003"]
    (generations.data / "CURRENT").write_text("g000002\n")
    assert generations.current() == "g000002"
    generations.check("g000002")


def test_after_rolling_back_the_good_generation_is_kept(generations: Generations) -> None:
    publish(generations, "good")
    publish(generations, "regretted")
    (generations.data / "CURRENT").write_text("g000001\n")
    publish(generations, "next")
    assert (generations.path("g000001") / "catalog.db").read_text() == "good"


def test_a_stray_file_among_the_generations_is_left_alone(generations: Generations) -> None:
    publish(generations)
    (generations.folder / ".DS_Store").write_text("")
    publish(generations)
    assert generations.current() == "g000002"


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\n",
        b"\xff\xfe\x00",
        b"\x00" * 4096,
        b"g000009\n",
        b"..",
        b"../generations/g000001",
        b"g000001/../g000001",
        b"x" * 4096,
    ],
)
def test_a_current_of_garbage_is_damage(generations: Generations, garbage: bytes) -> None:
    publish(generations)
    (generations.data / "CURRENT").write_bytes(garbage)
    with pytest.raises(IndexDamaged):
        generations.current()


def test_a_current_that_is_a_folder_is_damage(generations: Generations) -> None:
    (generations.data / "CURRENT").mkdir(parents=True)
    with pytest.raises(IndexDamaged, match="cannot be read"):
        generations.current()


@pytest.mark.parametrize("manifest", ["", "{}", "[]", "null", "{", '{"created": 5}', "\x00"])
def test_a_damaged_manifest_is_damage(generations: Generations, manifest: str) -> None:
    publish(generations)
    (generations.path("g000001") / "manifest.json").write_text(manifest)
    with pytest.raises(IndexDamaged, match="Rebuild"):
        generations.info("g000001")
    with pytest.raises(IndexDamaged, match="Rebuild"):
        generations.check("g000001")


@pytest.mark.parametrize("field", ["created", "articles", "passages", "through", "sources", "fingerprint"])
def test_a_manifest_must_have_every_field(generations: Generations, field: str) -> None:
    publish(generations)
    path = generations.path("g000001") / "manifest.json"
    fields = json.loads(path.read_text())
    del fields[field]
    path.write_text(json.dumps(fields))
    with pytest.raises(IndexDamaged):
        generations.info("g000001")


def test_a_changed_or_missing_file_is_damage(generations: Generations) -> None:
    publish(generations)
    catalog = generations.path("g000001") / "catalog.db"
    catalog.write_text("catalag")
    with pytest.raises(IndexDamaged, match=r"catalog\.db is damaged or missing"):
        generations.check("g000001")
    catalog.unlink()
    with pytest.raises(IndexDamaged, match=r"catalog\.db is damaged or missing"):
        generations.check("g000001")


def test_a_generations_folder_that_cannot_be_made_is_bad_input(generations: Generations) -> None:
    generations.data.mkdir()
    generations.folder.write_text("a file in the way")
    with pytest.raises(BadInput, match=r"^The data directory .* cannot be written \(File exists\)\."):
        generations.begin(None)


@pytest.mark.usefixtures("permissions_count")
def test_a_folder_that_may_not_be_written_is_bad_input(generations: Generations) -> None:
    publish(generations)
    generations.folder.chmod(0o555)
    with pytest.raises(BadInput, match=r"cannot be written \(Permission denied\)\. Make it writable"):
        generations.begin(None)
    generations.folder.chmod(0o755)
    assert generations.current() == "g000001"


def test_a_small_file_is_replaced_whole(tmp_path: Path) -> None:
    write_atomically(tmp_path / "CURRENT", "g1\n")
    write_atomically(tmp_path / "CURRENT", "ö\n")
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == "ö\n"
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]


def test_a_data_directory_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^The data directory .* cannot be read \(File name too long\)\. Make it"):
        Generations(tmp_path / ("x" * 300)).finished()
