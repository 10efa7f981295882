"""Where articles give different numbers: told only when both answer the question, also within one story."""

import json
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from qa.differing import asks_for_quantity, differing
from qa.public import answer_to_json
from qa.quotes import QuoteChooser
from qa.reader import Reading
from qa.retriever import HybridRetriever
from qa.stories import hear_once
from qa.types import Answer, Side
from tests.fakes import BagOfWords

QUESTION = "How many days did the Halden ferry strike last?"
FILLER = (
    " The crews had asked for higher wages and for new boats. The company had refused both for more than a year, and "
    "the town council had tried in vain to bring the two sides together before the summer began."
)


class DayReader:
    """A Reader: the answer is the number before "days"; it records what it was asked to read."""

    def __init__(self, margin: float = 5.0) -> None:
        self.margin = margin
        self.read_passages: list[str] = []

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.read_passages += passages
        return [self._read(passage) for passage in passages]

    def _read(self, passage: str) -> Reading:
        end = passage.find(" days")
        if end < 0:
            return Reading(-20.0, 0, 0, ((0, 1.0),))
        start = passage.rfind(" ", 0, end) + 1
        return Reading(self.margin, start, end, ((start, 1.0),))


def sides(folder: Path, *texts: str, margin: float = 5.0, question: str = QUESTION) -> tuple[Side, ...]:
    """What differs in articles with these texts, each a day newer than the one before."""
    source = folder / "news.jsonl"
    rows = [{"id": f"a{n}", "title": f"A{n}", "date": f"2018-05-0{n}", "text": text} for n, text in enumerate(texts, 1)]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    embedder, reader = BagOfWords(), DayReader(margin)
    build(IndexConfig(folder / "data", (source,)), embedder)
    index = Index(folder / "data")
    with index.snapshot() as snapshot:
        found = HybridRetriever(embedder).retrieve(snapshot, question, 50)
        hits = hear_once(snapshot, found)
        readings = reader.read(question, [hit.passage.text for hit in hits])
        chooser = QuoteChooser(embedder)
        articles = {
            id_: article for id_ in {hit.passage.article_id for hit in hits} if (article := snapshot.article(id_))
        }
        quotes = chooser.choose(question, chooser.score(question, hits, readings, articles))
        told = differing(snapshot, question, quotes, hits, readings, found, reader)
        for side in told:
            article = snapshot.article(side.article_id)
            assert article and article.text[side.start : side.end] == side.quote
            assert side.value in side.quote
    index.close()
    return told


def test_two_articles_that_differ_are_both_told_newest_first(tmp_path: Path) -> None:
    told = sides(
        tmp_path,
        "The Halden ferry strike lasted nine days, the union said.",
        "The ferry strike in Halden lasted 11 days, the company said.",
    )
    assert [(side.value, side.article_id) for side in told] == [("11", "a2"), ("nine", "a1")]
    assert told[0].published is not None
    assert told[0].published.isoformat() == "2018-05-02"


def test_an_earlier_version_of_the_story_counts_although_it_is_not_heard(tmp_path: Path) -> None:
    told = sides(
        tmp_path,
        "The Halden ferry strike lasted nine days before the boats sailed again." + FILLER,
        "The Halden ferry strike lasted 11 days before the boats sailed again." + FILLER,
    )
    assert [side.value for side in told] == ["11", "nine"]


@pytest.mark.parametrize(
    "other",
    [
        "The ferry strike in Halden lasted 9 days, the company said.",
        "The ferry strike in Halden lasted almost nine days, the company said.",
        "The ferry strike in Halden lasted at least eight days, the company said.",
        "The ferry strike in Halden lasted two weeks, the company said.",
        "In 1987 the ferry strike in Halden lasted 11 days; in 2018 it lasted 9 days, they said.",
        "The baker strike in Tromso lasted 11 days, the baker said.",
        "The parade drew many people, and 11 days of rain spoiled the fields.",
        "The ferry strike in Halden lasted between eight and ten days, the company said.",
        "In 1987 the ferry strike in Halden lasted 11 days, the company said.",
        "The first phase of the ferry strike in Halden lasted 11 days, the company said.",
        "The union had wanted that the ferry strike in Halden lasted 11 days.",
        "The ferry strike in Halden lasted 11 days of the summer, the company said.",
        "The strike lasted 11 days, the union said.",
        "The ferry strike in Halden lasted 11 paid days, the company said.",
        "The ferry strike in Halden lasted 11 days for the cooks alone, the company said.",
    ],
)
def test_what_agrees_or_is_about_something_else_is_not_told(tmp_path: Path, other: str) -> None:
    assert sides(tmp_path, "The Halden ferry strike lasted nine days, the union said.", other) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The ferry strike in Halden lasted nine days, the union said on Monday.",
            "Not nine, as reported earlier, but 11 days the ferry strike in Halden lasted, the union said on Tuesday.",
        ),
        (
            "Captain Ruth Ames said the ferry strike in Halden lasted nine days.",
            "According to Inspector Paul Bright, the ferry strike in Halden lasted 11 days.",
        ),
    ],
)
def test_a_correction_and_other_speakers_hide_no_difference(tmp_path: Path, one: str, other: str) -> None:
    assert [side.value for side in sides(tmp_path, one, other)] == ["11", "nine"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does a season ticket for the tram cost?", True),
        ("death toll ferry", True),
        ("What is the unemployment rate in Corvia?", True),
        ("How many people died?", True),
        ("ferry strike Halden", False),
    ],
)
def test_what_asks_for_a_number_or_date(question: str, expected: bool) -> None:
    assert asks_for_quantity(question) is expected


def test_another_year_is_another_thing(tmp_path: Path) -> None:
    one = "In 2016 the Halden ferry strike lasted nine days, the union said."
    assert sides(tmp_path, one, "In 2017 the Halden ferry strike lasted 11 days, the union said.") == ()


def test_an_unsure_reading_tells_nothing(tmp_path: Path) -> None:
    one = "The Halden ferry strike lasted nine days, the union said."
    other = "The ferry strike in Halden lasted 11 days, the company said."
    assert sides(tmp_path, one, other, margin=-3.0) == ()


def test_a_question_for_no_quantity_is_never_asked_twice(tmp_path: Path) -> None:
    one = "The Halden ferry strike lasted nine days, the union said."
    other = "The ferry strike in Halden lasted 11 days, the company said."
    assert sides(tmp_path, one, other, question="Why did the Halden ferry strike last?") == ()


def test_the_json_has_the_sides() -> None:
    side = Side("nine", "a", "A", None, None, 0, 4, "nine", "d")
    form = answer_to_json(Answer("q", "q", "answered", None, (), (), (), "g", differing=(side,)), None)
    schema = json.loads(Path(__file__).with_name("answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(form, schema)
    assert form["differing"] == [
        {"value": "nine", "article_id": "a", "title": "A", "published": None, "start": 0, "end": 4, "quote": "nine"}
    ]
