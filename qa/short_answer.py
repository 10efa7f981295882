"""The few words that answer a question, where a few can: the reader's, if they are of the kind that is asked for."""

from collections.abc import Sequence

from qa.keywords import repeats
from qa.quotes import Quote
from qa.reader import Reading
from qa.types import Hit
from qa.wanted import fits, is_fact, wanted_kind

_LONGEST = 80  # characters
_MOST_WORDS = 8  # of a thing, such as what somebody bought
# Set on seeds and news_dev of evals.answers. A number, time, person or place of the right kind that stands in the best
# sentence is nearly as often right with a low margin; other words only with a high one.
_SURE_FACT, _SURE_THING = -9.0, -4.0
_AROUND = " ,;:.–—\"“”'‘’"


def short_answer(
    question: str, quotes: Sequence[Quote], hits: Sequence[Hit], readings: Sequence[Reading]
) -> str | None:
    """The reader's surest words that stand in the first quote and are of the kind asked for; None where none are."""
    kind = wanted_kind(question)
    if not quotes or kind == "sentences":
        return None
    surest: tuple[float, str] | None = None
    for hit, reading in zip(hits, readings, strict=True):
        start, end = hit.passage.start + reading.start, hit.passage.start + reading.end
        quoted = quotes[0].passage == hit.passage and quotes[0].start <= start < end <= quotes[0].end
        words = hit.passage.text[reading.start : reading.end].strip(_AROUND)
        sure = reading.margin >= (_SURE_FACT if is_fact(kind) else _SURE_THING)
        brief = 0 < len(words) <= _LONGEST and (is_fact(kind) or len(words.split()) <= _MOST_WORDS)
        if quoted and sure and brief and fits(kind, words) and not repeats(words, question):
            surest = max(surest or (reading.margin, words), (reading.margin, words))
    return surest[1] if surest else None
