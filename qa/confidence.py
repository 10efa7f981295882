"""How sure it is that what was read answers the question: a logistic mix of few signs, fitted by ``evals.refusal``."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from qa.quotes import Features, Quote, asked_speaker
from qa.reader import Reading
from qa.types import Hit
from qa.wanted import fits, is_fact, wanted_kind

THRESHOLD = 0.5  # confidence from which an answer is given


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against there being an answer."""

    found: float  # the reader's log-odds for the best sentence, with what retrieval found and whose words they are
    fact: float  # 1 if a number, a time, a person or a place is asked for: the reader is less shy with these
    unheard: float  # 1 if somebody's words are asked for, and no sentence gives any
    misfit: float  # 1 if the reader's best words cannot be the number, time, person or place asked for


# The reader, trained on tidy paragraphs, is too shy with news: what retrieval found weighs against its doubt. Set by
# hand on seeds; fitted freely, these lose on seeds what they win on news_dev.
_RETRIEVED, _SPOKEN = 20.0, 4.0
# In the order of Signs, and the bias that refuses 3 % of the answerable they were fitted on: python -m evals.refusal
_WEIGHTS = (0.149, -0.709, -1.263, -1.137)
_BIAS = 0.37


def read_signs(
    question: str, scored: Sequence[tuple[Quote, Features]], hits: Sequence[Hit], readings: Sequence[Reading]
) -> Signs:
    """The signs in passages that were read and whose sentences were scored, best first; there must be one of each."""
    kind = wanted_kind(question)
    top = scored[0][1]
    read = min(max(top.read, 1e-9), 1 - 1e-9)
    hit, best = max(zip(hits, readings, strict=True), key=lambda found: found[1].margin)
    return Signs(
        found=math.log(read / (1 - read)) + _RETRIEVED * max(one.score for one in hits) + _SPOKEN * top.spoken,
        fact=float(is_fact(kind)),
        unheard=float(asked_speaker(question) is not None and not any(features.spoken > 0 for _, features in scored)),
        misfit=float(is_fact(kind) and not fits(kind, hit.passage.text[best.start : best.end])),
    )


def confidence(signs: Signs) -> float:
    """How sure it is, from 0 to 1, that the question is answered."""
    log_odds = _BIAS + sum(weight * sign for weight, sign in zip(_WEIGHTS, astuple(signs), strict=True))
    return 1.0 / (1.0 + math.exp(-log_odds))
