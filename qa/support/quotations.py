"""Quotations: where a text has them, whether their words stand in an article, and where not, what became of them."""

import difflib
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.alignment import longest_beginning
from qa.support.wording import folded

_OPENING, _CLOSING = "“„«", "”»"
_SINGLE = re.compile(r"(?<![\w'’.,!?])['‘](?=[\w£$€\[…])(?P<words>[^'‘’\"“”]*(?:['’](?=\w)[^'‘’\"“”]*)*)['’](?!\w)")
_GAP = re.compile(r"\s*(?:\[\s*(?:…|\.\s?\.\s?\.)\s*\]|…|\.\s?\.\s?\.|\[[^\]]{0,40}\])\s*")
_PIECE = 2  # words that a piece of a spliced quotation has at least
_DROPPED = 3  # words that a changed quotation may leave out in one place
_ALIKE = 0.6  # share of equal words from which a passage has a quotation in other words
_SHOWN = 14  # words of the article's wording that a reader is shown


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: ``text[start:end]``, without the marks, of the text that they were found in."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Where a source has the words of a quotation: the characters from the first to the last of them."""

    source: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The words that a source has in place of a quotation's."""

    source: int
    words: str


@dataclass(frozen=True, slots=True)
class Spliced:
    """A quotation whose words stand in the sources, but apart."""


@lru_cache(maxsize=2_048)
def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of a text in order, those inside another left out; what never closes ends with its paragraph."""
    found: list[Quotation] = []
    opened: int | None = None
    for place, mark in enumerate(text):
        closes = mark in _CLOSING or (mark == '"' and not _opens(text, place)) or text.startswith("\n\n", place)
        if opened is not None and closes:
            found.append(_quotation(text, opened, place))
            opened = None
        elif mark in _OPENING or (mark == '"' and opened is None and _opens(text, place)):
            if opened is not None:
                found.append(_quotation(text, opened, place))
            opened = place + 1
        elif mark in _CLOSING or mark == '"':
            begin = max(text.rfind("\n\n", 0, place) + 2, 0) if "\n\n" in text[:place] else 0
            if not found or found[-1].end < begin:
                found.append(_quotation(text, begin, place))  # it began before the text does
    if opened is not None:
        found.append(_quotation(text, opened, len(text)))
    for match in _SINGLE.finditer(text):
        if not any(other.start <= match.start() < other.end for other in found):
            found.append(_quotation(text, match.start("words"), match.end("words")))
    return tuple(sorted((q for q in found if q.text), key=lambda quotation: quotation.start))


def _opens(text: str, place: int) -> bool:
    """Whether a straight mark stands where a quotation begins: before a word, and behind none."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return bool(after.strip()) and (not before.strip() or before in "([—–-‘'") and after not in ",;:.!?)"


def _quotation(text: str, start: int, end: int) -> Quotation:
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip(" \n,;"))
    return Quotation(text[start:end], start, end)


def locate(quotation: str, texts: Sequence[str]) -> Found | Changed | Spliced | None:
    """Where the words of a quotation stand; how they differ from what stands there; None where nothing is like them.

    Case, quotation marks, dashes and other punctuation may differ. Words may be left out where the quotation says so by
    an ellipsis or brackets, in one text and in order.
    """
    parts = [[low for low, _, _ in folded(part)] for part in _GAP.split(quotation)]
    parts = [part for part in parts if part]
    if not parts:
        return Found(0, 0, 0)
    for source, text in enumerate(texts):
        if span := _in_order(parts, text):
            return Found(source, *span)
    whole = [low for part in parts for low in part]
    if _is_spliced(whole, texts):
        return Spliced()
    return _closest(whole, texts)


def _in_order(parts: list[list[str]], text: str) -> tuple[int, int] | None:
    for spoken in (_words(text), _words_spoken(text)):
        begin, at = None, 0
        for part in parts:
            place = _find(part, [low for low, _, _ in spoken], at)
            if place is None:
                break
            begin = place if begin is None else begin
            at = place + len(part)
        else:
            return spoken[begin or 0][1], spoken[at - 1][2]
    return None


@lru_cache(maxsize=1_024)
def _words(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(folded(text))


@lru_cache(maxsize=1_024)
def _words_spoken(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words without what interrupts a quotation in mid-sentence: `"The more," said Stone, "the better."`"""
    quotations = find_quotations(text)
    breaks = [
        (one.end, two.start)
        for one, two in itertools.pairwise(quotations)
        if len(between := text[one.end : two.start]) < 160 and not re.search(r"[.!?…:]|\n\n", _spaced_titles(between))
    ]
    return tuple(word for word in folded(text) if not any(start <= word[1] < end for start, end in breaks))


def _spaced_titles(text: str) -> str:
    return re.sub(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|[A-Z])\.", "", text)


def _find(part: list[str], words: list[str], at: int) -> int | None:
    first, length = part[0], len(part)
    for place in range(at, len(words) - length + 1):
        if words[place] == first and words[place : place + length] == part:
            return place
    return None


def _is_spliced(whole: list[str], texts: Sequence[str]) -> bool:
    """Whether two or three pieces that stand apart, or in another order, make up the quotation."""
    lows = [[low for low, _, _ in _words(text)] for text in texts]
    pieces: list[tuple[int, int, int]] = []  # source, place, length
    at = 0
    while at < len(whole):
        best = max(
            ((*longest_beginning(whole[at:], words), source) for source, words in enumerate(lows)), default=(0, 0, 0)
        )
        length, place, source = best
        if length < _PIECE or len(pieces) == 3:
            return False
        pieces.append((source, place, length))
        at += length
    return any(
        one[0] != two[0] or not 0 <= two[1] - (one[1] + one[2]) <= _DROPPED for one, two in itertools.pairwise(pieces)
    )


def _closest(whole: list[str], texts: Sequence[str]) -> Changed | None:
    """The words of a text that are most like the quotation's, if they are much alike."""
    best: tuple[float, Changed | None] = (0.0, None)
    for source, text in enumerate(texts):
        words = _words(text)
        lows = [low for low, _, _ in words]
        matcher = difflib.SequenceMatcher(a=whole, autojunk=False)
        blocks = []
        for place in range(0, max(1, len(lows) - len(whole) // 2), max(1, len(whole) // 4)):
            window = lows[place : place + len(whole) + _DROPPED]
            matcher.set_seq2(window)
            if matcher.real_quick_ratio() < _ALIKE:
                continue
            blocks = [block for block in matcher.get_matching_blocks() if block.size]
            share = sum(block.size for block in blocks) / len(whole)
            if share > best[0]:
                # Where its first or last word was changed, the article's word in that place belongs to the answer.
                first = max(place, place + blocks[0].b - blocks[0].a)
                left = len(whole) - blocks[-1].a - blocks[-1].size
                last = min(len(lows), place + blocks[-1].b + blocks[-1].size + left) - 1
                best = (share, Changed(source, text[words[first][1] : words[last][2]]))
    return best[1] if best[0] >= _ALIKE else None


def shorten(words: str) -> str:
    """Words for a message: one line, not too long."""
    parts = words.split()
    return " ".join(parts) if len(parts) <= _SHOWN else " ".join(parts[:_SHOWN]) + " …"
