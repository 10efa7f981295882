"""The command line: exit statuses, the JSON report, and a progress bar for people only."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import index.__main__ as command
from index.config import PROJECT
from index.types import STAGES
from tests.fakes import BagOfWords
from tests.index.desk import Desk

IDS = {"type": "array", "items": {"type": "string"}}
COUNT = {"type": "integer", "minimum": 0}
SECONDS = {"type": "number", "minimum": 0}
REPORT = {
    "type": "object",
    "additionalProperties": False,
    "required": [
        *("generation", "articles", "passages", "added", "changed", "removed", "unchanged", "rejected", "duplicates"),
        "seconds",
    ],
    "properties": {
        "generation": {"type": "string"},
        "articles": COUNT,
        "passages": COUNT,
        "added": IDS,
        "changed": IDS,
        "removed": IDS,
        "duplicates": IDS,
        "unchanged": COUNT,
        "rejected": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["path", "reason"],
                "properties": {"path": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
        "seconds": {
            "type": "object",
            "additionalProperties": False,
            "required": [*STAGES, "total"],
            "properties": dict.fromkeys([*STAGES, "total"], SECONDS),
        },
    },
}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process, with the stand-in for the model: (exit status, output, errors)."""
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", lambda model: BagOfWords())
    monkeypatch.setenv("CLIPPINGS_DATA", str(desk.data))

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        try:
            status = command.main([str(argument) for argument in arguments])
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        return status, *capsys.readouterr()

    return run


def test_done_is_0_and_says_what_was_done(run: Run, desk: Desk) -> None:
    status, output, errors = run("--source", desk.news)
    assert (status, errors) == (0, "")
    assert output.splitlines()[0].startswith("Generation g000001: 6 articles, 6 passages in ")
    assert output.splitlines()[1:] == ["6 added, 0 changed, 0 removed, 0 unchanged, 0 rejected."]


def test_done_with_rejections_is_3_and_names_each(run: Run, desk: Desk) -> None:
    desk.write("empty.txt", "")
    status, output, errors = run("--source", desk.news)
    assert (status, errors) == (3, "")
    assert output.splitlines()[-1] == f"  rejected {desk.news}/empty.txt: the article has no text."


def test_a_source_that_was_emptied_keeps_the_index_unless_that_is_meant(run: Run, desk: Desk) -> None:
    (desk.news.with_name("other")).mkdir()
    (desk.news.with_name("other") / "comet.txt").write_text("A comet passed Neptune.")
    run("--source", desk.news, "--source", desk.news.with_name("other"))
    for path in desk.news.iterdir():
        path.unlink()
    for command_ in ((), ("plan",)):
        status, output, errors = run(*command_)
        assert (status, output) == (1, "")
        assert f"The source {desk.news} is empty, and the index has articles of it. Is its disk mounted?" in errors
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    assert json.loads(run("plan", "--allow-empty", "--json")[1])["changes"]["unchanged"] == 1
    assert len(json.loads(run("--allow-empty", "--json")[1])["removed"]) == 6
    assert run()[0] == 0
    assert run("verify", "--allow-empty")[0] == 2


def test_where_generations_are_gone_no_seeds_take_their_place(run: Run, desk: Desk) -> None:
    run("--source", desk.news)
    shutil.rmtree(desk.data / "generations")
    status, output, errors = run()
    assert (status, output) == (1, "")
    assert "no longer says where its articles come from. Rebuild it naming them: python -m index --source" in errors
    assert run("--source", desk.news)[0] == 0
    assert len(desk.articles()) == 6


def test_a_terminal_that_lacks_a_letter_is_no_failure(run: Run, desk: Desk) -> None:
    run("--source", desk.news)
    (desk.news / "café.txt").write_text("")
    environment = {**os.environ, "CLIPPINGS_DATA": str(desk.data), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([sys.executable, "-m", "index", "plan"], env=environment, capture_output=True, cwd=PROJECT)
    assert done.returncode == 3
    assert b"caf?.txt: the article has no text." in done.stdout


def test_failed_is_1_with_the_old_generation_intact(run: Run, desk: Desk) -> None:
    run("--source", desk.news)
    desk.news.rename(desk.news.with_name("away"))
    status, output, errors = run()
    assert (status, output) == (1, "")
    assert errors.startswith(f"The index was not changed. The source {desk.news} does not exist.")
    assert len(errors.splitlines()) == 1
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--source", "/no/such/place"], "--source /no/such/place: there is no such file or folder"),
        (["--sauce"], "unrecognized arguments: --sauce"),
        (["--source"], "--source: expected one argument"),
        (["news"], "invalid choice: 'news'"),
        (["--source", "/", "generations"], "--source is for a build, not for generations"),
        (["verify", "--all", "g000001"], "not allowed with argument"),
        (["watch", "--every", "0"], "'0' is no time; write seconds, or such as 5m or 1h"),
        (["watch", "--every", "soon"], "'soon' is no time"),
    ],
)
def test_wrong_usage_is_2(run: Run, desk: Desk, arguments: list[str], message: str) -> None:
    status, output, errors = run(*arguments)
    assert (status, output) == (2, "")
    assert message in errors
    assert not desk.data.exists()


def test_help_names_the_exit_statuses(run: Run) -> None:
    status, output, _ = run("--help")
    assert status == 0
    assert "0 done, 3 done but some articles were rejected, 1 failed" in " ".join(output.split())


def test_json_is_one_object_of_the_promised_form(run: Run, desk: Desk) -> None:
    desk.write("empty.txt", "")
    status, output, errors = run("--source", desk.news, "--json")
    assert (status, errors) == (3, "")
    report = json.loads(output)
    jsonschema.validate(report, REPORT)
    assert report["generation"] == "g000001"
    assert (report["articles"], report["passages"], report["unchanged"]) == (6, 6, 0)
    assert report["added"][0] == "news/ferry.txt"
    assert report["rejected"] == [{"path": f"{desk.news}/empty.txt", "reason": "the article has no text."}]
    desk.write("ferry.txt", "All boats sail.")
    (desk.news / "tram.txt").unlink()
    report = json.loads(run("--source", desk.news, "--json")[1])
    assert (report["added"], report["changed"], report["removed"]) == ([], ["news/ferry.txt"], ["news/tram.txt"])
    report = json.loads(run("--json")[1])
    jsonschema.validate(report, REPORT)
    assert (report["generation"], report["unchanged"]) == ("g000002", 5)


def test_a_failure_prints_no_json(run: Run, desk: Desk) -> None:
    (desk.news.parent / "nothing").mkdir()
    status, output, errors = run("--source", desk.news.parent / "nothing", "--json")
    assert (status, output) == (1, "")
    assert "No articles were found in" in errors


def test_several_sources_and_another_data_directory(run: Run, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "late.txt").write_text("A late ferry.")
    status, output, _ = run(
        "--source", desk.news, "--source", tmp_path / "late.txt", "--data", tmp_path / "d", "--json"
    )
    assert (status, json.loads(output)["articles"]) == (0, 7)
    assert (tmp_path / "d" / "CURRENT").read_text() == "g000001\n"
    assert not desk.data.exists()


def test_a_relative_source_is_remembered_wherever_the_command_runs(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.news.parent)
    assert run("--source", "news")[0] == 0
    monkeypatch.chdir("/")
    assert json.loads(run("--json")[1])["unchanged"] == 6


def test_a_data_directory_that_is_a_file_is_a_clear_failure(run: Run, desk: Desk) -> None:
    desk.data.write_text("in the way")
    status, output, errors = run("--source", desk.news)
    assert (status, output) == (1, "")
    assert errors.startswith(
        f"The index was not changed. The data directory {desk.data} cannot be written (File exists)."
    )


def test_a_model_that_is_not_here_is_a_clear_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLIPPINGS_EMBEDDING_MODEL", "no/such-model")
    assert command.main(["--source", str(desk.news), "--data", str(desk.data)]) == 1
    assert "The index was not changed. The model 'no/such-model'" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_told_to_stop_changes_nothing(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    run("--source", desk.news)
    desk.write("comet.txt", "A comet passed Neptune.")

    class Interrupted(BagOfWords):
        def embed(self, texts):  # type: ignore[no-untyped-def]
            signal.raise_signal(number)
            return super().embed(texts)

    monkeypatch.setattr(command, "SentenceTransformerEmbedder", lambda model: Interrupted())
    assert run() == (
        1,
        "",
        "The build was stopped. The index is as it was before, and what was done is kept for the next build.\n",
    )
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")


def test_a_source_that_no_disk_can_have_is_wrong_usage(run: Run) -> None:
    assert run("--source", "x" * 300)[0] == 2


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(PROJECT), "COLUMNS": "100", "TERM": "xterm"}


def test_the_real_command_indexes_the_seeds(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "index", "--json", "--data", tmp_path / "data"],
        cwd=PROJECT,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert finished.returncode == 0, finished.stderr
    assert finished.stderr == ""  # no progress bar: this is not a terminal
    report = json.loads(finished.stdout)
    jsonschema.validate(report, REPORT)
    assert report["added"] == ["seeds/000_4ad98fe7e9fa8e4c.txt", "seeds/001_a97a5cfee3efb56a.txt"]


def test_on_a_terminal_a_bar_shows_every_stage_and_json_stays_clean(desk: Desk) -> None:
    program = (
        "import sys, index.__main__ as command\n"
        "from tests.fakes import BagOfWords\n"
        "command.SentenceTransformerEmbedder = lambda model: BagOfWords()\n"
        "sys.exit(command.main())"
    )
    terminal, errors = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--json", "--source", desk.news, "--data", desk.data],
        cwd=PROJECT,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=errors,
    )
    os.close(errors)
    shown = b""
    try:
        while part := os.read(terminal, 65536):
            shown += part
    except OSError:  # how a terminal says that everybody has hung up
        pass
    os.close(terminal)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    jsonschema.validate(json.loads(output), REPORT)
    for verb in ("Embedding passages", "Verifying"):
        assert verb.encode() in shown
