"""Words of the right kind that a sentence says something else of: the level where the change is asked for, and so on.

Readers of spans take the number, name or time that stands in the likeliest place, and that may be the one beside it.
"""

import re
from collections.abc import Callable, Mapping

from qa.keywords import content_words, repeats
from qa.wanted import Kind

_ROUGHLY = r"(?:about|around|roughly|nearly|almost|just|only|some|over|under|more than|less than|up to|a further)"
_FIGURE = (
    r"(?:[$£€]?\d[\d.,]*\w*|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?))"
)
_LEVEL = re.compile(  # "rose to £40m", "from an average of 780 to 860 euros"; not "by up to 12%"
    r"\b(?:(?<!by up )(?<!close )to|from|at)(?: an? (?:[\w-]+ ){0,2}?(?:average|total|record|low|high|peak) of)?"
    rf"(?: {_ROUGHLY})? ?$",
    re.I,
)
_IS = re.compile(rf"\b(?:is|was|are|were|stood at)(?: {_ROUGHLY})? ?$", re.I)  # "was 61%"; not "was 61% higher"
_MORE = re.compile(r"\W{0,2}(?:\w+ )?(?:\w+er|more|less|up|down|above|below|ahead|better|worse)\b", re.I)
_LEVEL_INSIDE = re.compile(r"^(?:to|from|at)\b", re.I)
_OUT_OF = re.compile(  # "12 of the 20", "nine of Brel's 14", "Of 240"
    rf"(?:\b{_FIGURE} (?:out )?of|^Of)(?: [\w.'’-]+){{0,3}}?(?: {_ROUGHLY})? $", re.I
)
_IN_SO_MANY = re.compile(r" in (?:every )?(?:two|three|four|five|ten|\d{1,2}\b(?! [A-Z]))", re.I)  # "two in five"
_SO_MANY_IN = re.compile(rf"\b{_FIGURE} in (?:every )?$", re.I)
_THEIRS = re.compile(
    r"^\W*(?:[\w-]+ ){1,3}?(?:that|who|which|whose|whom)\b", re.I
)  # "six of the 39 banks that had lent"
_ASKS_FOR_ALL = re.compile(
    r"\b(?:are|were|is|was) there\b|\b(?:have|had|own|run|employs?|employed|total)\W*$|"
    r"\b(?:in all|altogether|in total)\b",
    re.I,
)
_ANOTHER_TIME = re.compile(r"\b(?:the same|that (?:time|day|night|week|month|year|summer|winter)|then)\b", re.I)
_ANY_FIGURE = re.compile(rf"\b(?:{_FIGURE}|several|many|some|dozens of)(?= )", re.I)
_FORMER = r"(?:former|ex|late|outgoing|departing|retiring|sacked|dismissed|ousted|previous|predecessor)"
_ENDED_BEFORE = re.compile(  # "the outgoing finance director, Tom Reed", "replaced Tom Reed", "took over from Tom Reed"
    rf"\b{_FORMER}\b(?:[ -](?!by\b)[a-z][\w'’-]*){{0,4}},? $|"
    r"\b(?:replac(?:e[sd]?|ing)|(?:succeed|follow)(?:s|ed|ing)?|(?:sack|oust)(?:s|ed)|fire[sd]|dismiss(?:es|ed))"
    r"(?: (?!by\b)[a-z][\w'’-]*)? $|"
    r"\b(?:take|takes|taken|taking|took) (?:[\w'’-]+ ){1,6}from $"
)
_ENDED_BEHIND = re.compile(  # "Tom Reed, the former director", "Tom Reed, 61, has resigned", "Tom Reed was replaced by"
    rf"^,? (?:(?:an?|the|its|their|his|her) )?{_FORMER}\b|"
    r"^(?:, [^,]{1,60},|,)? ?(?:(?:who|has|had|is|was|will|would|be|been|to) ){0,4}"
    r"(?:resign|retir|quit|(?:step|stood|stand)\w* (?:down|aside)|die[ds]?\b|(?<=h(?:as|ad) )left\b|leav(?:e|ing)\b|"
    r"sacked|dismissed|fired|ousted|(?:replaced|followed|succeeded) by|ma[dk]e way)"
)
_ASKS_WHO_IS = re.compile(r"\bwho(?:['’]s| is| are| \w+s)\b", re.I)


def stands_beside(question: str, kind: Kind, sentence: str, start: int, end: int) -> bool:
    """Whether the sentence says something of ``sentence[start:end]``, which is of the kind, that rules it out."""
    return kind in _RULES and _RULES[kind](question, sentence[:start], sentence[start:end], sentence[end:])


def _is_level(question: str, before: str, words: str, behind: str) -> bool:
    is_so_much = _IS.search(before) and not _MORE.match(behind)
    return bool(_LEVEL_INSIDE.match(words) or _LEVEL.search(before) or is_so_much)


def _is_all(question: str, before: str, words: str, behind: str) -> bool:
    """Whether they are what another number is part of: 20 of "12 of 20"; or either number of "two in five"."""
    if _SO_MANY_IN.search(before) or _IN_SO_MANY.match(behind):
        return True
    is_all = _OUT_OF.search(before) and not _THEIRS.match(behind)
    return bool(is_all) and not _ASKS_FOR_ALL.search(question.rstrip("?. "))


def _is_of_another_time(question: str, before: str, words: str, behind: str) -> bool:
    return bool(_ANOTHER_TIME.search(words))


def _is_leaving(question: str, before: str, words: str, behind: str) -> bool:
    if not _ASKS_WHO_IS.search(question) or re.search(rf"\b{_FORMER}\b", question, re.I):
        return False
    return bool(_ENDED_BEFORE.search(before) or _ENDED_BEHIND.match(behind))


def _only_counts(question: str, before: str, words: str, behind: str) -> bool:
    """Whether they say only how many there are: "Eight countries" to "Which countries signed?"."""
    rest = _ANY_FIGURE.sub(" ", words)
    return rest != words and bool(content_words(rest)) and repeats(rest, question)


_RULES: Mapping[Kind, Callable[[str, str, str, str], bool]] = {
    "change": _is_level,
    "count": _is_all,
    "time": _is_of_another_time,
    "person": _is_leaving,
    "place": _only_counts,
    "thing": _only_counts,
}
