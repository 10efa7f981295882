"""Finding words in what people and articles wrote, in any language: whatever a word begins with finds it.

Case and accents do not count. Scripts that put no spaces between words are compared character by character.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

EXCERPT_CHARACTERS = 160
_BEFORE = 50  # of them, how many may stand before the first words found

Pieces = tuple[tuple[str, bool], ...]  # words, and whether they are what was looked for
Term = tuple[str, ...]  # the words of one term of a query; of the last one only the beginning is given

# Ranges whose scripts are written without spaces: Thai to Myanmar, Khmer, kana and ideographs with their extensions.
_UNSPACED = (
    (0x0E00, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_ACCENTS = range(0x0300, 0x0370)
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


def fold(text: str) -> str:
    """The text's words as they are compared, each with a space before it: find a term in it with ``in``."""
    return "".join(f" {word}" for word, _, _ in _words(text))


def split_terms(query: str) -> list[Term]:
    """The terms of a query; none if it has no letter or digit."""
    terms = (tuple(word for word, _, _ in _words(part)) for part in query.split())
    return [term for term in dict.fromkeys(terms) if term]


def needle(term: Term) -> str:
    """What stands in the folded text where the term is found."""
    return "".join(f" {word}" for word in term)


def mark(text: str, terms: Sequence[Term]) -> Pieces:
    """The text in pieces; marked are the words that a term found."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in _found(text, terms):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[max(start, done) : end], True))
        done = end
    if done < len(text):
        pieces.append((text[done:], False))
    return tuple(pieces)


def found_words(text: str, query: str) -> tuple[str, ...]:
    """The words that the terms of a query find in the text, as they stand there, each once."""
    return tuple(dict.fromkeys(piece for piece, found in mark(text, split_terms(query)) if found))


def excerpt(text: str, terms: Sequence[Term]) -> Pieces:
    """Some ``EXCERPT_CHARACTERS`` of the text around the first words found, marked; none if nothing is found."""
    line = " ".join(text.split())
    first = next(_found(line, terms), None)
    if first is None:
        return ()
    start = 0 if first[0] <= _BEFORE else first[0] - _BEFORE
    end = min(len(line), start + EXCERPT_CHARACTERS)
    if start:
        start = line.find(" ", start, first[0]) + 1 or start
    if end < len(line):
        end = max(line.rfind(" ", first[1], end), first[1]) if " " in line[first[1] : end] else end
    shown = ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")
    return mark(shown, terms)


def _found(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Start and end of the words that a term finds, in order and apart from each other."""
    words = list(_words(text))
    place = 0
    while place < len(words):
        length = max((len(term) for term in terms if _begins(words, place, term)), default=0)
        if length:
            yield words[place][1], words[place + length - 1][2]
        place += length or 1


def _begins(words: Sequence[tuple[str, int, int]], place: int, term: Term) -> bool:
    at = [word for word, _, _ in words[place : place + len(term)]]
    return len(at) == len(term) and at[:-1] == list(term[:-1]) and at[-1].startswith(term[-1])


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word as it is compared, with its start and end in ``text``."""
    if text.isascii():  # the same, some ten times as fast
        yield from ((found[0].lower(), *found.span()) for found in _ASCII_WORD.finditer(text))
        return
    start = None
    for place, character in enumerate(text):
        if unicodedata.category(character)[0] not in "LNM":
            if start is not None:
                yield from _word(text, start, place)
            start = None
        elif _is_unspaced(character):
            if start is not None:
                yield from _word(text, start, place)
            start = None
            yield from _word(text, place, place + 1)
        elif start is None:
            start = place
    if start is not None:
        yield from _word(text, start, len(text))


def _word(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    decomposed = unicodedata.normalize("NFKD", text[start:end]).casefold()
    word = "".join(c for c in decomposed if ord(c) not in _ACCENTS and not c.isspace())
    if word:
        yield word, start, end


def _is_unspaced(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _UNSPACED)
