"""Builds that cannot succeed: each says why, and the index answers as before."""

import resource
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.embedder import Vectors
from index.errors import BadInput, BuildCancelled, IndexDamaged
from index.status import read_status
from index.types import Progress
from tests.fakes import BagOfWords
from tests.index.desk import STORIES, Desk


def assert_as_before(desk: Desk) -> None:
    """The generation of ``built`` still answers, and the next build has what it needs."""
    assert (desk.data / "CURRENT").read_text() == "g000001\n"
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    assert desk.build_as_before().articles >= 6


def test_a_missing_source_keeps_the_index(built: Desk) -> None:
    away = built.news.rename(built.news.with_name("away"))
    with pytest.raises(BadInput, match=rf"^The source {built.news} does not exist\. Check the path, or leave"):
        built.build_as_before()
    assert read_status(built.data).state == "failed"
    away.rename(built.news)
    assert_as_before(built)


@pytest.mark.parametrize("stage", ["read", "split", "embed", "write", "verify"])
def test_a_cancelled_build_keeps_the_index(built: Desk, stage: str) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    seen: list[str] = []
    with pytest.raises(
        BuildCancelled, match=r"^The build was stopped\. The index is as it was before, and what was done"
    ):
        built.build(progress=lambda progress: seen.append(progress.stage), cancelled=lambda: stage in seen)
    assert seen[-1] == stage
    assert built.ask("comet ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    report, embedded = built.build_embedding()
    assert report.added == ("news/comet.txt",)
    assert embedded == (["A comet passed Neptune."] if stage in ("read", "split") else [])
    assert built.ask("comet Neptune") == ("news/comet.txt", "news/comet.txt")
    assert sorted(path.name for path in (built.data / "generations").iterdir()) == ["g000001", "g000002"]


def test_what_a_cancelled_first_build_embedded_is_not_embedded_again(desk: Desk) -> None:
    seen: list[str] = []
    with pytest.raises(BuildCancelled):
        desk.build(progress=lambda progress: seen.append(progress.stage), cancelled=lambda: "write" in seen)
    assert len(desk.embedder.embedded) == 6
    assert desk.build_embedding()[1] == []


def test_an_error_in_the_middle_keeps_the_index(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")

    def break_down(progress: Progress) -> None:
        if progress.stage == "write":
            raise MemoryError("no room")

    with pytest.raises(MemoryError):
        built.build(progress=break_down)
    assert read_status(built.data).error == "no room"
    assert_as_before(built)


def _make_empty(news: Path) -> None:
    news.mkdir()


def _make_hopeless(news: Path) -> None:
    news.mkdir()
    (news / "a.txt").write_bytes(b"Caf\xe9")
    (news / "b.txt").write_text("")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (_make_empty, r"^No articles were found in .*/news\. Kinds that are read: \.csv, .*, \.zip\.$"),
        (
            _make_hopeless,
            r"The first of 2 files that could not be read: .*/news/a\.txt: not valid UTF-8: byte 0xe9 in line 1\.",
        ),
    ],
)
def test_a_first_build_without_articles_says_so(tmp_path: Path, prepare: Callable[[Path], None], message: str) -> None:
    prepare(tmp_path / "news")
    desk = Desk(tmp_path / "news", tmp_path / "data")
    with pytest.raises(BadInput, match=message):
        desk.build()
    assert not (desk.data / "CURRENT").exists()
    for name, text in STORIES.items():
        desk.write(name, text)
    assert desk.build().articles == 6


def test_a_source_that_cannot_be_looked_at_is_not_blamed_on_the_data_directory(built: Desk) -> None:
    with pytest.raises(BadInput, match=r"^The source "):
        built.build(built.news / ("x" * 300))


@pytest.mark.usefixtures("permissions_count")
def test_a_source_that_may_not_be_looked_at_is_not_blamed_on_the_data_directory(built: Desk) -> None:
    inner = built.news / "inner"
    inner.mkdir()
    built.news.chmod(0)
    try:
        with pytest.raises(BadInput, match=r"^The source "):
            built.build(inner)
    finally:
        built.news.chmod(0o755)


# The data directory


@pytest.mark.usefixtures("permissions_count")
def test_a_data_directory_that_is_no_longer_writable_is_bad_input(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    built.data.chmod(0o555)
    try:
        with pytest.raises(BadInput, match=r"cannot be written \(Permission denied\)\. Make it writable"):
            built.build()
    finally:
        built.data.chmod(0o755)


def test_a_file_in_the_way_of_the_generations_is_bad_input(desk: Desk) -> None:
    desk.data.mkdir()
    (desk.data / "generations").write_text("in the way")
    with pytest.raises(BadInput, match=r"The data directory .* cannot be written"):
        desk.build()


def build_with_files_up_to(desk: Desk, size: int) -> None:
    """Build where no file may grow over ``size`` bytes: writing then fails as it does on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        desk.build()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def size_of_vectors(desk: Desk) -> int:
    (database,) = desk.data.rglob("chroma.sqlite3")
    return database.stat().st_size


def test_a_disk_that_is_too_small_for_the_catalog_keeps_the_index(built: Desk) -> None:
    built.write("long.txt", "\n\n".join(f"Comet {n} passed Neptune." for n in range(20_000)))
    with pytest.raises(BadInput, match=r"The data directory .* cannot be written .* free some space"):
        build_with_files_up_to(built, 400_000)
    assert_as_before(built)


def test_a_disk_that_is_too_small_for_the_copy_is_given_back_what_was_copied(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    with pytest.raises(BadInput, match=r"The data directory .* cannot be written"):
        build_with_files_up_to(built, 50_000)
    assert [path.name for path in (built.data / "generations").iterdir()] == ["g000001"]
    assert_as_before(built)


def test_a_reader_that_starts_on_a_full_disk_answers(built: Desk) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_is_too_small_for_the_vectors_is_bad_input(built: Desk) -> None:
    built.write("comets.jsonl", "\n".join(f'{{"text": "Comet {n} passed."}}' for n in range(60)))
    with pytest.raises(BadInput, match=r"The data directory .* cannot be written"):
        build_with_files_up_to(built, size_of_vectors(built) + 8_192)


def test_a_disk_that_is_too_small_for_the_vectors_keeps_the_index(built: Desk) -> None:
    built.write("comets.jsonl", "\n".join(f'{{"text": "Comet {n} passed."}}' for n in range(60)))
    with pytest.raises(Exception, match=r"disk I/O error|cannot be written"):
        build_with_files_up_to(built, size_of_vectors(built) + 8_192)
    assert read_status(built.data).state == "failed"
    assert_as_before(built)


class Numb(BagOfWords):
    """A broken model: every text is the same nothing."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return super().embed(texts) * 0


def test_a_generation_that_does_not_verify_is_not_published(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    healthy, built.embedder = built.embedder, Numb()
    with pytest.raises(IndexDamaged, match=r"The vector of passage news/comet\.txt:0 .* is not the one that was made"):
        built.build()
    built.embedder = healthy
    assert_as_before(built)
