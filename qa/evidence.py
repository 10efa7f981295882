"""What the index has for a question: retrieved, told apart from its copies, read closely, and scored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from index.snapshot import Snapshot
from index.types import Article
from qa.asked_words import asked_description, asked_speaker, asks_who_said
from qa.confidence import Signs, confidence, read_signs
from qa.filters.scope import Scope
from qa.left_out import look_aside
from qa.quotes import NOTHING_HEARD, Features, Heard, Quote, QuoteChooser, text_before, weigh_alone
from qa.reader import Reader, Reading, compete
from qa.remarks import form_of, topic_of
from qa.retriever import HybridRetriever
from qa.speech.said import find_speech
from qa.stories import hear_once, let_newest_speak
from qa.types import Hit, LeftOut

READ = 8  # of the hits, how many are read closely; with 6, evals.answers finds two answers fewer, with 10 no more
ALONE = 6  # of their sentences, how many are read by themselves; more find no more answers
# Of a passage's part of the answer, as the reader shares it out among the first hits, added to its fused score; for
# questions only, since of a name or a claim the reader knows nothing. python -m evals.retrieval --read
READ_WEIGHT = 0.3
_CONSIDERED = 50  # hits, so that copies of one story leave room for others


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passages for one question, best first, what the reader makes of the first of them, and how sure it is."""

    question: str
    retrieved: list[Hit]  # with the copies of one story
    hits: list[Hit]  # each heard once
    readings: list[Reading]  # of the first hits
    scored: list[tuple[Quote, Features]]  # their sentences, best first
    alone: Reading | None  # of the best sentence by itself; None where there is no sentence
    signs: Signs | None  # that the best sentence answers; likewise
    scope: Scope  # the articles that were asked
    left_out: list[LeftOut]  # the nearest of what is not among the hits

    @property
    def confidence(self) -> float:
        """How sure it is, from 0 to 1, that the best sentence answers."""
        return confidence(self.signs) if self.signs else 0.0

    @property
    def ranked(self) -> list[Hit]:
        """The hits as they are shown, best first: those of a question by what the reader makes of them as well."""
        if form_of(self.question) != "question":
            return self.hits
        return [*self.scope.order(rank_read(self.read, self.readings)), *self.hits[len(self.readings) :]]

    @property
    def read(self) -> list[Hit]:
        """The hits that were read closely."""
        return self.hits[: len(self.readings)]


def find_evidence(
    snapshot: Snapshot,
    question: str,
    k: int,
    scope: Scope,
    retriever: HybridRetriever,
    reader: Reader,
    chooser: QuoteChooser,
) -> Evidence:
    """The ``k`` best passages of the articles in ``scope``, each heard once, and what they say to ``question``."""
    sought = topic_of(question)
    retrieved = retriever.retrieve(snapshot, sought, max(k, _CONSIDERED), scope.within)
    heard = scope.order(hear_once(snapshot, retrieved))
    aside = look_aside(snapshot, sought, scope, retriever, retrieved, heard, k)
    hits = heard[:k]
    readings = reader.read(sought, [hit.passage.text for hit in hits[:READ]])
    hits = _explain(hits, readings)
    articles = _articles_of(snapshot, hits[:READ])
    scored = chooser.score(sought, hits[:READ], readings, articles, _hear(sought, articles))
    first = [quote.text for quote, _ in scored[:ALONE]]
    led = [f"{text_before(articles[quote.passage.article_id], quote.start)}{quote.text}" for quote, _ in scored[:ALONE]]
    by_themselves = reader.read(sought, first)
    weighed = weigh_alone(scored, by_themselves, reader.read(sought, led))
    scored = let_newest_speak(sought, weighed, first, articles)
    alone = by_themselves[first.index(scored[0][0].text)] if scored else None
    signs = _read_signs(sought, scored, hits[:READ], readings, alone, articles, reader) if alone else None
    return Evidence(question, retrieved, hits, readings, scored, alone, signs, scope, aside)


def _articles_of(snapshot: Snapshot, hits: Sequence[Hit]) -> dict[str, Article]:
    """The articles of the hits, by their ids."""
    found = (snapshot.article(article_id) for article_id in {hit.passage.article_id for hit in hits})
    return {article.id: article for article in found if article}


def _read_signs(
    question: str,
    scored: Sequence[tuple[Quote, Features]],
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    alone: Reading,
    articles: Mapping[str, Article],
    reader: Reader,
) -> Signs:
    best = scored[0][0]
    article = articles[best.passage.article_id]
    titled = reader.read(question, [f"{article.title}. {text}" for text in (best.passage.text, best.text)])
    return read_signs(question, scored, hits, readings, [alone, *titled], article)


def _hear(question: str, articles: Mapping[str, Article]) -> Heard:
    """Who speaks in the articles, where the question asks what somebody said, or who said something."""
    if asked_speaker(question) is None and not asks_who_said(question) and not asked_description(question):
        return NOTHING_HEARD
    return {article.id: find_speech(article.text) for article in articles.values()}


def _explain(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[Hit]:
    """The hits, those that were read with what the reader made of them."""
    read = [
        replace(hit, explanation=replace(hit.explanation, read=round(reading.probability, 4)))
        for hit, reading in zip(hits, readings, strict=False)
    ]
    return [*read, *hits[len(read) :]]


def rank_read(hits: Sequence[Hit], readings: Sequence[Reading], weight: float = READ_WEIGHT) -> list[Hit]:
    """The hits that were read, each with a score that counts what the reader makes of it, best first."""
    scored = (replace(hit, score=hit.score + weight * part) for hit, part in zip(hits, compete(readings), strict=True))
    return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))


def gather_hits(found: Sequence[Evidence]) -> list[Hit]:
    """The hits of several questions that are answered one after the other, best first; of one question its own."""
    if len(found) == 1:
        return found[0].ranked
    best: dict[str, Hit] = {}
    for hit in (hit for one in found for hit in one.ranked):
        known = best.get(hit.passage.id)
        best[hit.passage.id] = max(hit, known, key=lambda one: one.score) if known else hit
    return sorted(best.values(), key=lambda hit: -hit.score)


def merge_hits(snapshot: Snapshot, found: Sequence[Evidence], k: int) -> list[Hit]:
    """The ``k`` best hits of several questions, taken from each in turn so that none is crowded out; best first."""
    taken: dict[str, Hit] = {}
    for rank in zip_longest(*(one.ranked for one in found)):
        for hit in rank:
            if hit is not None:
                known = taken.get(hit.passage.id)
                taken[hit.passage.id] = max(hit, known, key=lambda one: one.score) if known else hit
    return hear_once(snapshot, list(taken.values())[:k])
