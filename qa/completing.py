"""A quoted sentence that leans on the one before, "She said …", brings it along, so that it can stand alone."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sentences import split_sentences
from qa.quotes import Quote

_LEANS = re.compile(
    r"[\"“‘'(]?(?:(?:and|but|so|then|however|later|earlier|when|while|as|after|in|on|for|to),? )?"
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those)\b",
    re.I,
)
_LONGEST = 600  # characters of both together


def stand_alone(quotes: Sequence[Quote]) -> list[Quote]:
    """``quotes``, each complete; those that come to overlap are one."""
    whole: list[Quote] = []
    for quote in map(complete, quotes):
        met = next(
            (n for n, one in enumerate(whole) if one.passage.id == quote.passage.id and _overlap(one, quote)), -1
        )
        if met < 0:
            whole.append(quote)
        else:
            whole[met] = _cut(quote, min(whole[met].start, quote.start), max(whole[met].end, quote.end))
    return whole


def complete(quote: Quote) -> Quote:
    """``quote``, from the sentence before it in its paragraph if it leans on that; still the article's own words."""
    if not _LEANS.match(quote.text):
        return quote
    offset = quote.passage.start
    ends_before = [start for start, end in split_sentences(quote.passage.text) if offset + end <= quote.start]
    longer = _cut(quote, offset + ends_before[-1], quote.end) if ends_before else quote
    return longer if len(longer.text) <= _LONGEST and "\n" not in longer.text else quote


def _cut(quote: Quote, start: int, end: int) -> Quote:
    offset = quote.passage.start
    return replace(quote, start=start, end=end, text=quote.passage.text[start - offset : end - offset])


def _overlap(one: Quote, other: Quote) -> bool:
    return one.start < other.end and other.start < one.end
