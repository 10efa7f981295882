"""What is asked that is no question, or not one for the articles: a greeting, a name, a claim, another language.

A greeting or a cry for help gets a friendly line without a search; a bare topic, such as a name, gets the sentences
that speak of it, a claim those that bear on it; where nothing is found, the reader is told what the question may lack.
Nothing is made up.
"""

import re
from typing import Literal

from index.language import detect_language
from index.snapshot import Snapshot
from qa.conversation.standalone import SMALL_TALK
from qa.keywords import content_words, spellings
from qa.types import Answer
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, QUESTION_WORDS, words

Form = Literal["question", "topic", "claim"]

HELLO = "Hello. Ask what you would like to know, and the articles answer in their own words."
THANKS = "You are welcome. Ask on whenever you like."
HELP = (
    'Ask in a sentence or a few words, such as "What did Ada Stone say about ferries?". Every sentence of an answer is '
    "quoted from an article; its number opens it there. What the articles do not say is not answered."
)
REFUSAL = "The articles do not answer this."
NO_WORDS = "There are no words in that. Ask in a sentence or a few words."

_THANKS = words("thanks thank thx ty cheers bye goodbye")
_WITH_THANKS = SMALL_TALK | _THANKS | words("so much a lot for that the your help there everyone all")
_WITH_HELLO = SMALL_TALK | words("there everyone all again hiya howdy afternoon evening day how are today doing")
_HELP = re.compile(
    r"^\W*(?:help(?: me)?|how does (?:this|it) work|what can (?:you|i) (?:do|ask)(?: here| you)?|(?:who|what) are you)"
    r"\W*$",
    re.I,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ASKING = QUESTION_WORDS | AUXILIARIES | words("tell give show list explain describe name compare date number")
_LONGEST_TOPIC = 4  # words
_ABOUT = re.compile(
    r"^\W*(?:(?:so|and|please|can you|could you|do you|have you),? )*(?:"
    r"(?:(?:what(?:['’]s| is| are)|(?:is|are) there|have|got|show me|give me|tell me|find|list|any|anything|something|"
    r"some|the|news|latest|newest|new|recent|more|all|articles?|stories|story|information|background) )+"
    r"(?:on|about|regarding|concerning)|"
    r"what do (?:the|these|your|our|any) articles (?:say|tell|report)(?: us| me)? (?:on|about)|"
    r"what do (?:we|you|they) know (?:of|about)) ",
    re.I,
)
_SHORTEST_CLAIM = 5
_ENOUGH = 50  # articles, in which a word that a question needs would be expected
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip


def reply_to(question: str) -> str | None:
    """What is said instead of searching; None for everything that the articles may have something about."""
    found = [word.lower() for word in _WORD.findall(question)]
    if not found:
        return NO_WORDS
    if _HELP.match(question):
        return HELP
    if set(found) & _THANKS and set(found) <= _WITH_THANKS:
        return THANKS
    return HELLO if set(found) & SMALL_TALK and set(found) <= _WITH_HELLO else None


def refusal_of(answer: Answer) -> str | None:
    """What stands in place of an answer; None where there is one, or where nothing was asked of the articles."""
    refused = answer.outcome == "no_evidence" and not answer.stopped and reply_to(answer.question) is None
    return REFUSAL if refused else None


def topic_of(question: str) -> str:
    """What it wants to be told about: "What's the latest on ferries?" → "ferries"; any other question as it is."""
    said = _ABOUT.match(question)
    return question[said.end() :].rstrip(" ?!.") or question if said else question


def form_of(question: str) -> Form:
    """Whether it asks, names or claims something."""
    topic = topic_of(question)
    found = _WORD.findall(topic)
    lows = [word.lower() for word in found]
    if topic != question and not set(lows) & QUESTION_WORDS:
        return "topic"
    if not found or question.rstrip().endswith("?") or lows[0] in _ASKING or set(lows) & QUESTION_WORDS:
        return "question"
    if len(found) <= _LONGEST_TOPIC and not set(lows) & AUXILIARIES:
        return "topic"
    has_capital_and_stop = question[:1].isupper() and question.rstrip()[-1:] in ".!"
    return "claim" if len(found) >= _SHORTEST_CLAIM and has_capital_and_stop else "question"


def asks_in_brief(topic: str) -> bool:
    """Whether a topic has, beside a name or another word, a thing that may be asked of it: "Utmark deficit"."""
    found = [word for word in _WORD.findall(topic_of(topic)) if content_words(word)]
    return len(found) > 1 and any(word.islower() for word in found)


def explain_silence(question: str, snapshot: Snapshot) -> str | None:
    """What may be the reason that nothing answers; None where nothing is known but that the articles do not."""
    lows = [word.lower() for word in _WORD.findall(question)]
    # Other languages have words like "a", "in" and "me" too, but not every third.
    english = sum(low in FUNCTION_WORDS for low in lows) > len(lows) / 3
    language = None if english else detect_language(question)
    if language not in (None, "en"):
        named = _LANGUAGES.get(language or "", "a language other than English")
        return f"This seems to be in {named}. Questions are understood in English only."
    wanted = [low for low in lows if content_words(low)]
    if wanted and not any(snapshot.count_containing(word) for word in wanted):
        return "None of these words stands in any article."
    return name_unknown(question, snapshot)


def name_unknown(question: str, snapshot: Snapshot) -> str | None:
    """Which words of a question no article has; None where all are known, or the articles are few."""
    if len(snapshot.summaries()) < _ENOUGH:
        return None
    asked = dict.fromkeys(_POSSESSIVE.sub("", word) for word in _WORD.findall(question) if content_words(word))
    unknown = [f"“{word}”" for word in asked if not any(map(snapshot.count_containing, spellings(word)))]
    return f"No article has the word {' or '.join(unknown)}." if unknown else None
