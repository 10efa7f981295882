"""What a build starts from: all of the last generation that is sound and of the same kind, so nothing is done twice."""

import hashlib
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index.base import Fingerprint
from index.build import build, fingerprint_of
from index.edits import Correction, correct
from index.errors import BuildCancelled
from index.snapshot import Index
from tests.fakes import BagOfWords
from tests.index.desk import STORIES, Desk
from tests.index.processes import kill_at
from tests.index.test_damage import DAMAGES

COMET = "A comet passed Neptune."


def test_a_fingerprint_is_read_back() -> None:
    fingerprint = Fingerprint(2, "a, b 7 tokens\n", 160)
    assert Fingerprint.parse(str(fingerprint)) == fingerprint
    assert Fingerprint.parse("oops") is None


# Another passage size or model


def other_size(desk: Desk) -> str:
    config = replace(desk.config, passage_tokens=3)
    desk.embedder.embedded.clear()
    report = build(config, desk.embedder)
    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert report.passages > 6
    return fingerprint_of(config, desk.embedder)


def other_model(desk: Desk) -> str:
    desk.embedder = BagOfWords("other", dimension=64)
    report = desk.build()
    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert len(desk.embedder.embedded) == report.passages == 6
    return fingerprint_of(desk.config, desk.embedder)


@pytest.mark.parametrize("change", [other_size, other_model])
def test_another_size_or_model_keeps_the_articles_and_their_versions(
    built: Desk, change: Callable[[Desk], str]
) -> None:
    built.write("ferry.txt", "All boats sail again.")
    correct(built.data, "news/tram.txt", Correction(title="Tram"))
    built.build()
    before = built.articles()
    with closing(Index(built.data, change(built))) as index, index.snapshot() as snapshot:
        assert {summary.id: snapshot.article(summary.id) for summary in snapshot.summaries()} == before
        assert [version.text for version in snapshot.versions("news/ferry.txt")] == [STORIES["ferry.txt"]]
        nearest = snapshot.search_vectors(built.embedder.embed(["All boats"])[0], 1)
        assert snapshot.passages([nearest[0][0]])[nearest[0][0]].article_id == "news/ferry.txt"


def test_going_back_to_a_size_embeds_only_what_is_cut_otherwise(desk: Desk) -> None:
    desk.write("ferry.txt", "Ferry crews left.\n\nBoats stay in port until further notice tonight.")
    build(replace(desk.config, passage_tokens=8), desk.embedder)
    desk.embedder.embedded.clear()
    desk.write("comet.txt", COMET)
    assert build(replace(desk.config, passage_tokens=9), desk.embedder).added == ("news/comet.txt",)
    assert desk.embedder.embedded == [COMET]


# Another format


def as_format_1(desk: Desk) -> None:
    """Turn the published generation into one of a format whose tables are not these."""
    folder = desk.data / "generations" / "g000001"
    with closing(sqlite3.connect(folder / "catalog.db")) as db:
        db.execute("DROP TABLE settings")
        db.execute("DROP TABLE stories")
        db.commit()
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["fingerprint"] = manifest["fingerprint"].replace("format 2", "format 1")
    del manifest["digest"]  # which that format did not have
    manifest["files"]["catalog.db"] = hashlib.sha256((folder / "catalog.db").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_another_format_is_read_from_the_sources_and_its_vectors_are_kept(built: Desk) -> None:
    as_format_1(built)
    report, embedded = built.build_embedding()
    assert (len(report.added), embedded) == (6, [])
    assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")


# Damage


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_vectors_are_made_from_the_catalog_without_embedding(
    built: Desk, damage: Callable[[Path], None]
) -> None:
    (path,) = built.data.rglob("chroma.sqlite3")
    damage(path)
    report, embedded = built.build_embedding()
    assert (report.generation, report.unchanged, embedded) == ("g000002", 6, [])
    assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    assert built.build().generation == "g000002"


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_catalog_is_made_from_the_generation_before(built: Desk, damage: Callable[[Path], None]) -> None:
    built.write("ferry.txt", "All boats sail again.")
    built.build()
    damage(built.data / "generations" / "g000002" / "catalog.db")
    report, embedded = built.build_embedding()
    assert (report.generation, report.changed, embedded) == ("g000003", ("news/ferry.txt",), ["All boats sail again."])
    assert built.ask("boats sail") == ("news/ferry.txt", "news/ferry.txt")


# What interrupted builds leave


@pytest.mark.parametrize("moment", ["write", "verify", "before renaming"])
def test_what_a_killed_build_embedded_is_not_embedded_again(built: Desk, moment: str) -> None:
    built.write("comet.txt", COMET)
    kill_at(built, moment)
    report, embedded = built.build_embedding()
    assert (report.added, embedded) == (("news/comet.txt",), [])
    assert [path.name for path in sorted((built.data / "generations").iterdir())] == ["g000001", "g000002"]


def test_what_two_interrupted_builds_embedded_is_not_embedded_again(built: Desk) -> None:
    for name, text in (("comet.txt", COMET), ("whale.txt", "A whale sang.")):
        built.write(name, text)
        seen: list[str] = []
        with pytest.raises(BuildCancelled):
            built.build(progress=lambda p: seen.append(p.stage), cancelled=lambda: "write" in seen)  # noqa: B023
    assert built.build_embedding()[1] == []


def test_the_vectors_of_another_model_are_not_taken_over(desk: Desk) -> None:
    kill_at(desk, "write")
    desk.embedder = BagOfWords("other")
    assert len(desk.build_embedding()[1]) == 6


def test_a_damaged_draft_is_left_alone(desk: Desk) -> None:
    kill_at(desk, "write")
    (draft,) = (desk.data / "generations").glob("*.partial")
    content = bytearray((draft / "catalog.db").read_bytes())
    content[5_000:60_000] = b"x" * 55_000
    (draft / "catalog.db").write_bytes(content)
    assert len(desk.build_embedding()[1]) == 6


def test_a_build_with_nothing_to_do_clears_away_what_a_killed_one_left(built: Desk) -> None:
    path = built.write("comet.txt", COMET)
    kill_at(built, "write")
    path.unlink()
    assert built.build().generation == "g000001"
    assert [path.name for path in (built.data / "generations").iterdir()] == ["g000001"]
