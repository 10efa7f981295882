"""The models that can be chosen are looked for in the background."""

import threading

from qa.chat_models.local import LocalServer
from qa.chat_models.models import parse_model
from ui.offered import Offered

SERVER = LocalServer("http://localhost:11434", (parse_model("ollama:small"), parse_model("ollama:tall")))


def test_the_model_that_is_set_up_comes_first_and_those_found_follow() -> None:
    looked, ticks = threading.Event(), threading.Event()

    def find() -> list[LocalServer]:
        looked.set()
        return [SERVER]

    offered = Offered("ollama:tall", find)
    assert offered.names() in (["ollama:tall"], ["ollama:tall", "ollama:small"])
    assert looked.wait(10)
    for _ in range(1000):
        if len(offered.names()) == 2:
            break
        ticks.wait(0.01)
    assert offered.names() == ["ollama:tall", "ollama:small"]


def test_no_server_is_asked_what_it_has_while_it_may_be_answering() -> None:
    looks: list[int] = []
    busy = True

    def find() -> list[LocalServer]:
        looks.append(1)
        return []

    offered = Offered("ollama:tall", find, lambda: busy)
    assert (offered.names(), looks) == (["ollama:tall"], [])
    busy = False
    offered.names()
    for _ in range(1000):
        if looks:
            break
        threading.Event().wait(0.01)
    assert looks == [1]


def test_no_page_waits_for_the_look_and_there_is_but_one_at_a_time() -> None:
    release, looks = threading.Event(), []

    def find() -> list[LocalServer]:
        looks.append(1)
        release.wait(10)
        return []

    offered = Offered(None, find)
    assert [offered.names() for _ in range(3)] == [[], [], []]
    release.set()
    assert len(looks) <= 1
