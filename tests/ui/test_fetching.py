"""Pages and feeds are fetched in the background; the socket is real, only the addresses are local."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.web.fetch import Client
from index.web.sources import read_sources, refresh_lock
from tests.index.web.conftest import Server
from ui.fetching import Fetching

TEXT = "".join(f"<p>The ferry of Lyng stops on 3 March, the harbour master said in part {n}.</p>" for n in range(5))
PAGE = f"<html><head><title>Ferry</title></head><body><article><h1>Ferry stops</h1>{TEXT}</article></body></html>"


@pytest.fixture
def url() -> Iterator[str]:
    server = Server()
    server.says("/ferry", PAGE)
    yield server.url("")
    server.close()


def finish(fetching: Fetching) -> None:
    for thread in threading.enumerate():
        if thread.name == "fetching":
            thread.join(30)
    assert fetching.doing is None


def test_an_added_page_is_fetched_and_the_index_rebuilt(tmp_path: Path, url: str) -> None:
    builds: list[int] = []
    fetching = Fetching(tmp_path, lambda: Client(allow_private=True), lambda: builds.append(1))
    fetching.add(f"{url}/ferry")
    finish(fetching)
    assert fetching.outcome is not None and fetching.outcome.trouble is None
    assert [source.kind for source in read_sources(tmp_path)] == ["page"]
    assert builds == [1]
    fetching.check()
    finish(fetching)
    assert builds == [1], "nothing was new"


def test_a_private_address_is_refused_and_not_followed(tmp_path: Path, url: str) -> None:
    fetching = Fetching(tmp_path, Client, pytest.fail)
    fetching.add(f"{url}/ferry")
    finish(fetching)
    assert fetching.outcome is not None and fetching.outcome.refused
    assert "inside a private network" in str(fetching.outcome.trouble)
    assert read_sources(tmp_path) == ()


def test_a_page_that_fails_is_followed_and_says_so(tmp_path: Path, url: str) -> None:
    fetching = Fetching(tmp_path, lambda: Client(allow_private=True), pytest.fail)
    fetching.add(f"{url}/gone")
    finish(fetching)
    assert fetching.outcome is not None and not fetching.outcome.refused
    assert "404" in str(fetching.outcome.trouble) and "tried again" in str(fetching.outcome.trouble)
    assert [bool(source.failing_since) for source in read_sources(tmp_path)] == [True]


def test_a_refresh_that_something_else_runs_is_waited_for(tmp_path: Path, url: str) -> None:
    builds: list[int] = []
    fetching = Fetching(tmp_path, lambda: Client(allow_private=True), lambda: builds.append(1))
    with refresh_lock(tmp_path):
        fetching.add(f"{url}/ferry")
        for thread in threading.enumerate():
            if thread.name == "fetching":
                thread.join(1)
        assert fetching.doing is not None
    finish(fetching)
    assert builds == [1]


def test_a_restored_article_is_fetched_from_the_source_that_brings_it(tmp_path: Path, url: str) -> None:
    builds: list[int] = []
    fetching = Fetching(tmp_path, lambda: Client(allow_private=True), lambda: builds.append(1))
    fetching.add(f"{url}/ferry")
    finish(fetching)
    next((tmp_path / "web" / "pages").iterdir()).unlink()
    fetching.fetch_again("another")
    assert fetching.doing is None
    fetching.fetch_again(f"{url}/ferry")
    finish(fetching)
    assert len(builds) == 2
    assert list((tmp_path / "web" / "pages").iterdir())
