"""kill -9 at every stage of a build: the reader goes on answering, and the next build succeeds."""

from contextlib import closing

import pytest

from tests.index.desk import Desk, ask
from tests.index.processes import PUBLISHING, STAGES, kill_at


@pytest.mark.parametrize("moment", [*STAGES, *PUBLISHING])
def test_a_killed_build_leaves_an_index_that_answers(built: Desk, moment: str) -> None:
    built.build()
    built.write("ferry.txt", "All boats sail again.")
    built.write("comet.txt", "A comet passed Neptune.")
    with closing(built.index()) as index:
        assert ask(index, "ferry crews", built.embedder) == ("news/ferry.txt", "news/ferry.txt")
        kill_at(built, moment)
        assert ask(index, "tram network", built.embedder) == ("news/tram.txt", "news/tram.txt")
        with index.snapshot() as snapshot:
            published = snapshot.info.name
            assert (snapshot.article("news/comet.txt") is not None) == (moment == "after CURRENT")
        report = built.build()
        assert report.articles == 7
        assert report.unchanged == (7 if moment == "after CURRENT" else 5)
        assert report.generation > published or moment == "after CURRENT"
        assert ask(index, "comet Neptune", built.embedder) == ("news/comet.txt", "news/comet.txt")
        assert ask(index, "boats sail", built.embedder) == ("news/ferry.txt", "news/ferry.txt")
    assert not list((built.data / "generations").glob("*.partial"))


@pytest.mark.parametrize("moment", ["embed", "before CURRENT"])
def test_a_killed_first_build_is_no_obstacle(desk: Desk, moment: str) -> None:
    kill_at(desk, moment)
    assert not (desk.data / "CURRENT").exists()
    assert desk.build().articles == 6
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
