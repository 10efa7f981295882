"""What kind of answer a question wants, a number, a time, a person, a place or sentences, and which words fit it."""

import re
from typing import Literal

Kind = Literal["number", "time", "person", "place", "thing", "sentences"]

# The first that is found decides: "When did X say how many …" is rare, "How many … when …" is not.
_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|far|fast|tall|high|long|big|large|often|quickly)\b|"
            r"\b(?:what|which) (?:share|percentage|proportion|age|number|price|sum)\b|"
            r"\bwhat (?:was|is|did|does|do|will) .{2,60}\b(?:cost|price)\b",
            re.I,
        ),
    ),
    ("time", re.compile(r"\bwhen\b|\b(?:what|which) (?:date|day|month|year|time)\b|\bdate of\b", re.I)),
    ("person", re.compile(r"\b(?:who|whom|whose|who's)\b", re.I)),
    ("place", re.compile(r"\bwhere\b|\b(?:what|which) (?:city|country|place|town)\b", re.I)),
    (
        "sentences",
        re.compile(
            r"\b(?:say|said|says|think|thinks|thought|tell|told|argue|claim|claimed|describe|mean|happen\w*|make of|"
            r"reasons?|view|opinion|wants?|do|explain\w*|react\w*|demand\w*|expect\w*|why)\b",
            re.I,
        ),
    ),
    (
        "thing",
        re.compile(r"^(?:(?:and|so|but|then) )?(?:in |at |on |from |by |to )?(?:what|which)\b|\bname of\b", re.I),
    ),
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|thirds?|quarters?|fifth|"
    r"hundreds?|thousands?|millions?|billions?|twice|double|none|no|couple|several|all|most|majority|every|single)\b",
    re.I,
)
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d|\d{1,2}(?:am|pm|th|st|nd|rd)?|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:year|month|week|day|night|morning|evening|"
    r"spring|summer|autumn|winter|century|decade)s?|today|yesterday|tomorrow|midnight|noon|after|before|during|next|"
    r"last|ago|since|until)\b",
    re.I,
)


def wanted_kind(question: str) -> Kind:
    """What would answer ``question``; "thing" for what else a few words answer, "sentences" for all the rest."""
    return next((kind for kind, asked in _ASKED if asked.search(question)), "sentences")


def fits(kind: Kind, words: str) -> bool:
    """Whether ``words`` can be an answer of that kind: a number needs one, a person or a place a capital."""
    if kind == "number":
        return bool(_NUMBER.search(words))
    if kind == "time":
        return bool(_TIME.search(words))
    if kind in ("person", "place"):
        return any(word[:1].isupper() for word in words.split())
    return True


def is_fact(kind: Kind) -> bool:
    """Whether one number, time, person or place answers: what the reader was taught to find, and knows not to find."""
    return kind in ("number", "time", "person", "place")
