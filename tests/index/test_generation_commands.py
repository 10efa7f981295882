"""``generations``, ``rollback`` and ``verify``: what they print, what they change, and their exit statuses."""

import errno
import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import index.__main__ as command
import index.verify
from index.vectors import PassageVectors
from tests.fakes import BagOfWords
from tests.index.desk import Desk
from tests.index.processes import start_paused
from tests.index.test_damage import flip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(built: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command beside g000001 and g000002, which has one article more: (exit status, output, errors)."""
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", lambda model: built.embedder)
    monkeypatch.setenv("CLIPPINGS_DATA", str(built.data))

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        return command.main([str(argument) for argument in arguments]), *capsys.readouterr()

    return run


def listed(run: Run) -> dict[str, tuple[bool, bool, bool]]:
    """(published, answers, sound) of each generation."""
    status, output, _ = run("generations", "--json")
    assert status == 0
    found = json.loads(output)["generations"]
    return {one["name"]: (one["published"], one["answers"], one["damage"] is None) for one in found}


def test_generations_are_listed(run: Run) -> None:
    status, output, errors = run("generations")
    assert (status, errors) == (0, "")
    newest, older = output.splitlines()
    assert newest.startswith("g000002  built 2")
    assert newest.endswith(" UTC, 7 articles, 7 passages  (answers)")
    assert older.endswith(" UTC, 6 articles, 6 passages")
    assert listed(run) == {"g000002": (True, True, True), "g000001": (False, False, True)}


def test_of_a_damaged_generation_it_is_said(run: Run, built: Desk) -> None:
    flip(built.data / "generations" / "g000002" / "catalog.db")
    assert listed(run) == {"g000002": (True, False, False), "g000001": (False, True, True)}
    (built.data / "generations" / "g000002" / "manifest.json").write_text("{")
    assert listed(run) == {"g000002": (True, False, False), "g000001": (False, True, True)}
    assert "damaged: The manifest of generation g000002" in run("generations")[1]


def test_without_an_index_each_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for name in ("generations", "verify"):
        assert run(name, "--data", tmp_path / "none")[::2] == (
            1,
            f"There is no index in {tmp_path}/none yet. Build it: python -m index\n",
        )
    assert run("--data", tmp_path / "none", "rollback")[0] == 1


def test_rolling_back_and_forth(run: Run, built: Desk) -> None:
    status, output, errors = run("rollback")
    assert (status, errors) == (0, "")
    assert output.startswith("Generation g000001 answers now: 6 articles, built ")
    assert len(built.articles()) == 6
    assert json.loads(run("rollback", "g000002", "--json")[1])["articles"] == 7
    assert len(built.articles()) == 7


def test_the_build_after_a_rollback_starts_from_what_answers(run: Run, built: Desk) -> None:
    run("rollback")
    report = built.build()
    assert (report.generation, report.added, report.unchanged) == ("g000003", ("news/comet.txt",), 6)
    assert listed(run).keys() == {"g000003", "g000001"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("g000009", "There is no generation 'g000009' in "),
        ("../news", "There is no generation '../news' in "),
        ("g000002", "Generation g000002 answers already."),
    ],
)
def test_what_cannot_be_gone_back_to(run: Run, name: str, message: str) -> None:
    status, output, errors = run("rollback", name)
    assert (status, output) == (1, "")
    assert errors.startswith(message)


def test_a_damaged_generation_is_not_gone_back_to(run: Run, built: Desk) -> None:
    flip(built.data / "generations" / "g000001" / "catalog.db")
    assert "g000001/catalog.db is damaged or missing" in run("rollback", "g000001")[2]
    assert run("rollback")[::2] == (1, f"There is no other sound generation in {built.data} to go back to.\n")
    assert len(built.articles()) == 7


def test_a_generation_of_another_model_is_not_gone_back_to(
    run: Run, built: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", lambda model: BagOfWords("other"))
    assert "Generation g000001 was made with other settings" in run("rollback", "g000001")[2]
    assert run("rollback")[0] == 1


def test_nothing_is_rolled_back_during_a_build(run: Run, built: Desk) -> None:
    built.write("whale.txt", "A whale sang.")
    other = start_paused(built)
    status, _, errors = run("rollback")
    other.finish()
    assert status == 1
    assert f"is running (process {other.process.pid}, since " in errors


def test_what_is_sound_verifies(run: Run) -> None:
    assert run("verify") == (0, "g000002 is sound.\n", "")
    assert run("verify", "--all") == (0, "g000002 is sound.\ng000001 is sound.\n", "")
    assert run("verify", "g000009")[0] == 1


def test_what_is_damaged_is_named(run: Run, built: Desk) -> None:
    flip(built.data / "generations" / "g000001" / "catalog.db")
    assert run("verify")[0] == 0
    status, output, _ = run("verify", "--all")
    assert status == 1
    assert output.startswith("g000002 is sound.\ng000001 is not sound: ")
    assert "g000001/catalog.db is damaged or missing" in output
    status, output, _ = run("verify", "g000001", "--json")
    assert status == 1
    assert [one["name"] for one in json.loads(output)["generations"]] == ["g000001"]


def test_a_vector_that_was_changed_through_chroma_itself_is_found(run: Run, built: Desk) -> None:
    with closing(PassageVectors(built.data / "generations" / "g000002" / "chroma")) as vectors:
        vectors.upsert(["news/ferry.txt:0"], built.embedder.embed(["Something else."]))
    status, output, _ = run("verify")
    assert (status, "is damaged" in output) == (1, True)


def test_where_nothing_can_be_written_a_sound_generation_is_not_called_damaged(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(index.verify, "TemporaryFile", refuse)
    status, output, errors = run("verify")
    assert (status, output) == (1, "")
    assert "are as they were published, but" in errors
    assert "it has to be writable (Read-only file system)" in errors
