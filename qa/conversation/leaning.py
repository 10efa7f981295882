"""Whether a question leaves its subject to the articles cited last: "What was the cause?", "How many were hurt?"."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.antecedents import ANYBODY
from qa.conversation.asides import aside_of
from qa.conversation.fragments import LEANING
from qa.conversation.memory import part_context
from qa.conversation.mentions import BE_FORMS, DETERMINERS, PARTICIPLE, PARTICIPLES, VAGUE, find_mentions
from qa.conversation.standalone import OPENERS, topic_of_turns
from qa.names.entities import Word, split_words
from qa.types import Turn
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS, QUESTION_WORDS, TIMES, words

_DATED = TIMES | words("today yesterday tomorrow week weeks month months year years nowadays recently latest")
_LONGEST = 9  # words
_SHORTEST = 2  # words of a question: "How old?" says too little even among the articles that it is about
_KNOWN = DETERMINERS - words("a an some any this that")
_COUNTING = words("many much which what some any")
_MEASURES = words("long old far often big high fast tall late bad")  # "How old?"


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a question leans on: the articles cited last, and what those were asked about."""

    question: str  # as it is asked of them
    whole: str  # as it is asked of all articles
    articles: tuple[str, ...]  # ids; none where nothing was cited since a subject was named
    nouns: frozenset[str]  # that it takes as known, in lower case: "the police"; the articles must have them


def read_leaning(question: str, history: Sequence[Turn]) -> Leaning | None:
    """What a question leans on, as ``standalone_question`` completed it.

    None where it has a subject of its own, or nothing was said before.
    """
    bare, context = part_context(question)
    nouns = _borrowed(bare)
    asked = [turn for turn in history if aside_of(turn.question) is None]
    if nouns is None or not asked:
        return None
    began = len(asked) - 1
    while began and _borrowed(asked[began].question) is not None:
        began -= 1
    cited = next((turn.cited for turn in reversed(asked[began:]) if turn.cited), ())
    topic = "" if context else topic_of_turns(asked[: began + 1])
    whole = f"{question} ({topic})" if topic and topic.lower() not in question.lower() else question
    return Leaning(whole if len(bare.split()) <= _SHORTEST else question, whole, cited, nouns)


def _borrowed(question: str) -> frozenset[str] | None:
    """What a question without a subject of its own takes as known, such as "the police"; None of any other question.

    "What is inflation?" and "What did the harbour bridge cost?" have one; "How many people were hurt?" has none, nor
    has "What did the bridge cost?".
    """
    found = split_words(question)
    while len(found) > 1 and found[0].low in OPENERS:
        found = found[1:]
    lows = [word.low for word in found]
    if not 0 < len(found) <= _LONGEST or lows[0] not in QUESTION_WORDS | AUXILIARIES:
        return None
    if set(lows) & _DATED or any(low.isdigit() for low in lows) or find_mentions(question).names:
        return None
    determined = _determined(found)
    if any(known and determined.get(place + 1) for place, known in determined.items()):
        return None  # "the harbour bridge" says which
    others = [
        place
        for place, word in enumerate(found)
        if place not in determined and word.low not in FUNCTION_WORDS | ANYBODY | _MEASURES
    ]
    if len(others) > 1 or (lows[0] != "who" and any(_is_subject(found, place) for place in others)):
        return None
    return frozenset(found[place].low for place, known in determined.items() if known) - VAGUE - LEANING


def _determined(found: list[Word]) -> dict[int, bool]:
    """The places of the nouns behind "the", "which" or "how many", each with whether it is taken as known."""
    places: dict[int, bool] = {}
    asking = next((place for place, word in enumerate(found) if place and word.low in AUXILIARIES), None)
    for start, word in enumerate(found):
        if word.low not in _KNOWN | _COUNTING:
            continue
        stop = start + 1 + (word.low == "the")
        while stop < len(found) and found[stop].low not in FUNCTION_WORDS:
            stop += 1
        if word.low in _COUNTING and asking is None:  # "Which team won?", but "What caused it?"
            stop = min(stop, start + 1 + (word.low != "what"))
        elif stop == len(found) and stop - start > 2 and asking is not None and _is_verb(found, asking):
            stop -= 1
        places |= dict.fromkeys(range(start + 1, min(stop, len(found))), word.low in _KNOWN)
    return places


def _is_verb(found: list[Word], asking: int) -> bool:
    """Whether the last word is the verb that an auxiliary asks for: "When did the ceremony begin?"."""
    return found[asking].low not in BE_FORMS or _says(found[-1])


def _is_subject(found: list[Word], place: int) -> bool:
    """Whether what is asked about is a noun of its own: "What is inflation?", "What is a drone?", "… in poverty?"."""
    article = place > 1 and found[place - 1].low in {"a", "an"}
    before = found[place - 1 - article].low if place else ""
    last = place == len(found) - 1
    return before in PREPOSITIONS - {"to"} or (last and before in BE_FORMS and not _says(found[place]))


def _says(word: Word) -> bool:
    """Whether it says something of a subject rather than being one: "hurt", "responsible"."""
    return bool(PARTICIPLE.search(word.low)) or word.low in PARTICIPLES
