"""``python -m evals.support --data FOLDER``: do verdicts tell what the cited passages bear out from the rest?

Twice: on WiCE's claims, each with the whole page that it cites, and on the sentences in evals/altered. ``--fit`` prints
the weights of the logistic mix in qa/support/likeness.py as WiCE gives them, and how they do on claims left out.
"""

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.results import keep_result
from index.embedder import SentenceTransformerEmbedder
from qa.reader import SpanReader
from qa.support import Source, Support, SupportChecker
from qa.support.likeness import Likeness

ALTERED = Path(__file__).resolve().parent / "altered"
FITTED = ("first", "held_out", "fresh", "unseen", "confirm", "by_lot", "second_lot")  # by evals.placed
_LOTS = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
SETS = (*FITTED, *(f"{lot}_lot" for lot in _LOTS))
# What sentences gave when they were first checked, before anything was changed because of them.
FIRST_CHECKS = {
    "held_out": {"altered caught": "42 of 45", "faithful flagged": "5 of 49"},
    "fresh": {"altered caught": "22 of 24", "faithful flagged": "1 of 26"},
    "unseen": {"altered caught": "65 of 88", "faithful flagged": "8 of 81"},
    "confirm": {"altered caught": "27 of 34", "faithful flagged": "8 of 40"},
    "by_lot": {"altered caught": "29 of 57", "faithful flagged": "19 of 49"},
    "second_lot": {"altered caught": "16 of 23", "faithful flagged": "10 of 22"},
    "third_lot": {"altered caught": "19 of 50", "faithful flagged": "19 of 50"},
    "fourth_lot": {"altered caught": "28 of 60", "faithful flagged": "7 of 60"},
    "fifth_lot": {"altered caught": "35 of 42", "faithful flagged": "1 of 42"},
    "sixth_lot": {"altered caught": "34 of 40", "faithful flagged": "4 of 40"},
    "seventh_lot": {"altered caught": "34 of 40", "faithful flagged": "3 of 40"},
    "eighth_lot": {"altered caught": "34 of 40", "faithful flagged": "1 of 40"},
    "ninth_lot": {"altered caught": "32 of 40", "faithful flagged": "5 of 40"},
    "tenth_lot": {"altered caught": "31 of 40", "faithful flagged": "5 of 40"},
    "eleventh_lot": {"altered caught": "34 of 40", "faithful flagged": "0 of 40"},
}
_TITLE = "(meta data) TITLE:"
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of WiCE with what was found."""

    label: str
    text: str
    support: Support
    likeness: Likeness


def read_claims(path: Path, checker: SupportChecker) -> list[Claim]:
    """The claims of a WiCE file, checked."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    asked = [(row["claim"], [to_page(row["evidence"])]) for row in rows]
    return [
        Claim(row["label"], row["claim"], support, like)
        for row, (support, like) in zip(rows, checker.check_with_likeness(asked), strict=True)
    ]


def to_page(lines: list[str]) -> Source:
    title = lines[0].removeprefix(_TITLE).strip() if lines and lines[0].startswith(_TITLE) else ""
    return Source("\n\n".join(lines[1:] if title else lines), title=title)


def summarise_claims(claims: Sequence[Claim]) -> dict[str, Any]:
    """Balanced accuracy of the verdicts and ROC AUC of the scores, supported against not supported; partly so apart."""
    yes = [claim for claim in claims if claim.label == "supported"]
    no = [claim for claim in claims if claim.label == "not_supported"]
    partly = [claim for claim in claims if claim.label == "partially_supported"]
    passed, refused = _share_passed(yes), 1 - _share_passed(no)
    return {
        "claims": Counter(claim.label for claim in claims),
        "supported that pass": round(passed, 3),
        "not supported that are refused": round(refused, 3),
        "balanced accuracy": round((passed + refused) / 2, 3),
        "ROC AUC": round(area([c.support.score for c in yes], [c.support.score for c in no]), 3),
        "partially supported that pass": round(_share_passed(partly), 3),
    }


def _share_passed(claims: Sequence[Claim]) -> float:
    return sum(claim.support.verdict != "unsupported" for claim in claims) / len(claims)


def area(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """The share of pairs of a positive and a negative in which the positive has the higher score."""
    one, two = np.array(positives)[:, None], np.array(negatives)[None, :]
    return float((one > two).mean() + 0.5 * (one == two).mean())


def fit(claims: Sequence[Claim]) -> dict[str, Any]:
    """The weights from all claims, and the area under the curve where a fifth of them is left out in turn."""
    used = [claim for claim in claims if claim.label != "partially_supported"]
    measures = np.array([[*astuple(claim.likeness), 1.0] for claim in used])
    right = np.array([float(claim.label == "supported") for claim in used])
    left_out = np.zeros(len(used))
    for fold in range(_FOLDS):
        held = np.arange(len(used)) % _FOLDS == fold
        left_out[held] = measures[held] @ _logistic(measures[~held], right[~held])
    weights = _logistic(measures, right)
    return {
        "weights": [round(float(weight), 2) for weight in weights[:-1]],
        "bias": round(float(weights[-1]), 2),
        "ROC AUC on claims left out": round(area(left_out[right == 1].tolist(), left_out[right == 0].tolist()), 3),
    }


def _logistic(measures: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights of the measures, whose last is 1 for the bias; both classes weigh the same."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(class_weight="balanced").fit(measures[:, :-1], right)
    return np.append(fitted.coef_[0], fitted.intercept_)


def check_altered(name: str, checker: SupportChecker) -> tuple[dict[str, Any], list[str]]:
    """How many altered sentences of a set are caught and faithful ones flagged, and each that went wrong."""
    rows = [json.loads(line) for line in (ALTERED / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    found = checker.check_all([(row["sentence"], [to_source(cited) for cited in row["cited"]]) for row in rows])
    flagged = [support.verdict == "unsupported" for support in found]
    kinds = Counter(row["kind"] for row in rows)
    caught = Counter(row["kind"] for row, flag in zip(rows, flagged, strict=True) if flag)
    altered = [kind for kind in kinds if kind != "faithful"]
    wrong = [
        f"{row['id']} {row['kind']}: {row['sentence']} {support.missing}"
        for row, support, flag in zip(rows, found, flagged, strict=True)
        if flag == (row["kind"] == "faithful")
    ]
    return {
        "altered": sum(kinds[kind] for kind in altered),
        "altered caught": round(sum(caught[kind] for kind in altered) / sum(kinds[kind] for kind in altered), 3),
        "faithful": kinds["faithful"],
        "faithful flagged": round(caught["faithful"] / kinds["faithful"], 3),
        "caught by kind": {kind: f"{caught[kind]} of {kinds[kind]}" for kind in altered},
    }, wrong


def to_source(cited: dict[str, Any]) -> Source:
    published = date.fromisoformat(cited["published"]) if cited["published"] else None
    return Source(cited["text"], cited["title"], cited["publisher"], published, cited["context"])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.support", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wice/claim_dev.jsonl")
    parser.add_argument("--fit", action="store_true", help="fit the weights of the logistic mix")
    parser.add_argument("--show", action="store_true", help="print every claim that went wrong as well")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    checker = SupportChecker(SentenceTransformerEmbedder(), SpanReader())
    claims = read_claims(options.data / "wice" / "claim_dev.jsonl", checker)
    results: dict[str, Any] = {"wice dev": summarise_claims(claims), "fit": fit(claims)}
    print("wice dev: " + ", ".join(f"{key} {value}" for key, value in results["wice dev"].items()))
    if options.fit:
        print("fit: " + ", ".join(f"{key} {value}" for key, value in results["fit"].items()))
    if options.show:
        for claim in claims:
            if (claim.label, claim.support.verdict == "unsupported") in (("supported", True), ("not_supported", False)):
                print(f"  {claim.label}: {claim.text} {claim.support.missing} {claim.support.score:.2f}")
    for name in SETS:
        results[name], wrong = check_altered(name, checker)
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in results[name].items()))
        print("".join(f"  {line}\n" for line in wrong), end="")
    results["first checks"] = FIRST_CHECKS
    if options.keep:
        keep_result("support", results)


if __name__ == "__main__":
    main()
