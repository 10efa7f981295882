"""An answer survives the way to disk and back."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BadInput
from index.types import Passage
from qa.serial import answer_from_dict, answer_to_dict
from qa.types import Answer, Carrier, Citation, DateWords, Explanation, Filters, Hit, LeftOut, Side, Statement

TEXT = st.text(max_size=12)
COUNT = st.integers(0, 10**6)
SCORE = st.floats(allow_nan=False, allow_infinity=False)
PASSAGES = st.builds(Passage, id=TEXT, article_id=TEXT, ordinal=COUNT, start=COUNT, end=COUNT, text=TEXT)
RANK = st.none() | COUNT
EXPLANATIONS = st.builds(
    Explanation, dense=st.none() | SCORE, dense_rank=RANK, lexical=st.none() | SCORE, lexical_rank=RANK
)
CARRIERS = st.builds(Carrier, article_id=TEXT, title=TEXT, publisher=st.none() | TEXT, published=st.none() | st.dates())
CITATIONS = st.builds(
    Citation,
    number=COUNT,
    article_id=TEXT,
    passage_id=TEXT,
    start=COUNT,
    end=COUNT,
    quote=TEXT,
    title=TEXT,
    publisher=st.none() | TEXT,
    published=st.none() | st.dates(),
    source=TEXT,
    url=st.none() | TEXT,
    article_digest=TEXT,
    carried_by=st.lists(CARRIERS, max_size=2).map(tuple),
)
STATEMENTS = st.builds(
    Statement,
    text=TEXT,
    citations=st.lists(COUNT, max_size=3).map(tuple),
    verdict=st.sampled_from(("verbatim", "supported", "unsupported")),
    found=st.lists(COUNT, max_size=2).map(tuple),
    missing=st.lists(TEXT, max_size=2).map(tuple),
)
HITS = st.builds(Hit, PASSAGES, SCORE, EXPLANATIONS)
SIDES = st.builds(
    Side,
    value=TEXT,
    article_id=TEXT,
    title=TEXT,
    publisher=st.none() | TEXT,
    published=st.none() | st.dates(),
    start=COUNT,
    end=COUNT,
    quote=TEXT,
    article_digest=TEXT,
)
FILTERS = st.builds(
    Filters,
    publishers=st.lists(TEXT, max_size=2).map(tuple),
    since=st.none() | st.dates(),
    until=st.none() | st.dates(),
    articles=st.lists(TEXT, max_size=2).map(tuple),
    topic=st.none() | TEXT,
)
ANSWERS = st.builds(
    Answer,
    question=TEXT,
    standalone_question=TEXT,
    outcome=st.sampled_from(("answered", "no_evidence")),
    short_answer=st.none() | TEXT,
    statements=st.lists(STATEMENTS, max_size=3).map(tuple),
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    evidence=st.lists(HITS, max_size=3).map(tuple),
    generation=TEXT,
    timings_ms=st.dictionaries(TEXT, SCORE, max_size=3),
    model=st.none() | TEXT,
    filters=FILTERS,
    notice=st.none() | TEXT,
    stopped=st.booleans(),
    dates=st.none()
    | st.builds(
        DateWords,
        words=TEXT,
        effect=st.sampled_from(("only", "first", "newest")),
        since=st.none() | st.dates(),
        until=st.none() | st.dates(),
        dropped=st.booleans(),
    ),
    undated=COUNT,
    differing=st.lists(SIDES, max_size=2).map(tuple),
    left_out=st.lists(st.builds(LeftOut, HITS, st.sampled_from(["filter", "copy", "rank"])), max_size=2).map(tuple),
)


@given(ANSWERS)
@settings(max_examples=60, deadline=None)
def test_an_answer_comes_back_equal_through_json(answer: Answer) -> None:
    assert answer_from_dict(json.loads(json.dumps(answer_to_dict(answer)))) == answer


def test_every_field_is_stored_and_dates_are_iso() -> None:
    citation = Citation(1, "a", "p", 0, 3, "Yes", "Title", None, date(2018, 11, 7), "a.txt", None, "d")
    form = answer_to_dict(Answer("q", "q", "answered", None, (), (citation,), (), "g"))
    assert set(form) == {"form"} | {field.name for field in fields(Answer)}
    assert form["citations"][0]["published"] == "2018-11-07"


def test_an_answer_of_an_earlier_version_still_loads() -> None:
    citation = Citation(1, "a", "p", 0, 3, "Yes", "Title", None, date(2018, 11, 7), "a.txt", None, "d")
    answer = Answer("q", "q", "answered", None, (Statement("Yes", (1,), "verbatim"),), (citation,), (), "g")
    form = json.loads(json.dumps(answer_to_dict(answer)))
    del form["citations"][0]["carried_by"]
    for name in ("found", "missing"):
        del form["statements"][0][name]
    for name in ("model", "filters", "notice", "stopped", "differing", "dates", "undated", "left_out"):
        del form[name]
    assert answer_from_dict(form) == answer


@pytest.mark.parametrize("form", [{}, {"form": 99}, {"form": 1, "question": "q"}, []])
def test_what_is_no_stored_answer_is_refused(form: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="stored answer"):
        answer_from_dict(form)
