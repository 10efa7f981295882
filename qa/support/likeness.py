"""How much of what a sentence says stands in the passages: a logistic mix of a few measures."""

import itertools
import math
from dataclasses import astuple, dataclass

from qa.support.evidence import Evidence
from qa.support.names import find_names
from qa.support.wording import terms

_NEAREST = 6  # windows that are compared by meaning


@dataclass(frozen=True, slots=True)
class Likeness:
    """What speaks for a sentence, each from 0 to 1."""

    best: float  # share of its content words that the best two sentences in a row have
    all: float  # share that all passages together have
    named: float  # share of its names that they have; 1 without names
    meaning: float  # cosine with the window nearest in meaning

    def score(self) -> float:
        """How likely it is that the passages say it."""
        total = _BIAS + sum(w * x for w, x in zip(_WEIGHTS, astuple(self), strict=True))
        return 1.0 / (1.0 + math.exp(-total))

    def enough(self, quoted: float) -> bool:
        """Whether the words bear the sentence out; where much of it is quoted, the quotation does."""
        return self.score() >= THRESHOLD * (1.0 - quoted)


# From `python -m evals.support --fit`, on WiCE dev.
_WEIGHTS, _BIAS = (2.5, 2.4, 1.6, 2.0), -5.2
THRESHOLD = 0.4


def windows(sentence: str, evidence: Evidence) -> list[str]:
    """The sentences, alone and in pairs, that share most words with this one."""
    wanted = {term.stem for term in terms(sentence) if term.content}
    lines = evidence.lines
    found = [(len(wanted & line.stems) + 0.5 / (1 + len(line.stems)), line.text) for line in lines]
    for one, two in itertools.pairwise(lines):
        if one.source == two.source:
            stems = one.stems | two.stems
            found.append((len(wanted & stems) + 0.4 / (1 + len(stems)), f"{one.text} {two.text}"))
    return [text for _, text in sorted(found, key=lambda pair: -pair[0])[:_NEAREST]]


def likeness(sentence: str, evidence: Evidence, meaning: float) -> Likeness:
    """The measures for one sentence; ``meaning`` is the cosine with the window nearest to it."""
    wanted = {term.stem for term in terms(sentence) if term.content}
    lines = evidence.lines
    pairs = [one.stems | two.stems for one, two in itertools.pairwise(lines) if one.source == two.source]
    best = max((len(wanted & stems) for stems in (*(line.stems for line in lines), *pairs)), default=0)
    everything = frozenset[str]().union(*(line.stems for line in lines))
    names = find_names(sentence, evidence.known)
    return Likeness(
        best=best / max(1, len(wanted)),
        all=len(wanted & everything) / max(1, len(wanted)),
        named=sum(not evidence.known.lacks(name) for name in names) / len(names) if names else 1.0,
        meaning=max(0.0, meaning),
    )
