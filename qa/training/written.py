"""Questions and sentences written for this project, over passages of the shared data.

``written.jsonl`` says where the passages stand and has no more of them than answers: a line for each, with its
``source``, ``start`` and ``end`` in characters, its ``questions``, each with words of the passage that answer, or none,
and its ``sentences``, such as a chat model might write, each with the words that bear it out, or none if it is untrue.
Sources are a story of OneStopEnglish, the page of a claim of WiCE by its number (questions only), a paragraph of SQuAD
1.1 by title and number, and the passage of a Natural Question by its number. None is a story that evals/questions or
OneStopQA ask about, or a held-out article; the sentences are over no story that evals/altered quotes.
"""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.keywords import content_words
from qa.training.examples import Example, HeldOut, find_answers, search_passages, squad_paragraphs

_FILE = Path(__file__).resolve().parent / "written.jsonl"
_FEWEST_WORDS = 6  # of a line of a web page; shorter ones are menus, dates and captions
_HELD_OUT_ONE_IN = 8  # stories
_PARTS = 8  # of the scale from none to all of the words
_SEED = 7


def written_examples(data: Path, told: float = 1.0) -> list[Example]:
    """The questions and the sentences to train on, each balanced; ``told`` is the share of the sentences, by lot."""
    questions, sentences = list[Example](), list[Example]()
    for passage in _passages(data):
        if not passage.held_out:
            for examples, pairs in ((questions, passage.questions), (sentences, passage.sentences)):
                examples += [
                    Example(asked, passage.text, find_answers([answer], passage.text) if answer else ())
                    for asked, answer in pairs
                ]
    kept = balanced(sentences)
    return [*balanced(questions), *random.Random(_SEED).sample(kept, round(told * len(kept)))]


def balanced(examples: Sequence[Example]) -> list[Example]:
    """As many of them, drawn by lot, that how many of its words the passage has does not tell whether one is answered.

    People who write for a machine put what is answered into other words, and what is not into the passage's own; who
    asks because they want to know does neither. In each part of that scale as many are left to one without an answer.
    """
    chance = random.Random(_SEED)
    parts: dict[int, tuple[list[Example], list[Example]]] = defaultdict(lambda: ([], []))
    for example in examples:
        asked = content_words(example.question)
        shared = len(asked & content_words(example.passage)) / max(1, len(asked))
        parts[int(shared * _PARTS)][bool(example.spans)].append(example)
    without, answered = (sum(len(part[of]) for part in parts.values()) for of in (False, True))
    ratio = answered / max(1, without)
    kept = list[Example]()
    for _, (unanswered, others) in sorted(parts.items()):
        kept += chance.sample(others, min(len(others), round(ratio * len(unanswered))))
        kept += chance.sample(unanswered, min(len(unanswered), round(len(others) / ratio)) if ratio else 0)
    return kept


def held_out_news(data: Path) -> tuple[list[HeldOut], list[HeldOut]]:
    """The questions and the sentences over every eighth news story, drawn by lot, on which nothing is trained."""
    questions, sentences = list[HeldOut](), list[HeldOut]()
    for passage in _passages(data):
        if passage.held_out:
            for held, pairs in ((questions, passage.questions), (sentences, passage.sentences)):
                held += [HeldOut(asked, passage.text, (answer,) if answer else ()) for asked, answer in pairs]
    return questions, sentences


@dataclass(frozen=True, slots=True)
class _Passage:
    source: str
    text: str
    questions: list[tuple[str, str]]
    sentences: list[tuple[str, str]]

    @property
    def held_out(self) -> bool:
        lot = hashlib.sha256(self.source.encode()).digest()[0]
        return self.source.startswith("onestop_english/") and lot % _HELD_OUT_ONE_IN == 0


def _passages(data: Path) -> Iterator[_Passage]:
    pages = _web_pages(data)
    paragraphs = squad_paragraphs(data)
    searched = search_passages(data)
    with _FILE.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            kind, _, name = row["source"].partition("/")
            if kind == "onestop_english":
                text = (data / row["source"]).read_text(encoding="utf-8-sig", errors="replace")
            elif kind == "squad":
                text = paragraphs[name]
            else:
                text = (pages if kind == "wice" else searched)[int(name)]
            passage = text[row["start"] : row["end"]]
            yield _Passage(row["source"], passage, row.get("questions", []), row.get("sentences", []))


def _web_pages(data: Path) -> list[str]:
    with (data / "wice" / "claim_dev.jsonl").open(encoding="utf-8") as lines:
        pages = [json.loads(line)["evidence"][1:] for line in lines]  # the first line is the title
    return ["\n".join(line for line in page if len(line.split()) >= _FEWEST_WORDS) for page in pages]
