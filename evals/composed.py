"""``python -m evals.composed MODEL``: a chat model's answers beside the quoted ones, over evals.answers' questions.

MODEL is what CLIPPINGS_MODEL takes. A quoted answer is right if a citation holds the gold words; what a chat model
writes in its own words, if a citation that bears one of its sentences out does. What it writes where the articles do
not answer should be refused, or else not confirmed.

A model on a slow machine takes hours: with ``--answers FILE`` each answer is kept as it comes and never asked for
again, and Ctrl-C gives the figures of the questions that were answered by then. evals/judged.py goes on from there.
"""

import argparse
import json
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evals.answers import SETS, Question, open_collection, plain, read_questions, share, sources_for
from evals.results import keep_result
from qa.answerer import Answerer
from qa.serial import answer_from_dict, answer_to_dict
from qa.types import QUOTES, Answer, Options, Turn


class Kept:
    """Answers by question and model, each in a line of a file as soon as it is given; without a file, in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        rows = map(json.loads, lines)
        self.answers = {(row["id"], row["model"]): answer_from_dict(row["answer"]) for row in rows}

    def add(self, id_: str, model: str, answer: Answer) -> None:
        """Keep one more."""
        self.answers[id_, model] = answer
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"id": id_, "model": model, "answer": answer_to_dict(answer)}) + "\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.composed", description=__doc__)
    parser.add_argument("model", metavar="MODEL")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--sets", nargs="+", default=SETS[:2], choices=SETS)
    parser.add_argument("--every", type=int, default=1, help="every N-th question only")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="keep the answers there, and go on from those")
    parser.add_argument("--show", action="store_true", help="print each answer")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    kept, interrupted = Kept(options.answers), False
    results: dict[str, dict[str, object]] = {}
    for name in options.sets:
        questions = read_questions(name)[:: options.every]
        if not interrupted:
            try:
                with open_collection(sources_for(name, options.data)) as answerer:
                    _ask_all(answerer, questions, options.model, kept, options.show)
            except KeyboardInterrupt:
                interrupted = True
        answered = [asked for asked in questions if (asked["id"], options.model) in kept.answers]
        for model in (QUOTES, options.model) if answered else ():
            answers = [kept.answers[asked["id"], model] for asked in answered]
            results[f"{name}, {model.partition('@')[0]}"] = figures = summarise(answered, answers)
            print(f"{name}, {model}: " + ", ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
    if options.keep:
        keep_result("composed", results)


def _ask_all(answerer: Answerer, questions: Sequence[Question], model: str, kept: Kept, show: bool) -> None:
    for asked in questions:
        for one in (QUOTES, model):
            if (asked["id"], one) not in kept.answers:
                kept.add(asked["id"], one, _ask(answerer, asked, one, show))


def _ask(answerer: Answerer, asked: Question, model: str, show: bool) -> Answer:
    history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]
    answer = answerer.answer(asked["question"], history, Options(model=model))
    if show:
        seconds = answer.timings_ms["total"] / 1_000
        told = f"[answerable: {asked['answerable']}] {answer.outcome} {answer.notice or ''} {seconds:.1f} s"
        print(f"\n{asked['id']} {asked['question']}  {told}")
        for statement in answer.statements:
            print(f"  {statement.verdict} {list(statement.citations)} {statement.text} {'; '.join(statement.missing)}")
        print(end="", flush=True)
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
