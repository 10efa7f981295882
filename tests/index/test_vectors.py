"""The Chroma collection, for real: cosines of worked examples, deltas, and damage."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.embedder import Vectors
from index.errors import IndexDamaged
from index.vectors import PassageVectors, wipe_unused, writes_at_once


def vector(*values: float) -> Vectors:
    return np.array(values, dtype=np.float32)


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[PassageVectors]:
    with closing(PassageVectors(tmp_path / "chroma", create=True)) as vectors:
        vectors.upsert(["x", "y", "z"], np.eye(3, dtype=np.float32))
        yield vectors


def test_the_nearest_come_first_with_their_cosine(vectors: PassageVectors) -> None:
    found = vectors.search(vector(0.6, 0.8, 0), 2)
    assert [name for name, _ in found] == ["y", "x"]
    assert [cosine for _, cosine in found] == pytest.approx([0.8, 0.6], abs=1e-6)


def test_asking_for_more_than_there_are(vectors: PassageVectors) -> None:
    assert {name for name, _ in vectors.search(vector(1, 0, 0), 100)} == {"x", "y", "z"}


def test_an_empty_collection_finds_nothing(tmp_path: Path) -> None:
    with closing(PassageVectors(tmp_path / "chroma", create=True)) as vectors:
        assert vectors.search(vector(1, 0, 0), 5) == []
        assert vectors.ids() == set()
        vectors.upsert([], np.zeros((0, 3), dtype=np.float32))
        vectors.delete([])
        assert vectors.count() == 0


def test_upsert_replaces_and_delete_ignores_what_is_not_there(vectors: PassageVectors) -> None:
    vectors.upsert(["x"], vector(0, 0, -1).reshape(1, 3))
    vectors.delete(["y", "gone"])
    assert vectors.ids() == {"x", "z"}
    assert vectors.count() == 2
    assert vectors.search(vector(0, 0, -1), 1) == [("x", pytest.approx(1))]


def test_everything_is_there_after_closing_and_opening(vectors: PassageVectors, tmp_path: Path) -> None:
    vectors.close()
    with closing(PassageVectors(tmp_path / "chroma")) as again:
        assert again.ids() == {"x", "y", "z"}
        assert again.search(vector(0, 1, 0), 1) == [("y", pytest.approx(1))]


def test_more_records_than_chroma_takes_at_once(tmp_path: Path) -> None:
    angles = np.linspace(0, 1.5, 5_600, dtype=np.float32)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    names = [str(n) for n in range(len(points))]
    with closing(PassageVectors(tmp_path / "chroma", create=True)) as vectors:
        vectors.upsert(names, points)
        assert vectors.count() == 5_600
        vectors.delete(names[:5_500])
        assert vectors.ids() == set(names[5_500:])
        assert vectors.search(points[5_550], 1)[0][1] == pytest.approx(1, abs=1e-5)


def test_a_missing_collection_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match=r"are gone\. Rebuild the index: python -m index"):
        PassageVectors(tmp_path / "chroma")


def test_a_broken_database_is_damage(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"not a database " * 100)
    with pytest.raises(IndexDamaged, match="cannot be opened"):
        PassageVectors(tmp_path)


def test_looking_for_a_collection_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        PassageVectors(tmp_path / "chroma")
    assert not (tmp_path / "chroma").exists()


def test_a_vector_of_another_dimension_is_damage(vectors: PassageVectors) -> None:
    with pytest.raises(IndexDamaged, match="cannot be searched"):
        vectors.search(vector(1, 0), 1)


def test_a_few_unlike_many_that_are_alike_find_themselves(tmp_path: Path) -> None:
    # 3,000 reports of one kind, and 90 other passages: to its own vector each is the nearest there is. A graph that is
    # built at random now and then leads nowhere to one in some 8,000; with Chroma's own settings it loses eight of 90.
    random = np.random.default_rng(0)
    others = random.normal(size=(90, 64))
    alike = random.normal(size=64) + 0.1 * random.normal(size=(3_000, 64))
    points = np.concatenate([others, alike]).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    with closing(PassageVectors(tmp_path / "chroma", create=True)) as vectors:
        vectors.upsert([str(n) for n in range(len(points))], points)
        missed = [n for n in range(90) if vectors.search(points[n], 5)[0][0] != str(n)]
    assert len(missed) <= 1


@pytest.mark.parametrize("count", [1, 3, 1_500])
def test_room_for_more_vectors_holds_nothing_of_what_was_in_memory(tmp_path: Path, count: int) -> None:
    points = np.random.default_rng(0).normal(size=(count, 16)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    with closing(PassageVectors(tmp_path, create=True)) as vectors:
        vectors.upsert([str(n) for n in range(count)], points)
    (graph,) = (path.parent for path in tmp_path.glob("*/header.bin"))
    for name in ("data_level0.bin", "length.bin"):
        path = graph / name
        room = max(100, count)
        width = path.stat().st_size // room
        assert path.stat().st_size == room * width
        vectors_part = path.read_bytes()[: count * width]
        path.write_bytes(vectors_part + b"z" * (room - count) * width)
        wipe_unused(tmp_path)
        assert path.read_bytes() == vectors_part + bytes((room - count) * width)
    before = {path.name: path.read_bytes() for path in graph.iterdir()}
    with closing(PassageVectors(tmp_path)) as vectors:
        assert [vectors.search(points[n], 1)[0][0] for n in range(count)] == [str(n) for n in range(count)]
    assert {path.name: path.read_bytes() for path in graph.iterdir()} == before


def test_a_graph_of_an_earlier_version_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PassageVectors(tmp_path / "new", create=True).close()
    monkeypatch.setattr("index.vectors._AT_ONCE", {})
    PassageVectors(tmp_path / "old", create=True).close()
    monkeypatch.undo()
    assert writes_at_once(tmp_path / "new")
    assert not writes_at_once(tmp_path / "old")
