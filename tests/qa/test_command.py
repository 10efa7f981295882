"""``python -m qa`` as a process, with the real models: what it prints and how it exits."""

import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from index.build import build
from index.config import SEEDS, IndexConfig
from index.embedder import SentenceTransformerEmbedder
from qa.quotation import main as check_quotation
from tests.qa.fault_server import ModelServer

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads(Path(__file__).with_name("answer.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    build(IndexConfig(folder, (SEEDS,)), SentenceTransformerEmbedder())
    return folder


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "qa", *arguments],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=os.environ,
        timeout=120,
    )


def check(line: bytes, data: Path) -> dict[str, Any]:
    """The object of one line, held against the schema and the promise that every quote is where it says."""
    answer: dict[str, Any] = json.loads(line)
    jsonschema.validate(answer, SCHEMA)
    evidence = {hit["passage_id"]: hit for hit in answer.get("evidence", ())}
    for citation in answer.get("citations", ()):
        assert any(
            hit["article_id"] == citation["article_id"]
            and hit["text"][citation["start"] - hit["start"] : citation["end"] - hit["start"]] == citation["quote"]
            for hit in evidence.values()
        )
    return answer


def test_that_an_older_generation_answers_is_told(data: Path, tmp_path: Path) -> None:
    shutil.copytree(data, tmp_path, dirs_exist_ok=True)
    (tmp_path / "CURRENT").write_text("g000777\n")
    done = run("How many soldiers are stationed on the Korean peninsula?", "--data", str(tmp_path))
    assert done.returncode == 0
    assert b"names a generation ('g000777') that is not there" in done.stderr
    assert b"Until then the index that was built on" in done.stderr


def test_a_batch_is_answered_in_order(data: Path) -> None:
    asked = [
        {"id": "troops", "question": "How many soldiers are stationed on the Korean peninsula?", "history": []},
        {"id": 7, "question": ""},
        {
            "id": "who",
            "question": "Where does he speak?",
            "history": [{"question": "Who is Dunford?", "answer": "A general."}],
        },
        {"id": None, "question": "What is the best recipe for apple pie?"},
        {"id": "bad", "question": 5},
    ]
    lines = b"".join(json.dumps(line).encode() + b"\n" for line in asked) + b"\nnot json\n"
    done = run("--batch", "-", "--data", str(data), stdin=lines)
    assert done.returncode == 3, done.stderr
    answers = [check(line, data) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["troops", 7, "who", None, None, None]
    assert "28,500" in answers[0]["answer"]
    assert "empty" in answers[1]["error"]
    assert "Dunford" in answers[2]["standalone_question"]
    assert answers[3]["outcome"] == "no_evidence"
    assert len(answers[3]["evidence"]) == 10
    assert "Line 5 is not an object" in answers[4]["error"]
    assert "Line 7" in answers[5]["error"]


def test_one_question_for_a_program_and_for_a_person(data: Path) -> None:
    done = run("At which university did Dunford speak?", "--data", str(data), "--json", "-k", "3")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1), done.stderr
    answer = check(done.stdout, data)
    assert (answer["id"], len(answer["evidence"])) == (None, 3)
    assert "Duke University" in answer["answer"]
    shown = run("At which university did Dunford speak?", "--data", str(data))
    assert b"[1] " in shown.stdout
    assert b"date unknown" in shown.stdout


def test_filters_say_which_articles_may_answer(data: Path) -> None:
    question = "What did Dunford say about the troops?"
    one, other = sorted(f"seeds/{path.name}" for path in SEEDS.glob("*.txt"))
    done = run(question, "--data", str(data), "--json", "--article", one, "--topic", "Dunford")
    answer = check(done.stdout, data)
    assert {hit["article_id"] for hit in answer["evidence"]} == {one}
    assert (answer["filters"]["articles"], answer["filters"]["topic"]) == ([one], "Dunford")
    done = run(question, "--data", str(data), "--publisher", "The Daily")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"No article is from 'The Daily'" in done.stderr
    asked = [
        {"question": question},
        {"question": question, "filters": {"articles": [one]}},
        {"question": question + " Published last week?", "filters": {}},
        {"question": question, "filters": {"since": "2018-07-01"}},
        {"id": "bad", "question": question, "filters": {"since": "July"}},
    ]
    lines = b"".join(json.dumps(line).encode() + b"\n" for line in asked)
    done = run("--batch", "-", "--data", str(data), "--article", other, stdin=lines)
    assert done.returncode == 3, done.stderr
    answers = [check(line, data) for line in done.stdout.splitlines()]
    found = [{hit["article_id"] for hit in answer.get("evidence", ())} for answer in answers]
    assert found == [{other}, {one}, {one, other}, set(), set()]
    assert answers[2]["filters"]["understood"]["dropped"]
    assert (answers[3]["outcome"], answers[3]["filters"]["undated"]) == ("no_evidence", 2)
    assert "'since': 'July' is not a day" in answers[4]["error"]


def test_a_model_answers_and_its_sentences_carry_their_verdicts(data: Path) -> None:
    server = ModelServer(lambda request: "Penguins marched on Rome [1].")
    asked = b'{"id": 1, "question": "How many soldiers are stationed on the Korean peninsula?"}\n'
    done = run("--batch", "-", "--data", str(data), "--model", server.model, stdin=asked)
    server.close()
    assert done.returncode == 0, done.stderr
    answer = check(done.stdout, data)
    assert (answer["model"], answer["notice"], answer["stopped"]) == (server.model, None, False)
    assert [(one["text"], one["citations"], one["verdict"]) for one in answer["statements"]] == [
        ("Penguins marched on Rome.", [], "unsupported")
    ]
    gone = run("How many soldiers are stationed on the Korean peninsula?", "--data", str(data), "--model", server.model)
    assert gone.returncode == 0
    assert b"could not be reached" in gone.stdout
    assert b"28,500" in gone.stdout
    wrong = run("Who?", "--data", str(data), "--model", "gpt-5")
    assert wrong.returncode == 1
    assert b"openai:NAME" in wrong.stderr


def test_an_interrupt_ends_a_batch_without_a_traceback(data: Path) -> None:
    command = [sys.executable, "-m", "qa", "--batch", "-", "--data", str(data)]
    piped = subprocess.PIPE
    heeded = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell has what it runs behind itself ignore it
    with subprocess.Popen(command, stdin=piped, stdout=piped, stderr=piped, cwd=ROOT, preexec_fn=heeded) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b'{"question": "Who spoke at Duke University?"}\n')
        process.stdin.flush()
        assert process.stdout.readline()  # now it waits for the next line
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (1, b"Stopped.\n")


def test_an_interrupt_ends_a_check_of_a_quotation_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(model: str | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qa.quotation.SentenceTransformerEmbedder", interrupt)
    assert check_quotation(["Ships sail"]) == 1
    assert capsys.readouterr().err == "Stopped.\n"


def test_no_index_is_said_plainly(tmp_path: Path) -> None:
    done = run("Who?", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"python -m index" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("a", "--batch", "-"), ("a", "-k", "0"), ("a", "--since", "July"), ("--batch", "no/such/file")]
)
def test_wrong_usage_exits_with_two(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).returncode == 2
