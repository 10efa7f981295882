"""The story of a question: stand-alone question → retrieve → read → enough evidence? → quote or compose → cite."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from functools import partial

from index.build import fingerprint_of
from index.config import IndexConfig
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.errors import BadInput, ClippingsError, ModelFailed
from index.snapshot import Index, Snapshot
from qa.asking import Asked, Clock
from qa.chat_models.composer import Checker, Composer
from qa.chat_models.models import Models, OpenModel
from qa.chat_models.prompts import ask_for_answer, ask_to_understand
from qa.chat_models.streaming import CutShort, Stop, Stopped, stream_words
from qa.config import QaConfig
from qa.evidence import merge_hits
from qa.filters.scope import EVERYTHING, yielding
from qa.quoting import Quoter
from qa.reader import Reader, SpanReader
from qa.remarks import reply_to
from qa.support import SupportChecker
from qa.types import (
    AS_SET,
    QUOTES,
    Answer,
    Awaiting,
    Cited,
    Delta,
    Finished,
    Judged,
    Options,
    StreamEvent,
    Turn,
    Withdrawn,
)
from qa.understanding import Understood, check_question, read_understood, wants_model

# A model is asked where the reader is this share as sure as it must be for a quotation, since it may find over several
# passages what no sentence says alone. Of the questions of evals.answers one in twenty of the answerable is refused
# without asking a model, and half of the unanswerable: a small model rarely refuses what it is asked.
_MODEL_SHARE = 0.8
_QUOTED_INSTEAD = "The articles are quoted instead."
_QUOTES_MAY = "“Quotes only” has sentences that may answer it."
_CUT_SHORT = "The answer breaks off here: the model wrote as much as it may at once."


def _never() -> bool:
    return False


class Answerer:
    """Answers questions from the newest generation of an index. Safe to share between threads."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reader: Reader,
        config: QaConfig,
        checker: Checker | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.models = Models(config.models)
        self.reader = reader
        self._quoter = Quoter(embedder, reader, config, today)
        self.retriever = self._quoter.retriever
        self.chooser = self._quoter.chooser
        self._checker = checker or SupportChecker(embedder, reader)
        self._config = config
        self._today = today

    def answer(
        self, question: str, history: Sequence[Turn] = (), options: Options = AS_SET, stop: Stop = _never
    ) -> Answer:
        """The finished answer. Raises what ``stream`` raises."""
        *_, last = self.stream(question, history, options, stop)
        assert isinstance(last, Finished)
        return last.answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), options: Options = AS_SET, stop: Stop = _never
    ) -> Iterator[StreamEvent]:
        """The answer as it comes: words, each citation behind its sentence, and Finished as the last event.

        A model that fails is no error: what it wrote is withdrawn, the articles are quoted, and ``notice`` says why.
        Closing the iterator gives the answer up at once. Where ``stop`` says so while a model writes, what came so far
        is checked and finished as a ``stopped`` answer; it is asked from this thread, some twenty times a second.

        Raises BadInput for a question that is empty or too long or a filter that names what the collection does not
        have, and IndexMissing, IndexDamaged or IndexMismatch.
        """
        yield from yielding(partial(self._stream, question, history, stop), options)

    def _stream(self, question: str, history: Sequence[Turn], stop: Stop, options: Options) -> Iterator[StreamEvent]:
        asked = Asked(check_question(question), history, options, stop, Clock())
        model = options.model or self._config.models.default or QUOTES
        with self.index.snapshot() as snapshot:
            if reply := reply_to(asked.question, history, snapshot, composes=model != QUOTES):
                silence = asked.refuse(Understood(asked.question), [], snapshot, EVERYTHING)
                yield Finished(replace(silence, notice=reply, chosen=model, searched=False))
                return
            written, notice = None, None
            if model != QUOTES:
                try:
                    written = yield from self._write(snapshot, asked, model)
                except ModelFailed as failure:
                    notice = f"{failure} {_QUOTED_INSTEAD}"
                    yield Withdrawn()
            answer = written or (yield from self._quoter.quote(snapshot, asked))
            yield Finished(replace(answer, notice=notice or answer.notice, chosen=model))

    def _write(
        self, snapshot: Snapshot, asked: Asked, name: str
    ) -> Generator[Awaiting | Delta | Judged | Cited | Withdrawn, None, Answer]:
        """What a model makes of the evidence, each sentence checked. Raises ModelFailed."""
        model = self._open_model(name)
        deadline = time.monotonic() + model.config.patience.answer_s
        if wants_model(asked.question, asked.history):
            yield Awaiting(model.name.title)
        try:
            understood = self._understand(snapshot, asked, model, deadline)
        except Stopped:
            return replace(asked.refuse(Understood(asked.question), [], snapshot, EVERYTHING), stopped=True)
        asked.clock.lap("conversation")
        found = [self._quoter.find(snapshot, question, asked) for question in (understood.question, *understood.parts)]
        hits = merge_hits(snapshot, found, asked.options.k or self._config.k)
        refusal = asked.refuse(understood, hits, snapshot, found[0].scope, found[0].left_out)
        if not any(self._quoter.sentences(one, asked.options, _MODEL_SHARE) for one in found):
            return refusal
        composer = Composer(snapshot, hits, self.chooser.embed, self._checker)
        messages, count = ask_for_answer(understood.question, composer.sources, self._today(), model.config.context)
        yield Awaiting(model.name.title)
        with closing(stream_words(model, messages, asked.stop, deadline)) as tokens:
            composed = yield from composer.compose(tokens, count)
        asked.clock.lap("compose")
        refusal = replace(refusal, stopped=composed.stopped, timings_ms=asked.clock.milliseconds())
        if composed.says_nothing:
            yield Withdrawn()
            if composed.stopped:
                return refusal
            notice = f"The model {model.name.title} found no answer in the passages."
            quotes_may = any(self._quoter.sentences(one, asked.options) for one in found)
            return replace(refusal, notice=f"{notice} {_QUOTES_MAY}" if quotes_may else notice)
        return replace(
            refusal,
            outcome="answered",
            statements=composed.statements,
            citations=composed.citations,
            dates=found[0].scope.dates_of(citation.published for citation in composed.citations),
            model=str(model.name),
            notice=_CUT_SHORT if composed.cut else None,
        )

    def _open_model(self, name: str) -> OpenModel:
        try:
            return self.models.open(name)
        except BadInput as error:
            raise ModelFailed(f"{str(error).rstrip('.')}.") from None

    def _understand(self, snapshot: Snapshot, asked: Asked, model: OpenModel, deadline: float) -> Understood:
        """The question by itself and its parts, by the model where that may do better than the rules."""
        by_rules = self._quoter.understand(snapshot, asked)
        if not wants_model(asked.question, asked.history):
            return by_rules
        messages = ask_to_understand(asked.question, asked.history, self._today(), model.config.context)
        with closing(stream_words(model, messages, asked.stop, deadline)) as tokens:
            try:
                return read_understood("".join(tokens), by_rules)
            except CutShort:
                return by_rules


def open_answerer(index_config: IndexConfig, qa_config: QaConfig) -> Answerer:
    """An answerer with its models loaded, which takes some seconds; it works without an index until one is built."""
    embedder = SentenceTransformerEmbedder(index_config.embedding_model)
    reader = SpanReader(qa_config.reader_model)
    embedder.embed(["warm up"])
    reader.read("Is it loaded?", ["It is."])
    index = Index(index_config.data, fingerprint_of(index_config, embedder))
    with suppress(ClippingsError), index.snapshot():  # open it before the first question; that will say what is wrong
        pass
    return Answerer(index, embedder, reader, qa_config)
