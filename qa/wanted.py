"""What kind of answer a question wants, such as a sum, a time or a person, or sentences, and which words fit it."""

import re
from typing import Literal

from qa.vocabulary import HONORIFICS

Kind = Literal[
    "number", "money", "duration", "length", "speed", "share", "time", "person", "place", "thing", "sentences"
]

_FIRST = r"^(?:(?!\b(?:who|whom|whose|what|which|when|where|why|how)\b).)*?\b"  # no question word before
_PAYING = (
    r"\b(?:costs?|pay|pays|paid|worth|spend|spends|spent|sell|sells|sold|earn\w*|charg\w+|donat\w+|borrow\w*|"
    r"invest\w*|price|owes?|owed|fined?|lend|lent)\b"
)
_ONLY_A_NAME = r"(?:(?: (?:and|of|de|van|von|bin|al))* (?-i:[A-Z])[\w'’.-]*(?<!['’]s))+\W*$"
# The first that is found decides; of those that begin with a question word, only where it is the question's first:
# "Where was he when the bridge fell?" asks for a place, "What did he say when it fell?" for sentences.
_ASKED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    # "What does she say about the cost?"
    (
        "sentences",
        re.compile(
            r"^what (?:did|do|does|has|have) .{2,60} (?:say|said|think|(?:tell|told) \w+) (?:about|of|on)\b", re.I
        ),
    ),
    (
        "money",
        re.compile(
            rf"\bhow much (?:money|cash|tax|compensation|debt|revenue)\b|\bhow much\b.{{0,80}}{_PAYING}|"
            r"\bhow much (?:did|does|do|has|have|had|will|was|were|is|are)\b.{0,60}\b(?:w[io]n|raised?|make|made)\b|"
            r"\b(?:what|which) (?:fine|salary|fee|budget|price|sum)\b",
            re.I,
        ),
    ),
    ("duration", re.compile(r"\b(?:for )?how (?:long (?!ago\b|(?:is|are|was|were) the\b)|(?:quickly|soon)\b)", re.I)),
    ("speed", re.compile(r"\bhow fast\b", re.I)),
    ("length", re.compile(r"\bhow (?:far|tall|high|deep|wide)\b", re.I)),
    ("share", re.compile(r"\b(?:what|which) (?:share|percentage|proportion)\b", re.I)),
    (
        "number",
        re.compile(
            r"\bhow (?:many|much|old|long|big|large|often)\b|\b(?:what|which) (?:age|number)\b|"
            r"\bwhat (?:was|is|were|are) (?:the|its|their|his|her|an?) (?:[\w'’-]+ ){0,3}(?:costs?|price)\b|"
            r"\bwhat (?:did|does|do|will|would) .{2,60}\bcost\b",
            re.I,
        ),
    ),
    ("time", re.compile(rf"{_FIRST}(?:when\b|(?:what|which) (?:date|day|month|year|time)\b)|\bdate of\b", re.I)),
    # "Who is Ada Stone?" wants to be told about her, "Who is Bergen's mayor?" a name.
    (
        "person",
        re.compile(rf"{_FIRST}(?:who['’]s|whom|whose|who)\b(?!['’]s)(?!(?: is| was| are| were)?{_ONLY_A_NAME})", re.I),
    ),
    ("place", re.compile(rf"{_FIRST}(?:where\b|(?:what|which) (?:city|country|place|town)\b)", re.I)),
    ("thing", re.compile(rf"{_FIRST}which\b|^what(?:['’]s| is| was| are| were) the names? of\b", re.I)),
    (
        "sentences",
        re.compile(
            r"\b(?:say|said|says|think|thinks|thought|tell|told|argue|claim|claimed|describe|mean|happen\w*|make of|"
            r"reasons?|view|opinion|wants?|do|explain\w*|react\w*|demand\w*|expect\w*|why)\b",
            re.I,
        ),
    ),
    ("thing", re.compile(r"^(?:(?:and|so|but|then) )?(?:in |at |on |from |by |to )?what\b|\bname of\b", re.I)),
)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|half|thirds?|quarters?|fifth|hundreds?|thousands?|millions?|"
    r"billions?|twice|double|none|no|couple|several|all|most|majority|every|single)\b",
    re.I,
)
_FITTING: dict[Kind, re.Pattern[str]] = {
    "number": _NUMBER,
    "money": re.compile(
        r"[$£€¥₹₩₽₺]|\b(?:dollars?|pounds?|euros?|pence|cents?|yen|krone[rn]?|kronor|rupees?|francs?|yuan|pesos?|"
        r"rou?bles?|lira|rand|shillings?|crowns?|dinars?|dirhams?|riyals?|shekels?|baht|free|nothing)\b|"
        r"\d ?(?:p|c|bn|m|k)\b",
        re.I,
    ),
    "duration": re.compile(
        r"(?:second|minute|hour|day|night|week|month|year|decade|centur|lifetime|fortnight)|\b(?:ever|until|since)\b",
        re.I,
    ),
    "length": re.compile(
        r"\d|(?:met(?:re|er)|mile|yard|storey|stories)|\b(?:feet|foot|ft|inch(?:es)?|km|light years?)\b", re.I
    ),
    "speed": re.compile(
        r"\d|\b(?:mph|kph|knots?|(?:times|twice) as fast|speed of)\b|\b(?:an?|per|each) (?:second|minute|hour|day)\b",
        re.I,
    ),
    "share": re.compile(
        r"%|\bper ?cent\b|\b(?:half|thirds?|quarters?|fifths?|tenths?|majority|most|all|none|out of|one in|in (?:ten|"
        r"five|four|three|\d+))\b",
        re.I,
    ),
    "time": re.compile(
        r"\b(?:1\d{3}|20\d\d|\d{1,2}(?:am|pm|th|st|nd|rd)?|january|february|march|april|may|june|july|august|"
        r"september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:year|month|week|day|"
        r"night|morning|evening|spring|summer|autumn|winter|century|decade)s?|today|yesterday|tomorrow|midnight|"
        r"noon|after|before|during|next|last|ago|since|until|\d{2,4}s)\b",
        re.I,
    ),
}
_COUNTED = re.compile(
    r"\bhow many (?P<noun>(?:(?!(?:did|do|does|has|have|had|are|is|was|were|will|would|can|could|in|of|out|at|on|to|"
    r"from|with|for|took|take|by|there)\b)[\w'’-]+ ){1,4})",
    re.I,
)
_FORMS_OF_ADDRESS = HONORIFICS | {"sir", "lord", "lady", "dame", "miss"}
_SENTENCES_OR_THINGS = ("sentences", "thing")


def wanted_kind(question: str) -> Kind:
    """What would answer ``question``; "thing" for what else a few words answer, "sentences" for all the rest."""
    return next((kind for kind, asked in _ASKED if asked.search(question)), "sentences")


def fits(kind: Kind, words: str) -> bool:
    """Whether ``words`` can be an answer of that kind: a sum needs a currency, a person or a place a capital."""
    if kind in ("person", "place"):
        return any(word[:1].isupper() and word.strip(".").lower() not in _FORMS_OF_ADDRESS for word in words.split())
    return kind not in _FITTING or bool(_FITTING[kind].search(words))


def is_fact(kind: Kind) -> bool:
    """Whether one number, time, person or place answers: what the reader was taught to find, and knows not to find."""
    return kind not in _SENTENCES_OR_THINGS


def counted(question: str) -> str:
    """What a question asks the number of: "How many paid holidays do they have?" → "paid holidays"; "" where none."""
    found = _COUNTED.search(question)
    return found["noun"].strip() if found else ""
