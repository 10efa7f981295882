"""``python -m evals.haste``: what is an answer worth if its question was typed in haste?

The sets of ``evals.answers`` once more: as written; without a capital; and with a slip, two neighbouring letters of its
longest word exchanged. The last two with ``qa.spelling`` and without it.
"""

import argparse
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

from evals.answers import SETS, Question, open_collection, read_questions, run_set, sources_for, summarise
from evals.results import keep_result

_SHOWN = ("right in the first three", "short answer right", "wrongly refused", "rightly refused")


def lower(question: str) -> str:
    """The question without a capital."""
    return question.lower()


def slip(question: str) -> str:
    """The question with the letters in the middle of its longest word exchanged, behind its first."""
    longest = max(question.split(), key=lambda word: sum(map(str.isalpha, word)))
    places = [
        at for at in range(1, len(longest) - 1) if longest[at : at + 2].isalpha() and longest[at] != longest[at + 1]
    ]
    if not places:
        return question
    at = places[len(places) // 2]
    return question.replace(longest, longest[:at] + longest[at + 1] + longest[at] + longest[at + 2 :], 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.haste", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results: dict[str, dict[str, dict[str, float]]] = {}
    for sources, names in groupby(SETS, key=lambda name: sources_for(name, options.data)):
        with open_collection(sources) as answerer:
            for name in names:
                questions = read_questions(name)

                def measure(asked: Sequence[Question], way: str, name: str = name) -> None:
                    figures = summarise(run_set(answerer, asked))
                    results.setdefault(name, {})[way] = {key: figures[key] for key in _SHOWN}
                    print(f"{name}, {way}: {results[name][way]}", flush=True)

                measure(questions, "as written")
                for change in (lower, slip):
                    typed = [asked | {"question": change(asked["question"])} for asked in questions]
                    measure(typed, change.__name__)
                    with patch("qa.answerer.respell", lambda question, *_: question):
                        measure(typed, f"{change.__name__}, left so")
    if options.keep:
        keep_result("haste", results)


if __name__ == "__main__":
    main()
