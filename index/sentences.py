"""Text to sentences, by sentencex; what is ours is trimming, links and stray closing quotes."""

import re
from collections.abc import Iterator

_LINK = re.compile(r"https?://\S*$")
# sentencex takes time by the square of the length; five pages without a paragraph are no prose.
_LONGEST_RUN = 10_000
_STRAY_QUOTE = re.compile(r'^["”’]\s+')


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``text``, trimmed; none spans a blank line.

    A link glued behind a sentence is a span of its own, so that quoting the sentence leaves the link out.
    """
    import sentencex

    start = 0
    for paragraph in text.split("\n\n"):
        at = start
        for run in _cut(paragraph):
            for sentence in sentencex.segment("en", run):
                before, behind = (part.count('"') for part in (text[start:at], text[at : start + len(paragraph)]))
                yield from _trim(sentence, at, opens=before % 2 == 0 and behind > 1)
                at += len(sentence)
        start += len(paragraph) + 2


def _cut(paragraph: str) -> Iterator[str]:
    start = 0
    while len(paragraph) - start > _LONGEST_RUN:
        limit = start + _LONGEST_RUN
        end = paragraph.rfind(". ", start, limit) + 1 or paragraph.rfind(" ", start, limit) + 1 or limit
        yield paragraph[start:end]
        start = end
    yield paragraph[start:]


def _trim(sentence: str, at: int, opens: bool) -> Iterator[tuple[int, int]]:
    """The sentence without what surrounds it; ``opens``: a straight mark that comes first would open a quotation."""
    # Else the mark closes the sentence before: `… trips." We will go. " Neither …`
    stray = None if opens and sentence.startswith('"') else _STRAY_QUOTE.match(sentence)
    start = stray.end() if stray else len(sentence) - len(sentence.lstrip())
    end = len(sentence.rstrip())
    if start >= end:
        return
    words_end = _end_of_words(sentence, start, end)
    if start < words_end < end:
        yield at + start, at + words_end
        start = words_end + len(sentence[words_end:end]) - len(sentence[words_end:end].lstrip())
    yield at + start, at + end


def _end_of_words(sentence: str, start: int, end: int) -> int:
    """Where the last word ends that is no link."""
    while end > start:
        last = max(start, sentence.rfind(" ", start, end) + 1)
        if not _LINK.match(sentence, last, end):
            return end
        end = start + len(sentence[start:last].rstrip())
    return end
