"""The days that "before the summit" means, where the titles of dated articles leave no doubt which one it is."""

import re
from collections.abc import Iterable
from datetime import timedelta

from index.types import ArticleSummary
from qa.filters.dates import REPORTED_WITHIN
from qa.keywords import all_words
from qa.types import DateWords

# Such as are announced. Nobody writes of a flood before it comes, so "after the flood" says nothing about an article.
_EVENTS = (
    "summit|election|elections|vote|referendum|strike|trial|verdict|match|final|meeting|talks|conference|launch|opening|"
    "funeral|wedding|ceasefire|protest|protests|march|inauguration|resignation"
)
_SIDE = re.compile(rf"\b(?P<side>before|after|since) the (?P<event>(?:[\w-]+ ){{0,3}}?(?:{_EVENTS}))\b(?!['’]s)", re.I)


def names_side(question: str) -> bool:
    """Whether the question speaks of before, after or since an event, so that the articles' titles are worth a look."""
    return _SIDE.search(question) is not None


def read_event(question: str, summaries: Iterable[ArticleSummary]) -> DateWords | None:
    """What "before the ferry strike" says about dates; None where no title names it, or titles weeks apart do.

    It brings articles forward and keeps none out: when an event was reported is not quite when it was.
    """
    sides = list(_SIDE.finditer(question))
    if len(sides) != 1:
        return None
    (side,) = sides
    named = set(all_words(side["event"]))
    days = sorted(one.published for one in summaries if one.published and named <= set(all_words(one.title)))
    if not days or days[-1] - days[0] > timedelta(REPORTED_WITHIN):
        return None
    if side["side"].lower() == "before":
        return DateWords(side[0], "first", until=days[0])
    return DateWords(side[0], "first", since=days[0])
