"""Who said it: a question for a speaker is answered by whose words an article says they are.

A quotation that is asked about is looked up as one that is checked; what stands nowhere gets no speaker.
"""

from collections.abc import Sequence

from index.embedder import Embedder
from index.errors import BadInput
from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.asked_words import asks_who_said
from qa.checking import check_quotation
from qa.keywords import content_words
from qa.places import Place
from qa.quotes import Quote
from qa.speech.attribution import PRONOUNS
from qa.speech.quotation_marks import find_quoted
from qa.speech.said import Speech, find_speech

_FEWEST_WORDS = 3  # of a quotation; fewer may be a title, or a word held at arm's length
_AS_GOOD_AS_SAME = 0.85  # similarity from which a quotation has a slip, and is not another


def asked_quotation(question: str) -> str | None:
    """The words whose speaker the question asks for: "Who said “We will stay here”?" → "We will stay here"."""
    quoted = [question[one.start : one.end] for one in find_quoted(question)] if asks_who_said(question) else []
    return quoted[0] if len(quoted) == 1 and len(quoted[0].split()) >= _FEWEST_WORDS else None


def quote_said(snapshot: Snapshot, words: str, embedder: Embedder, within: frozenset[str] | None) -> list[Quote]:
    """The sentence in which somebody says these words, the oldest that has them; none where no article has them."""
    try:
        checked = check_quotation(snapshot, words, embedder)
    except BadInput:
        return []
    places = [
        place
        for place in checked.places
        if checked.verdict in ("exact", "near")
        and place.similarity >= _AS_GOOD_AS_SAME
        and (within is None or place.article_id in within)
    ]
    return next(([quote] for place in places if (quote := _quote_at(snapshot, place))), [])


def _quote_at(snapshot: Snapshot, place: Place) -> Quote | None:
    """The sentences of one passage that the words stand in."""
    for passage in snapshot.passages_of(place.article_id):
        at, until = place.start - passage.start, place.end - passage.start
        inside = [(start, end) for start, end in split_sentences(passage.text) if start < until and at < end]
        if inside and at >= 0 and until <= len(passage.text):
            start, end = inside[0][0], inside[-1][1]
            return Quote(passage, passage.start + start, passage.start + end, passage.text[start:end], 1.0)
    return None


def who_speaks(snapshot: Snapshot, question: str, quotes: Sequence[Quote]) -> str | None:
    """The speaker of what the question asks about, as the first quote's article names or calls him."""
    article = snapshot.article(quotes[0].passage.article_id) if quotes and asks_who_said(question) else None
    if article is None:
        return None
    wanted = content_words(asked_quotation(question) or question)
    here = [one for one in find_speech(article.text) if one.start < quotes[0].end and quotes[0].start < one.end]
    best = max(here, key=lambda one: len(wanted & content_words(article.text[one.start : one.end])), default=None)
    if best is None or 2 * len(wanted & content_words(article.text[best.start : best.end])) < len(wanted):
        return None
    return _called(best)


def _called(speech: Speech) -> str | None:
    return speech.speaker or (None if speech.unnamed in PRONOUNS else speech.unnamed)
