"""Chat models over a real socket: honest answers are held to account, and every fault ends as a quoted answer."""

import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest

from index.errors import BadInput
from qa.answerer import Answerer
from qa.chat_models.models import Models, parse_model, scrub
from qa.config import ModelConfig, Patience, QaConfig
from qa.keywords import content_words
from qa.support import Source, Support
from qa.types import QUOTES, Answer, Awaiting, Cited, Delta, Finished, Judged, Options, Turn, Withdrawn
from tests.qa.fault_server import FAULTS, KEY, ModelServer, Script, Wire, messages_text
from tests.qa.newsroom import WordReader, open_newsroom

QUESTION = "Who opened the harbour bridge?"
QUOTED = "Mayor Ada Stone opened the harbour bridge on Tuesday."
SHORT = Patience(connect_s=2.0, first_token_s=2.0, silence_s=2.0, answer_s=60.0, retry_s=0.01)


class WordChecker:
    """A Checker: a passage bears a sentence out if it has every word of it that carries meaning."""

    def check(self, sentence: str, cited: Sequence[Source]) -> Support:
        missing = content_words(sentence).difference(*(content_words(source.text) for source in cited))
        return Support("unsupported" if missing or not cited else "supported", tuple(sorted(missing)))

    def find(self, sentence: str, evidence: Sequence[Source]) -> int | None:
        places = [n for n, source in enumerate(evidence) if self.check(sentence, [source]).verdict == "supported"]
        return places[0] if places else None


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    opened = ModelServer(lambda request: "")
    yield opened
    opened.close()


@pytest.fixture
def answerer(newsroom: Answerer, server: ModelServer) -> Answerer:
    return open_with(newsroom, server, SHORT)


def open_with(newsroom: Answerer, server: ModelServer, patience: Patience) -> Answerer:
    models = ModelConfig(server.model, patience=patience, keys={server.url: KEY})
    opened = Answerer(newsroom.index, newsroom.embedder, WordReader(), QaConfig(models=models), WordChecker())
    opened.models.open(server.model)
    return opened


def number_of(request: dict[str, object], words: str) -> int:
    """The number under which a request shows the passage with these words."""
    text = messages_text(request)
    shown = text[: text.index(words)]
    return int(shown.rpartition(" passage ")[2].split()[0])


def after_understanding(script: Script) -> Script:
    """``script`` for the answer; what is asked before it is left to the rules."""
    return lambda request: "{}" if "JSON object" in messages_text(request) else script(request)


def assert_promise(answerer: Answerer, answer: Answer) -> None:
    """Numbers count in order and name one passage each, in the evidence; every quote stands where it is said to."""
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert len({citation.passage_id for citation in answer.citations}) == len(answer.citations)
    firsts = list(dict.fromkeys(number for statement in answer.statements for number in statement.citations))
    assert firsts == [citation.number for citation in answer.citations]
    passages = {hit.passage.id: hit.passage for hit in answer.evidence}
    with answerer.index.snapshot() as snapshot:
        for citation in answer.citations:
            article = snapshot.article(citation.article_id)
            assert article is not None
            assert article.text[citation.start : citation.end] == citation.quote
            passage = passages[citation.passage_id]
            assert passage.start <= citation.start < citation.end <= passage.end


def test_a_sentence_is_shown_with_the_words_that_bear_it_out(answerer: Answerer, server: ModelServer) -> None:
    server.script = after_understanding(
        lambda request: (
            f"**The harbour bridge cost 40 million crowns [{number_of(request, 'It cost 40')}].** "
            f"Ferry crews want higher wages. [{number_of(request, 'Ferry crews')}]"
        )
    )
    events = list(answerer.stream("What did the harbour bridge cost? What do ferry crews want?"))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert_promise(answerer, answer)
    assert [(one.text, one.citations, one.verdict) for one in answer.statements] == [
        ("The harbour bridge cost 40 million crowns.", (1,), "supported"),
        ("Ferry crews want higher wages.", (2,), "supported"),
    ]
    assert "40 million crowns" in answer.citations[0].quote
    assert "ferry stops" not in answer.citations[0].quote
    assert (answer.model, answer.notice, answer.stopped) == (server.model, None, False)
    assert answer.text.startswith("The harbour bridge cost 40 million crowns. [1] Ferry")
    said = "".join(event.text for event in events if isinstance(event, Delta))
    assert said == " ".join(statement.text for statement in answer.statements)
    assert tuple(event.citation for event in events if isinstance(event, Cited)) == answer.citations
    assert tuple(event.statement for event in events if isinstance(event, Judged)) == answer.statements
    kinds = [type(event) for event in events]
    assert [kind for kind in kinds if kind in (Judged, Cited)] == [Judged, Cited, Judged, Cited]
    assert kinds.index(Cited) < len(kinds) - 1 - kinds[::-1].index(Delta), (
        "the first citation waits for its sentence only"
    )


def test_a_citation_that_does_not_support_its_sentence_is_not_shown(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: (
        f"Penguins opened the harbour bridge [{number_of(request, 'It cost 40')}]. "
        f"Ada Stone opened it [{number_of(request, 'Ferry crews')}][{number_of(request, 'It cost 40')}]."
    )
    answer = answerer.answer(QUESTION)
    assert_promise(answerer, answer)
    wrong, right = answer.statements
    assert (wrong.verdict, wrong.citations, wrong.missing) == ("unsupported", (), ("penguin",))
    assert (right.verdict, [citation.article_id for citation in answer.citations]) == ("supported", ["bridge"])
    assert right.found == ()


def test_an_uncited_sentence_gains_the_citation_that_supports_it(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: "Ada Stone opened the harbour bridge. So [77] it is."
    answer = answerer.answer(QUESTION)
    assert_promise(answerer, answer)
    assert (answer.statements[0].citations, answer.statements[0].found) == ((1,), (1,))
    assert "[77]" not in answer.text


def test_two_sentences_from_one_passage_share_its_number(answerer: Answerer, server: ModelServer) -> None:
    def script(request: dict[str, object]) -> str:
        number = number_of(request, "It cost 40")
        return f"Mayor Ada Stone opened the bridge [{number}]. The old ferry stops in May [{number}]."

    server.script = script
    answer = answerer.answer(QUESTION)
    assert_promise(answerer, answer)
    assert [statement.citations for statement in answer.statements] == [(1,), (1,)]
    assert "opened" in answer.citations[0].quote
    assert "ferry stops" in answer.citations[0].quote


def test_where_the_model_finds_no_answer_nothing_is_answered(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: "The articles do not say."
    events = list(answerer.stream(QUESTION))
    assert isinstance(events[-2], Withdrawn)
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    assert (answer.outcome, answer.statements, answer.citations) == ("no_evidence", (), ())
    assert answer.notice is not None
    assert answer.notice.endswith("found no answer in the passages. “Quotes only” has sentences that may answer it.")
    assert (answer.model, answer.chosen) == (None, server.model)


def test_the_model_is_not_asked_what_nothing_answers(answerer: Answerer, server: ModelServer) -> None:
    answer = answerer.answer("Which penguins colonised volcanic islands?")
    assert (answer.outcome, server.requests) == ("no_evidence", [])


def test_quotes_are_to_be_had_whatever_the_setting(answerer: Answerer, server: ModelServer) -> None:
    answer = answerer.answer(QUESTION, options=Options(model=QUOTES))
    assert (answer.statements[0].text, answer.model, server.requests) == (QUOTED, None, [])
    assert answer.chosen == QUOTES


def test_the_model_completes_a_follow_up(answerer: Answerer, server: ModelServer) -> None:
    replies = iter(['Sure! ```json\n{"question": "What does Tom Reed want?", "parts": []}\n```', "Wages. [1]"])
    server.script = lambda request: next(replies)
    answer = answerer.answer("And what is his aim?", [Turn("Who is Tom Reed?", "Union leader Tom Reed wants wages.")])
    assert answer.standalone_question == "What does Tom Reed want?"
    assert "Tom Reed wants wages" in messages_text(server.requests[0])
    assert "What does Tom Reed want?" in messages_text(server.requests[1])


@pytest.mark.parametrize(
    "reply", ["no idea", "{}", '{"question": 5}', '{"question": ""}', "[" * 5_000, '{"a": ' * 3_000]
)
def test_rules_complete_a_follow_up_where_the_model_writes_nonsense(
    answerer: Answerer, server: ModelServer, reply: str
) -> None:
    replies = iter([reply, "Wages. [1]"])
    server.script = lambda request: next(replies)
    answer = answerer.answer("What does he want?", [Turn("Who is Tom Reed?", "Union leader Tom Reed wants wages.")])
    assert "Tom Reed" in answer.standalone_question
    assert answer.notice is None


def test_each_part_of_a_question_is_looked_for(answerer: Answerer, server: ModelServer) -> None:
    parts = '["Who opened the harbour bridge?", "What did the auditor find?"]'
    replies = iter([f'{{"question": "Bridge and auditor?", "parts": {parts}}}', "Both. [1]"])
    server.script = lambda request: next(replies)
    answer = answerer.answer("Who opened the bridge, and what did the auditor find?", options=Options(k=2))
    assert {hit.passage.article_id for hit in answer.evidence} == {"bridge", "markup"}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_ends_as_a_quoted_answer_that_says_why(
    newsroom: Answerer, server: ModelServer, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answerer = open_with(newsroom, server, replace(SHORT, answer_s=3.0 if fault == "dripping" else 60.0))
    server.script = lambda request: FAULTS[fault]
    events = list(answerer.stream(QUESTION))
    assert isinstance(events[-1], Finished)
    answer = events[-1].answer
    withdrawn = next(place for place, event in enumerate(events) if isinstance(event, Withdrawn))
    said = "".join(event.text for event in events[withdrawn:] if isinstance(event, Delta))
    assert said == " ".join(statement.text for statement in answer.statements)
    assert answer.statements[0].text == QUOTED
    assert (answer.statements[0].verdict, answer.model) == ("verbatim", None)
    assert answer.notice is not None
    assert answer.notice.startswith("The model test-model (127.0.0.1:")
    assert answer.notice.endswith("The articles are quoted instead.")
    assert "\n" not in answer.notice
    assert KEY not in answer.notice + caplog.text
    began = fault in {"cut", "broken JSON", "broken UTF-8", "an error in the stream", "stalled after the first token"}
    assert len(server.requests) == (3 if fault in {"429", "500", "hung up", "no protocol"} else 1)
    assert began == any(isinstance(event, Delta) for event in events[:withdrawn]) or fault in {
        "cut politely",
        "endless",
    }
    server.script = lambda request: f"Ada Stone opened the harbour bridge [{number_of(request, 'It cost 40')}]."
    again = open_with(newsroom, server, SHORT).answer(QUESTION) if fault == "dripping" else answerer.answer(QUESTION)
    assert (again.notice, again.statements[0].verdict) == (None, "supported")
    assert server.authorizations[-1] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("stalled before the first token", "was silent for 2 seconds"),
        ("stalled after the head", "was silent for 2 seconds"),
        ("stalled after the first token", "was silent for 1 seconds"),
        ("dripping", "was not done after 4 seconds"),
    ],
)
def test_each_time_out_is_that_of_its_setting(newsroom: Answerer, server: ModelServer, fault: str, said: str) -> None:
    server.script = lambda request: FAULTS[fault]
    patience = replace(SHORT, first_token_s=2.0, silence_s=1.0, answer_s=4.0)
    assert said in (open_with(newsroom, server, patience).answer(QUESTION).notice or "")


def test_a_server_that_is_not_there_is_tried_three_times_and_named(answerer: Answerer, server: ModelServer) -> None:
    server.close()
    answer = answerer.answer(QUESTION)
    assert answer.statements[0].text == QUOTED
    assert answer.notice is not None
    assert "could not be reached" in answer.notice


def test_a_server_that_takes_no_connection_is_given_up(newsroom: Answerer) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = [socket.socket() for _ in range(4)]  # fill its queue, so that a further connection is not made
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        models = ModelConfig(f"openai:m@http://127.0.0.1:{port}/v1", patience=replace(SHORT, connect_s=0.2))
        answer = Answerer(newsroom.index, newsroom.embedder, WordReader(), QaConfig(models=models)).answer(QUESTION)
        for one in waiting:
            one.close()
    assert answer.statements[0].text == QUOTED
    assert answer.notice is not None
    assert "could not be reached in time" in answer.notice


def stalled(words: str) -> Callable[[Wire], None]:
    def fault(wire: Wire) -> None:
        wire.begin()
        wire.token(words)
        wire.stall()

    return fault


def test_closing_the_stream_closes_the_connection(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: stalled("The bridge opened and")
    stream = answerer.stream(QUESTION)
    assert next(stream) == Awaiting(parse_model(server.model).title)
    assert next(stream) == Delta("The bridge opened and")
    stream.close()  # type: ignore[attr-defined]
    assert server.left.wait(30)


def test_stop_keeps_what_came_and_checks_it(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: stalled(
        f"Ada Stone opened the harbour bridge [{number_of(request, 'It cost 40')}]. The old ferry"
    )
    stop = threading.Event()
    events = []
    for event in answerer.stream(QUESTION, stop=stop.is_set):
        events.append(event)
        if isinstance(event, Delta) and "ferry" in event.text:
            stop.set()
    answer = events[-1].answer
    assert_promise(answerer, answer)
    assert (answer.stopped, answer.notice, answer.model) == (True, None, server.model)
    assert [statement.text for statement in answer.statements] == [
        "Ada Stone opened the harbour bridge.",
        "The old ferry",
    ]
    assert answer.statements[0].citations == (1,)
    assert (answer.statements[1].verdict, answer.statements[1].missing) == (
        "unsupported",
        ("the sentence breaks off here",),
    )
    assert server.left.wait(30)


def test_an_answer_that_is_cut_at_the_models_limit_says_so(answerer: Answerer, server: ModelServer) -> None:
    def cut(wire: Wire) -> None:
        wire.begin()
        wire.token("Ada Stone opened the harbour bridge. The old")
        wire.end("length")

    server.script = lambda request: cut
    answer = answerer.answer(QUESTION)
    assert answer.notice == "The answer breaks off here: the model wrote as much as it may at once."
    assert [one.verdict for one in answer.statements] == ["supported", "unsupported"]
    assert answer.statements[1].missing == ("the sentence breaks off here",)
    assert answer.model == server.model


def test_stop_before_the_first_word_ends_with_nothing(answerer: Answerer, server: ModelServer) -> None:
    server.script = lambda request: FAULTS["stalled before the first token"]
    answer = answerer.answer(QUESTION, stop=lambda: bool(server.requests))
    assert (answer.stopped, answer.outcome, answer.statements) == (True, "no_evidence", ())
    assert answer.notice is None
    history = [Turn("Who is Tom Reed?", "A union leader.")]
    answer = answerer.answer("What does he want?", history, stop=lambda: len(server.requests) > 1)
    assert (answer.stopped, answer.outcome) == (True, "no_evidence")


def test_the_time_of_one_question_is_one_for_all_that_it_asks(newsroom: Answerer, server: ModelServer) -> None:
    """Understanding and answering share the seconds; a server that drips through one has none left for the other."""
    server.script = lambda request: FAULTS["dripping"]
    answer = open_with(newsroom, server, replace(SHORT, answer_s=3.0)).answer(
        "What does he want?", [Turn("Who is Tom Reed?", "A union leader.")]
    )
    assert len(server.requests) == 1
    assert answer.notice is not None
    assert "not done after 3 seconds" in answer.notice
    assert "Tom Reed" in answer.standalone_question


@pytest.mark.parametrize(
    ("model", "command"),
    [
        ("anthropic:claude", "pip install 'clippings[anthropic]'"),
        ("ollama:llama3.2:3b", "pip install 'clippings[ollama]'"),
        ("mistralai:small", "pip install langchain-mistralai"),
    ],
)
def test_a_missing_package_is_an_error_that_is_the_command(
    newsroom: Answerer, model: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("langchain_anthropic", "langchain_ollama", "langchain_mistralai"):
        monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(BadInput) as error:
        Models(ModelConfig()).open(model)
    assert str(error.value).endswith(command)
    answer = newsroom.answer(QUESTION, options=Options(model=model))
    assert answer.notice is not None
    assert command in answer.notice
    assert answer.statements[0].text == QUOTED


def test_a_key_is_in_no_text_about_a_config_or_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"OPENAI_API_KEY": KEY, "CLIPPINGS_MODEL": "anthropic:claude", "CLIPPINGS_MODEL_KEY": "other-" + KEY}
    config = QaConfig.from_env(environ)
    assert config.models.keys == {"openai": KEY, "anthropic": "other-" + KEY}
    assert KEY not in f"{config} {config.models!r}"
    assert KEY not in scrub(f"{KEY} Bearer {KEY}, http://u:{KEY}@host/", config.models)
    assert scrub("a task-force in a desk-bound skirmish") == "a task-force in a desk-bound skirmish"
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    try:
        Models(config.models).open("openai:m@http://localhost:x/v1")
    except BadInput as error:
        assert KEY not in "".join(traceback.format_exception(error))


def test_a_key_goes_to_its_own_server_only(newsroom: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server = ModelServer(lambda request: "Yes. [1]")
    config = ModelConfig(keys={"openai": KEY, "http://elsewhere/v1": KEY}, patience=SHORT)
    answerer = Answerer(newsroom.index, newsroom.embedder, WordReader(), QaConfig(models=config))
    assert answerer.answer(QUESTION, options=Options(model=server.model)).notice is None
    server.close()
    assert server.authorizations == ["Bearer none"]
