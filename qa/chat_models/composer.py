"""A chat model's answer held to account: each sentence, as it ends, against what it cites.

The words come as they are written; a citation comes when its sentence has ended and its passage bears the sentence out.
Numbers count in the order of first citation and name one passage each.
"""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from index.snapshot import Snapshot
from index.types import Article
from qa.chat_models.drafts import Draft, DraftReader, Words
from qa.chat_models.instructions import leave_out_instructions
from qa.chat_models.markers import MarkerReader, Piece
from qa.chat_models.streaming import CutShort, Stopped
from qa.citing import Embed, article_of, cite, find_grounds
from qa.support import Source, Support
from qa.types import Citation, Cited, Delta, Hit, Judged, Statement

_SAYS_NOTHING = re.compile(r"the (?:articles|passages) (?:do not|don['’]t) (?:say|mention|answer|give|tell)\b", re.I)
_OWN_READING = "that the articles do not say it is the model's own reading, and is not checked"
_BREAKS_OFF = "the sentence breaks off here"
_WHOLE = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_CONTEXT = 6_000  # characters of the article up to a passage's end, in which "he" was named
_THINK, _THOUGHT = "<think>", "</think>"


class Checker(Protocol):
    """Decides how a sentence stands against passages."""

    def check(self, sentence: str, cited: Sequence[Source]) -> Support:
        """The verdict on ``sentence`` against all of ``cited`` together; unsupported where that is empty."""

    def find(self, sentence: str, evidence: Sequence[Source]) -> int | None:
        """The place in ``evidence`` of the passage that bears the sentence out; None where none does."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a model's answer came to. ``stopped``: by the reader, before its end; ``cut``: at the model's limit."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    stopped: bool = False
    cut: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether it comes to no more than that the articles do not say."""
        return all(not one.citations and _SAYS_NOTHING.match(one.text) for one in self.statements)


class Composer:
    """Makes statements and citations out of what a model writes over ``evidence``, its passages numbered from 1."""

    def __init__(self, snapshot: Snapshot, evidence: Sequence[Hit], embed: Embed, checker: Checker) -> None:
        self._snapshot = snapshot
        self._evidence = evidence
        self.sources = [_source(article_of(snapshot, hit.passage), hit) for hit in evidence]
        self._embed = embed
        self._checker = checker
        self._statements: list[Statement] = []
        self._citations: dict[int, Citation] = {}  # by place in the evidence, in order of first citation

    def compose(self, tokens: Iterator[str], count: int) -> Generator[Delta | Judged | Cited, None, Composed]:
        """The answer as it comes, and what it came to; the model was shown the first ``count`` passages.

        Raises what ``tokens`` raises, except Stopped and CutShort.
        """
        drafts, stopped, cut = DraftReader(), False, False
        pieces = _read_pieces(_without_thoughts(tokens), count)
        try:
            for piece in pieces:
                for event in drafts.feed(piece):
                    yield from self._take(event)
        except Stopped:
            stopped = True
        except CutShort:
            cut = True
        for event in drafts.finish():
            yield from self._take(event, may_break_off=stopped or cut)
        return Composed(tuple(self._statements), tuple(self._citations.values()), stopped, cut)

    def _take(self, event: Words | Draft, *, may_break_off: bool = False) -> Iterator[Delta | Judged | Cited]:
        if isinstance(event, Words):
            yield Delta(event.text)
            return
        places = [number - 1 for number in event.numbers]
        breaks_off = may_break_off and not _WHOLE.search(event.text)
        statement, shown = _breaking_off(event.text) if breaks_off else self._judge(event.text, places)
        citations = [self._cite(place, event.text) for place in shown]
        numbers = tuple(citation.number for citation in citations)
        found = tuple(number for number, place in zip(numbers, shown, strict=True) if place not in places)
        self._statements.append(replace(statement, citations=numbers, found=found))
        yield Judged(self._statements[-1])
        yield from map(Cited, citations)

    def _judge(self, sentence: str, places: Sequence[int]) -> tuple[Statement, list[int]]:
        """The sentence with its verdict, and the places in the evidence of the passages that bear it out."""
        if not places and _SAYS_NOTHING.match(sentence):
            return Statement(sentence, (), "unsupported", missing=(_OWN_READING,)), []
        support = self._checker.check(sentence, [self.sources[place] for place in places])
        if support.verdict != "unsupported":
            alone = [place for place in places if self._bears_out(sentence, place)] if len(places) > 1 else []
            return Statement(sentence, (), support.verdict), alone or list(places)
        found = self._checker.find(sentence, self.sources)
        if found is not None:
            own = self._checker.check(sentence, [self.sources[found]])
            if own.verdict != "unsupported":
                return Statement(sentence, (), own.verdict), [found]
        return Statement(sentence, (), "unsupported", missing=support.missing), []

    def _bears_out(self, sentence: str, place: int) -> bool:
        return self._checker.check(sentence, [self.sources[place]]).verdict != "unsupported"

    def _cite(self, place: int, sentence: str) -> Citation:
        """The citation of a passage; where it has been cited already, widened to the words that this sentence needs."""
        passage = self._evidence[place].passage
        start, end = find_grounds(sentence, passage, self._embed)
        known = self._citations.get(place)
        if known:
            start, end = min(start, known.start), max(end, known.end)
        number = known.number if known else len(self._citations) + 1
        self._citations[place] = cite(self._snapshot, number, passage, start, end)
        return self._citations[place]


def _breaking_off(sentence: str) -> tuple[Statement, list[int]]:
    """A sentence that is not to be judged, since what is missing may be what matters."""
    return Statement(sentence, (), "unsupported", missing=(_BREAKS_OFF,)), []


def _source(article: Article, hit: Hit) -> Source:
    end = hit.passage.end
    context = article.text[max(0, end - _CONTEXT) : end]
    publisher = article.publisher and leave_out_instructions(article.publisher)
    text, title, context = map(leave_out_instructions, (hit.passage.text, article.title, context))
    return Source(text, title, publisher, article.published, context)


def _read_pieces(tokens: Iterator[str], count: int) -> Iterator[Piece]:
    reader = MarkerReader(count)
    try:
        for token in tokens:
            yield from reader.feed(token)
    except (Stopped, CutShort):
        yield from reader.finish()
        raise
    yield from reader.finish()


def _without_thoughts(tokens: Iterator[str]) -> Iterator[str]:
    """``tokens`` less the thoughts that some models write down before their answer."""
    held = ""
    for token in tokens:
        held += token
        begun = held.lstrip()
        if begun.startswith(_THINK):
            if _THOUGHT in begun:
                yield begun.partition(_THOUGHT)[2]
                break
        elif not _THINK.startswith(begun):
            yield held
            break
    else:
        if not held.lstrip().startswith(_THINK):
            yield held
    yield from tokens
