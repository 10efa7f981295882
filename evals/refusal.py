"""``python -m evals.refusal``: fit the weights of ``qa/confidence.py``, and say what refusing with them costs.

Fitted on ``seeds`` and ``news_dev`` of evals.answers, an L2-regularised logistic regression; the bias is then moved so
that three in a hundred of their answerable questions are refused. Printed for all sets: the area under the ROC
curve, and the shares refused at that bias. The figures of ``seeds_heldout`` and ``news_heldout`` played no part.
"""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from itertools import groupby
from pathlib import Path

import numpy as np

from evals.answers import SETS, open_collection, read_questions, sources_for
from qa.answerer import Answerer
from qa.confidence import Signs, read_signs
from qa.conversation import standalone_question
from qa.evidence import READ
from qa.stories import hear_once
from qa.types import Turn

FITTED_ON = ("seeds", "news_dev")
_REFUSED = 0.03  # of the answerable: questions that nothing was fitted on lose a little more


def signs_of(answerer: Answerer, asked: dict[str, object]) -> Signs:
    """What the answerer sees of a question before it decides."""
    history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]  # type: ignore[attr-defined]
    question = standalone_question(str(asked["question"]), history)
    with answerer.index.snapshot() as snapshot:
        hits = hear_once(snapshot, answerer.retriever.retrieve(snapshot, question, 50))[:READ]
        readings = answerer.reader.read(question, [hit.passage.text for hit in hits])
        return read_signs(question, answerer.chooser.score(question, hits, readings), hits, readings)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    parser = argparse.ArgumentParser(prog="python -m evals.refusal", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    options = parser.parse_args(arguments)
    signs, answerable = {}, {}
    for sources, names in groupby(SETS, key=lambda name: sources_for(name, options.data)):
        with open_collection(sources) as answerer:
            for name in names:
                questions = read_questions(name)
                signs[name] = np.array([astuple(signs_of(answerer, asked)) for asked in questions])
                answerable[name] = np.array([asked["answerable"] for asked in questions])
    features = np.concatenate([signs[name] for name in FITTED_ON])
    truth = np.concatenate([answerable[name] for name in FITTED_ON])
    spread = features.std(axis=0) + 1e-9
    weights = LogisticRegression(C=0.3).fit(features / spread, truth).coef_[0] / spread
    bias = -float(np.quantile(features[truth] @ weights, _REFUSED))
    print("weights", [round(float(weight), 3) for weight in weights], "bias", round(bias, 2))
    for name in SETS:
        scores = signs[name] @ weights + bias
        print(
            f"{name}: area {roc_auc_score(answerable[name], scores):.3f}, "
            f"refused of the answerable {(scores[answerable[name]] < 0).mean():.3f}, "
            f"of the unanswerable {(scores[~answerable[name]] < 0).mean():.3f}"
        )


if __name__ == "__main__":
    main()
