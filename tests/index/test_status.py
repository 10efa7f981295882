"""The build's status, as another process reads it while it runs, after it, and after it was killed."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import status
from index.errors import BadInput, BuildCancelled
from index.lock import build_lock
from index.status import BuildStatus, StatusWriter, read_status, report_from_dict, report_to_dict
from index.types import Progress, Rejected, Report
from tests.index.desk import Desk
from tests.index.processes import kill_at, start_paused

REPORT = Report(
    generation="g000002",
    articles=3,
    passages=7,
    added=("a",),
    changed=("b", "c"),
    removed=(),
    unchanged=0,
    rejected=(Rejected("x.txt", "the article has no text."),),
    seconds={"read": 0.5, "split": 0.0, "embed": 1.0, "write": 0.0, "verify": 0.0, "total": 1.5},
)


def ignore(progress: Progress) -> None:
    """What a build does with its progress when nobody watches."""


def test_there_was_never_a_build(tmp_path: Path) -> None:
    assert read_status(tmp_path) == BuildStatus("never")
    assert read_status(tmp_path / "gone") == BuildStatus("never")


def test_a_running_build_shows_its_progress(tmp_path: Path) -> None:
    shown: list[Progress] = []
    with build_lock(tmp_path):
        writer = StatusWriter(tmp_path, shown.append)
        assert read_status(tmp_path).state == "running"
        assert read_status(tmp_path).progress is None
        writer.advance("read", 0, None)
        writer.advance("embed", 4, 10)
        found = read_status(tmp_path)
    assert found.state == "running"
    assert found.progress == Progress("embed", 4, 10)
    assert found.started is not None
    assert found.started <= datetime.now(UTC)
    assert found.finished is None
    assert shown == [Progress("read", 0, None), Progress("embed", 4, 10)]


def test_a_finished_build_shows_its_report(tmp_path: Path) -> None:
    StatusWriter(tmp_path, ignore).succeed(REPORT)
    found = read_status(tmp_path)
    assert (found.state, found.report, found.error) == ("done", REPORT, None)
    assert found.started
    assert found.finished
    assert found.started <= found.finished


@pytest.mark.parametrize(
    ("error", "text"), [(BadInput("No articles."), "No articles."), (MemoryError(), "MemoryError")]
)
def test_a_failed_build_says_why(tmp_path: Path, error: BaseException, text: str) -> None:
    StatusWriter(tmp_path, ignore).fail(error)
    assert (read_status(tmp_path).state, read_status(tmp_path).error) == ("failed", text)


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"null", b"\xff", b'{"state": "done"}', b'"done"', b"\x00" * 99])
def test_a_record_of_garbage_is_a_failed_build(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / "build.json").write_bytes(garbage)
    assert read_status(tmp_path) == BuildStatus("failed", error="The record of the last build cannot be read.")


def test_a_report_survives_its_json_form() -> None:
    fields = report_to_dict(REPORT)
    assert fields["added"] == ["a"]
    assert fields["rejected"] == [{"path": "x.txt", "reason": "the article has no text."}]
    assert report_from_dict(fields) == REPORT


def test_a_build_leaves_its_report(desk: Desk) -> None:
    report = desk.build()
    assert read_status(desk.data) == replace(read_status(desk.data), state="done", report=report, error=None)


def test_a_cancelled_build_leaves_its_reason(desk: Desk) -> None:
    with pytest.raises(BuildCancelled):
        desk.build(cancelled=lambda: True)
    assert (
        read_status(desk.data).error
        == "The build was stopped. The index is as it was before, and what was done is kept for the next build."
    )


def test_another_process_sees_how_a_build_is_doing(desk: Desk) -> None:
    other = start_paused(desk)
    found = read_status(desk.data)
    other.finish()
    assert found.state == "running"
    assert found.progress == Progress("embed", 6, 6)
    assert read_status(desk.data).state == "done"


def test_a_killed_build_has_failed(desk: Desk) -> None:
    kill_at(desk, "embed")
    found = read_status(desk.data)
    assert found.state == "failed"
    assert found.error == "The last build was interrupted. The index is as it was before; build again."


def test_a_build_that_ends_while_its_status_is_read_was_not_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = StatusWriter(tmp_path, ignore)

    def end_the_build_then_ask(data: Path) -> bool:
        writer.succeed(REPORT)
        return False

    monkeypatch.setattr(status, "is_locked", end_the_build_then_ask)
    assert read_status(tmp_path).state == "done"


def test_a_status_that_cannot_be_written_is_a_clear_failure(desk: Desk) -> None:
    (desk.data / "build.json").mkdir(parents=True)
    with pytest.raises(BadInput, match="cannot be written"):
        desk.build()
