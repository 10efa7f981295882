"""``python -m evals.speed``: how long a question takes, warm, over many articles, and where the time goes.

The index holds the 567 texts of OneStopEnglish, each story in three wordings, and the seeds; asked are the questions
of evals.answers about both, three times, the first time to warm up. Printed are medians in milliseconds: from the
question to the whole answer, and of each stage; and the load of the machine while it ran.
"""

import argparse
import os
import statistics
from collections.abc import Sequence
from pathlib import Path

from evals.answers import open_collection, read_questions
from evals.results import keep_result
from index.config import SEEDS
from qa.types import Turn

ASKED = ("seeds", "news_dev")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.speed", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--every", type=int, default=1, help="ask every N-th question only")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    questions = [asked for name in ASKED for asked in read_questions(name)][:: options.every]
    times = []
    with open_collection((options.data / "onestop_english", SEEDS)) as answerer:
        for turn in range(3):
            for asked in questions:
                history = [Turn(told["question"], told["answer"]) for told in asked["history"]]
                answer = answerer.answer(asked["question"], history)
                if turn:
                    times.append(answer.timings_ms)
    stages = {
        name: [one.get(name, 0.0) for one in times] for name in dict.fromkeys(key for one in times for key in one)
    }
    figures = {
        "questions": len(times),
        **{f"{name} ms, median": round(statistics.median(values), 1) for name, values in stages.items()},
        "total ms, 95th percentile": round(statistics.quantiles(stages["total"], n=20)[-1], 1),
        "load": round(os.getloadavg()[0], 1),
    }
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    if options.keep:
        keep_result("speed", figures)


if __name__ == "__main__":
    main()
