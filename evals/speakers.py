"""``python -m evals.speakers``: is the speaker of a quotation right where one is named, and how often is one named?

evals/questions/speakers.jsonl has quotations of the seeds and of onestop_english (advanced level), each with the
speaker that a reader of the whole article would name; null where the article names none, or leaves it open.
speakers_heldout.jsonl has some of other articles, on which nothing was tuned.
"""

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.answers import QUESTIONS
from evals.results import keep_result
from index.config import SEEDS
from index.text import decode, to_canonical
from qa.speech.said import find_speech

_LEVEL = "onestop_english/Adv-Txt"


def run(labelled: Iterable[dict[str, Any]], data: Path, show: bool) -> dict[str, float]:
    """Compare each label with what is found at its words."""
    texts: dict[str, str] = {}
    named = right = wrong = missed = unnamed = 0
    for one in labelled:
        text = texts.setdefault(one["article"], read_text(one["article"], data))
        start = text.index(to_canonical(one["words"]))
        speech = next((s for s in find_speech(text) if s.start <= start < s.end and not s.reported), None)
        given, expected = speech.speaker if speech else None, one["speaker"]
        named, unnamed = named + bool(expected), unnamed + (not expected)
        verdict = judge(given, expected)
        right, wrong, missed = (
            right + (verdict == "right"),
            wrong + (verdict == "wrong"),
            missed + (verdict == "missed"),
        )
        if show and verdict in ("wrong", "missed"):
            print(f"  {verdict}: {given} for {expected}, {one['article']}: {one['words'][:70]}")
    return {
        "quotations": named + unnamed,
        "articles": len(texts),
        "with a named speaker": named,
        "named rightly": right,
        "named wrongly": wrong,
        "precision": round(right / max(1, right + wrong), 3),
        "coverage": round(right / max(1, named), 3),
    }


def judge(given: str | None, expected: str | None) -> str:
    """``right``, ``wrong``, ``missed`` or, where there is nobody to name, ``none``.

    A part of the name will do, and so will the name with a title.
    """
    if given is None:
        return "missed" if expected else "none"
    mine, theirs = set(given.casefold().split()), set((expected or "").casefold().split())
    return "right" if expected and (mine <= theirs or theirs <= mine) else "wrong"


def read_text(name: str, data: Path) -> str:
    """The canonical text of a seed or of an article of onestop_english."""
    path = next(path for path in (SEEDS / name, data / _LEVEL / name) if path.exists())
    return to_canonical(decode(path.read_bytes()))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.speakers", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="a folder with onestop_english")
    parser.add_argument("--show", action="store_true", help="print what is named wrongly or not at all")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results = {}
    for name in ("speakers", "speakers_heldout"):
        lines = (QUESTIONS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        results[name] = run(map(json.loads, lines), options.data, options.show)
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in results[name].items()))
    if options.keep:
        keep_result("speakers", results)


if __name__ == "__main__":
    main()
