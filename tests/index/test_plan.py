"""A plan says what the build after it does, and writes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.edits import Correction, correct, remove_article
from index.errors import BadInput
from index.plan import plan
from index.types import Changes, Plan, Report
from index.uploads import keep_upload
from tests.fakes import BagOfWords
from tests.index.desk import STORIES, Desk


def state_of(data: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in sorted(data.rglob("*")) if path.is_file()
    }


def changes_of(report: Report) -> Changes:
    return Changes(report.added, report.changed, report.removed, report.unchanged, report.rejected, report.duplicates)


def test_a_plan_is_what_the_build_does(built: Desk) -> None:
    built.write("comet.md", "---\nurl: https://x.org/c\n---\nA comet passed Neptune.")
    built.write("comet-again.md", "---\nurl: http://x.org/c\n---\nA comet passed.")
    built.write("ferry.txt", "All boats sail again.")
    built.write("bad.txt", "")
    (built.news / "orchard.txt").unlink()
    keep_upload(built.data, "late.txt", b"A late ferry left.")
    correct(built.data, "news/tram.txt", Correction(title="Tram"))
    remove_article(built.data, "news/rocket.txt", "Rocket")
    before = state_of(built.data)
    planned = plan(built.config, built.embedder)
    assert state_of(built.data) == before
    assert built.embedder.embedded == []
    assert planned.changes.removed == ("news/orchard.txt", "news/rocket.txt")
    report, embedded = built.build_embedding()
    assert planned == Plan(changes_of(report), len(embedded))
    assert plan(built.config).changes.unchanged == report.articles


def test_the_removal_of_an_upload_is_planned_without_deleting_it(built: Desk) -> None:
    path = keep_upload(built.data, "late.txt", b"A late ferry left.")
    built.build()
    remove_article(built.data, "articles/late.txt", "Late")
    assert plan(built.config).changes.removed == ("articles/late.txt",)
    assert path.exists()


def test_a_first_build_is_planned_without_making_the_data_directory(desk: Desk) -> None:
    planned = plan(desk.config, desk.embedder)
    assert (len(planned.changes.added), planned.texts_to_embed) == (6, 6)
    assert not desk.data.exists()


def test_nothing_to_do_is_planned_as_nothing(built: Desk) -> None:
    built.build()
    assert plan(built.config, built.embedder) == Plan(Changes(unchanged=6), 0)
    assert plan(built.config) == Plan(Changes(unchanged=6), None)


def test_another_model_or_size_has_its_texts_counted(built: Desk) -> None:
    assert plan(built.config, BagOfWords("other")) == Plan(Changes(unchanged=6), 6)
    smaller = plan(replace(built.config, passage_tokens=3), built.embedder)
    assert smaller.texts_to_embed
    assert smaller.texts_to_embed > len(STORIES)


def test_a_missing_source_is_said(built: Desk) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        plan(replace(built.config, sources=(built.news / "gone",)))
