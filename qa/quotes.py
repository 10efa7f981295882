"""From read passages to the sentences that an answer quotes: scored, without repeats, as few as answer."""

import re
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from index.embedder import Embedder, Vectors
from index.sentences import split_sentences
from index.types import Article, Passage
from qa.asked_words import asked_description, asked_speaker, asks_who_said, gives, may_be_said_by, shares_name, spoken
from qa.keywords import content_words
from qa.posts import asked_post, names_holder
from qa.quantities import contradict
from qa.reader import Reading, compete
from qa.speech.said import Speech
from qa.types import Hit
from qa.wanted import fits, is_fact, wanted_kind

Heard = Mapping[str, Sequence[Speech]]  # by the id of the article
NOTHING_HEARD: Heard = {}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that speaks to the question: ``article.text[start:end] == text``."""

    passage: Passage
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a sentence, each from 0 to about 1."""

    read: float  # the reader answers the question in this passage, and the answer begins in this sentence; no score
    rather: float  # if one of the passages answers, it is this one, and the answer begins in this sentence
    alone: float  # if one of the sentences that are read by themselves answers, it is this one
    led: float  # likewise, each read together with what stands before it
    meaning: float  # cosine of sentence and question
    words: float  # share of the question's content words that the sentence has
    before: float  # share of them that stand before it alone
    found: float  # fused score of its passage
    # Where somebody's words are asked for: 1 if these are, .5 if they may be, -1 if another's; where a speaker is
    # asked for: 1 if somebody says it here.
    spoken: float
    fitting: float  # where a number, time, person or place is asked for: 1 if it has what may be one, and the post

    def total(self) -> float:
        """The sentence's score."""
        return sum(weight * float(getattr(self, name)) for name, weight in WEIGHTS.items())


BEFORE = 300  # characters before a sentence, in which is said what its "he" and "the company" are
# Of Features: set on seeds, news_dev and agency_dev of evals.answers (python -m evals.sentence_scores); flat around
# these values. Whether any passage answers adds nothing to which one would.
WEIGHTS = {
    "rather": 1.2, "alone": 0.5, "led": 0.3, "meaning": 0.5, "words": 0.6, "before": 0.4, "found": 0.9, "spoken": 0.5,
    "fitting": 0.25,
}  # fmt: skip
_LEADS = 0.5  # how much of the way to the score of the sentence that leads to it a quotation comes
_SAME = 0.85  # cosine from which two sentences say the same
# A further sentence needs this share of the best one's score, less where no single fact is asked for. .6 and .5 leave
# out one of the 262 answers of evals.answers, for half a sentence less.
_SHARE_FACT, _SHARE = 0.45, 0.4
_MOST = 3
_BEARING_WORDS = 0.5  # share of a claim's or a topic's words from which a sentence that means the like bears on it
_SHORTEST = 20  # characters; what is shorter is a heading or a fragment
_FRAGMENT = 0.3  # off the score of a headline, a score line, a byline or a caption: a sentence that says it goes before

_REMEMBERED = 20_000  # sentence vectors, 30 MB

_ASKS_BOTH = re.compile(
    r"\b(?:both|two) (?:articles|reports|stories|pieces|sources)|\b(?:the|which) (?:articles|reports)\b", re.I
)
_LINK = re.compile(r"https?://")
_ENDS = re.compile(r"[.!?…:;,-][\s\"'“”‘’»)\]*]*$|[\"”’»]$")
_CAPTION = re.compile(r"(?:photo(?:graph)?|picture|image|graphic|video|read more|watch)s?\b[^.]{0,20}:", re.I)
_OPENS = re.compile(r"[\"“]")
_QUOTES = re.compile(r"[\"“”]")


class QuoteChooser:
    """Scores every sentence of the read passages and picks those that together answer. Safe between threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()  # of the sentences lately seen, newest last
        self._lock = threading.Lock()

    def score(
        self,
        question: str,
        hits: Sequence[Hit],
        readings: Sequence[Reading],
        articles: Mapping[str, Article],
        heard: Heard = NOTHING_HEARD,
    ) -> list[tuple[Quote, Features]]:
        """Every sentence of the passages with what speaks for it, best first.

        ``articles`` are those of the passages by their ids, ``heard`` is who speaks in them.
        """
        wanted, kind, post = content_words(question), wanted_kind(question), asked_post(question)
        name, described = asked_speaker(question), asked_description(question)
        who = asks_who_said(question)
        if any(shares_name(one, name) for speeches in heard.values() for one in speeches):
            wanted = wanted - content_words(name or "") or wanted  # else who is merely named comes before who speaks
        elif not who and not described:
            # Of somebody who is named nowhere as a speaker, as no firm or country is: only what may be anybody's.
            heard = {key: [one for one in speeches if one.is_open] for key, speeches in heard.items()}
        sentences = [
            (hit, reading, part, start, end)
            for hit, reading, part in zip(hits, readings, compete(readings), strict=True)
            for start, end in split_sentences(hit.passage.text)
            if end - start >= _SHORTEST and not _LINK.match(hit.passage.text, start)
        ]
        texts = [hit.passage.text[start:end] for hit, _, _, start, end in sentences]
        vectors = self.embed([question, *texts])
        meanings = vectors[1:] @ vectors[0]
        scored = []
        for (hit, reading, part, start, end), text, meaning in zip(sentences, texts, meanings, strict=True):
            offset = hit.passage.start
            said, before = content_words(text), text_before(articles[hit.passage.article_id], offset + start)
            speeches = heard.get(hit.passage.article_id, ())
            inside = sum(probability for at, probability in reading.starts if start <= at < end)
            features = Features(
                read=inside * reading.probability,
                rather=inside * part,
                alone=0.0,
                led=0.0,
                meaning=float(meaning),
                words=len(wanted & said) / max(1, len(wanted)),
                before=len((wanted - said) & content_words(before)) / max(1, len(wanted)),
                found=hit.score,
                spoken=gives(wanted, hit.passage.text, offset, speeches, offset + start, offset + end)
                if who
                else may_be_said_by(described, before + text, speeches, offset + start, offset + end)
                if described
                else spoken(name, text, hit.passage.text[:start], speeches, offset + start, offset + end),
                fitting=float(is_fact(kind) and fits(kind, text) and (post is None or names_holder(post, text))),
            )
            score = features.total() - (0.0 if _is_sentence(text) else _FRAGMENT)
            quote = Quote(hit.passage, offset + start, offset + end, text, score)
            scored.append((quote, features))
        if kind == "sentences":
            scored = _lead_on(scored)
        return sorted(scored, key=lambda found: -found[0].score)

    def choose(self, question: str, scored: Sequence[tuple[Quote, Features]]) -> list[Quote]:
        """The fewest sentences that answer, best first, no two of them alike; from two articles if both are asked."""
        chosen: list[Quote] = []
        share = _SHARE_FACT if is_fact(wanted_kind(question)) else _SHARE
        for quote, _ in _take_turns(scored) if _ASKS_BOTH.search(question) else scored:
            if chosen and (len(chosen) == _MOST or quote.score < share * chosen[0].score):
                break
            if not any(self._says_same(quote, other) for other in chosen):
                chosen.append(quote)
        return chosen

    def _says_same(self, quote: Quote, other: Quote) -> bool:
        """Whether two sentences mean the like and give no other number or date: forty dead are not sixty."""
        one, two = self.embed([quote.text, other.text])
        return float(one @ two) >= _SAME and not contradict(quote.text, other.text)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The sentences' vectors, those lately seen from memory."""
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, self._embedder.embed(new), strict=True))
        with self._lock:
            for text in texts:
                self._vectors[text] = known[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > _REMEMBERED:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])


def _is_sentence(text: str) -> bool:
    return bool(_ENDS.search(text)) and not _CAPTION.match(text)


def text_before(article: Article, start: int) -> str:
    """What stands in an article just before the sentence that begins at ``start``."""
    return article.text[max(0, start - BEFORE) : start]


def weigh_alone(
    scored: Sequence[tuple[Quote, Features]], readings: Sequence[Reading], led: Sequence[Reading]
) -> list[tuple[Quote, Features]]:
    """The scored sentences, best first.

    ``readings`` are of the first of them by themselves, ``led`` of each of these behind the text before it.
    """
    read = [
        (
            replace(quote, score=quote.score + WEIGHTS["alone"] * alone + WEIGHTS["led"] * after),
            replace(features, alone=alone, led=after),
        )
        for (quote, features), alone, after in zip(scored, compete(readings), compete(led), strict=False)
    ]
    return sorted([*read, *scored[len(read) :]], key=lambda found: -found[0].score)


def bearing_on(scored: Sequence[tuple[Quote, Features]], meaning: float) -> list[tuple[Quote, Features]]:
    """Those of the scored sentences that speak of a topic or a claim: they have its words, or half and its ``meaning``.

    That is the least cosine of sentence and topic.
    """
    return [
        found
        for found in scored
        if found[1].words == 1.0 or (found[1].words >= _BEARING_WORDS and found[1].meaning >= meaning)
    ]


def _lead_on(scored: Sequence[tuple[Quote, Features]]) -> list[tuple[Quote, Features]]:
    """In the order of the text: a quotation counts with the sentence before it, which says what it is about.

    "Ada Stone was not impressed. “Nobody here knows what a queue is.”"
    """
    led = [*scored[:1]]
    for (before, _), (quote, features) in pairwise(scored):
        follows = before.passage.id == quote.passage.id and _OPENS.match(quote.text) and not _QUOTES.search(before.text)
        score = max(quote.score, (1 - _LEADS) * quote.score + _LEADS * before.score) if follows else quote.score
        led.append((replace(quote, score=score), features))
    return led


def _take_turns(scored: Sequence[tuple[Quote, Features]]) -> list[tuple[Quote, Features]]:
    """The best sentence of another article second, so that both are heard."""
    first = scored[0][0].passage.article_id if scored else None
    other = next((found for found in scored if found[0].passage.article_id != first), None)
    rest = [found for found in scored[1:] if found is not other]
    return [*scored[:1], *([other] if other else []), *rest]
