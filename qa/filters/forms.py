"""Filters as others write them: options of the command line, and JSON in a batch and in what it prints."""

import argparse
from dataclasses import fields
from datetime import date
from typing import Any

from index.errors import BadInput
from qa.types import Answer, DateWords, Filters

_NAMES = tuple(field.name for field in fields(Filters))
_LISTS, _DAYS = ("publishers", "articles"), ("since", "until")


def add_filter_options(parser: argparse.ArgumentParser) -> None:
    """Let the command line say which articles may answer."""
    group = parser.add_argument_group("which articles may answer")
    group.add_argument(
        "--publisher", action="append", default=[], dest="publishers", metavar="NAME", help="of this one; repeatable"
    )
    group.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="published on this day or later")
    group.add_argument("--until", type=_day, metavar="YYYY-MM-DD", help="published on this day or earlier")
    group.add_argument(
        "--article", action="append", default=[], dest="articles", metavar="ID", help="this one; repeatable"
    )
    group.add_argument("--topic", metavar="WORDS", help='with all these words in it; "two words" side by side')


def filters_of(options: argparse.Namespace) -> Filters:
    """The filters that the command line gave."""
    given = {name: getattr(options, name) for name in _NAMES}
    return Filters(**{**given, **{name: tuple(given[name]) for name in _LISTS}})


def read_filters(form: object) -> Filters:
    """The filters of a JSON object, everything in it optional. Raises BadInput that names what is wrong."""
    if not isinstance(form, dict):
        raise BadInput(f"Filters are an object of {', '.join(_NAMES)}.")
    if unknown := [name for name in form if name not in _NAMES]:
        raise BadInput(f"There is no filter {unknown[0]!r}. Filters: {', '.join(_NAMES)}.")
    given = {name: value for name, value in form.items() if value is not None}
    for name in _LISTS:
        value = given.setdefault(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise BadInput(f"The filter {name!r} is a list of texts.")
        given[name] = tuple(value)
    for name in given.keys() - _LISTS:
        if not isinstance(given[name], str):
            raise BadInput(f"The filter {name!r} is a text.")
    for name in given.keys() & _DAYS:
        try:
            given[name] = _day(given[name])
        except argparse.ArgumentTypeError as error:
            raise BadInput(f"The filter {name!r}: {error}.") from None
    return Filters(**given)


def filters_to_json(answer: Answer) -> dict[str, Any]:
    """The filters that an answer was given with, and what its question's words were understood to say."""
    filters = answer.filters
    return {
        "publishers": list(filters.publishers),
        **_days(filters),
        "articles": list(filters.articles),
        "topic": filters.topic,
        "understood": answer.dates
        and {
            "words": answer.dates.words,
            "effect": answer.dates.effect,
            **_days(answer.dates),
            "dropped": answer.dates.dropped,
        },
        "undated": answer.undated,
    }


def _days(ranged: Filters | DateWords) -> dict[str, str | None]:
    return {
        "since": ranged.since.isoformat() if ranged.since else None,
        "until": ranged.until.isoformat() if ranged.until else None,
    }


def _day(written: str) -> date:
    try:
        if len(written) != len("YYYY-MM-DD"):
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day in the form YYYY-MM-DD") from None
