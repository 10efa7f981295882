"""``python -m evals.placed``: fits the weights in qa/support/asked.py on the older sentences in evals/altered.

Each set is left out in turn, to say how the weights do on sentences that they were not fitted on: of those with an
altered number, date or name that the rules do not see, how many are caught by this measure alone, and how many faithful
ones flagged; and of WiCE's supported claims, which are never fitted on.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.support import ALTERED, FITTED, to_page, to_source
from qa.reader import Reader, SpanReader
from qa.support.asked import weigh
from qa.support.checker import quoted_stems, without
from qa.support.evidence import Evidence, Source
from qa.support.facts import missing_facts
from qa.support.quotations import find_quotations

_KINDS = {"number": ("number",), "unit": ("number",), "date": ("date",), "name": ("name",)}
_ROUNDS = 4  # of guessing which fact of an altered sentence was altered, by the weights so far
_FIRST_GUESS = (1.0, 0.0, 5.0, 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence's facts: their kinds, and a row of ``measures`` for each."""

    of: str
    altered: str  # the kind; empty for a faithful sentence
    kinds: tuple[str, ...]
    measures: NDArray[np.float64]


def read_rows(data: Path, reader: Reader) -> list[Row]:
    """The faithful sentences and those with an altered number, date or name, of all sets."""
    rows = list[Row]()
    for name in FITTED:
        for line in (ALTERED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["kind"] != "faithful" and row["kind"] not in _KINDS:
                continue
            altered = "" if row["kind"] == "faithful" else row["kind"]
            rows += _measure(name, altered, row["sentence"], [to_source(cited) for cited in row["cited"]], reader)
    for line in (data / "wice" / "claim_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["label"] == "supported":
            rows += _measure("wice", "", row["claim"], [to_page(row["evidence"])], reader)
    return rows


def _measure(of: str, altered: str, sentence: str, sources: list[Source], reader: Reader) -> list[Row]:
    quotations, evidence = find_quotations(sentence), Evidence(sources)
    rest = without(sentence, quotations)
    if altered and missing_facts(rest, quoted_stems(quotations), evidence):
        return []  # the rules see it
    found = [one for one in weigh(sentence, rest, evidence, reader) if not one.beside]
    measures = np.array([astuple(one.misplaced) for one in found])
    return [Row(of, altered, tuple(one.kind for one in found), measures)] if found else []


def fit(rows: Sequence[Row]) -> NDArray[np.float64]:
    """Weights that tell the altered fact of an altered sentence from the facts of faithful ones."""
    weights = np.array(_FIRST_GUESS)
    for _ in range(_ROUNDS):
        right = np.vstack([row.measures for row in rows if not row.altered])
        wrong = np.vstack([guess for row in rows if row.altered and (guess := _likeliest(row, weights)) is not None])
        measures = np.vstack([right, wrong])
        weights = _logistic(measures, np.repeat([0.0, 1.0], [len(right), len(wrong)]))
    return weights


def _likeliest(row: Row, weights: NDArray[np.float64]) -> NDArray[np.float64] | None:
    fitting = row.measures[[kind in _KINDS[row.altered] for kind in row.kinds]]
    return fitting[(fitting @ weights).argmax()] if len(fitting) else None


def _logistic(measures: NDArray[np.float64], wrong: NDArray[np.float64]) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    weights: NDArray[np.float64] = LogisticRegression(fit_intercept=False).fit(measures, wrong).coef_[0]
    return weights


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.placed", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with wice/")
    rows = read_rows(parser.parse_args(arguments).data, SpanReader())
    ours = [row for row in rows if row.of != "wice"]
    print("weights: " + ", ".join(f"{weight:.2f}" for weight in fit(ours)))
    doubts = list[tuple[bool, str, float]]()
    for name in (*FITTED, "wice"):
        weights = fit([row for row in ours if row.of != name])
        doubts += [(bool(row.altered), name, float((row.measures @ weights).max())) for row in rows if row.of == name]
    for least in (-1.0, -0.5, 0.0, 0.5, 1.0):
        caught = [doubt >= least for altered, _, doubt in doubts if altered]
        flagged = [doubt >= least for altered, of, doubt in doubts if not altered and of != "wice"]
        claims = [doubt >= least for altered, of, doubt in doubts if of == "wice"]
        print(
            f"from {least}: {sum(caught)} of {len(caught)} caught, {sum(flagged)} of {len(flagged)} flagged, "
            f"{sum(claims)} of {len(claims)} claims"
        )


if __name__ == "__main__":
    main()
