"""A quoted sentence that leans on one before it brings that along, so that it can stand alone.

It leans where it opens with "She said …", and where it gives words whose speaker it does not name.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.sentences import split_sentences
from qa.quotes import Quote
from qa.speech.quotation_marks import find_quoted
from qa.speech.said import find_speech

_LEANS = re.compile(
    r"[\"“‘'(]?(?:(?:and|but|so|then|however|later|earlier|when|while|as|after|in|on|for|to),? )?"
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those)\b",
    re.I,
)
_SAYS = re.compile(r"\W*(?:$|(?:he|she|they) [a-z])")  # what is left of "“…,” she said" without the quotation
_LONGEST = 600  # characters of both together
BROUGHT_ALONG = 0.0  # the score of a sentence that only says who speaks


def stand_alone(quotes: Sequence[Quote], name_speakers: bool = False) -> list[Quote]:
    """``quotes``, each complete; those that come to overlap are one.

    With ``name_speakers``, what is said in another paragraph comes behind the sentence that names its speaker.
    """
    whole: list[Quote] = []
    for quote in map(complete, quotes):
        naming = _naming(quote) if name_speakers else None
        for one in filter(None, (naming, quote)):
            met = next((n for n, other in enumerate(whole) if _overlap(other, one)), -1)
            if met < 0:
                whole.append(one)
            elif one is quote:
                met_start, met_end = whole[met].start, whole[met].end
                whole[met] = _cut(quote, min(met_start, quote.start), max(met_end, quote.end))
    return whole


def complete(quote: Quote) -> Quote:
    """``quote``, from the sentence of its paragraph that it leans on; still the article's own words."""
    naming = _naming(quote)
    longer = _cut(quote, naming.start, quote.end) if naming else quote
    if "\n" in longer.text or longer is quote:
        longer = _with_the_one_before(quote) if _leans(quote.text) else quote
    return longer if len(longer.text) <= _LONGEST and "\n" not in longer.text else quote


def _leans(text: str) -> bool:
    quoted = find_quoted(text)
    told, last = "", 0
    for one in quoted:
        told, last = told + text[last : one.opens], one.closes
    return bool(_LEANS.match(text) or (quoted and _SAYS.match(told + text[last:])))


def _with_the_one_before(quote: Quote) -> Quote:
    offset = quote.passage.start
    ends_before = [start for start, end in split_sentences(quote.passage.text) if offset + end <= quote.start]
    return _cut(quote, offset + ends_before[-1], quote.end) if ends_before else quote


def _naming(quote: Quote) -> Quote | None:
    """The nearest sentence before that names who says the words of ``quote``, where it does not do so itself."""
    offset, text = quote.passage.start, quote.passage.text
    start, end = quote.start - offset, quote.end - offset
    speakers = {one.speaker for one in find_speech(text) if one.start < end and start < one.end}
    name = next(iter(speakers)) if len(speakers) == 1 else None
    if name is None or name.split()[-1] in quote.text:
        return None
    named = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
    before = [span for span in split_sentences(text) if span[1] <= start and named.search(text, *span)]
    return replace(_cut(quote, offset + before[-1][0], offset + before[-1][1]), score=BROUGHT_ALONG) if before else None


def _cut(quote: Quote, start: int, end: int) -> Quote:
    offset = quote.passage.start
    return replace(quote, start=start, end=end, text=quote.passage.text[start - offset : end - offset])


def _overlap(one: Quote, other: Quote) -> bool:
    return one.passage.id == other.passage.id and one.start < other.end and other.start < one.end
