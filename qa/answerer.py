"""The story of a question: stand-alone question → retrieve → read → enough evidence? → quote → cite."""

import re
import time
from collections.abc import Iterator, Sequence

from index.build import fingerprint_of
from index.config import IndexConfig
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.errors import BadInput, IndexDamaged
from index.snapshot import Index, Snapshot
from qa.confidence import THRESHOLD, confidence, read_signs
from qa.config import QaConfig
from qa.conversation import standalone_question
from qa.quotes import Quote, QuoteChooser, bearing_on
from qa.reader import Reader, Reading, SpanReader
from qa.remarks import explain_silence, form_of, reply_to
from qa.retriever import HybridRetriever
from qa.short_answer import short_answer
from qa.stand_alone import stand_alone
from qa.stories import carriers, hear_once, newest_first, quote_newest
from qa.types import AS_SET, Answer, Citation, Cited, Delta, Finished, Hit, Options, Statement, StreamEvent, Turn

LONGEST_QUESTION = 2_000  # characters; the models read some 200 words of a question at most

READ = 8  # of the hits, how many are read closely; with 6, evals.answers finds two answers fewer, with 10 no more
_CONSIDERED = 50  # hits, so that copies of one story leave room for others
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class Answerer:
    """Answers questions from the newest generation of an index. Safe to share between threads."""

    def __init__(self, index: Index, embedder: Embedder, reader: Reader, config: QaConfig) -> None:
        self.index = index
        self.embedder = embedder
        self.retriever = HybridRetriever(embedder)
        self.reader = reader
        self.chooser = QuoteChooser(embedder)
        self._config = config

    def answer(self, question: str, history: Sequence[Turn] = (), options: Options = AS_SET) -> Answer:
        """The finished answer. Raises what ``stream`` raises."""
        *_, last = self.stream(question, history, options)
        assert isinstance(last, Finished)
        return last.answer

    def stream(self, question: str, history: Sequence[Turn] = (), options: Options = AS_SET) -> Iterator[StreamEvent]:
        """The answer as it comes: words, each citation right behind its words, and Finished as the last event.

        Raises BadInput for a question that is empty or too long, and IndexMissing, IndexDamaged or IndexMismatch.
        """
        asked = check_question(question)
        clock = _Clock()
        with self.index.snapshot() as snapshot:
            if (reply := reply_to(asked)) is not None:
                yield Finished(_unsearched(asked, reply, snapshot.info.name))
                return
            standalone = standalone_question(asked, history)
            clock.lap("conversation")
            wanted = options.k or self._config.k
            found = self.retriever.retrieve(snapshot, standalone, max(wanted, _CONSIDERED))
            hits = hear_once(snapshot, found)[:wanted]
            clock.lap("retrieve")
            readings = self.reader.read(standalone, [hit.passage.text for hit in hits[:READ]])
            clock.lap("read")
            quotes = self._quote(snapshot, standalone, hits[:READ], readings, options)
            clock.lap("quote")
            citations = _cite(snapshot, quotes)
            statements = [Statement(citation.quote, (citation.number,), "verbatim") for citation in citations]
            for statement, citation in zip(statements, citations, strict=True):
                yield Delta(statement.text if citation.number == 1 else f" {statement.text}")
                yield Cited(citation)
            clock.lap("cite")
            yield Finished(
                Answer(
                    question=asked,
                    standalone_question=standalone,
                    outcome="answered" if citations else "no_evidence",
                    short_answer=short_answer(standalone, quotes, hits[:READ], readings),
                    statements=tuple(statements),
                    citations=tuple(citations),
                    evidence=tuple(hits),
                    generation=snapshot.info.name,
                    timings_ms=clock.milliseconds(),
                    notice=None if citations else explain_silence(standalone, snapshot),
                )
            )

    def _quote(
        self, snapshot: Snapshot, question: str, hits: Sequence[Hit], readings: Sequence[Reading], options: Options
    ) -> list[Quote]:
        """The sentences that answer; none if the reader finds that nothing does."""
        scored = self.chooser.score(question, hits, readings)
        settings = (options.threshold, self._config.threshold, THRESHOLD)
        threshold = next(setting for setting in settings if setting is not None)
        if form_of(question) != "question" and options.threshold is None:
            scored = bearing_on(scored)
        elif not scored or confidence(read_signs(question, scored, hits, readings)) < threshold:
            return []
        chosen = quote_newest(snapshot, self.chooser.choose(question, scored), [quote for quote, _ in scored])
        return stand_alone(newest_first(snapshot, question, chosen))


def open_answerer(index_config: IndexConfig, qa_config: QaConfig) -> Answerer:
    """An answerer with its models loaded, which takes some seconds; it works without an index until one is built."""
    embedder = SentenceTransformerEmbedder(index_config.embedding_model)
    reader = SpanReader(qa_config.reader_model)
    embedder.embed(["warm up"])
    reader.read("Is it loaded?", ["It is."])
    index = Index(index_config.data, fingerprint_of(index_config, embedder))
    return Answerer(index, embedder, reader, qa_config)


def check_question(question: str) -> str:
    """The question as one clean line. Raises BadInput if it is empty or too long."""
    clean = " ".join(_CONTROLS.sub(" ", question).encode("utf-8", "replace").decode("utf-8").split())
    if not clean:
        raise BadInput("The question is empty. Ask something, in a sentence or a few words.")
    if len(clean) > LONGEST_QUESTION:
        raise BadInput(
            f"The question has {len(clean):,} characters; at most {LONGEST_QUESTION:,} can be read. "
            "Ask for one thing at a time, or shorten it."
        )
    return clean


def _unsearched(question: str, reply: str, generation: str) -> Answer:
    return Answer(question, question, "no_evidence", None, (), (), (), generation, {"total": 0.0}, notice=reply)


def _cite(snapshot: Snapshot, quotes: Sequence[Quote]) -> list[Citation]:
    """A citation for each quote, checked against the article's text."""
    citations = []
    for number, quote in enumerate(quotes, 1):
        article = snapshot.article(quote.passage.article_id)
        if article is None or article.text[quote.start : quote.end] != quote.text:
            raise IndexDamaged(
                f"Passage {quote.passage.id} does not match its article. Rebuild the index: python -m index"
            )
        citations.append(
            Citation(
                number=number,
                article_id=article.id,
                passage_id=quote.passage.id,
                start=quote.start,
                end=quote.end,
                quote=quote.text,
                title=article.title,
                publisher=article.publisher,
                published=article.published,
                source=article.source,
                url=article.url,
                article_digest=article.digest,
                carried_by=carriers(snapshot, article.id),
            )
        )
    return citations


class _Clock:
    """Milliseconds since the last lap, by name."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Name the time since the last lap."""
        now = time.perf_counter()
        self._laps[name] = round((now - self._last) * 1_000, 2)
        self._last = now

    def milliseconds(self) -> dict[str, float]:
        """The laps and their total."""
        return {**self._laps, "total": round((self._last - self._began) * 1_000, 2)}
