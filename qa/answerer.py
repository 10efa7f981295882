"""The story of a question: stand-alone question → retrieve → read → enough evidence? → quote or compose → cite."""

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from index.build import fingerprint_of
from index.config import IndexConfig
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.errors import BadInput, ClippingsError, ModelFailed
from index.snapshot import Index, Snapshot
from qa.asked_words import asked_speaker, asks_who_said
from qa.chat_models.composer import Checker, Composer
from qa.chat_models.models import Models, OpenModel
from qa.chat_models.prompts import ask_for_answer, ask_to_understand
from qa.chat_models.streaming import CutShort, Stop, Stopped, stream_words
from qa.citing import cite
from qa.completing import BROUGHT_ALONG, stand_alone
from qa.confidence import THRESHOLD
from qa.config import QaConfig
from qa.conversation.several import take_apart
from qa.differing import differing
from qa.evidence import Evidence, find_evidence, gather_hits, merge_hits
from qa.filters.publishers import ToldBy, read_publisher
from qa.filters.scope import EVERYTHING, Scope, find_scope, yielding
from qa.quotes import Features, Quote, QuoteChooser, bearing_on
from qa.reader import Reader, SpanReader
from qa.remarks import (
    NOBODY_ASKED,
    asks_in_brief,
    explain_silence,
    form_of,
    name_unknown,
    reply_to,
    say_given_way,
    say_unanswered,
)
from qa.retriever import HybridRetriever
from qa.short_answer import short_answer
from qa.spelling import respell
from qa.stories import cited_last, newest_first, quote_newest, tells_of
from qa.support import SupportChecker
from qa.types import (
    AS_SET,
    QUOTES,
    Answer,
    Awaiting,
    Cited,
    Delta,
    Finished,
    Hit,
    Judged,
    LeftOut,
    Options,
    Statement,
    StreamEvent,
    Turn,
    Withdrawn,
)
from qa.understanding import (
    Understood,
    check_question,
    read_understood,
    understand_by_rules,
    wants_model,
)
from qa.who_said import asked_quotation, quote_said, who_speaks

# A model is asked where the reader is this share as sure as it must be for a quotation, since it may find over several
# passages what no sentence says alone. Of the questions of evals.answers one in twenty of the answerable is refused
# without asking a model, and half of the unanswerable: a small model rarely refuses what it is asked.
_MODEL_SHARE = 0.8
_BEARING = {"topic": 0.45, "claim": 0.55}  # cosine from which a sentence with half of the words bears on it
_SURE_OF_A_TOPIC = 0.75  # confidence
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
        self.retriever = HybridRetriever(embedder)
        self.models = Models(config.models)
        self.reader = reader
        self.chooser = QuoteChooser(embedder)
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
        asked = _Asked(check_question(question), history, options, stop, _Clock())
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
            answer = written or (yield from self._quote(snapshot, asked))
            yield Finished(replace(answer, notice=notice or answer.notice, chosen=model))

    def _quote(self, snapshot: Snapshot, asked: "_Asked") -> Generator[Delta | Cited, None, Answer]:
        """The sentences of the articles that answer, for several questions in one those of each."""
        parts = self._answer_parts(snapshot, asked)
        first = next((part for part in parts if part.quotes), parts[0])
        places: dict[tuple[str, int], Quote] = {}
        for quote in (quote for part in parts for quote in part.quotes):
            places.setdefault((quote.passage.article_id, quote.start), quote)
        citations = [
            cite(snapshot, number, quote.passage, quote.start, quote.end)
            for number, quote in enumerate(places.values(), 1)
        ]
        for citation in citations:
            yield Delta(citation.quote if citation.number == 1 else f" {citation.quote}")
            yield Cited(citation)
        asked.clock.lap("cite")
        found = first.found
        understood = Understood(" ".join(part.understood.question for part in parts))
        evidence = gather_hits([part.found for part in parts])
        refusal = asked.refuse(understood, evidence, snapshot, found.scope, found.left_out)
        if not citations:
            return replace(refusal, notice=refusal.notice or explain_silence(found.question, snapshot))
        question, hits, readings = found.question, found.hits, found.readings
        told_by = _told_by(snapshot, first.understood.question, asked.options)
        tellers = {citation.publisher for citation in citations}
        return replace(
            refusal,
            outcome="answered",
            notice=say_unanswered([part.understood.question for part in parts if not part.quotes])
            or (say_given_way(told_by.publisher) if told_by and told_by.publisher not in tellers else None)
            or name_unknown(found.question, snapshot),
            short_answer=_short_answer(snapshot, question, first.quotes, found),
            statements=tuple(Statement(citation.quote, (citation.number,), "verbatim") for citation in citations),
            citations=tuple(citations),
            dates=found.scope.dates_of(citation.published for citation in citations),
            differing=differing(snapshot, question, first.quotes, hits, readings, found.retrieved, self.reader),
        )

    def _answer_parts(self, snapshot: Snapshot, asked: "_Asked") -> list["_Part"]:
        """What answers each of the questions that were asked at once; a later one may lean on the one before."""
        typed = take_apart(self._respell(snapshot, asked.question))
        history = [*asked.history, *([Turn(typed.background, "")] if typed.background else [])]
        parts = []
        for question in typed.questions:
            understood = self._understand_part(snapshot, question, history, asked)
            asked.clock.lap("conversation")
            found = self._find_understood(snapshot, understood, asked)
            quotes = self._choose(snapshot, found, asked.options)
            asked.clock.lap("quote")
            parts.append(_Part(understood, found, quotes))
            cited = tuple(dict.fromkeys(quote.passage.article_id for quote in quotes))
            history.append(Turn(question, " ".join(quote.text for quote in quotes), cited))
        return parts

    def _write(
        self, snapshot: Snapshot, asked: "_Asked", name: str
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
        found = [self._find(snapshot, question, asked) for question in (understood.question, *understood.parts)]
        hits = merge_hits(snapshot, found, asked.options.k or self._config.k)
        refusal = asked.refuse(understood, hits, snapshot, found[0].scope, found[0].left_out)
        if not any(self._sentences(one, asked.options, _MODEL_SHARE) for one in found):
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
            quotes_may = any(self._sentences(one, asked.options) for one in found)
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

    def _respell(self, snapshot: Snapshot, question: str) -> str:
        """The question, its slips mended by what the collection has."""
        return respell(question, snapshot, self.embedder.count_tokens)

    def _understand_part(
        self, snapshot: Snapshot, question: str, history: Sequence[Turn], asked: "_Asked"
    ) -> Understood:
        """One question by itself, and what it leans on."""
        understood = understand_by_rules(question, history)
        leaning = understood.leaning
        told = bool(history) and history[-1] not in asked.history and not history[-1].cited  # in the same breath
        if leaning and (told or tells_of(snapshot, leaning, asked.options.filters.articles)):
            return replace(understood, question=leaning.whole)
        return Understood(understood.question)

    def _understand(self, snapshot: Snapshot, asked: "_Asked", model: OpenModel, deadline: float) -> Understood:
        """The question by itself and its parts, by the model where that may do better than the rules."""
        spelled = self._respell(snapshot, asked.question)
        by_rules = self._understand_part(snapshot, spelled, asked.history, asked)
        if not wants_model(asked.question, asked.history):
            return by_rules
        messages = ask_to_understand(asked.question, asked.history, self._today(), model.config.context)
        with closing(stream_words(model, messages, asked.stop, deadline)) as tokens:
            try:
                return read_understood("".join(tokens), by_rules)
            except CutShort:
                return by_rules

    def _find_understood(self, snapshot: Snapshot, understood: Understood, asked: "_Asked") -> Evidence:
        """What the articles have for it: those cited last, where it leans on them, or those of the publisher it names.

        Only where these do not answer are all asked.
        """
        chosen = asked.options.filters
        if understood.leaning and (cited := cited_last(snapshot, understood.leaning, chosen.articles)):
            filters = replace(chosen, articles=cited)
            of_these = replace(asked, options=replace(asked.options, filters=filters))
            found = self._find(snapshot, understood.leaning.question, of_these)
            if self._sentences(found, asked.options):
                return found
        if told_by := _told_by(snapshot, understood.question, asked.options):
            filters = replace(chosen, publishers=(told_by.publisher,))
            of_it = replace(asked, options=replace(asked.options, filters=filters))
            found = self._find(snapshot, told_by.question, of_it)
            if self._sentences(found, asked.options):
                return found
        return self._find(snapshot, told_by.question if told_by else understood.question, asked)

    def _find(self, snapshot: Snapshot, question: str, asked: "_Asked") -> Evidence:
        k = asked.options.k or self._config.k
        scope = find_scope(snapshot, question, asked.options, self._today())
        found = find_evidence(snapshot, scope.undate(question), k, scope, self.retriever, self.reader, self.chooser)
        asked.clock.lap("find")
        return found

    def _choose(self, snapshot: Snapshot, found: Evidence, options: Options) -> list[Quote]:
        """The sentences that answer; none if nothing does."""
        if said := asked_quotation(found.question):
            return stand_alone(quote_said(snapshot, said, self.embedder, found.scope.within), name_speakers=True)
        scored = self._sentences(found, options)
        chosen = quote_newest(snapshot, self.chooser.choose(found.question, scored), [quote for quote, _ in scored])
        name_speakers = asked_speaker(found.question) is not None or asks_who_said(found.question)
        return stand_alone(found.scope.newest_first(newest_first(snapshot, found.question, chosen)), name_speakers)

    def _sentences(self, found: Evidence, options: Options, share: float = 1.0) -> list[tuple[Quote, Features]]:
        """Those that may answer: all of them for a question that it is sure enough of, else those that bear on it.

        ``share`` of the threshold is enough.
        """
        form = form_of(found.question)
        if form == "question" or options.threshold is not None:
            return found.scored if found.confidence >= share * self._threshold(options) else []
        # "Utmark deficit" is a question of few words, and the reader may know what answers it.
        if form == "topic" and asks_in_brief(found.question) and found.confidence >= _SURE_OF_A_TOPIC:
            return found.scored
        return bearing_on(found.scored, _BEARING[form])

    def _threshold(self, options: Options) -> float:
        settings = (options.threshold, self._config.threshold, THRESHOLD)
        return next(setting for setting in settings if setting is not None)


def _short_answer(snapshot: Snapshot, question: str, quotes: Sequence[Quote], found: Evidence) -> str | None:
    """The few words that answer: of who said something its speaker."""
    if form_of(question) != "question":
        return None
    quotes = [quote for quote in quotes if quote.score != BROUGHT_ALONG]
    speaker = who_speaks(snapshot, question, quotes)
    return speaker if speaker or asked_quotation(question) else short_answer(question, quotes, found)


def _told_by(snapshot: Snapshot, question: str, options: Options) -> ToldBy | None:
    """The publisher that a question names as the one to tell, where the asker chose none."""
    publishers = (one.publisher for one in snapshot.summaries() if one.publisher)
    return None if options.filters.publishers else read_publisher(question, publishers)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of the questions that were asked at once, and what answers it."""

    understood: Understood
    found: Evidence
    quotes: list[Quote]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question, as it was asked."""

    question: str
    history: Sequence[Turn]
    options: Options
    stop: Stop
    clock: "_Clock"

    def refuse(
        self,
        understood: Understood,
        evidence: Sequence[Hit],
        snapshot: Snapshot,
        scope: Scope,
        aside: Sequence[LeftOut] = (),
    ) -> Answer:
        """That the articles do not answer it."""
        nobody = scope.within is not None and not scope.within
        return Answer(
            question=self.question,
            standalone_question=understood.question,
            outcome="no_evidence",
            short_answer=None,
            statements=(),
            citations=(),
            evidence=tuple(evidence),
            generation=snapshot.info.name,
            timings_ms=self.clock.milliseconds(),
            filters=self.options.filters,
            notice=NOBODY_ASKED if nobody else None,
            searched=not nobody,
            dates=scope.dates,
            undated=scope.undated,
            left_out=tuple(one for one in aside if all(one.hit.passage.id != hit.passage.id for hit in evidence)),
        )


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


class _Clock:
    """Milliseconds since the last lap, by name."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Name the time since the last lap."""
        now = time.perf_counter()
        self._laps[name] = round(self._laps.get(name, 0.0) + (now - self._last) * 1_000, 2)
        self._last = now

    def milliseconds(self) -> dict[str, float]:
        """The laps and their total."""
        return {**self._laps, "total": round((self._last - self._began) * 1_000, 2)}
