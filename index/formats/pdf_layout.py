"""Lines of a PDF, which knows only where each is printed, to the paragraphs of an article."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"""[.!?:…]["'”’»)\]]*$""")
_BULLET = re.compile(r"^[•‣▪◦●■–—*-]\s")
_PAGE_NUMBER = re.compile(r"^[\s|–—-]*(page|p\.)?\s*\d{1,4}(\s*(/|of)\s*\d{1,4})?[\s|–—-]*$", re.IGNORECASE)
_BROKEN_WORD = re.compile(r"([^\W\d_]{2,})[-\u2010\xad]$")
_WORD_START = re.compile(r"^[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

_USUAL_LEADING = 1.25  # of the letters' height, where a file does not show its own
_GAP = 1.3  # of the leading: what sets paragraphs apart
_INDENT = 0.7  # of the letters' height
_SHORT = 0.6  # of the line before: where a paragraph ends within the line
_HALF = 0.5
_SAME_SIZE = 0.08
_TITLE_SIZE = 1.25  # of the body's letters
_EDGE_LINES = 2
_APART = 2  # of the letters' height: how far a page number is from the text


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: ``x`` from the left and ``y`` from the bottom of its page, ``size`` the letters' height."""

    text: str
    x: float
    y: float
    size: float
    page: int


def to_paragraphs(lines: Sequence[Line]) -> list[str]:
    """The paragraphs of an article, without page numbers and running heads, words broken at line ends made whole."""
    lines = list(_without_running_heads(lines))
    leading = _measure_leading(lines)
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    paragraphs: list[list[str]] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if number == 0 or _begins_paragraph(lines[number - 1], line, following, paragraphs[-1], leading):
            paragraphs.append([line.text])
        else:
            paragraphs[-1].append(line.text)
    return [_join(paragraph, words) for paragraph in paragraphs]


def find_title(lines: Sequence[Line]) -> str:
    """The lines in the largest letters of the first page, if they stand out from the text."""
    first = [line for line in lines if line.page == 0]
    if not first:
        return ""
    largest = max(line.size for line in first)
    if largest < _TITLE_SIZE * _body_size(lines):
        return ""
    start = next(number for number, line in enumerate(first) if line.size == largest)
    end = start
    while end < len(first) and _same_size(first[end].size, largest):
        end += 1
    return " ".join(line.text for line in first[start:end])


def _body_size(lines: Sequence[Line]) -> float:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0]


def _same_size(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME_SIZE * max(one, other)


def _without_running_heads(lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out what stands at the edge of most pages, but for the numbers in it, and page numbers."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    if len(pages) < 2:
        yield from lines
        return
    edges = []
    for page in pages.values():
        upwards = sorted(page, key=lambda line: line.y)
        edges += [upwards[: _EDGE_LINES + 1], upwards[: -_EDGE_LINES - 2 : -1]]
    found = Counter(text for _, text in {(line.page, _mask_numbers(line.text)) for edge in edges for line in edge[:-1]})
    heads: set[Line] = set()
    for edge in edges:
        for line, inner in pairwise(edge):
            repeated = found[_mask_numbers(line.text)] >= max(2, len(pages) / 2)
            is_apart = abs(line.y - inner.y) > _APART * line.size
            if not repeated and not (is_apart and _PAGE_NUMBER.match(line.text)):
                break
            heads.add(line)
    yield from (line for line in lines if line not in heads)


def _mask_numbers(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _measure_leading(lines: Sequence[Line]) -> dict[int, float]:
    """How far apart the lines of one paragraph are, by size of letters: measured where a sentence goes on."""
    drops: dict[int, list[float]] = defaultdict(list)
    for before, line in pairwise(lines):
        drop = before.y - line.y
        goes_on = not _SENTENCE_END.search(before.text) and _same_size(before.size, line.size)
        if before.page == line.page and 0 < drop < 3 * line.size and goes_on:
            drops[round(line.size)].append(drop)
    return {size: median(found) for size, found in drops.items()}


def _begins_paragraph(
    before: Line, line: Line, following: Line | None, paragraph: list[str], leading: dict[int, float]
) -> bool:
    if not _same_size(before.size, line.size) or _BULLET.match(line.text):
        return True
    drop = before.y - line.y
    sentence_ended = _SENTENCE_END.search(before.text) is not None
    if before.page != line.page or drop < -line.size:  # the next page or column
        return sentence_ended
    if drop > _GAP * leading.get(round(line.size), _USUAL_LEADING * line.size):
        return True
    if not sentence_ended:  # a byline or a heading in the text's own letters
        return line.text[0].isupper() and len(before.text) < _HALF * len(line.text)
    indent = _INDENT * line.size
    indented = line.x > before.x + indent or (
        following is not None and following.page == line.page and line.x > following.x + indent
    )
    longest = max(map(len, paragraph))
    return indented or (len(paragraph) > 1 and len(before.text) < _SHORT * longest)


def _join(lines: Sequence[str], words: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text = _join_two(text, line, words)
    return text


def _join_two(text: str, line: str, words: Counter[str]) -> str:
    broken = _BROKEN_WORD.search(text[-60:])
    start = _WORD_START.match(line)
    if not broken or not start:
        return f"{text} {line}"
    whole, hyphenated = broken[1] + start[0], f"{broken[1]}-{start[0]}"
    is_name = not start[0][0].islower()
    if text[-1] != "\xad" and (is_name or words[hyphenated.lower()] > words[whole.lower()]):
        return text[:-1] + "-" + line  # as the rest of the article writes it
    return text[:-1] + line
