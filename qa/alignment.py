"""Two wordings of one thing, compared word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from qa.vocabulary import FUNCTION_WORDS

Change = Literal["same", "article", "pasted"]

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LIGHT = 0.4  # what a word that carries no meaning weighs, against 1


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text at its place; ``low`` is how it is compared."""

    low: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """The stretch ``tokens[first:last]`` of a text that is nearest to what was looked for.

    ``pairs`` are the places (wanted, text) in order; None stands for a word that the other one has not.
    """

    similarity: float  # 0 to 1
    first: int
    last: int
    pairs: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words that is in both, or only in one: of the article's runs together its text is made again."""

    change: Change
    text: str


def tokenize(text: str) -> list[Token]:
    """The words of a text with their places, as ``split_words`` has them."""
    return [Token(_fold(match[0]), *match.span()) for match in _TOKEN.finditer(text)]


def split_words(text: str) -> list[str]:
    """The words of a text, without capitals and with one kind of apostrophe; a hyphen parts words."""
    return [_fold(word) for word in _TOKEN.findall(text)]


def _fold(word: str) -> str:
    return word.casefold().replace("’", "'")


def weigh(word: str) -> float:
    """How much of a wording a word is."""
    return _LIGHT if word in FUNCTION_WORDS else 1.0


def find_run(wanted: Sequence[str], words: Sequence[str], start: int = 0) -> int | None:
    """Where ``wanted`` stands in ``words``, word for word, at ``start`` or behind it."""
    size, first = len(wanted), wanted[0]
    at = start - 1
    while True:
        try:
            at = words.index(first, at + 1)
        except ValueError:
            return None
        if words[at : at + size] == wanted:
            return at


def align(wanted: Sequence[str], words: Sequence[str]) -> Alignment | None:
    """The stretch of ``words`` that is nearest to ``wanted`` by weighted edits; what is around it costs nothing."""
    if not wanted or not words:
        return None
    costs = np.array([weigh(word) for word in wanted])
    extra = np.array([weigh(word) for word in words])
    rows, columns = len(wanted), len(words)
    table = np.zeros((rows + 1, columns + 1))
    places = np.array([hash(word) for word in words])
    before = np.concatenate(([0.0], np.cumsum(extra)))
    for row in range(1, rows + 1):
        change = np.where(places == hash(wanted[row - 1]), 0.0, np.maximum(extra, costs[row - 1]))
        best = np.empty(columns + 1)
        best[0] = table[row - 1, 0] + costs[row - 1]
        best[1:] = np.minimum(table[row - 1, :-1] + change, table[row - 1, 1:] + costs[row - 1])
        # Words of the text in between: the least over every place before of its cost and all the words since.
        table[row] = np.minimum.accumulate(best - before) + before
    last = int(np.argmin(table[rows]))
    return _trace(wanted, words, table, costs, extra, last)


def _trace(
    wanted: Sequence[str],
    words: Sequence[str],
    table: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    costs: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    extra: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    last: int,
) -> Alignment:
    pairs: list[tuple[int | None, int | None]] = []
    row, column = len(wanted), last
    while row:
        here = table[row, column]
        if column:
            same = wanted[row - 1] == words[column - 1]
            change = 0.0 if same else max(extra[column - 1], costs[row - 1])
            if abs(table[row - 1, column - 1] + change - here) < 1e-9:
                row, column = row - 1, column - 1
                pairs.append((row, column))
                continue
        if abs(table[row - 1, column] + costs[row - 1] - here) < 1e-9:
            row -= 1
            pairs.append((row, None))
            continue
        column -= 1
        pairs.append((None, column))
    similarity = max(0.0, 1.0 - float(table[len(wanted), last]) / float(costs.sum()))
    return Alignment(similarity, column, last, tuple(reversed(pairs)))


def mark_differences(
    pasted: str,
    looked_for: Sequence[Token],
    text: str,
    tokens: Sequence[Token],
    pairs: Sequence[tuple[int | None, int | None]],
) -> tuple[Mark, ...]:
    """The article's words, those that ``pasted`` has too and those that it lacks, and what it has instead.

    Where words were changed, the article's come behind those pasted.
    """
    last = max(theirs for _, theirs in pairs if theirs is not None)
    marks: list[Mark] = []
    changed: list[Mark] = []  # the article's, until the words are the same again
    for mine, theirs in pairs:
        same = mine is not None and theirs is not None and looked_for[mine].low == tokens[theirs].low
        if same:
            marks, changed = marks + changed, []
        if mine is not None and not same:
            marks.append(Mark("pasted", pasted[looked_for[mine].start : looked_for[mine].end]))
        if theirs is not None:
            end = tokens[theirs].end if theirs == last else tokens[theirs + 1].start
            (marks if same else changed).append(Mark("same" if same else "article", text[tokens[theirs].start : end]))
    return tuple(_joined(marks + changed))


def _joined(marks: Sequence[Mark]) -> list[Mark]:
    """Runs of one kind as one."""
    return [
        Mark(change, (" " if change == "pasted" else "").join(mark.text for mark in run))
        for change, run in groupby(marks, key=lambda mark: mark.change)
    ]


def longest_beginning(wanted: Sequence[str], words: Sequence[str]) -> tuple[int, int]:
    """The longest beginning of ``wanted`` that stands in ``words`` in one row: (its size, where first)."""
    best = (0, 0)
    for at, word in enumerate(words):
        if word != wanted[0]:
            continue
        size = 1
        while size < len(wanted) and at + size < len(words) and words[at + size] == wanted[size]:
            size += 1
        best = max(best, (size, -at))
    return best[0], -best[1]
