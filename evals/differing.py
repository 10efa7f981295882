"""``python -m evals.differing``: are differing numbers told, and is nothing told where articles agree?

evals/questions/differing.jsonl plants pairs of articles that differ, and pairs that only seem to: rounded, of another
year, in another unit. False alarms are counted over OneStopQA too, whose three levels of one text say the same.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.answers import QUESTIONS
from evals.results import keep_result
from index.build import build
from index.config import SEEDS, IndexConfig
from qa.answerer import Answerer, open_answerer
from qa.config import QaConfig
from qa.differing import asks_for_quantity


def run_planted(answerer: Answerer, planted: Sequence[dict[str, Any]], show: bool) -> dict[str, float]:
    """Ask each planted question."""
    told, false = 0, 0
    differ = [one for one in planted if one["values"]]
    for one in planted:
        answer = answerer.answer(one["question"])
        values = sorted(side.value for side in answer.differing)
        right = values == sorted(one["values"])
        told += right and bool(one["values"])
        false += bool(values) and not right
        if show and not right:
            print(f"  {one['id']} {one['question']} wanted {one['values']}, got {values}, {answer.outcome}")
    return {
        "differences": len(differ),
        "told": told,
        "agreeing": len(planted) - len(differ),
        "told wrongly": false,
    }


def run_agreeing(answerer: Answerer, questions: Iterable[str], show: bool) -> dict[str, float]:
    """Ask what no two articles differ on; every difference told is a false alarm, or an error in the data."""
    asked, answered, alarms, quantities = 0, 0, 0, 0
    for question in questions:
        answer = answerer.answer(question)
        asked, alarms = asked + 1, alarms + bool(answer.differing)
        answered += answer.outcome == "answered"
        quantities += asks_for_quantity(question)
        if show and answer.differing:
            print(f"  {question}")
            for side in answer.differing:
                print(f"     {side.value}: {side.quote}")
    return {"questions": asked, "for a number or date": quantities, "answered": answered, "alarms": alarms}


def write_planted(planted: Sequence[dict[str, Any]], path: Path) -> None:
    """Two articles for each, a day apart."""
    rows = [
        {
            "id": f"{one['id']}-{name}",
            "title": f"{one['id']} {name}",
            "date": f"2018-05-0{day}",
            "publisher": f"The {name.title()}",
            "text": one[name],
        }
        for one in planted
        for day, name in enumerate(("one", "other"), 1)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def write_levels(data: Path, path: Path) -> list[str]:
    """Every OneStopQA text at each of its levels; returns all questions."""
    articles = json.loads((data / "onestopqa" / "onestop_qa.json").read_text(encoding="utf-8"))["data"]
    rows, questions = [], []
    for number, article in enumerate(articles):
        for level in ("Adv", "Int", "Ele"):
            text = "\n\n".join(paragraph[level]["context"] for paragraph in article["paragraphs"])
            rows.append({"id": f"{number:02d}-{level}", "title": article["title"], "text": text})
        questions += [one["question"] for paragraph in article["paragraphs"] for one in paragraph["qas"]]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return questions


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.differing", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="a folder with onestopqa")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question of OneStopQA")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    planted = [json.loads(line) for line in (QUESTIONS / "differing.jsonl").read_text(encoding="utf-8").splitlines()]
    results: dict[str, dict[str, float]] = {}
    for name in ("planted", "onestopqa"):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "articles.jsonl")
            questions = write_levels(options.data, source) if name == "onestopqa" else []
            if name == "planted":
                write_planted(planted, source)
            config = IndexConfig(Path(folder, "data"), (SEEDS, source))
            answerer = open_answerer(config, QaConfig.from_env())
            build(config, answerer.embedder)
            if name == "planted":
                results[name] = run_planted(answerer, planted, options.show)
            else:
                results[name] = run_agreeing(answerer, questions[:: options.every], options.show)
            answerer.index.close()
        print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in results[name].items()), flush=True)
    if options.keep:
        keep_result("differing", results)


if __name__ == "__main__":
    main()
