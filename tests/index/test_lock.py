"""One builder at a time, across processes and threads, and no lock outlives its holder."""

import fcntl
import os
import re
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.errors import BadInput, BuildLocked
from index.lock import build_lock, is_locked
from tests.index.desk import Desk
from tests.index.processes import kill_at, start_paused


def test_a_second_holder_is_told_who_has_the_lock_and_since_when(tmp_path: Path) -> None:
    began = datetime.now(UTC).replace(microsecond=0)
    with build_lock(tmp_path / "data"), pytest.raises(BuildLocked) as refused, build_lock(tmp_path / "data"):
        raise AssertionError("locked twice")
    found = re.fullmatch(
        rf"Another build of {tmp_path}/data is running \(process (\d+), since (\S+): .*python.*\)\. "
        r"Wait until it has finished\.",
        str(refused.value),
    )
    assert found
    assert int(found[1]) == os.getpid()
    assert began <= datetime.fromisoformat(found[2]) <= began + timedelta(seconds=60)


def test_the_lock_is_free_again_after_use_and_after_an_error(tmp_path: Path) -> None:
    assert not is_locked(tmp_path)
    with build_lock(tmp_path):
        assert is_locked(tmp_path)
    assert not is_locked(tmp_path)
    with pytest.raises(ZeroDivisionError), build_lock(tmp_path):
        raise ZeroDivisionError
    assert not is_locked(tmp_path)


def test_asking_does_not_make_a_data_directory(tmp_path: Path) -> None:
    assert not is_locked(tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_a_data_directory_that_cannot_be_made_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    with pytest.raises(BadInput, match=r"^The data directory .*/data cannot be written \(File exists\)\."):
        build_lock(tmp_path / "data").__enter__()


@pytest.mark.usefixtures("permissions_count")
def test_a_data_directory_that_may_not_be_written_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o555)
    with pytest.raises(BadInput, match=r"cannot be written \(Permission denied\)\. Make it writable"):
        build_lock(tmp_path / "data").__enter__()


def test_another_process_that_builds_is_named_and_not_disturbed(desk: Desk) -> None:
    other = start_paused(desk)
    assert is_locked(desk.data)
    with pytest.raises(BuildLocked, match=rf"\(process {other.process.pid}, since \d{{4}}-\d\d-\d\dT"):
        desk.build()
    other.finish()
    assert not is_locked(desk.data)
    assert len(desk.articles()) == 6


def test_who_only_asks_for_a_moment_does_not_get_in_the_way(tmp_path: Path) -> None:
    with build_lock(tmp_path):
        pass
    asking = (tmp_path / "build.lock").open()
    fcntl.flock(asking, fcntl.LOCK_SH)  # as is_locked does
    moment = threading.Timer(0.05, asking.close)
    moment.start()
    with build_lock(tmp_path):
        assert asking.closed
    moment.join()


@pytest.mark.parametrize("garbage", [b"", b"{", b"[]", b"null", b'{"pid": 1}', b"\xff"])
def test_a_lock_that_says_nothing_of_its_holder_still_locks(tmp_path: Path, garbage: bytes) -> None:
    with build_lock(tmp_path):
        (tmp_path / "build.lock").write_bytes(garbage)
        with pytest.raises(BuildLocked, match="it has just started"), build_lock(tmp_path):
            raise AssertionError("locked twice")


def test_a_killed_holder_holds_nothing(desk: Desk) -> None:
    kill_at(desk, "read")
    assert not is_locked(desk.data)
    with build_lock(desk.data):
        pass
