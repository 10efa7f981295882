"""What kind of answer a question wants, such as a sum, a time or a person, or sentences, and which words fit it."""

import re
from typing import Literal

from qa.posts import asked_post
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, HONORIFICS, PREPOSITIONS, QUESTION_WORDS

Kind = Literal[
    "change",
    "count",
    "number",
    "money",
    "duration",
    "frequency",
    "length",
    "speed",
    "share",
    "time",
    "person",
    "place",
    "thing",
    "sentences",
]

_ADDED = re.compile(r"\s*\([^()]*\)\W*$")  # what a follow-up gets to stand alone: "Where is it? (Dovria, port)"
_FIRST = r"^(?:(?!\b(?:who|whom|whose|what|which|when|where|why|how)\b).)*?\b"  # no question word before
_AUXILIARY = rf"(?:{'|'.join(sorted(AUXILIARIES))})"
_PAYING = (
    r"\b(?:costs?|pay|pays|paid|worth|spend|spends|spent|sell|sells|sold|earn\w*|charg\w+|donat\w+|borrow\w*|"
    r"invest\w*|price|owes?|owed|fined?|lend|lent)\b"
)
_RISING = (
    r"(?:ris(?:e|en|ing)|f[ae]ll(?:en|ing)?|grow[ns]?|growing|drop(?:ped)?|increased?|decreased?|declined?|shr[iu]nk|"
    r"climb(?:ed)?|jump(?:ed)?|soar(?:ed)?|slump(?:ed)?|plunged?|tumbled?|changed?|(?:go|gone|went|come) (?:up|down))"
)
_HIGHER = (
    r"(?:higher|lower|taller|more|less|larger|bigger|smaller|cheaper|dearer|faster|slower|older|younger|longer|shorter|"
    r"heavier|lighter|warmer|colder|hotter|better|worse)"
)
_ONLY_A_NAME = r"(?:(?: (?:and|of|de|van|von|bin|al))* (?-i:[A-Z])[\w'’.-]*(?<!['’]s))+\W*$"
# Words of a noun phrase before its head; "last" would make one of "What was the reason last year?".
_BEFORE_HEAD = (
    rf"(?:(?!(?:{'|'.join(sorted(PREPOSITIONS | AUXILIARIES | QUESTION_WORDS))}|and|or|that|this|last|each|every)\b)"
    r"[\w'’.-]+ )"
)
# Behind a head comes no further noun, as in "price war"; a verb may: "Which country exports coal?"
_NO_OTHER_HEAD = rf"(?!['’]| (?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\b)\w+(?<!s)(?<!ed)\b)"


def _what(nouns: str) -> str:
    """Asks for one of ``nouns``: "what price", "what is Brel's average price", "at what minimum age did"."""
    owned = rf"(?:(?:the|an?|its|his|her|their)|{_BEFORE_HEAD}{{0,4}}?[\w.-]+['’]s?) {_BEFORE_HEAD}{{0,4}}?"
    return (
        rf"{_FIRST}(?:what|which)(?:['’]s| is| was| are| were| about)? (?:{owned})?(?:{nouns})\b{_NO_OTHER_HEAD}|"
        rf"{_FIRST}(?:what|which) {_BEFORE_HEAD}{{1,2}}(?:{nouns}) {_AUXILIARY}\b"
    )


# The first that is found decides; of those that begin with a question word, only where it is the question's first:
# "Where was he when the bridge fell?" asks for a place, "What did he say when it fell?" for sentences.
_QUESTIONS: tuple[tuple[Kind, str], ...] = (
    # "What does she say about the cost?", "How much is known about it?"
    (
        "sentences",
        r"^what (?:did|do|does|has|have) .{2,60} (?:say|said|think|(?:tell|told) \w+) (?:about|of|on)\b|"
        r"^(?:what|how much) .{0,20}\bknown?\b (?:about|of)\b",
    ),
    (
        "change",
        rf"\bby how much\b|\bhow much {_HIGHER}\b|"
        rf"\bhow (?:much|far) {_AUXILIARY} .{{2,80}}?(?<!\bthe )(?<!\ba )\b{_RISING}\b",
    ),
    (
        "money",
        rf"\bhow much (?:money|cash|tax|compensation|debt|revenue)\b|\bhow much\b.{{0,80}}{_PAYING}|"
        r"\bhow much (?:did|does|do|has|have|had|will|was|were|is|are)\b.{0,60}\b(?:w[io]n|raised?|make|made)\b|"
        r"\bhow (?:expensive|much (?:is|are|was|were) an?)\b|"
        r"\bwhat (?:did|does|do|will|would|has|have|is|was|are|were) .{2,60}\b(?:costs?|worth|pay|paid|earn|owe)\b|"
        + _what(
            "prices?|costs?|fees?|fares?|fines?|salary|wages?|pay|bonus|budget|sum|profits?|revenues?|turnover|"
            "rents?|debts?"
        ),
    ),
    (
        "duration",
        rf"\b(?:for )?how (?:long (?!ago\b|(?:is|are|was|were) the\b)|(?:quickly|soon)\b)|{_what('duration')}",
    ),
    ("frequency", r"\bhow (?:often|frequently)\b"),
    ("speed", rf"\bhow fast\b|{_what('speed(?: limit)?')}"),
    ("length", rf"\bhow (?:far|tall|high|deep|wide)\b|{_what('height|depth|width|distance|altitude')}"),
    ("share", _what("share|percentage|proportion|fraction|per ?cent")),
    ("count", r"\bhow many (?!of\b)"),
    (
        "number",
        r"\bhow (?:many|much|old|long|big|large|heavy|hot|cold|warm|loud|thick)\b|"
        r"\bwhat (?:did|does|do|will|would) .{2,60}\bweigh\b|"
        + _what(
            "ages?|numbers?|rate|turnout|population|score|toll|total|average|temperature|magnitude|weight|size|"
            "length|capacity|margin|inflation|unemployment"
        ),
    ),
    ("time", rf"{_FIRST}when\b|{_what('date|day|month|year|time|deadline')}|\bdate of\b"),
    # "Who is Ada Stone?" wants to be told about her, "Who is Bergen's mayor?" a name.
    ("person", rf"{_FIRST}(?:who['’]s|whom|whose|who)\b(?!['’]s)(?!(?: is| was| are| were)?{_ONLY_A_NAME})"),
    ("place", rf"{_FIRST}where\b|{_what('city|country|county|place|town|village|street|stadium')}"),
    ("thing", rf"{_FIRST}which\b|^what(?:['’]s| is| was| are| were) the names? of\b"),
    (
        "sentences",
        r"\b(?:say|said|says|think|thinks|thought|tell|told|argue|claim|claimed|describe|mean|happen\w*|make of|"
        r"reasons?|view|opinion|wants?|do|explain\w*|react\w*|respon(?:ds?|ded|ses?)|demand\w*|expect\w*|why)\b",
    ),
    ("thing", r"^(?:(?:and|so|but|then) )?(?:in |at |on |from |by |to )?what\b|\bname of\b"),
)
_ASKED = tuple((kind, re.compile(pattern, re.I)) for kind, pattern in _QUESTIONS)
_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|half|thirds?|quarters?|fifth|hundreds?|thousands?|millions?|"
    r"billions?|twice|double|none|no|couple|several|all|most|majority|every|single)\b",
    re.I,
)
_SHARE = re.compile(  # "43 per cent", "two in five"
    r"[\w.,-]+(?: ?%| per ?cent\b)|\b(?:\d+|one|two|three|four|nine) in (?:every )?(?:\d+|two|three|four|five|ten)\b",
    re.I,
)
_FITTING: dict[Kind, re.Pattern[str]] = {
    "number": _NUMBER,
    "change": _NUMBER,
    "count": _NUMBER,
    "frequency": re.compile(
        r"\b(?:every|each|once|twice|times|daily|hourly|weekly|fortnightly|monthly|yearly|annually|always|never|rarely|"
        r"seldom|per ?cent|(?:an?|per) (?:second|minute|hour|day|night|week|month|year|decade))\b|%",
        re.I,
    ),
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
    asked = _ADDED.sub("", question)
    if asked_post(asked):
        return "person"
    return next((kind for kind, pattern in _ASKED if pattern.search(asked)), "sentences")


def fits(kind: Kind, words: str) -> bool:
    """Whether ``words`` can be an answer of that kind: a sum needs a currency, a person or a place a capital.

    No share is a number of things: "43 per cent" tells not how many voted.
    """
    if kind in ("person", "place"):
        return any(word[:1].isupper() and word.strip(".").lower() not in _FORMS_OF_ADDRESS for word in words.split())
    counted_words = _SHARE.sub(" ", words) if kind == "count" else words
    return kind not in _FITTING or bool(_FITTING[kind].search(counted_words))


def is_fact(kind: Kind) -> bool:
    """Whether one number, time, person or place answers: what the reader was taught to find, and knows not to find."""
    return kind not in _SENTENCES_OR_THINGS


def counted(question: str) -> str:
    """What a question asks the number of: "How many paid holidays do they have?" → "paid holidays"; "" where none."""
    found = _COUNTED.search(_ADDED.sub("", question))
    return found["noun"].strip() if found else ""
