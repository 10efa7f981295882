"""``python -m evals.refusal``: fit the weights of ``qa/confidence.py``, and say what refusing with them costs.

An L2-regularised logistic regression on ``seeds``, ``news_dev`` and ``agency_dev`` of evals.answers and on
evals.near_misses, each set weighing as it is written here, its answerable and its unanswerable questions alike. The
bias is then moved so that, at the mean of the news sets, so many of the answerable are refused as ``--refused`` says.
Printed for all sets: the area under the ROC curve and the shares refused at that bias; where a set was fitted on, also
the area without it. The figures of the other sets play no part.
"""

import argparse
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.answers import ask_sets, find, open_articles
from evals.near_misses import read_collections
from qa.evidence import Evidence

Array = NDArray[np.float64]

# How much each set weighs: people's own near misses most, encyclopedia paragraphs least.
FITTED_ON = {"seeds": 1.0, "news_dev": 2.0, "agency_dev": 2.0, "onestopqa": 1.0, "our_news": 2.0, "squad": 0.5}
_NEWS = ("seeds", "news_dev", "agency_dev", "onestopqa", "our_news")


def signs_in(found: Evidence) -> tuple[float, ...]:
    """What is seen of a question before it is answered or refused."""
    assert found.signs
    return astuple(found.signs)


def read_signs(data: Path, every: int) -> tuple[dict[str, Array], dict[str, NDArray[np.bool_]]]:
    """The signs of each set's questions, and whether they can be answered."""
    signs, answerable = defaultdict(list), defaultdict(list)
    for name, asked, found in ask_sets(data):
        signs[name].append(signs_in(found))
        answerable[name].append(asked["answerable"])
    for collection in read_collections(data, every):
        with open_articles(collection.articles) as answerer:
            for question, truth in collection.questions:
                signs[collection.name].append(signs_in(find(answerer, question)))
                answerable[collection.name].append(truth)
    return {name: np.array(rows) for name, rows in signs.items()}, {
        name: np.array(truths) for name, truths in answerable.items()
    }


def fit(signs: dict[str, Array], answerable: dict[str, NDArray[np.bool_]], names: Sequence[str]) -> Array:
    """The weight of each sign."""
    from sklearn.linear_model import LogisticRegression

    features = np.concatenate([signs[name] for name in names])
    truth = np.concatenate([answerable[name] for name in names])
    counted = np.concatenate(
        [
            FITTED_ON[name] / len(answerable[name]) / np.where(answerable[name], share, 1 - share)
            for name in names
            for share in [answerable[name].mean()]
        ]
    )
    spread = features.std(axis=0) + 1e-9
    model = LogisticRegression(C=0.1, max_iter=1_000).fit(
        features / spread, truth, sample_weight=counted / counted.mean()
    )
    weights: Array = model.coef_[0] / spread
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    from sklearn.metrics import roc_auc_score

    parser = argparse.ArgumentParser(prog="python -m evals.refusal", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with the data sets")
    parser.add_argument("--every", type=int, default=1, help="every N-th question of evals.near_misses only")
    parser.add_argument("--refused", type=float, default=0.07, help="share of the answerable that may be refused")
    options = parser.parse_args(arguments)
    signs, answerable = read_signs(options.data, options.every)
    weights = fit(signs, answerable, list(FITTED_ON))
    bias = -float(np.mean([np.quantile(signs[name][answerable[name]] @ weights, options.refused) for name in _NEWS]))
    print("weights", [round(float(weight), 3) for weight in weights], "bias", round(bias, 2))
    for name in signs:
        scores, truth = signs[name] @ weights + bias, answerable[name]
        without = ""
        if name in FITTED_ON:
            others = fit(signs, answerable, [other for other in FITTED_ON if other != name])
            without = f" (fitted without it {roc_auc_score(truth, signs[name] @ others):.3f})"
        print(
            f"{name}: area {roc_auc_score(truth, scores):.3f}{without}, "
            f"refused of the answerable {(scores[truth] < 0).mean():.3f}, "
            f"of the unanswerable {(scores[~truth] < 0).mean():.3f}"
        )


if __name__ == "__main__":
    main()
