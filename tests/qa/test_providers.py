"""Anthropic's and Ollama's own classes over a real socket: answers come as they are written, faults end as quotes."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from qa.answerer import Answerer
from qa.chat_models import streaming
from qa.config import ModelConfig, Patience, QaConfig
from qa.types import Cited, Delta, Finished, Withdrawn
from tests.qa.fault_server import FAULTS, KEY, ModelServer, Wire, messages_text
from tests.qa.newsroom import WordReader, open_newsroom
from tests.qa.other_protocols import AnthropicWire, OllamaWire
from tests.qa.test_models import QUESTION, QUOTED, WordChecker, number_of

SHORT = Patience(connect_s=2.0, first_token_s=2.0, silence_s=2.0, answer_s=60.0, retry_s=0.01)
SHARED = [
    *(
        "401",
        "403",
        "404",
        "429",
        "500",
        "hung up",
        "no protocol",
        "nothing",
        "empty",
        "cut",
        "cut politely",
        "endless",
    ),
    *("stalled before the first token", "stalled after the head", "stalled after the first token", "a token of 10 MB"),
]


@dataclass(frozen=True)
class Provider:
    """A provider's class, to be asked through a server of ours."""

    name: str
    wire: type[Wire]
    address: str  # the variable that its package reads its server's address from
    at_limit: str


PROVIDERS = [
    Provider("anthropic", AnthropicWire, "ANTHROPIC_BASE_URL", "max_tokens"),
    Provider("ollama", OllamaWire, "OLLAMA_HOST", "length"),
]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


@pytest.fixture(params=PROVIDERS, ids=lambda provider: provider.name)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def server(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    opened = ModelServer(lambda request: "", provider.wire)
    monkeypatch.setenv(provider.address, f"http://127.0.0.1:{opened.port}")
    yield opened
    opened.close()


@pytest.fixture
def answerer(newsroom: Answerer, provider: Provider, server: ModelServer) -> Iterator[Answerer]:
    models = ModelConfig(f"{provider.name}:m", patience=SHORT, keys={"anthropic": KEY})
    opened = Answerer(newsroom.index, newsroom.embedder, WordReader(), QaConfig(models=models), WordChecker())
    chat: Any = opened.models.open(f"{provider.name}:m").chat
    yield opened
    # The packages keep a connection for the next question, and leave closing it to the end of the program.
    client = chat._async_client
    assert streaming._loop is not None
    asyncio.run_coroutine_threadsafe(client._client.aclose(), streaming._loop).result(30)


def honest(request: dict[str, object]) -> str:
    return f"Ada Stone opened the harbour bridge [{number_of(request, 'It cost 40')}]."


def test_an_answer_comes_as_it_is_written(answerer: Answerer, provider: Provider, server: ModelServer) -> None:
    server.script = honest
    events = list(answerer.stream(QUESTION))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert [(one.text, one.citations, one.verdict) for one in answer.statements] == [
        ("Ada Stone opened the harbour bridge.", (1,), "supported")
    ]
    assert (answer.model, answer.notice) == (f"{provider.name}:m", None)
    assert sum(isinstance(event, Delta) for event in events) > 3
    assert any(isinstance(event, Cited) for event in events)
    assert "news articles" in messages_text(server.requests[0])
    assert server.requests[0]["stream"] is True
    assert server.authorizations[0].endswith(KEY if provider.name == "anthropic" else "")


def error_in_the_stream(wire: Wire) -> None:
    wire.begin()
    wire.token("The bridge opened ")
    assert isinstance(wire, AnthropicWire | OllamaWire)
    wire.fail()
    wire.stall()


@pytest.mark.parametrize("fault", [*SHARED, "an error in the stream", "no JSON"])
def test_every_fault_ends_as_a_quoted_answer_that_says_why(
    answerer: Answerer, server: ModelServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    own: dict[str, Callable[[Wire], None]] = {
        "an error in the stream": error_in_the_stream,
        "no JSON": lambda wire: (wire.begin(), wire.raw(b'data: {"type": "content_blo\n\n'), wire.stall())[2],
    }
    server.script = lambda request: own.get(fault) or FAULTS[fault]
    events = list(answerer.stream(QUESTION))
    assert any(isinstance(event, Withdrawn) for event in events)
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (answer.statements[0].text, answer.model) == (QUOTED, None)
    assert answer.notice is not None
    assert answer.notice.startswith("The model m (")
    assert answer.notice.endswith("The articles are quoted instead.")
    assert "\n" not in answer.notice
    assert KEY not in answer.notice + caplog.text
    assert len(server.requests) <= 3
    server.script = honest
    again = answerer.answer(QUESTION)
    assert (again.notice, again.statements[0].verdict) == (None, "supported")


def test_stop_keeps_what_came_and_ends_the_call(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: FAULTS["stalled after the first token"]
    came: list[str] = []
    for event in answerer.stream(QUESTION, stop=lambda: bool(came)):
        if isinstance(event, Delta):
            came.append(event.text)
    assert isinstance(event, Finished)
    assert (event.answer.stopped, event.answer.text.startswith("The bridge opened")) == (True, True)
    assert server.left.wait(30)


def test_an_answer_that_is_cut_at_the_models_limit_says_so(
    answerer: Answerer, provider: Provider, server: ModelServer
) -> None:
    def cut(wire: Wire) -> None:
        wire.begin()
        wire.token("The harbour bridge was opened by")
        wire.end(provider.at_limit)

    server.script = lambda request: cut
    answer = answerer.answer(QUESTION)
    assert answer.notice == "The answer breaks off here: the model wrote as much as it may at once."
    assert (answer.statements[0].text, answer.model) == ("The harbour bridge was opened by", f"{provider.name}:m")


def test_a_server_that_is_not_there_is_named(answerer: Answerer, server: ModelServer) -> None:
    server.close()
    answer = answerer.answer(QUESTION)
    assert answer.statements[0].text == QUOTED
    assert answer.notice is not None
    assert "could not be reached" in answer.notice
