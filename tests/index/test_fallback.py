"""When the newest generation is damaged: the one before it answers and says so, until the next build."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.build import fingerprint_of
from index.errors import IndexDamaged, IndexMismatch
from index.generations import Generations
from index.snapshot import Index
from tests.fakes import BagOfWords
from tests.index.desk import Desk, ask
from tests.index.test_damage import empty, flip, halve, remove


def misspell(path: Path) -> None:
    """Change two letters inside what is stored, which SQLite does not notice."""
    path.write_bytes(path.read_bytes().replace(b"news/ferry", b"news/f3rry").replace(b"format", b"f0rmat"))


@pytest.fixture
def two(built: Desk) -> Desk:
    """g000001 with six articles and g000002 with a seventh."""
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    return built


def newest(desk: Desk) -> Path:
    return desk.data / "generations" / "g000002"


@pytest.mark.parametrize("damage", [empty, halve, misspell, remove])
@pytest.mark.parametrize("file", ["catalog.db", "chroma/chroma.sqlite3", "manifest.json"])
def test_the_generation_before_answers_and_says_so(two: Desk, file: str, damage: Callable[[Path], None]) -> None:
    damage(newest(two) / file)
    with closing(two.index()) as index:
        with index.snapshot() as snapshot:
            assert (snapshot.info.name, snapshot.info.articles) == ("g000001", 6)
        assert index.notice
        assert "g000002" in index.notice
        built_on = f"{snapshot.info.created:%Y-%m-%d at %H:%M}"
        assert index.notice.endswith(
            f"python -m index. Until then the index that was built on {built_on} UTC answers, which has 6 articles."
        )
        assert ask(index, "ferry crews", two.embedder) == ("news/ferry.txt", "news/ferry.txt")
        assert two.build_as_before().articles == 7
        assert ask(index, "comet Neptune", two.embedder) == ("news/comet.txt", "news/comet.txt")
        assert index.notice is None
    assert Generations(two.data).newest_sound() is not None


@pytest.mark.parametrize("current", [b"", b"g000777\n", b"\xff", None])
def test_when_current_names_nothing_the_newest_sound_generation_answers(two: Desk, current: bytes | None) -> None:
    if current is None:
        (two.data / "CURRENT").unlink()
    else:
        (two.data / "CURRENT").write_bytes(current)
    with closing(two.index()) as index:
        assert ask(index, "comet Neptune", two.embedder) == ("news/comet.txt", "news/comet.txt")
        assert index.notice
        assert "which has 7 articles" in index.notice
        two.build_as_before()
        assert ask(index, "comet Neptune", two.embedder) == ("news/comet.txt", "news/comet.txt")
        assert index.notice is None


def test_a_generation_that_is_open_is_fallen_back_to_without_opening_it_again(two: Desk) -> None:
    Generations(two.data).point_at("g000001")
    with closing(two.index()) as index, index.snapshot() as old:
        assert index.notice is None
        (newest(two) / "catalog.db").write_bytes(b"")
        Generations(two.data).point_at("g000002")
        with index.snapshot() as again:
            assert again._opened is old._opened
        assert index.notice


def test_all_damaged_is_an_error(two: Desk) -> None:
    for path in two.data.rglob("catalog.db"):
        flip(path)
    with pytest.raises(IndexDamaged, match=r"g000002/catalog\.db is damaged or missing\. Rebuild"):
        two.ask("ferry crews")


def test_vectors_of_another_model_are_no_refuge(two: Desk) -> None:
    other = BagOfWords("other")
    Desk(two.news, two.data, other).build()
    flip(two.data / "generations" / "g000003" / "catalog.db")
    theirs = Index(two.data, fingerprint_of(two.config, other))
    with closing(theirs), pytest.raises(IndexDamaged), theirs.snapshot():
        raise AssertionError("g000002 has the vectors of another model")
    with closing(two.index()) as index, pytest.raises(IndexMismatch), index.snapshot():
        raise AssertionError("the published generation is of another model, damaged or not")


def test_the_next_build_embeds_only_what_the_sound_generation_lacks(two: Desk) -> None:
    flip(newest(two) / "catalog.db")
    report, embedded = two.build_embedding()
    assert (report.generation, report.unchanged, embedded) == ("g000003", 6, ["A comet passed Neptune."])
    misspell(two.data / "generations" / "g000003" / "chroma" / "chroma.sqlite3")
    with two.index().snapshot() as snapshot:
        assert snapshot.info.name == "g000001"


def test_a_build_with_nothing_new_starts_from_the_sound_generation(two: Desk) -> None:
    (two.news / "comet.txt").unlink()
    shutil.rmtree(newest(two))
    report, embedded = two.build_embedding()
    assert (report.added, report.unchanged, embedded) == ((), 6, [])
    with closing(two.index()) as index, index.snapshot():
        assert index.notice is None
