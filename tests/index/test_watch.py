"""Keeping up with the sources: round after round, whatever fails, until it is asked to stop."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from index.config import PROJECT, IndexConfig
from index.errors import BuildLocked
from index.stopping import Stopping, stopping
from index.watch import Round, read_watch, watch
from index.web.fetch import Client
from index.web.sources import add_source
from tests.index.desk import STORIES, Desk
from tests.index.web.conftest import Server


@pytest.fixture
def server() -> Iterator[Server]:
    yield Server()


def rounds(desk: Desk, between: list[Any]) -> Iterator[Round]:
    """One round, and one more after each of the ``between`` was called; then it is asked to stop."""
    with stopping() as stop:

        def wait(seconds: float) -> None:
            assert seconds == 60
            if not between:
                signal.raise_signal(signal.SIGTERM)
            between.pop(0)()

        try:
            yield from watch(IndexConfig(desk.data), desk.embedder, Client(allow_private=True), 60, stop, wait)
        except KeyboardInterrupt:
            return


def test_what_changed_is_picked_up_in_the_next_round(built: Desk) -> None:
    began = datetime.now(UTC)
    first, second, third = rounds(
        built, [lambda: built.write("comet.txt", "A comet passed Neptune."), lambda: built.write("empty.txt", "")]
    )
    assert first.report
    assert second.report
    assert third.report
    assert (first.report.added, first.report.unchanged) == ((), 6)
    assert second.report.added == ("news/comet.txt",)
    assert [rejected.path for rejected in third.report.rejected] == [f"{built.news}/empty.txt"]
    assert second.status.last_success
    assert third.status.last_success
    assert began <= second.status.last_success <= third.status.last_success
    assert built.ask("comet Neptune") == ("news/comet.txt", "news/comet.txt")


def test_a_round_that_fails_is_not_the_last(built: Desk) -> None:
    away = built.news.with_name("away")
    first, second, third = rounds(built, [lambda: built.news.rename(away), lambda: away.rename(built.news)])
    assert second.report is None
    assert second.status.trouble
    assert second.status.trouble.startswith(f"The source {built.news} does not exist.")
    assert second.status.last_success == first.status.last_success
    assert third.status.trouble is None
    assert third.status.last_success
    assert second.status.last_tried
    assert third.status.last_success > second.status.last_tried


def test_the_page_reads_when_it_last_succeeded_and_what_fails(built: Desk, server: Server) -> None:
    url = server.url("/missing")
    add_source(built.data, url)
    (only,) = rounds(built, [])
    assert only.report
    found = read_watch(built.data)
    assert found
    assert (found.running, found.every_s, found.trouble) == (False, 60, None)
    assert found.last_success == only.status.last_success
    (failing,) = found.failing
    assert (failing.url, "404 Not Found" in failing.error) == (url, True)
    assert only.sources[0].outcome == "failed"


def test_where_nobody_ever_watched_there_is_nothing_to_read(tmp_path: Path) -> None:
    assert read_watch(tmp_path) is None
    (tmp_path / "watch.json").write_bytes(b"\xff{")
    assert read_watch(tmp_path) is None


def test_one_watch_at_a_time(built: Desk) -> None:
    client = Client(allow_private=True)
    watching = watch(IndexConfig(built.data), built.embedder, client, 60, Stopping(), lambda _: None)
    next(watching)
    status = read_watch(built.data)
    assert status
    assert status.running
    with pytest.raises(BuildLocked, match="is being watched already"):
        next(watch(IndexConfig(built.data), built.embedder, client, 60, Stopping(), lambda _: None))
    watching.close()


def start_watch(desk: Desk, program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, "watch", "--every", "1h", "--data", str(desk.data), *arguments],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_the_real_command_stops_cleanly_and_does_without_torch(built: Desk, form: list[str]) -> None:
    program = (
        "import sys, index.__main__ as command\n"
        "from tests.fakes import BagOfWords\n"
        "command.SentenceTransformerEmbedder = lambda model: BagOfWords()\n"
        "status = command.main()\n"
        "assert 'torch' not in sys.modules and 'chromadb' not in sys.modules\n"
        "sys.exit(status)"
    )
    process = start_watch(built, program, *form)
    assert process.stdout
    said = process.stdout.readline()
    if form:
        assert json.loads(said)["report"]["unchanged"] == len(STORIES)
    else:
        assert said.endswith(f"{len(STORIES)} articles: 0 added, 0 changed, 0 removed.\n")
    process.send_signal(signal.SIGTERM)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output, errors) == (0, "", "Stopped watching.\n")


def test_a_signal_that_does_not_end_the_sleep_is_heeded_all_the_same(built: Desk) -> None:
    # As where it comes right before the sleep begins: here another thread gets it.
    program = (
        "import signal, sys, threading, time, index.__main__ as command\n"
        "from tests.fakes import BagOfWords\n"
        "threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])\n"
        "command.SentenceTransformerEmbedder = lambda model: BagOfWords()\n"
        "sys.exit(command.main())"
    )
    process = start_watch(built, program)
    assert process.stdout and process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "Stopped watching.\n")
