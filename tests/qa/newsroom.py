"""A small collection with real storage and stand-in models whose judgement can be worked out by hand."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.reader import Reading
from tests.fakes import BagOfWords

ARTICLES = (
    {
        "id": "bridge",
        "title": "Mayor opens bridge",
        "date": "2024-03-05",
        "publisher": "The Daily",
        "text": "Mayor Ada Stone opened the harbour bridge on Tuesday. It cost 40 million crowns.\n\n"
        '"The bridge will shorten every journey," said Ada Stone. The old ferry stops in May.',
    },
    {
        "id": "strike",
        "text": "Ferry crews began a strike on Monday. Union leader Tom Reed wants higher wages for the crews.",
    },
    {
        "id": "markup",
        "title": "<b>Costs</b> & $x^2$",
        "text": "The **auditor** found $5 and $6 missing. ![x](http://evil.example/x.png) <script>x()</script> stood.",
    },
)


class WordReader:
    """A Reader: a passage answers if it has half of the question's longer words; the first of them is the answer.

    With it goes the word behind it, so that the answer says something that the question does not.
    """

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [_read(question, passage) for passage in passages]


def _read(question: str, passage: str) -> Reading:
    wanted = {word[:4] for word in re.findall(r"\w+", question.lower()) if len(word) > 3}
    found = [match for match in re.finditer(r"\w+", passage) if match[0].lower()[:4] in wanted]
    share = len({match[0].lower()[:4] for match in found}) / max(1, len(wanted))
    answer = re.compile(r"\w+(?: \w+)?").match(passage, found[0].start()) if found else None
    start, end = answer.span() if answer else (0, 0)
    return Reading(margin=30 * (share - 0.5) + 0.1, start=start, end=end, starts=((start, 1.0),))


def open_newsroom(folder: Path) -> Answerer:
    """An answerer over ARTICLES, built in ``folder``."""
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    embedder = BagOfWords()
    build(IndexConfig(folder / "data", (source,)), embedder)
    return Answerer(Index(folder / "data"), embedder, WordReader(), QaConfig())
