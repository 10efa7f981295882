"""Whose words a question asks for, and whether a sentence gives them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from qa.keywords import content_words
from qa.names.entities import is_capital, split_words
from qa.names.naming import opening_name, without_titles
from qa.speech.said import Speech
from qa.vocabulary import PREPOSITIONS, TITLES

_SAID = (
    "said|says|saying|told|tells|adds|added|warned|warns|argues|argued|wrote|writes|tweeted|insists|insisted|claims|"
    "claimed|pointed out|noted|according to|believes|thinks|explains|explained|describes|described|admits|admitted|"
    "replied|answered|asked|announced|hinted|denied|denies|accused|called"
)
_NEAR = 300  # characters before a sentence in which a name may be meant by its "he"
_PERHAPS = 0.5
_ASKS_FOR_WORDS = re.compile(
    r"\b(?:what(?:\s+(?:did|does|do|has|have|had|is|was)|['’]s)|how\s+(?:did|does|do|has|have|had))\s+(.{2,60}?)\s+"
    r"(?:say|said|saying|says|think|tell|told|argue|argued|warn|warned|claim|claimed|write|tweet|add|insist|answer|reply|"
    r"believe|describe|suggest|propose|predict|recommend|explain|make(?= of\b))\b",
    re.I,
)
_NOBODY = content_words("article report paper story source press")
_APPOSED = re.compile(r",\s+(?:an?|the|who|of)\b.*")  # "Ada Stone, the mayor,"
_ASKS_WHO = re.compile(
    r"^\W*(?:and |so |but )?who (?:was it (?:that|who) |else |first |also )?"
    rf"(?:(?:has|have|had) )?(?:{_SAID}|predicted|predicts|confirmed|suggested|promised)\b(?! what\b)",
    re.I,
)


def asks_who_said(question: str) -> bool:
    """Whether a question wants to know who spoke: "Who said that prices would fall?"."""
    return bool(_ASKS_WHO.search(question))


def asked_speaker(question: str) -> str | None:
    """The name of the person whose words the question asks for: "What did the mayor, Ada Stone, say?" → "Ada Stone".

    Where the question gives only a post, "the president of Dovria", that is nobody's name.
    """
    asked = _ASKS_FOR_WORDS.search(question)
    said_by = _APPOSED.sub("", asked[1]) if asked else ""
    phrase = split_words(said_by)
    name = opening_name(phrase, 0) if phrase else []
    if not name:
        run = list(takewhile(is_capital, reversed(phrase)))[::-1]
        before = phrase[-len(run) - 1] if len(run) < len(phrase) else None
        name = without_titles(run) or run
        if not name or name[-1].possessive or (before and before.low in PREPOSITIONS):
            return None
    return said_by[name[0].start : name[-1].end]


def asked_description(question: str) -> frozenset[str]:
    """What a question calls somebody whose words it asks for without a name: "the losing coach" → {"lose", "coach"}."""
    asked = _ASKS_FOR_WORDS.search(question)
    if not asked or asked_speaker(question) is not None:
        return frozenset()
    described = content_words(asked[1])
    return frozenset() if described & _NOBODY else frozenset(described)


@lru_cache(maxsize=64)
def _says(name: str) -> re.Pattern[str]:
    """Finds the last name as what says something: beside a verb of saying, with at most four words between them.

    Not where those begin another clause, nor where the name only belongs to something: "believes selling Stone's boat".
    """
    who, between = re.escape(name.split()[-1]), r"\W+(?:(?!(?:{})\b)[\w'’-]+\W+){{0,4}}?"
    behind = between.format(r"\w+ing|that|it|he|she|they|not|about|to|by|with")
    subject = r"\W+(?:is|was|has|had|will|would|could|can|should|must|may|might)\b"  # "nobody said Stone was wrong"
    before = between.format("is|are|was|were|been|being")
    return re.compile(rf"\b(?:{_SAID}){behind}{who}\b(?!['’]s|{subject})|\b{who}(?!['’]s){before}(?:{_SAID})\b")


def spoken(
    name: str | None,
    text: str,
    before: str,
    speeches: Sequence[Speech],
    start: int,
    end: int,
) -> float:
    """Whose words the sentence from ``start`` to ``end`` of its article gives, where ``name``'s are asked for.

    1 for that person's, -1 for somebody else's, and between if it is open whose they are and the name is near: in
    ``text``, the sentence, or in ``before``, what the passage says until then.
    """
    if name is None:
        return 0.0
    here = [one for one in speeches if one.start < end and start < one.end]
    if any(is_by(one, name) for one in here):
        shared = any(shares_name(one, name) and not is_by(one, name) for one in speeches)
        bare = all(" " not in (one.speaker or "") for one in here if is_by(one, name))
        return _PERHAPS if shared and bare else 1.0  # "Garrick said": one of two brothers
    if any(one.speaker for one in here):
        return -1.0
    if _says(name).search(text):
        return 1.0
    is_near = name.split()[-1] in before[-_NEAR:] + text
    return _PERHAPS if is_near and any(one.is_open for one in here) else 0.0


def may_be_said_by(described: frozenset[str], about: str, speeches: Sequence[Speech], start: int, end: int) -> float:
    """How far the words from ``start`` to ``end`` may be those of somebody who is only described, 0 to .5.

    ``about`` is the sentence and the text before it, which should have what he is called.
    """
    if not any(one.start < end and start < one.end for one in speeches):
        return 0.0
    return _PERHAPS * len(described & content_words(about)) / len(described)


def gives(wanted: set[str], text: str, offset: int, speeches: Sequence[Speech], start: int, end: int) -> float:
    """Whether the sentence from ``start`` to ``end`` gives somebody's words with half of the ``wanted`` ones, 1 or 0.

    ``text`` begins at ``offset`` in the article.
    """
    here = (one for one in speeches if one.start < end and start < one.end)
    said = (content_words(text[max(0, one.start - offset) : max(0, one.end - offset)]) for one in here)
    return float(any(wanted and 2 * len(wanted & words) >= len(wanted) for words in said))


def is_by(speech: Speech, name: str | None) -> bool:
    """Whether a person of that name says it; "Michelle Obama" is not "Barack Obama"."""
    if not shares_name(speech, name):
        return False
    given, own = _given_names(name or ""), _given_names(speech.speaker or "")
    return not given or not own or given[0] in own


def shares_name(speech: Speech, name: str | None) -> bool:
    """Whether somebody of that last name says it."""
    return name is not None and speech.speaker is not None and name.split()[-1] in speech.speaker.split()


def _given_names(name: str) -> list[str]:
    return [part for part in name.split()[:-1] if part.lower().strip(".") not in TITLES]
