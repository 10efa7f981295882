"""Keeping up with the sources: refresh what is followed on the web, rebuild what changed, wait, and again."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.build import build
from index.config import IndexConfig
from index.embedder import Embedder
from index.errors import BadInput, BuildCancelled, BuildLocked, ClippingsError
from index.generations import write_atomically
from index.lock import file_lock, is_held
from index.stopping import Stopping
from index.types import Report
from index.web.fetch import Client
from index.web.refresh import SourceReport, refresh
from index.web.sources import read_sources

_FILE = "watch.json"
_LOCK = "watch.lock"


@dataclass(frozen=True, slots=True)
class FailingSource:
    """A page or feed that cannot be fetched, since when, and why."""

    url: str
    since: datetime
    error: str


@dataclass(frozen=True, slots=True)
class WatchStatus:
    """How the watching goes, for the page; ``last_success`` is when the index was last known to be up to date.

    Sources that fail are named and do not keep the others from being indexed.
    """

    running: bool
    every_s: float
    last_tried: datetime | None = None
    last_success: datetime | None = None
    trouble: str | None = None  # why the last round did not bring the index up to date
    failing: tuple[FailingSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did; ``report`` is None where there was no build for the reason in ``status.trouble``."""

    status: WatchStatus
    sources: tuple[SourceReport, ...] = ()
    report: Report | None = None


def watch(
    config: IndexConfig,
    embedder: Embedder,
    client: Client,
    every_s: float,
    stop: Stopping,
    wait: Callable[[float], None],
) -> Iterator[Round]:
    """Round after round, ``every_s`` seconds apart, until ``stop`` is asked; a round that fails does not end it.

    Raises BuildLocked if another watch of the data directory runs, KeyboardInterrupt if it is stopped while it waits.
    """
    refusal = BuildLocked(f"{config.data} is being watched already. Stop the other watch first.")
    with file_lock(config.data, _LOCK, lambda: refusal):
        before = read_watch(config.data)
        last_success = before.last_success if before else None
        while not stop.asked():
            done = _run_round(config, embedder, client, stop, every_s, last_success)
            last_success = done.status.last_success
            with suppress(OSError):  # a full disk: the round has said so
                _write(config.data, done.status)
            yield done
            with stop.at_once():
                wait(every_s)


def _run_round(
    config: IndexConfig,
    embedder: Embedder,
    client: Client,
    stop: Stopping,
    every_s: float,
    last_success: datetime | None,
) -> Round:
    began = datetime.now(UTC)
    sources: tuple[SourceReport, ...] = ()
    report = None
    trouble = []
    try:
        with stop.at_once():  # what was fetched is kept at any point
            sources = refresh(config.data, client)
    except Exception as error:  # the files of the sources are read all the same
        trouble.append(_in_words(error))
    try:
        report = build(config, embedder, cancelled=stop.asked)
    except BuildCancelled:
        raise
    except Exception as error:  # whatever it is, it may have passed by the next round
        trouble.append(_in_words(error))
    status = WatchStatus(
        running=True,
        every_s=every_s,
        last_tried=began,
        last_success=last_success if trouble else datetime.now(UTC),
        trouble=" ".join(trouble) or None,
        failing=_failing(config.data),
    )
    return Round(status, sources, report)


def _in_words(error: Exception) -> str:
    return str(error) if isinstance(error, ClippingsError) else f"{type(error).__name__}: {error}"


def _failing(data: Path) -> tuple[FailingSource, ...]:
    with suppress(BadInput):
        return tuple(
            FailingSource(source.url, source.failing_since, source.last_error)
            for source in read_sources(data)
            if source.failing_since
        )
    return ()


def read_watch(data: Path) -> WatchStatus | None:
    """How the watching of ``data`` goes or went; None if it was never watched."""
    try:
        fields: dict[str, Any] = json.loads((data / _FILE).read_text(encoding="utf-8"))
        return WatchStatus(
            running=is_held(data / _LOCK),
            every_s=float(fields["every_s"]),
            last_tried=_to_time(fields["last_tried"]),
            last_success=_to_time(fields["last_success"]),
            trouble=fields["trouble"],
            failing=tuple(
                FailingSource(one["url"], datetime.fromisoformat(one["since"]), one["error"])
                for one in fields["failing"]
            ),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(data: Path, status: WatchStatus) -> None:
    write_atomically(data / _FILE, json.dumps(asdict(status), default=datetime.isoformat))


def _to_time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
