"""Conversations on disk: kept, shared between processes, and never lost to a damaged file."""

import json
import multiprocessing
import os
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from index.errors import BadInput
from qa.history.conversations import REASON_CHARACTERS, Conversations, Feedback
from qa.history.file import SCHEMA_VERSION
from qa.history.rows import TITLE_CHARACTERS
from qa.history.search import needle
from qa.serial import answer_to_dict
from qa.types import AS_SET, Answer, Filters, Options, Statement
from tests.turns import add_turn


def make_answer(question: str) -> Answer:
    statement = Statement("The meeting was postponed.", (), "verbatim")
    return Answer(question, question, "answered", None, (statement,), (), (), "g1", {"total": 1.5})


def keep_turns(path: Path, conversation_id: str, name: str, count: int) -> None:
    kept = Conversations(path)
    for number in range(count):
        add_turn(kept, conversation_id, f"{name} {number}", make_answer(name))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.db"


def test_turns_come_back_in_order_after_a_restart(path: Path) -> None:
    first = Conversations(path)
    conversation = first.create()
    kept = [add_turn(first, conversation.id, f"Question {n}?", make_answer(f"Question {n}?")) for n in range(3)]
    again = Conversations(path)
    assert again.notice is None
    assert again.turns(conversation.id) == kept
    assert all(turn.asked.utcoffset() == timedelta(0) and turn.asked.tzinfo == UTC for turn in kept)


def test_the_conversation_used_last_comes_first(path: Path) -> None:
    conversations = Conversations(path)
    old, new = conversations.create("old"), conversations.create("new")
    assert [entry.title for entry in conversations.list()] == ["new", "old"]
    add_turn(conversations, old.id, "Again?", make_answer("Again?"))
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
        add_turn(conversations, conversation.id, question, make_answer(question))
        add_turn(conversations, conversation.id, "And then?", make_answer("And then?"))
    titles = {entry.id: entry.title for entry in conversations.list()}
    assert titles[named.id] == "Mine"
    assert titles[unnamed.id] == "Why was the meeting between Pompeo and Kim Yong Chol postponed, and who…"
    greeted = conversations.create()
    for question, title in (("Hello", "Hello"), ("Who left?", "Who left?"), ("Thanks", "Who left?")):
        conversations.ask(greeted.id, question)
        assert {entry.id: entry.title for entry in conversations.list()}[greeted.id] == title
    assert conversations.create("x" * 200).title == "x" * (TITLE_CHARACTERS - 1) + "…"
    assert conversations.create("y" * TITLE_CHARACTERS).title == "y" * TITLE_CHARACTERS


def test_rename_and_delete(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create("One")
    add_turn(conversations, conversation.id, "Q?", make_answer("Q?"))
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
        lambda: add_turn(conversations, "nobody", "Q?", make_answer("Q?")),
        lambda: conversations.rename("nobody", "x"),
        lambda: conversations.delete("nobody"),
    ):
        with pytest.raises(BadInput, match="does not exist"):
            act()


def test_odd_characters_are_kept(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create("\ud800 title")
    question = 'Ümläut 🙂 \x00 "; DROP TABLE turns; --'
    add_turn(conversations, conversation.id, question, make_answer("lone \ud800 surrogate"))
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
    add_turn(conversations, conversation.id, "Q?", make_answer("Q?"))
    again = Conversations(path)
    assert again.notice is None
    assert len(again.turns(conversation.id)) == 1


def test_a_database_with_a_torn_page_is_kept_aside(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    for number in range(60):
        add_turn(conversations, conversation.id, f"{number} " + "long " * 200, make_answer("Q?"))
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


VERSION_1 = """
CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL,
    updated TEXT NOT NULL) STRICT;
CREATE TABLE turns (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, question TEXT NOT NULL,
    answer TEXT NOT NULL, asked TEXT NOT NULL) STRICT;
CREATE INDEX turns_of_conversation ON turns(conversation, number);
CREATE INDEX conversations_by_time ON conversations(updated);
PRAGMA user_version = 1;
"""
NOW = "2026-11-21T10:00:00.000000+00:00"


def begin_version_1(path: Path) -> None:
    path.parent.mkdir(parents=True)
    stored = json.dumps(answer_to_dict(make_answer("Ärger?")))
    with closing(sqlite3.connect(path)) as database:
        database.executescript(VERSION_1)
        database.execute("INSERT INTO conversations VALUES ('c', 'Kept', ?, ?)", (NOW, NOW))
        database.execute("INSERT INTO turns VALUES (1, 't', 'c', 'Ärger?', ?, ?)", (stored, NOW))
        database.execute("INSERT INTO turns VALUES (2, 'u', 'c', 'Torn?', 'no json', ?)", (NOW,))
        database.commit()


def test_the_first_versions_file_is_brought_up_to_date_with_all_it_holds(path: Path) -> None:
    begin_version_1(path)
    conversations = Conversations(path)
    assert conversations.notice is None
    assert [(one.id, one.title, one.pinned) for one in conversations.list()] == [("c", "Kept", False)]
    assert conversations.turn("t").answer == make_answer("Ärger?")
    assert [(one.turn, one.excerpt) for one in conversations.search("arg")] == [("t", (("Ärger", True), ("?", False)))]
    assert [one.turn for one in conversations.search("torn")] == ["u"]
    with pytest.raises(BadInput, match="damaged"):
        conversations.turn("u")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_bringing_up_to_date_is_all_or_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin_version_1(path)
    monkeypatch.setattr("qa.history.file.fold", lambda text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Conversations(path)
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        assert database.execute("SELECT count(*) FROM turns").fetchone() == (2,)
    assert Conversations(path).turn("t").question == "Ärger?"


def test_many_bring_one_file_up_to_date_at_once(path: Path) -> None:
    begin_version_1(path)
    failures: list[BaseException] = []

    def begin() -> None:
        try:
            assert len(Conversations(path).list()) == 1
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=begin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [one.turn for one in Conversations(path).search("arger")] == ["t"]


def test_a_question_is_kept_before_its_answer_and_makes_way_for_it(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    options = Options(k=7, threshold=0.25, model="m", filters=Filters(("CNN",), date(2018, 1, 2), topic="trade"))
    asked = conversations.ask(conversation.id, "Who left?", options)
    again = Conversations(path)
    assert again.list()[0].title == "Who left?"
    assert again.turns(conversation.id) == []
    assert again.unanswered(conversation.id) == [asked]
    assert (asked.options, asked.error) == (options, None)
    turn = again.answer(asked.id, make_answer("Who left?"))
    assert (turn.id, turn.asked) == (asked.id, asked.asked)
    assert again.unanswered(conversation.id) == []
    assert again.turns(conversation.id) == [turn]


def test_a_failed_question_stays_with_its_reason_until_it_is_withdrawn(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    asked = conversations.ask(conversation.id, "Who?")
    conversations.fail(asked.id, "The disk is full. \ud800")
    (kept,) = Conversations(path).unanswered(conversation.id)
    assert (kept.question, kept.options, kept.error) == ("Who?", AS_SET, "The disk is full. ?")
    conversations.withdraw(asked.id)
    assert conversations.unanswered(conversation.id) == []
    for act in (
        lambda: conversations.withdraw(asked.id),
        lambda: conversations.fail(asked.id, "x"),
        lambda: conversations.answer(asked.id, make_answer("Who?")),
    ):
        with pytest.raises(BadInput, match="not there any more"):
            act()


def test_pinned_conversations_come_first_and_stay_where_they_are(path: Path) -> None:
    conversations = Conversations(path)
    old, new = conversations.create("old"), conversations.create("new")
    conversations.pin(old.id, True)
    assert [(one.title, one.pinned) for one in conversations.list()] == [("old", True), ("new", False)]
    add_turn(conversations, new.id, "Q?", make_answer("Q?"))
    assert [one.title for one in conversations.list()] == ["old", "new"]
    conversations.pin(old.id, False)
    assert [one.title for one in conversations.list()] == ["new", "old"]


def test_an_opinion_can_be_changed_and_taken_back(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    turn = add_turn(conversations, conversation.id, "Q?", make_answer("Q?"))
    assert turn.feedback is None
    conversations.rate(turn.id, Feedback(True))
    conversations.rate(turn.id, Feedback(False, "  wrong year " + "x" * REASON_CHARACTERS))
    kept = conversations.turn(turn.id).feedback
    assert kept is not None
    assert (kept.helpful, kept.reason[:12], len(kept.reason)) == (False, "wrong year x", REASON_CHARACTERS)
    assert conversations.turns(conversation.id)[0].feedback == kept
    conversations.rate(turn.id, None)
    assert conversations.turn(turn.id).feedback is None
    with pytest.raises(BadInput, match="does not exist"):
        conversations.rate("nothing", None)


def test_settings_are_kept_for_each_owner(path: Path) -> None:
    conversations = Conversations(path)
    conversations.set_settings(Options(k=20))
    conversations.set_settings(Options(k=20, threshold=0.7))
    assert Conversations(path).settings() == Options(k=20, threshold=0.7)
    assert conversations.of("ann").settings() == AS_SET


def test_nobody_sees_or_changes_what_is_anothers(path: Path) -> None:
    ann, bob = Conversations(path, "ann"), Conversations(path, "bob")
    conversation = ann.create("Ann's own")
    turn = add_turn(ann, conversation.id, "Secret?", make_answer("Secret?"))
    asked = ann.ask(conversation.id, "More?")
    for stranger in (bob, Conversations(path)):
        assert stranger.list() == []
        assert stranger.search("secret") == stranger.search("own") == []
        for act in (
            lambda who=stranger: who.get(conversation.id),
            lambda who=stranger: who.turns(conversation.id),
            lambda who=stranger: who.turn(turn.id),
            lambda who=stranger: who.unanswered(conversation.id),
            lambda who=stranger: who.ask(conversation.id, "Mine?"),
            lambda who=stranger: who.answer(asked.id, make_answer("More?")),
            lambda who=stranger: who.fail(asked.id, "x"),
            lambda who=stranger: who.withdraw(asked.id),
            lambda who=stranger: who.rename(conversation.id, "Bob's"),
            lambda who=stranger: who.pin(conversation.id, True),
            lambda who=stranger: who.rate(turn.id, Feedback(True)),
            lambda who=stranger: who.delete(conversation.id),
        ):
            with pytest.raises(BadInput):
                act()
    assert [(one.title, one.pinned) for one in ann.list()] == [("Ann's own", False)]
    assert ann.turn(turn.id) == turn
    everybodys = bob.of(None)
    assert everybodys.turn(turn.id) == turn
    everybodys.answer(asked.id, make_answer("More?"))
    assert [one.question for one in ann.turns(conversation.id)] == ["Secret?", "More?"]


def test_a_search_finds_titles_questions_and_answers(path: Path) -> None:
    conversations = Conversations(path)
    first, second = conversations.create("Trade talks"), conversations.create("東京の会談")
    told = add_turn(conversations, first.id, "Why was it put off?", make_answer("Why?"))
    assert [(one.conversation.id, one.turn) for one in conversations.search("trad")] == [(first.id, None)]
    assert [one.turn for one in conversations.search("POSTPON meet")] == [told.id]
    assert conversations.search("postpon")[0].excerpt == (
        ("The meeting was ", False),
        ("postponed", True),
        (".", False),
    )
    assert [one.turn for one in conversations.search("put off")] == [told.id]
    assert [one.conversation.id for one in conversations.search("会談")] == [second.id]
    assert conversations.search("京の会")[0].title == (("東", False), ("京の会", True), ("談", False))
    for query in ("", "?!", "ostponed", "postponed absent", "%", "' OR 1=1 --"):
        assert conversations.search(query) == []


def test_a_search_does_not_say_twice_what_the_title_says(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create()
    add_turn(conversations, conversation.id, "Was the meeting held?", make_answer("Q?"))
    (found,) = conversations.search("meeting")
    assert found.title == (("Was the ", False), ("meeting", True), (" held?", False))
    assert found.excerpt == (("The ", False), ("meeting", True), (" was postponed.", False))


def test_what_is_deleted_is_found_no_more(path: Path) -> None:
    conversations = Conversations(path)
    conversation = conversations.create("Trade")
    add_turn(conversations, conversation.id, "Q?", make_answer("Q?"))
    conversations.delete(conversation.id)
    assert conversations.search("trade") == conversations.search("postponed") == []
    with closing(sqlite3.connect(path)) as database:
        words = database.execute("SELECT count(*) FROM words WHERE instr(words, ?)", (needle(("postponed",)),))
        assert words.fetchone() == (0,)
