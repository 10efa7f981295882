"""``python -m evals.wrong_answers``: ask again what is answered wrongly, and write evals/wrong_answers.md.

The questions are those of evals/questions/reasons.json, all from the sets on which no weights were fitted; the reasons
there are written by hand. A question that has come to be answered rightly is left out, and named.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from evals.answers import QUESTIONS, Outcome, open_collection, read_questions, run_set, sources_for

PAGE = Path(__file__).resolve().parent / "wrong_answers.md"
SETS = ("seeds_heldout", "news_heldout", "news_fresh", "agency_heldout")
_LONGEST = 220  # characters of a sentence that is shown
_HEAD = """# Twenty wrong answers, and why they are wrong

Written by `python -m evals.wrong_answers`; the list to work on next. All are from the four sets of questions on
which no weights were fitted. Each sentence shown is a true quotation: what is wrong is that it does not answer, or that
nothing was quoted where the articles do answer.
"""


def is_wrong(outcome: Outcome) -> bool:
    """Whether an answerable question has none of its gold in the first three statements, or another has an answer."""
    return not outcome.right_among(3) if outcome.asked["answerable"] else outcome.answer.outcome == "answered"


def write_page(outcomes: Sequence[Outcome], reasons: dict[str, str]) -> str:
    """The page, a section for each question that is answered wrongly and has a reason."""
    return "\n".join([_HEAD, *(_section(one, reasons[one.asked["id"]]) for one in outcomes)])


def _section(outcome: Outcome, reason: str) -> str:
    asked, answer = outcome.asked, outcome.answer
    wanted = f"“{_short(asked['gold'][0])}”" if asked["gold"] else "a refusal: the articles do not say"
    given = [f"> {_short(statement.text)}\n>" for statement in answer.statements] or ["> (refused)\n>"]
    lines = [f"## {asked['id']}: {answer.standalone_question}", "", f"Wanted: {wanted}", "", *given]
    return "\n".join([*lines[:-1], lines[-1].removesuffix("\n>"), "", reason, ""])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask and write."""
    parser = argparse.ArgumentParser(prog="python -m evals.wrong_answers", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    options = parser.parse_args(arguments)
    reasons = json.loads((QUESTIONS / "reasons.json").read_text(encoding="utf-8"))
    outcomes = []
    for name in SETS:
        with open_collection(sources_for(name, options.data)) as answerer:
            outcomes += run_set(answerer, [asked for asked in read_questions(name) if asked["id"] in reasons])
    wrong = [outcome for outcome in outcomes if is_wrong(outcome)]
    PAGE.write_text(write_page(wrong, reasons), encoding="utf-8")
    print(
        f"{len(wrong)} of {len(outcomes)} are still wrong; right by now:",
        sorted(reasons.keys() - _ids(wrong)) or "none",
    )


def _ids(outcomes: Sequence[Outcome]) -> set[str]:
    return {outcome.asked["id"] for outcome in outcomes}


if __name__ == "__main__":
    main()
