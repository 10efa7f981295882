"""``python -m evals.sentence_scores``: fit the weights by which ``qa/quotes.py`` scores sentences.

A listwise logistic regression: of all sentences of a question's passages, those that hold the gold words are to be the
likeliest. It is fitted on ``seeds``, ``news_dev`` and ``agency_dev`` of evals.answers, on OneStopQA's questions, and
on our own over stories that the reader was not trained on, each set weighing alike. Printed are the weights, with that
of the meaning as 1, and for all sets how often the first sentence, and one of the first three, is right with the
weights as shipped, with those, and with those fitted without the set. The other sets play no part.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.answers import ask_sets, find, open_articles, plain
from evals.first_statement import read_marked
from evals.near_misses import deal_our_news
from qa.evidence import Evidence
from qa.quotes import WEIGHTS, Features

Array = NDArray[np.float64]

FITTED_ON = ("seeds", "news_dev", "agency_dev", "onestopqa", "our_news")
_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Scored:
    """The sentences found for a question: ``features`` of shape (sentences, features), and which of them are right."""

    features: Array
    right: NDArray[np.bool_]


def read_sentences(data: Path, every: int) -> dict[str, list[Scored]]:
    """Every set's questions, where a right sentence was found."""
    found: dict[str, list[Scored]] = defaultdict(list)
    for name, row, evidence in ask_sets(data):
        found[name] += _score(evidence, row["gold"] if row["answerable"] else [])
    articles, marked = read_marked(data)
    with open_articles(articles) as answerer:
        for one in marked[::every]:
            found["onestopqa"] += _score(find(answerer, one.question), [one.words])
    for articles, held_out in deal_our_news(data):
        with open_articles(articles) as answerer:
            for asked in held_out[::every]:
                found["our_news"] += _score(find(answerer, asked.question), asked.answers)
    return found


def _score(evidence: Evidence, gold: Sequence[str]) -> Iterator[Scored]:
    scored = evidence.scored
    wanted = [plain(words) for words in gold]
    right = [any(words in (text := plain(quote.text)) or text in words for words in wanted) for quote, _ in scored]
    if any(right):
        features = [[getattr(one, field.name) for field in fields(Features)] for _, one in scored]
        yield Scored(np.array(features), np.array(right))


def fit(found: dict[str, list[Scored]], names: Sequence[str]) -> Array:
    """The weight of each feature."""
    from scipy.optimize import minimize

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for name in names:
            for one in found[name]:
                scores = one.features @ weights
                odds = np.exp(scores - scores.max())
                among = odds * one.right
                total -= float(np.log(among.sum() / odds.sum())) / len(found[name])
                slope -= one.features.T @ (among / among.sum() - odds / odds.sum()) / len(found[name])
        return total, slope

    weights: Array = minimize(loss, np.zeros(len(fields(Features))), jac=True, method="L-BFGS-B").x
    return weights


def right_among(found: Sequence[Scored], weights: Array, count: int) -> float:
    """How often one of the ``count`` highest scored sentences is right, from 0 to 1."""
    return float(np.mean([one.right[np.argsort(-(one.features @ weights))[:count]].any() for one in found]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.sentence_scores", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with the data sets")
    parser.add_argument("--every", type=int, default=1, help="every N-th question of OneStopQA and of ours only")
    options = parser.parse_args(arguments)
    found = read_sentences(options.data, options.every)
    names = [field.name for field in fields(Features)]
    shipped = np.array([WEIGHTS.get(name, 0.0) for name in names])
    fitted = fit(found, FITTED_ON)
    scaled = fitted / fitted[names.index("meaning")]
    print(", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, scaled, strict=True)))
    for name, asked in found.items():
        without = fit(found, [other for other in FITTED_ON if other != name]) if name in FITTED_ON else fitted
        told = [f"{right_among(asked, w, 1):.3f} {right_among(asked, w, 3):.3f}" for w in (shipped, fitted, without)]
        print(f"{name}, {len(asked)} questions: shipped {told[0]}, fitted {told[1]}, without it {told[2]}")


if __name__ == "__main__":
    main()
