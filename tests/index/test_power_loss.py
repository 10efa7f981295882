"""Power lost between any two steps of publishing: what was not synced is gone, and still somebody answers.

The build runs in a process of its own, which ends at its nth call that touches the disk. Every file of the data
directory that was not synced since is then emptied, as a disk may leave it.
"""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.generations import Generations
from tests.index.desk import Desk, ask
from tests.index.processes import run

_CALLS = ("fsync", "rename", "replace", "unlink", "rmdir")
_CUT_OFF = 7  # the exit status of the process that lost its power


def _publish_until(desk: Desk, last: int, synced: Path) -> None:
    """Build and end at the ``last`` call since publishing began; ``synced`` gets the inodes that were synced."""
    kept: set[int] = set()
    calls = 0

    def count(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > last:
                synced.write_text(json.dumps(sorted(kept)))
                os._exit(_CUT_OFF)
            if call is fsync:
                kept.add(os.fstat(arguments[0]).st_ino)
            return call(*arguments, **options)

        return counted

    publish, fsync = Generations.publish, os.fsync

    def watched(*arguments: Any) -> None:
        for name in _CALLS:
            setattr(os, name, count(getattr(os, name)))
        publish(*arguments)

    Generations.publish = watched  # type: ignore[method-assign]
    desk.build()


def _lose_what_was_not_synced(before: set[int], data: Path, synced: Path) -> None:
    kept = before | set(json.loads(synced.read_text()))
    for path in data.rglob("*"):
        if path.is_file() and path.stat().st_ino not in kept:
            os.truncate(path, 0)


def _inodes(data: Path) -> set[int]:
    return {path.stat().st_ino for path in data.rglob("*") if path.is_file()}


@pytest.mark.parametrize("first_build", [False, True])
def test_power_may_go_between_any_two_steps(desk: Desk, tmp_path: Path, first_build: bool) -> None:
    if not first_build:
        for number in range(2):  # so that publishing has a generation to clear away
            desk.write("ferry.txt", f"Ferry crews walked out {number} times.")
            desk.build()
    desk.write("ferry.txt", "All boats sail again.")
    desk.write("comet.txt", "A comet passed Neptune.")
    whole = tmp_path / "whole"
    if desk.data.exists():
        shutil.copytree(desk.data, whole)
    moments = 0
    while True:
        shutil.rmtree(desk.data, ignore_errors=True)
        if whole.exists():
            shutil.copytree(whole, desk.data)
        before = _inodes(desk.data)
        process = run(_publish_until, desk, moments, tmp_path / "synced")
        process.join(60)
        if process.exitcode == 0:
            break
        assert process.exitcode == _CUT_OFF
        _lose_what_was_not_synced(before, desk.data, tmp_path / "synced")
        with closing(desk.index()) as index:
            if not first_build:
                assert ask(index, "tram network", desk.embedder) == ("news/tram.txt", "news/tram.txt")
                with index.snapshot() as snapshot:
                    assert snapshot.info.articles in (6, 7)
                assert index.notice is None
            report = desk.build()
            assert (report.articles, report.removed, report.rejected) == (7, (), ())
            assert ask(index, "comet Neptune", desk.embedder) == ("news/comet.txt", "news/comet.txt")
            assert ask(index, "boats sail", desk.embedder) == ("news/ferry.txt", "news/ferry.txt")
            assert index.notice is None
        moments += 1
    assert moments > 10
