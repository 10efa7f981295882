"""Conversations on disk: kept, shared between processes, and never lost to a damaged file."""

import multiprocessing
import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from index.errors import BadInput
from qa.history import TITLE_CHARACTERS, Conversations
from qa.history_file import SCHEMA_VERSION
from qa.types import Answer, Statement


def make_answer(question: str) -> Answer:
    statement = Statement("The meeting was postponed.", (), "verbatim")
    return Answer(question, question, "answered", None, (statement,), (), (), "g1", {"total": 1.5})


def keep_turns(path: Path, conversation_id: str, name: str, count: int) -> None:
    kept = Conversations(path)
    for number in range(count):
        kept.add_turn(conversation_id, f"{name} {number}", make_answer(name))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


def test_turns_come_back_in_order_after_a_restart(path: Path) -> None:
    first = Conversations(path)
    conversation = first.create()
    kept = [first.add_turn(conversation.id, f"Question {n}?", make_answer(f"Question {n}?")) for n in range(3)]
    again = Conversations(path)
    assert again.notice is None
    assert again.turns(conversation.id) == kept
    assert all(turn.asked.utcoffset() == timedelta(0) and turn.asked.tzinfo == UTC for turn in kept)


def test_the_conversation_used_last_comes_first(path: Path) -> None:
    conversations = Conversations(path)
    old, new = conversations.create("old"), conversations.create("new")
    assert [entry.title for entry in conversations.list()] == ["new", "old"]
    conversations.add_turn(old.id, "Again?", make_answer("Again?"))
    listed = conversations.list()
    assert [entry.id for entry in listed] == [old.id, new.id]
    assert listed[0].updated > listed[0].created
    assert old.id != new.id
    assert len(old.id) >= 16


def test_the_first_question_becomes_the_title_at_a_word_boundary(path: Path) -> None:
    conversations = Conversations(path)
    named, unnamed = conversations.create("Mine"), conversations.create()
    question = "Why was the meeting\nbetween Pompeo and Kim Yong Chol postponed, and who announced it in Washington?"
    for conversation in (named, unnamed):
        conversations.add_turn(conversation.id, question, make_answer(question))
        conversations.add_turn(conversation.id, "And then?", make_answer("And then?"))
    titles = {entry.id: entry.title for entry in conversations.list()}
    assert titles[named.id] == "Mine"
    assert titles[unnamed.id] == "Why was the meeting between Pompeo and Kim Yong Chol postponed, and who…"
    assert conversations.create("x" * 200).title == "x" * (TITLE_CHARACTERS - 1) + "…"
    assert conversations.create("y" * TITLE_CHARACTERS).title == "y" * TITLE_CHARACTERS


def test_rename_and_delete(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create("One")
    conversations.add_turn(conversation.id, "Q?", make_answer("Q?"))
    conversations.rename(conversation.id, "Two")
    assert [entry.title for entry in conversations.list()] == ["Two"]
    conversations.delete(conversation.id)
    assert conversations.list() == []
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM turns").fetchone() == (0,)


def test_an_unknown_conversation_is_bad_input(path: Path) -> None:
    conversations = Conversations(path)
    for act in (
        lambda: conversations.turns("nobody"),
        lambda: conversations.add_turn("nobody", "Q?", make_answer("Q?")),
        lambda: conversations.rename("nobody", "x"),
        lambda: conversations.delete("nobody"),
    ):
        with pytest.raises(BadInput, match="does not exist"):
            act()


def test_odd_characters_are_kept(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create("\ud800 title")
    question = 'Ümläut 🙂 \x00 "; DROP TABLE turns; --'
    conversations.add_turn(conversation.id, question, make_answer("lone \ud800 surrogate"))
    (turn,) = conversations.turns(conversation.id)
    assert turn.question == question
    assert turn.answer.question == "lone \ud800 surrogate"


def test_two_processes_write_at_once_and_nothing_is_lost(path: Path) -> None:
    conversation = Conversations(path).create()
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=keep_turns, args=(path, conversation.id, name, 25)) for name in ("a", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    asked = [turn.question for turn in Conversations(path).turns(conversation.id)]
    assert [question for question in asked if question.startswith("a")] == [f"a {n}" for n in range(25)]
    assert [question for question in asked if question.startswith("b")] == [f"b {n}" for n in range(25)]


def test_threads_begin_and_share_one_file(path: Path) -> None:
    failures: list[BaseException] = []

    def begin() -> None:
        try:
            Conversations(path).create("thread")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(Conversations(path).list()) == 8


def test_a_file_that_is_no_database_is_kept_aside(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database at all" * 100)
    conversations = Conversations(path)
    (aside,) = path.parent.glob("history.db.damaged-*")
    assert aside.read_bytes() == b"not a database at all" * 100
    assert conversations.notice is not None
    assert str(aside) in conversations.notice
    conversation = conversations.create()
    conversations.add_turn(conversation.id, "Q?", make_answer("Q?"))
    again = Conversations(path)
    assert again.notice is None
    assert len(again.turns(conversation.id)) == 1


def test_a_database_with_a_torn_page_is_kept_aside(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    for number in range(60):
        conversations.add_turn(conversation.id, f"{number} " + "long " * 200, make_answer("Q?"))
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 200] = b"\xff" * 200
    path.write_bytes(content)
    damaged = Conversations(path)
    assert damaged.notice is not None
    assert damaged.list() == []
    assert len(list(path.parent.glob("history.db.damaged-*"))) == 1


def test_an_empty_file_is_a_new_history(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    conversations = Conversations(path)
    assert conversations.notice is None
    assert conversations.list() == []


def test_a_newer_version_is_refused_and_left_alone(path: Path) -> None:
    Conversations(path)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(BadInput, match="newer version"):
        Conversations(path)
    assert list(path.parent.glob("*.damaged-*")) == []


def test_the_file_keeps_its_version_and_a_log(path: Path) -> None:
    Conversations(path)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BadInput, match="another data directory") as caught:
        Conversations(tmp_path / "file" / "history.db")
    assert str(tmp_path / "file" / "history.db") in str(caught.value)
    with pytest.raises(BadInput, match="is a folder"):
        Conversations(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(BadInput, match="another data directory"):
            Conversations(tmp_path / "history.db")
    finally:
        tmp_path.chmod(0o700)
