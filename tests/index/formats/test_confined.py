"""The child that parses: it comes back after it died, and one file's fate is not the next one's."""

import subprocess
import sys
from pathlib import Path

import pytest

from index.articles import read_articles
from index.formats import confined
from index.types import Article, Rejected
from tests.index.formats.writing import PARAGRAPHS, pdf, printed, wrap


def read_one(path: Path) -> Article | Rejected:
    [found] = read_articles([path])
    return found


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.pdf"
    path.write_bytes(pdf([printed([wrap(paragraph) for paragraph in PARAGRAPHS])]))
    return path


def test_a_file_that_takes_for_ever_is_stopped_and_the_next_is_read(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MAX_WALL_SECONDS", 0.5)
    slow = tmp_path / "slow.pdf"
    slow.write_bytes(pdf([printed([["x"] * 1000])] * 300))
    found = read_one(slow)
    assert isinstance(found, Rejected)
    assert found.reason.startswith("took more than ")
    monkeypatch.undo()
    assert isinstance(read_one(good), Article)


def test_a_child_that_ended_meanwhile_is_replaced(good: Path) -> None:
    first = read_one(good)
    confined._CHILD.end()
    confined._CHILD._process = subprocess.Popen(
        [sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )  # ends as an idle one does
    confined._CHILD._process.wait()
    assert read_one(good) == first


def test_a_child_that_was_killed_costs_one_file(good: Path) -> None:
    read_one(good)
    process = confined._CHILD._process
    assert process
    process.kill()
    process.wait()
    assert isinstance(read_one(good), Rejected)
    assert isinstance(read_one(good), Article)


def test_a_child_that_died_half_way_through_an_answer_costs_one_file(good: Path) -> None:
    confined._CHILD.end()
    confined._CHILD._process = subprocess.Popen(
        [sys.executable, "-c", "print('{\"record\": {', end='', flush=True); input(); raise SystemExit(1)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    found = read_one(good)
    assert isinstance(found, Rejected)
    assert found.reason.startswith("is damaged: ")
    assert isinstance(read_one(good), Article)
