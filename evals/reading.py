"""``python -m evals.reading``: how well the reader reads the seven SQuAD articles that it was not trained on.

Exact match and F1 as SQuAD defines them: over the answerable questions, the best span always taken; and over
all with "no answer" where its margin is below zero; and the area under the ROC curve of that margin. The same on our
own questions over news stories that it was not trained on, and on sentences, where what is found bears them out. Then,
on the news of OneStopQA, for how many of its questions the right one of their article's paragraphs has the highest
margin, and the area under the curve of the article's highest margin with the right paragraph against that without it.
And how long the reader takes to load, its libraries being there already, and to read eight passages, in milliseconds.
"""

import argparse
import re
import statistics
import string
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.results import keep_result
from evals.retrieval import Corpus, read_onestopqa
from qa.config import QaConfig
from qa.reader import Reader, SpanReader
from qa.training.examples import HeldOut, held_out_questions
from qa.training.written import held_out_news

_ARTICLES = re.compile(r"\b(a|an|the)\b")


def measure(reader: Reader, questions: Sequence[HeldOut]) -> dict[str, float]:
    """The figures, in per cent but for the area."""
    readings = [reader.read(asked.question, [asked.passage])[0] for asked in questions]
    spans = [asked.passage[reading.start : reading.end] for asked, reading in zip(questions, readings, strict=True)]
    answerable = [n for n, asked in enumerate(questions) if asked.answers]
    given = [span if reading.margin > 0 else "" for span, reading in zip(spans, readings, strict=True)]
    return {
        "questions": len(questions),
        "answerable, exact": _mean([_best(_exact, spans[n], questions[n].answers) for n in answerable]),
        "answerable, F1": _mean([_best(_f1, spans[n], questions[n].answers) for n in answerable]),
        "all, exact": _mean([_best(_exact, given[n], asked.answers) for n, asked in enumerate(questions)]),
        "all, F1": _mean([_best(_f1, given[n], asked.answers) for n, asked in enumerate(questions)]),
        "area under the curve": _area([r.margin for r in readings], [bool(asked.answers) for asked in questions]),
    }


def measure_choice(reader: Reader, corpus: Corpus) -> dict[str, float]:
    """How well margins choose the right paragraph, in per cent, and tell that it is missing, as the area.

    The ids of ``corpus`` are article/number.
    """
    articles: dict[str, list[str]] = {}
    for key in corpus.paragraphs:
        articles.setdefault(key.rsplit("/", 1)[0], []).append(key)
    right, here, missing = [], [], []
    for question, gold in corpus.questions:
        keys = articles[gold.rsplit("/", 1)[0]]
        readings = reader.read(question, [corpus.paragraphs[key] for key in keys])
        margins = {key: reading.margin for key, reading in zip(keys, readings, strict=True)}
        here.append(max(margins.values()))
        missing.append(max(margin for key, margin in margins.items() if key != gold))
        right.append(100.0 * (margins[gold] > missing[-1]))
    return {
        f"{corpus.name}, right paragraph": _mean(right),
        f"{corpus.name}, area without it": _area([*here, *missing], [True] * len(here) + [False] * len(missing)),
    }


def measure_time(model: str | None, questions: Sequence[HeldOut]) -> dict[str, float]:
    """Milliseconds to load, first passage included, and, at the median of twenty, to read eight passages."""
    SpanReader(model).read("Is it loaded?", ["It is."])  # the libraries, which the whole application loads once
    passages = [asked.passage for asked in questions[:: len(questions) // 8]][:8]
    began = time.perf_counter()
    reader = SpanReader(model)
    reader.read("Is it loaded?", ["It is."])
    loaded = time.perf_counter() - began
    times = []
    for asked in questions[::100][:20]:
        began = time.perf_counter()
        reader.read(asked.question, passages)
        times.append(time.perf_counter() - began)
    return {"loading ms": round(loaded * 1_000), "eight passages ms": round(statistics.median(times) * 1_000)}


def _best(score: Callable[[str, str], float], given: str, answers: Sequence[str]) -> float:
    if not answers:
        return 100.0 * (not given)
    return max(100.0 * score(given, answer) for answer in answers)


def _exact(given: str, answer: str) -> float:
    return float(_words(given) == _words(answer))


def _f1(given: str, answer: str) -> float:
    ours, theirs = Counter(_words(given)), Counter(_words(answer))
    same = sum((ours & theirs).values())
    return 2 * same / (ours.total() + theirs.total()) if same else 0.0


def _words(text: str) -> list[str]:
    plain = "".join(c for c in text.lower() if c not in string.punctuation)
    return _ARTICLES.sub(" ", plain).split()


def _area(margins: Sequence[float], answerable: Sequence[bool]) -> float:
    """How often an answerable question's margin is above an unanswerable one's."""
    ranked = sorted(zip(margins, answerable, strict=True))
    rank_sum = sum(rank for rank, (_, positive) in enumerate(ranked, 1) if positive)
    positives = sum(positive for _, positive in ranked)
    negatives = len(ranked) - positives
    return round((rank_sum - positives * (positives + 1) / 2) / (positives * negatives), 3)


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/, onestopqa/")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    model, questions = QaConfig.from_env().reader_model, held_out_questions(options.data)
    reader = SpanReader(model)
    figures = measure_time(model, questions) | measure(reader, questions)
    for of, asked in zip(("our news", "our sentences"), held_out_news(options.data), strict=True):
        figures |= {f"{of}, {name}": value for name, value in measure(reader, asked).items()}
    figures |= measure_choice(reader, read_onestopqa(options.data))
    print(", ".join(f"{name} {value}" for name, value in figures.items()))
    if options.keep:
        keep_result("reading", figures)


if __name__ == "__main__":
    main()
