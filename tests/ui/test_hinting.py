"""What is offered is looked for once for each generation and outlives a restart."""

import json
import threading
from pathlib import Path

import pytest

from qa.topics import Topic
from tests.ui.test_relating import wait_for
from ui.hinting import Hinting, Hints

HINTS = Hints("g1", ("Who is Ada Stone?",), (Topic("China", 3),))


def test_it_is_looked_for_once_and_kept(tmp_path: Path) -> None:
    looks: list[int] = []
    gate = threading.Event()

    def find() -> Hints:
        gate.wait(10)
        looks.append(1)
        return HINTS

    hinting = Hinting(tmp_path / "hints.json", find)
    assert hinting.known("g1") is None
    hinting.want("g1")
    hinting.want("g1")
    gate.set()
    wait_for(lambda: hinting.known("g1") == HINTS)
    hinting.want("g1")
    assert looks == [1]
    assert hinting.known("g2") is None
    wait_for(lambda: (tmp_path / "hints.json").is_file())
    wait_for(lambda: Hinting(tmp_path / "hints.json", find).known("g1") == HINTS)


def test_a_failure_offers_nothing_and_is_not_repeated(tmp_path: Path, caplog) -> None:
    hinting = Hinting(tmp_path / "gone" / "hints.json", lambda: [][0])
    hinting.want("g1")
    wait_for(lambda: hinting.known("g1") == Hints("g1"))
    assert "No questions and topics could be found" in caplog.text


@pytest.mark.parametrize("kept", ["", "[]", "{", json.dumps({"generation": "g1", "questions": []})])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / "hints.json").write_text(kept, encoding="utf-8")
    assert Hinting(tmp_path / "hints.json", lambda: HINTS).known("g1") is None
