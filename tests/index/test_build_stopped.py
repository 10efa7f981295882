"""Real builds that are told to stop from outside: they end in words, and the next one goes on where they were."""

import json
import os
import signal
import subprocess
import sys

import pytest

from index.config import PROJECT
from index.lock import is_locked
from index.status import read_status
from tests.index.desk import Desk

# Embeds 128 texts at a time, and says so; then each takes a while.
PROGRAM = """
import sys, time
import index.__main__ as command
from tests.fakes import BagOfWords

class Slow(BagOfWords):
    def embed(self, texts):
        vectors = super().embed(texts)
        print(len(texts), flush=True)
        time.sleep(0.2)
        return vectors

command.SentenceTransformerEmbedder = lambda model: Slow()
sys.exit(command.main())
"""


def start(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--data", str(desk.data), *arguments],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_until_embedding(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    assert process.stdout.readline() == "128\n"


@pytest.fixture
def many(built: Desk) -> Desk:
    """An index of six articles, and 640 new ones."""
    built.write("many.jsonl", "\n".join(json.dumps({"text": f"a{n} b{n} c{n} d{n} e{n} w{n}."}) for n in range(640)))
    return built


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_told_to_stop_ends_in_words_and_is_gone_on_with(many: Desk, number: signal.Signals) -> None:
    process = start(many)
    wait_until_embedding(process)
    process.send_signal(number)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    kept = "what was done is kept for the next build"
    said = f"The build was stopped. The index is as it was before, and {kept}."
    assert errors == said + "\n"
    assert not is_locked(many.data)
    assert read_status(many.data).error == said
    assert len(many.articles()) == 6
    made = 128 + sum(map(int, output.split()))
    assert made < 640
    report, embedded = many.build_embedding()
    assert (report.articles, len(embedded)) == (646, 640 - made)


def test_a_second_builder_is_refused_and_a_dead_one_is_not_waited_for(many: Desk) -> None:
    first = start(many)
    wait_until_embedding(first)
    second = start(many)
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 1
    assert f"is running (process {first.pid}, since 2" in errors
    first.kill()
    first.communicate(timeout=60)
    third = start(many)
    assert third.communicate(timeout=60)[1] == ""
    assert third.returncode == 0
    assert len(many.articles()) == 646
