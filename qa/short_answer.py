"""The few words that answer a question, where a few can: the reader's, if they are of the kind that is asked for."""

import re
from collections.abc import Iterator, Sequence

from qa.evidence import Evidence
from qa.keywords import repeats
from qa.posts import asked_post, names_holder
from qa.quotes import Quote
from qa.vocabulary import AUXILIARIES
from qa.wanted import Kind, fits, is_fact, wanted_kind

_LONGEST = 80  # characters
_MOST_WORDS = 8  # of a thing, such as what somebody bought
# Set on seeds and news_dev of evals.answers. A number, time, person or place of the right kind that stands in the best
# sentence is nearly as often right with a low margin; other words only with a high one.
_SURE_FACT, _SURE_THING = -9.0, -4.0
_CLAUSE = re.compile(rf"\b(?:{'|'.join(sorted(AUXILIARIES))})\b")
_AROUND = " ,;:.–—\"“”'‘’"


def short_answer(question: str, quotes: Sequence[Quote], found: Evidence) -> str | None:
    """The reader's surest words that stand in the first quote and are of the kind asked for; None where none are."""
    kind, post = wanted_kind(question), asked_post(question)
    if not quotes or kind == "sentences" or (post and not names_holder(post, quotes[0].text)):
        return None
    least = _SURE_FACT if is_fact(kind) else _SURE_THING
    fitting = [
        (margin, words)
        for margin, words in _read_words(quotes[0], found)
        if margin >= least and _is_brief(words, kind) and fits(kind, words) and not repeats(words, question)
    ]
    return max(fitting)[1] if fitting else None


def _read_words(quote: Quote, found: Evidence) -> Iterator[tuple[float, str]]:
    """What the reader found in the quote, in its passage and in the best sentence alone, each with its margin."""
    for hit, reading in zip(found.read, found.readings, strict=True):
        start, end = hit.passage.start + reading.start, hit.passage.start + reading.end
        if quote.passage == hit.passage and quote.start <= start < end <= quote.end:
            yield reading.margin, hit.passage.text[reading.start : reading.end].strip(_AROUND)
    best = found.scored[0][0]
    if found.alone and quote.passage == best.passage and quote.start <= best.start < best.end <= quote.end:
        yield found.alone.margin, best.text[found.alone.start : found.alone.end].strip(_AROUND)


def _is_brief(words: str, kind: Kind) -> bool:
    """Whether they are few, and no clause."""
    if is_fact(kind):
        return 0 < len(words) <= _LONGEST and not (kind in ("person", "place") and _CLAUSE.search(words))
    return 0 < len(words) <= _LONGEST and len(words.split()) <= _MOST_WORDS
