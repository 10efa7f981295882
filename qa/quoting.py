"""Answers in the articles' own words: what was asked taken apart, the evidence for each question, its sentences."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.embedder import Embedder
from index.snapshot import Snapshot
from qa.asked_words import asked_speaker, asks_who_said
from qa.asking import Asked
from qa.citing import cite
from qa.completing import BROUGHT_ALONG, stand_alone
from qa.confidence import THRESHOLD
from qa.config import QaConfig
from qa.conversation.several import take_apart
from qa.differing import differing
from qa.evidence import Evidence, find_evidence, gather_hits
from qa.filters.publishers import ToldBy, read_publisher
from qa.filters.scope import find_scope
from qa.quotes import Features, Quote, QuoteChooser, bearing_on
from qa.reader import Reader
from qa.remarks import asks_in_brief, explain_silence, form_of, name_unknown, say_given_way, say_unanswered
from qa.retriever import HybridRetriever
from qa.short_answer import short_answer
from qa.spelling import respell
from qa.stories import cited_last, newest_first, quote_newest, tells_of
from qa.types import Answer, Cited, Delta, Options, Statement, Turn
from qa.understanding import Understood, understand_by_rules
from qa.who_said import asked_quotation, quote_said, who_speaks

_BEARING = {"topic": 0.45, "claim": 0.55}  # cosine from which a sentence with half of the words bears on it
_SURE_OF_A_TOPIC = 0.75  # confidence


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that were asked at once, and what answers it."""

    understood: Understood
    found: Evidence
    quotes: list[Quote]


class Quoter:
    """Finds the evidence for a question and quotes from it. Safe to share between threads."""

    def __init__(self, embedder: Embedder, reader: Reader, config: QaConfig, today: Callable[[], date]) -> None:
        self.embedder = embedder
        self.retriever = HybridRetriever(embedder)
        self.reader = reader
        self.chooser = QuoteChooser(embedder)
        self._config = config
        self._today = today

    def quote(self, snapshot: Snapshot, asked: Asked) -> Generator[Delta | Cited, None, Answer]:
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

    def _answer_parts(self, snapshot: Snapshot, asked: Asked) -> list[Part]:
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
            parts.append(Part(understood, found, quotes))
            cited = tuple(dict.fromkeys(quote.passage.article_id for quote in quotes))
            history.append(Turn(question, " ".join(quote.text for quote in quotes), cited))
        return parts

    def understand(self, snapshot: Snapshot, asked: Asked) -> Understood:
        """The whole of what was asked as one question by itself, by rules."""
        return self._understand_part(snapshot, self._respell(snapshot, asked.question), asked.history, asked)

    def _respell(self, snapshot: Snapshot, question: str) -> str:
        """The question, its slips mended by what the collection has."""
        return respell(question, snapshot, self.embedder.count_tokens)

    def _understand_part(self, snapshot: Snapshot, question: str, history: Sequence[Turn], asked: Asked) -> Understood:
        """One question by itself, and what it leans on."""
        understood = understand_by_rules(question, history)
        leaning = understood.leaning
        told = bool(history) and history[-1] not in asked.history and not history[-1].cited  # in the same breath
        if leaning and (told or tells_of(snapshot, leaning, asked.options.filters.articles)):
            return replace(understood, question=leaning.whole)
        return Understood(understood.question)

    def _find_understood(self, snapshot: Snapshot, understood: Understood, asked: Asked) -> Evidence:
        """What the articles have for it: those cited last, where it leans on them, or those of the publisher it names.

        Only where these do not answer are all asked.
        """
        chosen = asked.options.filters
        if understood.leaning and (cited := cited_last(snapshot, understood.leaning, chosen.articles)):
            filters = replace(chosen, articles=cited)
            of_these = replace(asked, options=replace(asked.options, filters=filters))
            found = self.find(snapshot, understood.leaning.question, of_these)
            if self.sentences(found, asked.options):
                return found
        if told_by := _told_by(snapshot, understood.question, asked.options):
            filters = replace(chosen, publishers=(told_by.publisher,))
            of_it = replace(asked, options=replace(asked.options, filters=filters))
            found = self.find(snapshot, told_by.question, of_it)
            if self.sentences(found, asked.options):
                return found
        return self.find(snapshot, told_by.question if told_by else understood.question, asked)

    def find(self, snapshot: Snapshot, question: str, asked: Asked) -> Evidence:
        """What the articles have for a question that stands alone."""
        k = asked.options.k or self._config.k
        scope = find_scope(snapshot, question, asked.options, self._today())
        found = find_evidence(snapshot, scope.undate(question), k, scope, self.retriever, self.reader, self.chooser)
        asked.clock.lap("find")
        return found

    def _choose(self, snapshot: Snapshot, found: Evidence, options: Options) -> list[Quote]:
        """The sentences that answer; none if nothing does."""
        if said := asked_quotation(found.question):
            return stand_alone(quote_said(snapshot, said, self.embedder, found.scope.within), name_speakers=True)
        scored = self.sentences(found, options)
        chosen = quote_newest(snapshot, self.chooser.choose(found.question, scored), [quote for quote, _ in scored])
        name_speakers = asked_speaker(found.question) is not None or asks_who_said(found.question)
        return stand_alone(found.scope.newest_first(newest_first(snapshot, found.question, chosen)), name_speakers)

    def sentences(self, found: Evidence, options: Options, share: float = 1.0) -> list[tuple[Quote, Features]]:
        """Those that may answer: all of them for a question that it is sure enough of, else those that bear on it.

        ``share`` of the threshold is enough.
        """
        form = form_of(found.question)
        if form == "question" or options.threshold is not None:
            return found.scored if found.confidence >= share * self._threshold(options) else []
        if _asks_in_brief(found):
            return found.scored
        return bearing_on(found.scored, _BEARING[form])

    def _threshold(self, options: Options) -> float:
        settings = (options.threshold, self._config.threshold, THRESHOLD)
        return next(setting for setting in settings if setting is not None)


def _asks_in_brief(found: Evidence) -> bool:
    """Whether a topic is a question of few words, such as "Utmark deficit", whose answer the reader surely found."""
    question = found.question
    return form_of(question) == "topic" and asks_in_brief(question) and found.confidence >= _SURE_OF_A_TOPIC


def _short_answer(snapshot: Snapshot, question: str, quotes: Sequence[Quote], found: Evidence) -> str | None:
    """The few words that answer: of who said something its speaker."""
    if form_of(question) != "question" and not _asks_in_brief(found):
        return None
    quotes = [quote for quote in quotes if quote.score != BROUGHT_ALONG]
    speaker = who_speaks(snapshot, question, quotes)
    return speaker if speaker or asked_quotation(question) else short_answer(question, quotes, found)


def _told_by(snapshot: Snapshot, question: str, options: Options) -> ToldBy | None:
    """The publisher that a question names as the one to tell, where the asker chose none."""
    publishers = (one.publisher for one in snapshot.summaries() if one.publisher)
    return None if options.filters.publishers else read_publisher(question, publishers)
