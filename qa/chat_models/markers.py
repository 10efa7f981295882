"""What a chat model writes, token by token: plain words, the citation markers among them, and where its lines end.

A marker may be split over any tokens, so what could become one is held back until it is one or cannot be. A number
that names no passage of the evidence is dropped with its marker. Markdown is taken off: the chat shows text as text,
and the address of a link or an image never leaves this file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """One citation marker: the numbers in it that name a passage; empty where none does."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineEnd:
    """The model began a new line."""


Piece = str | Marks | LineEnd

_LONGEST_BRACKET = 300  # characters held back for a bracket that may still close
_LONGEST_TARGET = 2_000  # of a link
_INSIDE = r"[^\[\]【】［］\n]"
_MARK = re.compile(rf"\[\[({_INSIDE}{{1,{_LONGEST_BRACKET}}})\]\]|[\[【［]({_INSIDE}{{1,{_LONGEST_BRACKET}}})[\]】］]")
# What may stand in a marker beside its numbers: [source 1], [^1], [1 and 2], 【1†lines 4-6】.
_LABEL = re.compile(r"\b(?:sources?|passages?|articles?|ref|no|and)\b[.:]?|[\^#&]|†.*", re.I)
_RANGE = r"\s*(?:[-‐‑–—]|\bto\b|\.\.)\s*"
_NUMBERS = re.compile(rf"\s*(?:[-−]?\d+(?:{_RANGE}\d+)?(?:\s*[,;]\s*|\s+|\s*$))+")
_SPAN = re.compile(rf"([-−]?)(\d+)(?:{_RANGE}(\d+))?")
_OPENED = re.compile(r"[\[【［]+[^\[\]【】［］\n]*")
_UNFINISHED_MARK = re.compile(r"[\[【［]+[\s\d,;†–-]*")
_BRACKET = re.compile(r"\[([^\[\]\n]*)\](?=\()")
_TARGET = re.compile(r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)")
_SPECIAL = re.compile(r"[\[【［!*_`\n\r]")
_LINE_PREFIX = re.compile(r"[ \t]*(?:#{1,6}|[-*+•–>]|\d{1,2}[.)])[ \t]+|[ \t]+")
_MAYBE_PREFIX = re.compile(r"[ \t]*(?:#{0,6}|[-*+•–>]|\d{1,2}[.)]?)")


class MarkerReader:
    """Reads the tokens of one answer over ``count`` numbered passages."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._held = ""
        self._before = " "  # the last character that was let out
        self._at_line_start = True

    def feed(self, token: str) -> Iterator[Piece]:
        """What is certain after one more token, in order."""
        self._held += token
        yield from self._read(last=False)

    def finish(self) -> Iterator[Piece]:
        """What was held back when the model stopped."""
        yield from self._read(last=True)

    def _read(self, *, last: bool) -> Iterator[Piece]:
        while self._held:
            if self._at_line_start:
                if prefix := _LINE_PREFIX.match(self._held):
                    self._held = self._held[prefix.end() :]
                    continue
                if not last and _MAYBE_PREFIX.fullmatch(self._held):
                    return
                self._at_line_start = False
            special = _SPECIAL.search(self._held)
            start = special.start() if special else len(self._held)
            if start:
                yield self._let_out(start)
            elif self._held[0] in "[【［":
                if (read := self._read_bracket(last)) is None:
                    return
                yield from read
            elif not last and self._held.strip("*_!") == "" and self._held[0] in "*_!":
                return  # what follows decides what they are
            else:
                yield from self._read_mark_up()

    def _let_out(self, length: int) -> str:
        text, self._held = self._held[:length], self._held[length:]
        self._before = text[-1]
        return text

    def _read_mark_up(self) -> Iterator[Piece]:
        first = self._held[0]
        run = len(self._held) - len(self._held.lstrip(first))
        after = self._held[run : run + 1]
        if first in "\n\r":
            self._held, self._before, self._at_line_start = self._held[1:], " ", True
            yield LineEnd()
        elif first == "!" and after != "[":
            yield self._let_out(run)
        elif first == "*" and self._before.isspace() and (not after or after.isspace()):
            yield self._let_out(run)  # times
        elif first == "_" and run == 1 and self._before.isalnum() and after.isalnum():
            yield self._let_out(run)  # snake_case
        else:
            self._held = self._held[run:]

    def _read_bracket(self, last: bool) -> list[Piece] | None:
        """What a bracket at the front is; None while that is open."""
        mark = _MARK.match(self._held)
        inside = _LABEL.sub(" ", mark[1] or mark[2]) if mark else ""
        if mark and _NUMBERS.fullmatch(inside):
            if (end := self._end_of_target(mark.end(), last)) is None:
                return None
            self._held = self._held[end:]
            return [Marks(tuple(dict.fromkeys(self._numbers(inside))))]
        if bracket := _BRACKET.match(self._held):
            if (end := self._end_of_target(bracket.end(), last)) is None:
                return None
            self._held = bracket[1] + self._held[end:]
            return []
        if _OPENED.fullmatch(self._held) or (self._held[-1] == "]" and _OPENED.fullmatch(self._held[:-1])):
            if not last and len(self._held) < _LONGEST_BRACKET:
                return None
            if _UNFINISHED_MARK.fullmatch(self._held):
                self._held = ""
                return []
        return [self._let_out(1)]

    def _end_of_target(self, at: int, last: bool) -> int | None:
        """Where the link's address behind a bracket ends; ``at`` where there is none, None while that is open."""
        if at == len(self._held):
            return at if last else None
        if self._held[at] != "(":
            return at
        if target := _TARGET.match(self._held, at):
            return target.end()
        line_end = self._held.find("\n", at)
        if not last and line_end < 0 and len(self._held) - at < _LONGEST_TARGET:
            return None
        return line_end if line_end >= 0 else len(self._held)

    def _numbers(self, inside: str) -> Iterator[int]:
        for negative, low, high in _SPAN.findall(inside):
            if not negative:
                yield from range(max(1, int(low)), min(int(high or low), self._count) + 1)
