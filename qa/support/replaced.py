"""Names in the place of others: where a sentence has an article's words, and among them another name."""

import difflib
import re
from collections.abc import Iterator, Sequence

from qa.support.evidence import Evidence, Line
from qa.support.names import Name, Vocabulary, find_names
from qa.support.wording import folded, terms

_NEARLY = 0.6  # share of a sentence's words that an article's has in their order, to be the same but for a few
_LONGEST = 1_600  # characters; on a longer page many are sons, and a name is easily one that was not seen as such
_OWNER = re.compile(r"['’]s?\b|['’]\s")
_FEW = 6  # words that one has in the place of the other's


def replaced_names(
    rest: str, names: Sequence[Name], evidence: Evidence, aligned: Sequence[Line]
) -> Iterator[tuple[Name, Name]]:
    """The names of ``rest`` in whose place the passages have others, each with that other.

    "Brazil has lodged a protest against the shop", where a sentence of ``aligned`` says so of Argentina; "the mayor of
    Halden", where the passages know a mayor of Bergen and no other.
    """
    short = all(len(text) <= _LONGEST for text in evidence.texts)
    lines = evidence.lines if short else ()
    roles = [(other, _role(line.text, other)) for line in lines for other in find_names(line.text, evidence.known)]
    for name in names:
        role = _role(rest, name)
        held = [other for other, theirs in roles if role and theirs == role]
        found = next(_in_their_places(rest, name, evidence, aligned), None)
        if found is None and held and not any(_is_among(name, [other], other.text) for other in held):
            found = held[0]
        if found is not None:
            yield name, found


def _in_their_places(rest: str, name: Name, evidence: Evidence, aligned: Sequence[Line]) -> Iterator[Name]:
    for line in aligned:
        theirs = find_names(line.text, evidence.known)
        if not _is_among(name, theirs, line.text) and (other := _in_its_place(rest, name, line, theirs)):
            yield other


def _is_among(name: Name, others: Sequence[Name], text: str) -> bool:
    """Whether one of the others may be the name, or the text has a part of it."""
    ours, theirs = Vocabulary([name.text]), Vocabulary([text])
    return any(map(theirs.has, name.parts)) or any(map(ours.has, (part for other in others for part in other.parts)))


def _in_its_place(rest: str, name: Name, line: Line, theirs: Sequence[Name]) -> Name | None:
    """The name that a sentence with nearly all of the words of ``rest`` has where that has ``name``."""
    ours, given = folded(rest), folded(line.text)
    matcher = difflib.SequenceMatcher(a=[low for low, _, _ in ours], b=[low for low, _, _ in given], autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < _NEARLY * len(ours):
        return None
    for tag, first, last, begin, end in matcher.get_opcodes():
        held = tag == "replace" and ours[first][1] <= name.start and name.end <= ours[last - 1][2]
        if held and max(last - first, end - begin) <= _FEW:
            inside = [one for one in theirs if given[begin][1] <= one.start and one.end <= given[end - 1][2]]
            return inside[0] if len(inside) == 1 else None
    return None


def _role(text: str, name: Name) -> tuple[str, bool, bool] | None:
    """The word that a name hangs on: "designer", "mayor of", "emulate"; whether by "of", and whether as an owner."""
    before = [term for term in terms(text[: name.start]) if term.low != "the"]
    of = bool(before) and before[-1].low == "of"
    *_, role = before[-2 : -1 if of else None] or (None,)
    if role is None or not role.content or not (text[role.start].islower() or role.start == 0):
        return None
    if text[role.start - 1 : role.start].isdigit():
        return None  # "6th"
    return role.stem, of, bool(_OWNER.match(text, name.end))
