"""The words of a text that carry meaning, as they are compared."""

import re
import threading
from functools import lru_cache

import snowballstemmer

from qa.vocabulary import NATIONS, words

_REPEATED = 0.7  # from which share of a few words on they only repeat the question
_ANY_WORD = re.compile(r"\w+")
_WORD = re.compile(r"[^\W_]+")
_ISE, _IZE = (re.compile(rf"i{letter}(e[ds]?|ing|ations?)$") for letter in "sz")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = threading.Lock()  # it keeps the word that it is at in itself
_EMPTY_WORDS = words(
    """
    a an the of in on at to for from by with about as is are was were be been being do does did has have had will would
    could should can may might must it its this that these those he she they them his her their i you we us my your our
    who what when where why how which whom whose and or but if than so not no there here also any some more most said
    say says tell told much many s t
    """
)


def all_words(text: str) -> list[str]:
    """Every word of ``text`` in order, whatever it means, in lower case."""
    return _ANY_WORD.findall(text.casefold())


def content_words(text: str) -> set[str]:
    """The words of ``text`` that carry meaning: lower case, without endings, "British" as "uk", "-ise" as "-ize"."""
    found = (word for word in _WORD.findall(text.lower()) if word not in _EMPTY_WORDS)
    return {NATIONS.get(word) or _stem(word) for word in found}


def repeats(found: str, question: str) -> bool:
    """Whether words say hardly more than the question does, or end in a name that it has.

    One of two that it offers is an answer: "Was it Ada or Bob?"
    """
    said = content_words(found)
    if not said or " or " in question.lower():
        return False
    last = _WORD.findall(found)[-1]
    named = last[0].isupper() and last in _WORD.findall(question)
    return named or len(said - content_words(question)) <= (1 - _REPEATED) * len(said)


def spellings(word: str) -> set[str]:
    """The word with "-ise" and with "-ize"."""
    return {word, _ISE.sub(r"iz\1", word), _IZE.sub(r"is\1", word)}


@lru_cache(100_000)
def _stem(word: str) -> str:
    with _STEMMING:
        stem: str = _STEMMER.stemWord(_ISE.sub(r"iz\1", word))
    return stem
