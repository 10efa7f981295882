"""A reader in a process of its own that asks without a pause while others build, kill and change what it reads."""

import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import TypeAlias

from evals.newsroom import State, question_for, read_state
from index.build import fingerprint_of
from index.config import IndexConfig
from index.embedder import Embedder
from index.snapshot import Index, Snapshot
from qa.retriever import HybridRetriever

_SAMPLE = 12  # vectors looked at in each new generation
_PATIENCE_S = 120
_MOST_FAILURES = 20


Number: TypeAlias = "Synchronized[int]"


@dataclass
class Numbers:
    """What the reader and its starter tell each other. A question must find a state from acknowledged to latest."""

    acknowledged: Number  # the newest state of which a build has said that it is published
    latest: Number  # the newest state that a build may publish
    seen: Number  # the state last read in full and found exact
    asked: Number
    failed: Number
    stop: Number


class Reader:
    """The running reader, as its starter sees it."""

    def __init__(self, context: BaseContext, folder: Path, data: Path, make_embedder: Callable[[], Embedder]) -> None:
        """Start asking; the first state of the newsroom in ``folder`` must be published in ``data``."""
        self._numbers = Numbers(*(context.Value("q", start) for start in (1, 1, 0, 0, 0, 0)))
        self._failures = folder / "failures.jsonl"
        self.process: BaseProcess = context.Process(  # type: ignore[attr-defined]
            target=_ask, args=(folder, data, make_embedder, self._failures, self._numbers)
        )
        self.process.start()

    @property
    def asked(self) -> int:
        """How many questions."""
        return self._numbers.asked.value

    @property
    def failed(self) -> int:
        """How many questions were left without a right answer."""
        return self._numbers.failed.value

    def expect(self, state: int) -> None:
        """From now on a build may publish ``state``."""
        self._numbers.latest.value = state

    def acknowledge(self, state: int) -> None:
        """A build says that ``state`` is published; wait until the reader has found it so, and has gone on asking."""
        self._numbers.acknowledged.value = state
        asked, until = self.asked, time.monotonic() + _PATIENCE_S
        while (self._numbers.seen.value != state or self.asked < asked + 2) and not self.failed:
            if not self.process.is_alive() or time.monotonic() > until:
                raise RuntimeError(f"the reader has stopped asking, or does not find state {state}")
            time.sleep(0.002)

    def messages(self) -> list[str]:
        """What went wrong, the first few."""
        lines = self._failures.read_text(encoding="utf-8").splitlines() if self._failures.exists() else []
        return [json.loads(line) for line in lines]

    def finish(self) -> None:
        """Stop asking."""
        self._numbers.stop.value = 1
        self.process.join(60)


def _ask(folder: Path, data: Path, make_embedder: Callable[[], Embedder], failures: Path, numbers: Numbers) -> None:
    reading = _Reading(folder, data, make_embedder())
    failures.unlink(missing_ok=True)
    parent = os.getppid()
    while not numbers.stop.value and os.getppid() == parent:
        try:
            reading.ask(numbers.acknowledged.value, lambda: numbers.latest.value)
            numbers.seen.value = reading.state
        except Exception as error:  # whatever it is, a person would have been left without an answer
            numbers.failed.value += 1
            if numbers.failed.value <= _MOST_FAILURES:
                with failures.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(f"{type(error).__name__}: {error}") + "\n")
        numbers.asked.value += 1
    reading.index.close()


def state_answering(folder: Path, data: Path, embedder: Embedder, allowed: range) -> int:
    """The state of ``allowed`` that a reader who starts now finds, in full and by five questions."""
    reading = _Reading(folder, data, embedder)
    for _ in range(5):
        reading.ask(allowed[0], lambda: allowed[-1])
    reading.index.close()
    return reading.state


class _Reading:
    def __init__(self, folder: Path, data: Path, embedder: Embedder) -> None:
        self.folder = folder
        self.index = Index(data, fingerprint_of(IndexConfig(data), embedder))
        self.retriever = HybridRetriever(embedder)
        self.random = random.Random(0)
        self.generation: tuple[str, datetime] | None = None
        self.state = 0
        self.articles: State = {}

    def ask(self, at_least: int, at_most: Callable[[], int]) -> None:
        """Ask for one article. Raises AssertionError if the generation is not a state that it may be.

        ``at_most`` is asked for after the generation was chosen, when a newer one may have been published.
        """
        with self.index.snapshot() as snapshot:
            self._compare(snapshot, range(at_least, at_most() + 1))
            expected = self.random.choice(list(self.articles))
            hits = self.retriever.retrieve(snapshot, question_for(self.articles[expected]))
            for passage in (hit.passage for hit in hits):
                text = self.articles.get(passage.article_id)
                assert text is not None, f"{passage.article_id} was removed and is found"
                assert text[passage.start : passage.end] == passage.text, f"{passage.id} is not its article's text"
            assert expected in {hit.passage.article_id for hit in hits}, f"{expected} is not found"

    def _compare(self, snapshot: Snapshot, allowed: range) -> None:
        generation = snapshot.info.name, snapshot.info.created
        if generation != self.generation:
            found = {summary.id: _text(snapshot, summary.id) for summary in snapshot.summaries()}
            states = {number: read_state(self.folder, number) for number in allowed}
            same = [number for number, state in states.items() if state == found]
            assert same, f"{generation[0]} is none of the states {allowed}: {_difference(found, states[allowed[0]])}"
            self._search(snapshot, found)
            self.generation, self.state, self.articles = generation, same[0], found
        assert self.state in allowed, f"{generation[0]} answers with state {self.state}, not one of {allowed}"

    def _search(self, snapshot: Snapshot, articles: State) -> None:
        """Sampled passages are found by their own vectors."""
        for article_id in self.random.sample(list(articles), min(_SAMPLE, len(articles))):
            for passage in snapshot.passages_of(article_id)[:1]:
                ((_, cosine),) = snapshot.search_vectors(snapshot.vectors_of([passage])[0], 1)
                assert cosine > 0.999, f"{passage.id} is not found by its vector: {cosine}"


def _text(snapshot: Snapshot, article_id: str) -> str:
    article = snapshot.article(article_id)
    assert article is not None, f"{article_id} is listed and not there"
    return article.text


def _difference(found: State, expected: State) -> str:
    missing, extra = sorted(expected.keys() - found.keys()), sorted(found.keys() - expected.keys())
    changed = sorted(name for name in expected.keys() & found.keys() if expected[name] != found[name])
    return f"missing {missing[:5]}, extra {extra[:5]}, changed {changed[:5]}"
