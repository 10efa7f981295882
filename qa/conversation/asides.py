"""What is said beside the questions: a greeting, a "yes", "source?", "go on", "what's new?"; no search serves it.

None of it says anything of what the articles tell, so the memory of the conversation passes it over.
"""

import re
from typing import Literal

from qa.vocabulary import words

Aside = Literal[
    "nothing", "hello", "thanks", "yes", "no", "okay", "help", "sources", "more", "articles", "summary", "translation"
]

SMALL_TALK = words(
    "hi hello hey thanks thank bye goodbye ok okay yes no great cool nice wow please good morning you very"
)
_THANKS = words("thanks thank thx ty cheers bye goodbye")
_YES = words("yes yeah yep yup sure indeed absolutely definitely")
_NO = words("no nope nah wrong incorrect")
_OKAY = words("ok okay fine great cool nice wow good perfect alright understood interesting right hm hmm aha oh i see")
_WITH_THANKS = SMALL_TALK | _THANKS | _OKAY | words("so much a lot for that the your help there everyone all")
_GREETINGS = words("hiya howdy")
_WITH_HELLO = SMALL_TALK | _GREETINGS | words("there everyone all again afternoon evening day how are today doing")
_WITH_YES = _YES | words("please of course that is that's it it's right correct exactly")
_WITH_NO = _NO | words("not really that is that's it it's thanks thank you isn't right correct true please sorry")
_WITH_OKAY = _OKAY | words("that is that's it it's very so well then i've got sounds makes sense please")

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POLITE = r"(?:(?:and|but|so|well|ok|okay|please|sorry|(?:can|could|will|would) you)\b,? )*"
_THAT = r"(?:that|this|it|these|those)"
_SAID_OF_THAT = rf"(?: (?:for|of|about|on|behind) (?:{_THAT}|the answer))?"
_SET = r"(?:articles|documents|stories|texts|files|news|headlines|papers)"
_PATTERNS: dict[Aside, str] = {
    "help": r"help(?: me)?|how does (?:this|it) work|what can (?:you|i) (?:do|ask)(?: here| you)?|(?:who|what) are you",
    "sources": (
        rf"(?:are|r) (?:you|u) (?:(?:really|quite|absolutely|very|so) )?(?:sure|certain|serious){_SAID_OF_THAT}|"
        rf"really|seriously|says who|who says (?:so|that)|prove (?:it|that)|how do you know(?: {_THAT})?|"
        rf"is (?:that|this|it) (?:(?:really|actually) )?(?:true|right|correct|so|accurate|reliable)|"
        rf"(?:(?:what|where)(?:['’]s| is| are|) )?(?:(?:the|your|its|a|any) )?"
        rf"(?:sources?|citations?|references?|proof|evidence){_SAID_OF_THAT}|"
        rf"(?:where|how) (?:do|did) you (?:get|have|know|find|read|take|see|learn) {_THAT}(?: from)?|"
        rf"where(?:['’]s| is| are| was| were| does| did) {_THAT}(?: (?:come|taken|quoted))? from|"
        rf"(?:which|what) (?:article|paper|source) (?:is|was) {_THAT}(?: from| in)?|"
        r"(?:show|give|tell|name|cite)(?: me| us)? (?:the|your|a|any) sources?" + _SAID_OF_THAT
    ),
    "more": (
        rf"go on|continue|carry on|keep going|elaborate|(?:(?:tell|give|show)(?: me| us)? )?"
        rf"(?:(?:some|a bit|a little|any) )?more(?: (?:details?|information|info))?(?: (?:about|on) {_THAT})?|"
        r"(?:any|some)thing (?:more|else)|(?:(?:give|tell)(?: me| us)? )?(?:the |some |any )?details"
    ),
    "articles": (
        rf"(?:what|which|how many) {_SET} (?:(?:do|can) (?:you|we|i) (?:have|know|read|see|search)|are there|have you|"
        r"(?:are|do you have) (?:here|in (?:here|there|(?:the|this|your) (?:collection|index|archive|library))))"
        rf"(?: got| here)?|"
        rf"(?:show|list|name|give)(?: me| us)? (?:(?:the|your|all) )*(?:latest |newest )?{_SET}|"
        r"(?:what(?:['’]s| is) (?:new|in the news|the (?:latest|newest)(?: news)?|the news)(?: today)?)|"
        rf"(?:(?:any|the) )?(?:latest |newest |recent )?{_SET}(?: today)?|"
        rf"what (?:is|are) (?:the|these|your) {_SET}(?: all)? about|what (?:do you know|can i ask)(?: about)?|"
        r"what (?:topics|subjects) (?:are there|do you (?:have|know|cover)|can i ask about)"
    ),
    "summary": (
        rf"(?:summari[sz]e|sum up|tl;?dr|(?:give|write)(?: me| us)? an? (?:short |brief )?(?:summary|overview))"
        rf"(?: (?:of )?(?:{_THAT}|everything|all|"
        rf"(?:(?:the|these|this|that|all|your) )+(?:{_SET}|article|story|answer)))?"
    ),
    "translation": rf"translate\b.*|(?:say|give|write|repeat)(?: me| us)? {_THAT} in [a-z]+",
}
_ASIDES: dict[Aside, re.Pattern[str]] = {
    aside: re.compile(rf"\W*{_POLITE}(?:{pattern})(?:,? please| then)?\W*", re.I)
    for aside, pattern in _PATTERNS.items()
}
_SMALL_TALK: tuple[tuple[Aside, frozenset[str], frozenset[str]], ...] = (
    ("yes", _YES, _WITH_YES),
    ("no", _NO, _WITH_NO),
    ("thanks", _THANKS, _WITH_THANKS),
    ("okay", _OKAY, _WITH_OKAY),
    ("hello", SMALL_TALK | _GREETINGS, _WITH_HELLO),
)  # a word of the first set, and none that is not of the second


def aside_of(said: str) -> Aside | None:
    """What kind of aside it is; None for everything that the articles may have something about."""
    lows = {word.lower() for word in _WORD.findall(said)}
    if not lows:
        return "nothing"
    for aside, some, others in _SMALL_TALK:
        if lows & some and lows <= others:
            return aside
    return next((aside for aside, pattern in _ASIDES.items() if pattern.fullmatch(said)), None)
