"""A running reader: follows the index from generation to generation and fails no question on the way."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing.synchronize import Event

import pytest

from index.edits import remove_article, restore_article
from index.embedder import Vectors
from index.errors import IndexDamaged, IndexMissing
from index.generations import Generations
from index.snapshot import Index, Snapshot
from tests.index.desk import STORIES, Desk, ask
from tests.index.processes import processes, run


def test_before_the_first_build_the_message_says_what_to_do(desk: Desk) -> None:
    with closing(desk.index()) as index:
        with pytest.raises(IndexMissing, match=r"Build it: python -m index$"), index.snapshot():
            raise AssertionError("there is no index")
        desk.build()
        assert ask(index, "ferry crews", desk.embedder) == ("news/ferry.txt", "news/ferry.txt")


def test_a_reader_follows_to_the_new_generation(built: Desk) -> None:
    with closing(built.index()) as index:
        assert ask(index, "ferry crews", built.embedder) == ("news/ferry.txt", "news/ferry.txt")
        built.write("comet.txt", "A comet passed Neptune.")
        built.build()
        assert ask(index, "comet Neptune", built.embedder) == ("news/comet.txt", "news/comet.txt")


def test_the_same_generation_is_opened_once(built: Desk) -> None:
    with closing(built.index()) as index:
        with index.snapshot() as first, index.snapshot() as second:
            assert first._opened is second._opened
        with index.snapshot() as third:
            assert third._opened is first._opened


def test_a_question_stays_with_the_generation_that_it_began_with(built: Desk) -> None:
    with closing(built.index()) as index, index.snapshot() as old:
        built.write("ferry.txt", "All boats sail again.")
        (built.news / "tram.txt").unlink()
        built.build()
        with index.snapshot() as new:
            assert (old.info.name, new.info.name) == ("g000001", "g000002")
            assert new.article("news/tram.txt") is None
        assert old.article("news/tram.txt") is not None
        assert old.search_words("crews", 1)[0][0] == "news/ferry.txt:0"
        asked = built.embedder.embed(["Lisbon tram"])[0]
        assert old.search_vectors(asked, 1)[0][0] == "news/tram.txt:0"


def test_what_a_snapshot_tells(built: Desk) -> None:
    with built.index().snapshot() as snapshot:
        assert (snapshot.info.articles, snapshot.info.passages, snapshot.info.through) == (6, 6, None)
        assert snapshot.info.sources == (str(built.news),)
        assert [summary.id for summary in snapshot.summaries()] == sorted(
            (f"news/{name}" for name in STORIES), key=lambda place: STORIES[place.removeprefix("news/")]
        )
        (passage,) = snapshot.passages_of("news/ferry.txt")
        assert snapshot.passages([passage.id]) == {passage.id: passage}
        assert passage.text == STORIES["ferry.txt"]
        assert snapshot.vectors_of([passage]).shape == (1, 256)
        assert snapshot.count_containing("ferries") == 1


def test_a_closed_index_opens_again(built: Desk) -> None:
    index = built.index()
    assert ask(index, "ferry crews", built.embedder) == ("news/ferry.txt", "news/ferry.txt")
    index.close()
    assert ask(index, "ferry crews", built.embedder) == ("news/ferry.txt", "news/ferry.txt")
    index.close()


def test_rolling_back_is_pointing_at_the_other(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    with closing(built.index()) as index, index.snapshot() as snapshot:
        assert snapshot.info.articles == 7
        (built.data / "CURRENT").write_text("g000001\n")
        with index.snapshot() as old:
            assert old.info.articles == 6


@contextmanager
def questions(index: Index, desk: Desk, readers: int = 3) -> Iterator[dict[str, set[str]]]:
    """Ask in several threads without a pause; yields the generations that answered and the errors, if any."""
    seen: dict[str, set[str]] = {"answered": set(), "errors": set()}
    stop = threading.Event()

    def ask_on() -> None:
        asked = desk.embedder.embed(["ferry crews"])[0]
        while not stop.is_set():
            try:
                with index.snapshot() as snapshot:
                    words = snapshot.search_words("ferry crews", 3)
                    vectors = snapshot.search_vectors(asked, 3)
                    passages = snapshot.passages([words[0][0], vectors[0][0]])
                    for passage in passages.values():
                        article = snapshot.article(passage.article_id)
                        assert article
                        assert article.id == "news/ferry.txt"
                        assert article.text[passage.start : passage.end] == passage.text
                    seen["answered"].add(snapshot.info.name)
            except BaseException as error:
                seen["errors"].add(repr(error))
                return

    threads = [threading.Thread(target=ask_on) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        stop.set()
        for thread in threads:
            thread.join(30)


def _build_here(desk: Desk) -> None:
    desk.build()


def _build_in_another_process(desk: Desk) -> None:
    process = run(desk.build)
    process.join(60)
    assert process.exitcode == 0


@pytest.mark.parametrize("build", [_build_here, _build_in_another_process])
def test_no_question_fails_while_generations_come_and_go(built: Desk, build: Callable[[Desk], None]) -> None:
    with closing(built.index()) as index, questions(index, built) as seen:
        for number in range(4):
            built.write("ferry.txt", f"Ferry crews walked out {number} times.")
            build(built)
            with index.snapshot() as snapshot:
                assert snapshot.info.name == f"g{number + 2:06d}"
        while "g000005" not in seen["answered"] and not seen["errors"]:
            time.sleep(0.01)
    assert seen["errors"] == set()


def search_at_once(snapshot: Snapshot, vector: Vectors) -> set[str]:
    """The first passage that each of eight simultaneous searches finds."""
    with ThreadPoolExecutor(8) as threads:
        return {found[0][0] for found in threads.map(lambda _: snapshot.search_vectors(vector, 1), range(8))}


# Asked by many threads at once, Chroma opens its database again: the generation must still be there.
def test_a_long_question_outlives_two_builds(built: Desk) -> None:
    with closing(built.index()) as index, index.snapshot() as old:
        for number in range(2):
            built.write("ferry.txt", f"Ferry crews walked out {number} times.")
            built.build()
        assert search_at_once(old, built.embedder.embed(["Lisbon tram"])[0]) == {"news/tram.txt:0"}


def generations(desk: Desk) -> list[str]:
    return sorted(path.name for path in (desk.data / "generations").iterdir())


def publish(desk: Desk, number: int) -> None:
    desk.write("ferry.txt", f"Ferry crews walked out {number} times.")
    desk.build()


def test_a_generation_stays_while_it_is_read_and_goes_with_the_next_build_after(built: Desk) -> None:
    with closing(built.index()) as index:
        with index.snapshot(), index.snapshot():
            publish(built, 2)
            publish(built, 3)
            assert generations(built) == ["g000001", "g000002", "g000003"]
        publish(built, 4)
        assert generations(built) == ["g000003", "g000004"]


def test_a_reader_that_asks_nothing_holds_nothing(built: Desk) -> None:
    with closing(built.index()) as index:
        ask(index, "ferry crews", built.embedder)
        publish(built, 2)
        publish(built, 3)
        assert generations(built) == ["g000002", "g000003"]
        assert ask(index, "ferry crews", built.embedder) == ("news/ferry.txt", "news/ferry.txt")


def _read_until_killed(desk: Desk, reading: Event) -> None:
    with desk.index().snapshot():
        reading.set()
        time.sleep(600)


def test_a_reader_that_was_killed_holds_nothing(built: Desk) -> None:
    reading = processes().Event()
    reader = run(_read_until_killed, built, reading)
    assert reading.wait(60)
    publish(built, 2)
    publish(built, 3)
    assert generations(built) == ["g000001", "g000002", "g000003"]
    reader.kill()
    reader.join(60)
    publish(built, 4)
    assert generations(built) == ["g000003", "g000004"]


def test_an_index_that_was_deleted_and_built_anew_is_noticed(built: Desk) -> None:
    with closing(built.index()) as index:
        ask(index, "ferry crews", built.embedder)
        shutil.rmtree(built.data)
        built.write("comet.txt", "A comet passed Neptune.")
        built.build()
        assert ask(index, "comet Neptune", built.embedder) == ("news/comet.txt", "news/comet.txt")


def test_a_deleted_index_is_said_to_be_missing(built: Desk) -> None:
    with closing(built.index()) as index:
        ask(index, "ferry crews", built.embedder)
        shutil.rmtree(built.data)
        with pytest.raises(IndexMissing):
            ask(index, "ferry crews", built.embedder)


def test_an_index_whose_generation_was_deleted_is_damaged(built: Desk) -> None:
    shutil.rmtree(built.data / "generations" / "g000001")
    with pytest.raises(IndexDamaged, match=r"names a generation \('g000001'\) that is not there"):
        built.ask("ferry crews")


def test_a_removed_article_is_gone_at_once_from_an_index_that_is_open(built: Desk) -> None:
    with closing(built.index()) as index:
        with index.snapshot() as snapshot:
            vector = snapshot.vectors_of(snapshot.passages_of("news/ferry.txt"))
            assert snapshot.search_words("ferry", 1)
        remove_article(built.data, "news/ferry.txt", "Ferry")
        with index.snapshot() as snapshot:
            assert snapshot.article("news/ferry.txt") is None
            assert snapshot.search_words("ferry", 5) == []
            assert "news/ferry.txt:0" not in dict(snapshot.search_vectors(vector, 6))
            assert len(snapshot.summaries()) == len(STORIES) - 1
        restore_article(built.data, "news/ferry.txt")
        with index.snapshot() as snapshot:
            assert snapshot.search_words("ferry", 1)


def test_an_older_generation_that_answers_again_does_not_bring_a_removed_article_back(built: Desk) -> None:
    remove_article(built.data, "news/ferry.txt", "Ferry")
    built.build()
    catalog = built.data / "generations" / Generations(built.data).current() / "catalog.db"
    catalog.write_bytes(b"")
    with closing(built.index()) as index, index.snapshot() as snapshot:
        assert index.notice
        assert snapshot.search_words("ferry", 5) == []
        assert snapshot.search_words("tram", 5)


def test_a_question_under_way_sees_to_its_end_what_it_began_with(built: Desk) -> None:
    with closing(built.index()) as index, index.snapshot() as earlier:
        (found, _) = earlier.search_words("ferry", 1)[0]
        remove_article(built.data, "news/ferry.txt", "Ferry")
        with index.snapshot() as later:
            assert later.article("news/ferry.txt") is None
        assert earlier.article("news/ferry.txt") is not None
        assert earlier.search_words("ferry", 1)[0][0] == found
