"""Text to sentences, by sentencex; what is ours is trimming, links and stray closing quotes."""

import re
from collections.abc import Iterator

_TRAILING_LINKS = re.compile(r"(?:\s*+https?://\S++)+$")  # possessive: links in links would take for ever
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
                yield from _trim(sentence, at)
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
