"""``python -m evals.composed MODEL``: a chat model's answers beside the quoted ones, over evals.answers' questions.

MODEL is what CLIPPINGS_MODEL takes. A quoted answer is right if a citation holds the gold words; what a chat model
writes in its own words, if a citation that bears one of its sentences out does. What it writes where the articles do
not answer should be refused, or else not confirmed.
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.answers import SETS, Question, open_collection, plain, read_questions, share, sources_for
from evals.results import keep_result
from qa.answerer import Answerer
from qa.types import QUOTES, Answer, Options, Turn


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.composed", description=__doc__)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--sets", nargs="+", default=SETS[:2], choices=SETS)
    parser.add_argument("--every", type=int, default=1, help="every N-th question only")
    parser.add_argument("--show", action="store_true", help="print each answer")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    results: dict[str, dict[str, object]] = {}
    for name in options.sets:
        with open_collection(sources_for(name, options.data)) as answerer:
            questions = read_questions(name)[:: options.every]
            for model in (QUOTES, options.model):
                answers = [_ask(answerer, asked, model, options.show) for asked in questions]
                results[f"{name}, {model.partition('@')[0]}"] = figures = summarise(questions, answers)
                print(f"{name}, {model}: " + ", ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
    if options.keep:
        keep_result("composed", results)


def _ask(answerer: Answerer, asked: Question, model: str, show: bool) -> Answer:
    history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]
    answer = answerer.answer(asked["question"], history, Options(model=model))
    if show:
        print(f"\n{asked['question']}  [answerable: {asked['answerable']}] {answer.outcome} {answer.notice or ''}")
        for statement in answer.statements:
            print(f"  {statement.verdict} {list(statement.citations)} {statement.text} {'; '.join(statement.missing)}")
    return answer


def summarise(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, object]:
    """Shares from 0 to 1; ``quoted instead`` counts the answers of which the model failed."""
    pairs = list(zip(questions, answers, strict=True))
    answerable = [pair for pair in pairs if pair[0]["answerable"]]
    unanswerable = [pair for pair in pairs if not pair[0]["answerable"]]
    false = [statement for _, answer in unanswerable for statement in answer.statements]
    return {
        "answerable": len(answerable),
        "right": share(_is_right(asked, answer) for asked, answer in answerable),
        "wrongly refused": share(answer.outcome == "no_evidence" for _, answer in answerable),
        "unanswerable": len(unanswerable),
        "rightly refused": share(answer.outcome == "no_evidence" for _, answer in unanswerable),
        "refused or nothing confirmed": share(
            all(statement.verdict == "unsupported" for statement in answer.statements) for _, answer in unanswerable
        ),
        "sentences where nothing answers": len(false),
        "of them not confirmed": sum(statement.verdict == "unsupported" for statement in false),
        "verdicts where something answers": dict(
            Counter(statement.verdict for _, answer in answerable for statement in answer.statements)
        ),
        "quoted instead": sum(
            answer.notice is not None and answer.model is None and answer.outcome == "answered" for answer in answers
        ),
        "seconds, median": round(statistics.median(answer.timings_ms["total"] for answer in answers) / 1_000, 2),
    }


def _is_right(asked: Question, answer: Answer) -> bool:
    return any(plain(gold) in plain(citation.quote) for gold in asked["gold"] for citation in answer.citations)


if __name__ == "__main__":
    main()
