"""How well follow-ups become stand-alone questions, against the rewrites that people wrote (CANARD).

``python -m evals.conversation --data DIR``, where ``DIR/canard/dev.json.gz`` lies; ``--json`` prints JSON.
"""

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from qa.conversation.standalone import standalone_question
from qa.types import Turn
from qa.vocabulary import words

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"  # beside the repository

Rewrite = Callable[[str, Sequence[Turn]], str]
Half = Literal["tune", "report", "all"]

# Words that carry no content for retrieval; what people add beyond these is what a follow-up lacked.
STOP_WORDS = words(
    "a an the and or but so nor if then than that this these those there here it its he she him her his hers they "
    "them their theirs i me my we us our you your who whom whose what which when where why how is are was were be "
    "been being am do does did done doing have has had having can could will would shall should may might must "
    "not no yes of in on at to for from by with about as into onto over under after before during between against "
    "through out up down off any some all other else also too more most besides aside addition very just only own "
    "same such s t"
)
# To an "else" or "other" people add what was said already; a search is better off without it, so it is counted apart.
EXCLUDING = re.compile(r"\b(?:besides?|aside|apart|other than|in addition|along with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """One question of a dialogue, the turns before it, and the rewrite of a person."""

    history: tuple[Turn, ...]
    question: str
    rewrite: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of rewriting reached; every share is of all words or questions, not a mean of means."""

    questions: int
    recall: float  # of the content words that people added, those that we added
    recall_plain: float  # the same where people did not add what to leave out ("besides …", "other than …")
    reachable: float  # of the content words that people added, those that the history holds at all
    precision: float  # of the content words that we added, those that people added
    added: float  # content words added per question
    kept: float  # of the questions that people left as they were, those that we left too
    rewritten: float  # share of questions that we changed
    microseconds: float  # per question


def load_examples(path: Path, half: Half, *, titles: bool) -> Iterator[Example]:
    """The follow-ups of one half of the dialogues; ``titles`` puts the page and section titles in as a first turn."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        records = json.load(file)
    for record in records:
        if half not in ("all", half_of(record["QuAC_dialog_id"])):
            continue
        page, section, *lines = record["History"]
        turns = [Turn(question, _answer(answer)) for question, answer in zip(lines[::2], lines[1::2], strict=True)]
        if not turns:
            continue  # the first question of a dialogue follows nothing
        if titles:
            turns.insert(0, Turn(page, section))
        yield Example(tuple(turns), record["Question"], record["Rewrite"])


def half_of(dialogue: str) -> Half:
    """The half a dialogue belongs to: rules are tuned on one, figures reported on the other."""
    return "report" if hashlib.sha256(dialogue.encode()).digest()[0] % 2 else "tune"


def _answer(text: str) -> str:
    return "" if text.strip() in ("I don't know.", "CANNOTANSWER") else text


def content_words(text: str) -> set[str]:
    """The lower-cased words of a text that are no stop words, each cut to its stem."""
    return {_stem(word) for word in re.findall(r"[^\W_]+", text.lower()) if word not in STOP_WORDS}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def append_previous(question: str, history: Sequence[Turn]) -> str:
    """The baseline: the question with the one before it."""
    return f"{question} {history[-1].question}" if history else question


def measure(examples: Sequence[Example], rewrite: Rewrite) -> Figures:
    """The figures of one way of rewriting over the examples."""
    wanted = matched = plain_wanted = plain_matched = held = added = same = kept = changed = 0
    seconds = 0.0
    for example in examples:
        began = time.perf_counter()
        ours = rewrite(example.question, example.history)
        seconds += time.perf_counter() - began
        had = content_words(example.question)
        theirs, new = content_words(example.rewrite) - had, content_words(ours) - had
        past = set().union(*(content_words(turn.question + " " + turn.answer) for turn in example.history))
        wanted += len(theirs)
        matched += len(theirs & new)
        if not EXCLUDING.search(example.rewrite):
            plain_wanted += len(theirs)
            plain_matched += len(theirs & new)
        held += len(theirs & past)
        added += len(new)
        changed += ours != example.question.strip()
        if _plain(example.rewrite) == _plain(example.question):
            same += 1
            kept += _plain(ours) == _plain(example.question)
    total = max(len(examples), 1)
    return Figures(
        questions=len(examples),
        recall=round(matched / max(wanted, 1), 3),
        recall_plain=round(plain_matched / max(plain_wanted, 1), 3),
        reachable=round(held / max(wanted, 1), 3),
        precision=round(matched / max(added, 1), 3),
        added=round(added / total, 2),
        kept=round(kept / max(same, 1), 3),
        rewritten=round(changed / total, 3),
        microseconds=round(seconds / total * 1e6, 1),
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def evaluate(data: Path, half: Half = "report") -> dict[str, Figures]:
    """The figures of our rewriting and of the baseline, with and without the titles as a first turn."""
    path = data / "canard" / "dev.json.gz"
    figures: dict[str, Figures] = {}
    for name, titles in (("without titles", False), ("with titles", True)):
        examples = list(load_examples(path, half, titles=titles))
        figures[f"{name}: ours"] = measure(examples, standalone_question)
        figures[f"{name}: append the question before"] = measure(examples, append_previous)
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; the exit status is 2 when the data is not there."""
    parser = argparse.ArgumentParser(prog="python -m evals.conversation", description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED, help="folder that holds canard/")
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report", help="which dialogues")
    parser.add_argument("--json", action="store_true", help="print JSON")
    chosen = parser.parse_args(arguments)
    if not (chosen.data / "canard" / "dev.json.gz").is_file():
        sys.stderr.write(f"There is no canard/dev.json.gz in {chosen.data}; name its folder with --data.\n")
        return 2
    figures = evaluate(chosen.data, chosen.half)
    if chosen.json:
        result = {"half": chosen.half, "figures": {name: asdict(value) for name, value in figures.items()}}
        sys.stdout.write(json.dumps(result, indent=2) + "\n")
        return 0
    columns = list(asdict(next(iter(figures.values()))))
    sys.stdout.write(f"{'CANARD dev, half: ' + chosen.half:44}" + "".join(f"{name:>13}" for name in columns) + "\n")
    for name, value in figures.items():
        sys.stdout.write(f"{name:44}" + "".join(f"{number:>13}" for number in asdict(value).values()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
