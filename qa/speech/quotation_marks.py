"""Where a text quotes: the words between quotation marks, in whichever style the article uses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

_LINE = re.compile(r"[^\n]+")
# Where the breaks between paragraphs are lost, words that go on open anew without having been closed.
_CURLY = re.compile(r"“([^“”\n]+)(?:(”)|$|(?<=[.!?…] )(?=“))")
_LOW = re.compile(r"„([^„“”\n]+)[“”]|«([^«»\n]+)»")
_STRAIGHT = re.compile(r'"')
# A closing single mark looks like an apostrophe: only behind punctuation, or before it, is it taken for one.
_SINGLE = re.compile(r"(?<!\w)[‘'](?=\w)([^‘“”\"\n]+?(?:[,.?!][’'](?!\w)|[’'](?=[,.;:?!](?:\s|$))))")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words in quotation marks: ``text[start:end]`` without the marks, ``text[opens:closes]`` with them."""

    start: int
    end: int
    opens: int
    closes: int
    continues: bool = False  # the same speaker's words go on in the next one: this one has no closing mark


def find_quoted(text: str) -> list[Quoted]:
    """Everything that ``text`` has in quotation marks, in order; marks that do not pair up are left alone."""
    lines = list(_LINE.finditer(text))
    found: list[Quoted] = []
    for line, following in zip_longest(lines, lines[1:]):
        goes_on = following is not None and following[0].lstrip()[:1] in {"“", '"'}
        in_line = sorted(_in_line(line[0], line.start(), goes_on), key=lambda one: one.start)
        found.extend(one for at, one in enumerate(in_line) if at == 0 or one.opens >= in_line[at - 1].closes)
    return found


def _in_line(line: str, offset: int, goes_on: bool) -> Iterator[Quoted]:
    for match in _CURLY.finditer(line):
        if match[2] or goes_on or match.end() < len(line):
            yield _trim(line, offset, *match.span(1), *match.span(), not match[2])
    for match in _LOW.finditer(line):
        yield _trim(line, offset, *match.span(match.lastindex or 1), *match.span(), False)
    yield from _straight(line, offset, goes_on)
    if "“" not in line and '"' not in line:
        for match in _SINGLE.finditer(line):
            end = match.end(1) - 1
            yield _trim(line, offset, match.start(1), end, match.start(), match.end(), False)


def _straight(line: str, offset: int, goes_on: bool) -> Iterator[Quoted]:
    """Straight marks pair in turn; where one is left over, only those pairs count that look like one."""
    marks = [match.start() for match in _STRAIGHT.finditer(line)]
    if len(marks) % 2 == 0:
        for opening, closing in zip(marks[::2], marks[1::2], strict=True):
            yield _trim(line, offset, opening + 1, closing, opening, closing + 1, False)
        return
    used = -1
    for opening, closing in pairwise(marks):
        if opening != used and _opens(line, opening) and _closes(line, closing):
            used = closing
            yield _trim(line, offset, opening + 1, closing, opening, closing + 1, False)
    if goes_on and marks[-1] != used and _opens(line, marks[-1]):
        yield _trim(line, offset, marks[-1] + 1, len(line), marks[-1], len(line), True)


def _opens(line: str, at: int) -> bool:
    return (at == 0 or not line[at - 1].isalnum()) and line[at + 1 : at + 2].strip() != ""


def _closes(line: str, at: int) -> bool:
    return at > 0 and not line[at - 1].isspace() and not line[at + 1 : at + 2].isalnum()


def _trim(line: str, offset: int, start: int, end: int, opens: int, closes: int, continues: bool) -> Quoted:
    words = line[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return Quoted(offset + start, offset + max(start, end), offset + opens, offset + closes, continues)
