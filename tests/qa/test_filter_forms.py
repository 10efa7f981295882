"""Filters from a command line and from JSON, and what people are told of them."""

import argparse
from dataclasses import replace
from datetime import date

import pytest

from index.errors import BadInput
from qa.filters.forms import add_filter_options, filters_of, filters_to_json, read_filters
from qa.filters.words import chosen_words, filter_lines, quote_topic
from qa.types import Answer, DateWords, Filters

ALL = Filters(("The Daily", "B"), date(2018, 7, 1), date(2018, 7, 31), ("a",), "ferry")
BARE = Answer("q", "q", "no_evidence", None, (), (), (), "g")


def parse(*arguments: str) -> Filters:
    parser = argparse.ArgumentParser()
    add_filter_options(parser)
    return filters_of(parser.parse_args(arguments))


def test_the_command_line_and_json_say_the_same() -> None:
    assert parse() == read_filters({}) == read_filters({"publishers": None, "since": None}) == Filters()
    written = parse(
        *("--publisher", "The Daily", "--publisher", "B", "--since", "2018-07-01", "--until", "2018-07-31"),
        *("--article", "a", "--topic", "ferry"),
    )
    assert written == ALL
    form = filters_to_json(replace(BARE, filters=ALL))
    assert (form.pop("understood"), form.pop("undated")) == (None, 0)
    assert read_filters(form) == ALL


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ([], "an object of publishers, since, until, articles, topic"),
        ({"publisher": "The Daily"}, "no filter 'publisher'"),
        ({"publishers": "The Daily"}, "'publishers' is a list of texts"),
        ({"articles": [1]}, "'articles' is a list of texts"),
        ({"topic": 5}, "'topic' is a text"),
        ({"since": "July"}, "'since': 'July' is not a day in the form YYYY-MM-DD"),
        ({"until": "20180731"}, "not a day"),
        ({"until": "2018-02-30"}, "not a day"),
    ],
)
def test_what_is_no_filter_is_named(form: object, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_filters(form)


def test_a_wrong_day_on_the_command_line_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        parse("--since", "last week")
    assert "'last week' is not a day in the form YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(), ""),
        (Filters(("A", "B"), topic="ferry"), "from A or B, with the words “ferry”"),
        (Filters(since=date(2018, 7, 1)), "published since 1 July 2018"),
        (Filters(until=date(2018, 7, 1), articles=("a",)), "published until 1 July 2018, named a"),
        (Filters(articles=("a", "b"), topic='"North Korea"'), "with the words “North Korea”, named a or b"),
        (Filters(since=date(2018, 7, 1), until=date(2018, 7, 1)), "published on 1 July 2018"),
        (Filters(since=date(2018, 7, 1), until=date(2018, 7, 31)), "published from 1 to 31 July 2018"),
        (Filters(since=date(2018, 7, 1), until=date(2018, 8, 7)), "published from 1 July to 7 August 2018"),
        (Filters(since=date(2017, 7, 1), until=date(2018, 7, 1)), "published from 1 July 2017 to 1 July 2018"),
    ],
)
def test_filters_in_words(filters: Filters, words: str) -> None:
    assert chosen_words(filters) == words


@pytest.mark.parametrize(
    ("words", "said"),
    [("ferry", "“ferry”"), ('"New York"', "“New York”"), ('"New York" talks', '“"New York" talks”'), ('"', '“"”')],
)
def test_a_topic_has_one_pair_of_quotation_marks(words: str, said: str) -> None:
    assert quote_topic(words) == said


def test_an_answer_says_what_could_answer_and_what_was_left_out() -> None:
    dates = DateWords("last week", "only", date(2026, 11, 9), date(2026, 11, 15))
    assert filter_lines(BARE) == []
    assert filter_lines(replace(BARE, filters=Filters(("A",)), dates=dates, undated=1)) == [
        "Asked only of articles from A.",
        "Because of “last week”, only articles published from 9 to 15 November 2026 were asked.",
        "Left out: 1 article whose date is not known.",
    ]
