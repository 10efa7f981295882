"""Names in the place of others: where a sentence has an article's words, and among them another name."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from qa.support.evidence import Evidence, Line
from qa.support.names import Name, Vocabulary, find_names
from qa.support.wording import folded, terms
from qa.vocabulary import FUNCTION_WORDS, words

_NEARLY = 0.6  # share of a sentence's words that an article's has in their order, to be the same but for a few
_LONGEST = 1_600  # characters; on a longer page many are sons, and a name is easily one that was not seen as such
_OWNER = re.compile(r"['’]s?\b|['’]\s")
_LEAD = 3  # words before a noun among which its article stands
_DETERMINERS = words("the a an his her their its our my")
_VERBAL = ("ed", "ing")
_AND = re.compile(r",?\s(?:and|or)\s(?:the\s)?")

_Role: TypeAlias = tuple[int, str, bool, bool]  # where the noun stands, its stem; whether by "of"; whether as an owner


def replaced_names(
    rest: str, names: Sequence[Name], evidence: Evidence, aligned: Sequence[Line]
) -> Iterator[tuple[Name, Name]]:
    """The names of ``rest`` in whose place the passages have others, each with that other.

    "Brazil has lodged a protest against the shop", where a sentence of ``aligned`` says so of Argentina; "the mayor of
    Halden", where the passages know a mayor of Bergen and no other.
    """
    short = all(len(text) <= _LONGEST for text in evidence.texts)
    held = [pair for line in (evidence.lines if short else ()) for pair in _roles(line.text, _names_in(line, evidence))]
    for name in names:
        role = _role(rest, name)
        found = next(_in_their_places(rest, name, evidence, aligned), None)
        if found is None and role is not None and _is_noun(role, rest):
            others = [other for other, theirs in held if theirs and theirs[1:] == role[1:]]
            if others and not any(_is_among(name, [other], other.text) for other in others):
                found = others[0]
        if found is not None:
            yield name, found


def _names_in(line: Line, evidence: Evidence) -> list[Name]:
    return find_names(line.text, evidence.known)


def _in_their_places(rest: str, name: Name, evidence: Evidence, aligned: Sequence[Line]) -> Iterator[Name]:
    for line in aligned:
        theirs = _names_in(line, evidence)
        if not _is_among(name, theirs, line.text) and (other := _in_its_place(rest, name, line, theirs)):
            yield other


def _is_among(name: Name, others: Sequence[Name], text: str) -> bool:
    """Whether one of the others may be the name, or the text has a part of it."""
    ours, theirs = Vocabulary([name.text]), Vocabulary([text])
    return any(map(theirs.has, name.parts)) or any(map(ours.has, (part for other in others for part in other.parts)))


def _in_its_place(rest: str, name: Name, line: Line, theirs: Sequence[Name]) -> Name | None:
    """The name that a sentence with nearly all of the words of ``rest`` has just where that has ``name``."""
    ours, given = folded(rest), folded(line.text)
    matcher = difflib.SequenceMatcher(a=[low for low, _, _ in ours], b=[low for low, _, _ in given], autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < _NEARLY * len(ours):
        return None
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "replace" and _is_part_of(name, rest, ours[first][1], ours[last - 1][2]):
            place = given[begin][1], given[end - 1][2]
            return next((other for other in theirs if _is_part_of(other, line.text, *place)), None)
    return None


def _is_part_of(name: Name, text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end`` are no more than a name, or a part of it, and small words."""
    around = text[start : max(start, name.start)] + " " + text[min(end, name.end) : end]
    return start < name.end and name.start < end and all(low in FUNCTION_WORDS for low, _, _ in folded(around))


def _roles(text: str, names: Sequence[Name]) -> Iterator[tuple[Name, _Role | None]]:
    """Each name with what it hangs on; in "the leaders of Germany and France" both do on the same."""
    role: _Role | None = None
    end = 0
    for name in names:
        if not (end and _AND.fullmatch(text, end, name.start)):
            role = _role(text, name)
        yield name, role
        end = name.end


def _role(text: str, name: Name) -> _Role | None:
    """The noun that a name hangs on: "designer", "mayor of"."""
    before = [term for term in terms(text[: name.start]) if term.low != "the"]
    of = bool(before) and before[-1].low == "of"
    *_, noun = before[-2 : -1 if of else None] or (None,)
    if (
        noun is None
        or not noun.content
        or not text[noun.start].islower()
        or text[noun.start - 1 : noun.start].isdigit()
    ):
        return None
    return noun.start, noun.stem, of, bool(_OWNER.match(text, name.end))


def _is_noun(role: _Role, text: str) -> bool:
    """Whether the word is a noun: an article stands before it, or an "of" behind it."""
    start, _, of, _ = role
    lead = [low for low, _, _ in folded(text[:start])][-_LEAD:]
    verbal = folded(text[start:])[0][0].endswith(_VERBAL)
    return of or (not verbal and any(low in _DETERMINERS for low in lead))
