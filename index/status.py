"""How a build is doing, in a small file that any process can read: the page shows it after a reload or a restart."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index.generations import write_atomically
from index.lock import is_locked
from index.types import Progress, Rejected, Report

_FILE = "build.json"
_SECONDS_BETWEEN_WRITES = 0.3

State = Literal["never", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """The running build, or the last one. ``eta_s`` is what the current stage still needs, where that is known."""

    state: State
    progress: Progress | None = None
    eta_s: float | None = None
    started: datetime | None = None
    finished: datetime | None = None
    report: Report | None = None
    error: str | None = None


def read_status(data: Path) -> BuildStatus:
    """The state of the last build of ``data``; one that died without a word has failed."""
    status = _read_file(data)
    if status.state == "running" and not is_locked(data):
        status = _read_file(data)  # it may have finished between the two looks
        if status.state == "running" and not is_locked(data):
            return BuildStatus(
                "failed",
                started=status.started,
                error="The last build was interrupted. The index is as it was before; build again.",
            )
    return status


def _read_file(data: Path) -> BuildStatus:
    try:
        fields = json.loads((data / _FILE).read_text(encoding="utf-8"))
        return BuildStatus(
            state=fields["state"],
            progress=Progress(**fields["progress"]) if fields["progress"] else None,
            eta_s=fields["eta_s"],
            started=_to_time(fields["started"]),
            finished=_to_time(fields["finished"]),
            report=report_from_dict(fields["report"]) if fields["report"] else None,
            error=fields["error"],
        )
    except FileNotFoundError:
        return BuildStatus("never")
    except (OSError, ValueError, KeyError, TypeError):
        return BuildStatus("failed", error="The record of the last build cannot be read.")


class StatusWriter:
    """Keeps the file up to date while a build runs, and passes progress on."""

    def __init__(self, data: Path, progress: Callable[[Progress], None]) -> None:
        self._data = data
        self._pass_on = progress
        self._started = datetime.now(UTC)
        self._stage = ""
        self._stage_began = self._written = 0.0
        self._write(BuildStatus("running", started=self._started))

    def advance(self, stage: str, done: int, total: int | None) -> None:
        """Report that ``done`` of ``total`` are through ``stage``."""
        progress = Progress(stage, done, total)
        self._pass_on(progress)
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._stage_began = stage, now
        elif now - self._written < _SECONDS_BETWEEN_WRITES:
            return
        self._written = now
        eta = (now - self._stage_began) / done * (total - done) if done and total else None
        self._write(BuildStatus("running", progress, eta, self._started))

    def succeed(self, report: Report) -> None:
        """Record the finished build."""
        self._write(BuildStatus("done", started=self._started, finished=datetime.now(UTC), report=report))

    def fail(self, error: BaseException) -> None:
        """Record why the build ended without publishing."""
        message = str(error) or type(error).__name__
        self._write(BuildStatus("failed", started=self._started, finished=datetime.now(UTC), error=message))

    def _write(self, status: BuildStatus) -> None:
        fields = asdict(status)
        fields["started"] = status.started.isoformat() if status.started else None
        fields["finished"] = status.finished.isoformat() if status.finished else None
        write_atomically(self._data / _FILE, json.dumps(fields))


def report_to_dict(report: Report) -> dict[str, object]:
    """The report in the form that ``python -m index --json`` prints."""
    return asdict(report) | {
        "added": list(report.added),
        "changed": list(report.changed),
        "removed": list(report.removed),
        "duplicates": list(report.duplicates),
        "rejected": [asdict(rejected) for rejected in report.rejected],
    }


def report_from_dict(fields: dict[str, object]) -> Report:
    """The report back from its JSON form."""
    values = dict(fields)
    for name in ("added", "changed", "removed", "duplicates"):
        values[name] = tuple(values[name])  # type: ignore[arg-type]
    values["rejected"] = tuple(Rejected(**r) for r in values["rejected"])  # type: ignore[attr-defined]
    return Report(**values)  # type: ignore[arg-type]


def _to_time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
