"""Text to sentences, by sentencex; what is ours is trimming, links and stray closing quotes."""

import re
from collections.abc import Iterator

_TRAILING_LINKS = re.compile(r"(?:\s*https?://\S+)+$")
_STRAY_QUOTE = re.compile(r'^["”’]\s+')


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``text``, trimmed; none spans a blank line.

    A link glued behind a sentence is a span of its own, so that quoting the sentence leaves the link out.
    """
    import sentencex

    start = 0
    for paragraph in text.split("\n\n"):
        at = start
        for sentence in sentencex.segment("en", paragraph):
            yield from _trim(sentence, at)
            at += len(sentence)
        start += len(paragraph) + 2


def _trim(sentence: str, at: int) -> Iterator[tuple[int, int]]:
    stray = _STRAY_QUOTE.match(sentence)  # the mark closes the sentence before: `… trips." We will go. " Neither …`
    start = stray.end() if stray else len(sentence) - len(sentence.lstrip())
    end = len(sentence.rstrip())
    if start >= end:
        return
    links = _TRAILING_LINKS.search(sentence, start, end)
    if links and links.start() > start:
        yield at + start, at + links.start()
        start = links.end() - len(links.group().lstrip())
    yield at + start, at + end
