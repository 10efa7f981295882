"""What a reader types at once, taken apart: what is told before a question, and several questions in one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.sentences import split_sentences
from qa.conversation.asides import aside_of
from qa.names.entities import split_words
from qa.vocabulary import AUXILIARIES, QUESTION_WORDS

_MOST = 3  # questions that are answered at once
_AND = re.compile(r",? and (?=(?:who|whom|whose|what|which|when|where|why|how)\b)", re.I)
_WITH_NOUN = {"how", "what", "which", "whose"}  # "how many votes did"
_FEWEST = 3  # words of the second of two questions: "and why?" goes with the first


@dataclass(frozen=True, slots=True)
class Typed:
    """What was told before the questions, empty where nothing was, and the questions in their order."""

    background: str
    questions: tuple[str, ...]


def take_apart(text: str) -> Typed:
    """The questions of a text, the last ones of many; the whole text is the question where no sentence asks."""
    sentences = [text[start:end].strip() for start, end in split_sentences(text)]
    asking = [sentence for sentence in sentences if sentence.endswith("?") and aside_of(sentence) is None]
    if not asking:
        return Typed("", (text,))
    last = max(place for place, sentence in enumerate(sentences) if sentence == asking[-1])
    told = [one for one in sentences[:last] if one not in asking and aside_of(one) is None]
    questions = [part for question in _join(asking) for part in _part(question)]
    if told:
        questions = questions[-1:]  # what is asked on the way to it is often for show
    return Typed(" ".join(told), tuple(questions[:_MOST]))


def _join(asking: Sequence[str]) -> list[str]:
    """The questions, each with what only adds to it: "Who was hurt? Published last week?"."""
    joined: list[str] = []
    for sentence in asking:
        lows = [word.low for word in split_words(sentence)[:2]]
        if joined and not set(lows) & (QUESTION_WORDS | AUXILIARIES):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined


def _part(question: str) -> list[str]:
    """ "Who won and how many votes did she get?" as two questions, where both are whole."""
    for joint in _AND.finditer(question):
        first, second = question[: joint.start()], question[joint.end() :]
        words, others = split_words(first), split_words(second)
        asks = [word.low in QUESTION_WORDS for word in words]
        whole = len(words) > 1 and words[0].low in QUESTION_WORDS | AUXILIARIES and not any(asks[1:])
        if whole and len(others) >= _FEWEST and _inverts(second):
            return [f"{first.rstrip()}?", second[0].upper() + second[1:]]
    return [question]


def _inverts(question: str) -> bool:
    """Whether it is put as a question by itself: "how many votes did she get", not "how she got them"."""
    lows = [word.low for word in split_words(question)]
    return lows[0] == "who" or any(low in AUXILIARIES for low in lows[1 : 2 + 2 * (lows[0] in _WITH_NOUN)])
