"""Which of a phrase's words are a person's or an organisation's name, without titles."""

import re
from collections.abc import Sequence

from qa.names.entities import Word
from qa.vocabulary import COUNTRIES, DEMONYM, OPENING_WORDS, TIMES, TITLE_PARTS, TITLES, words

_BARS = words("of in on at by for with from to about against between among into like than and or near")
SMALL = words("de da di du del della van von der den bin al el ibn la le dos ben")
_NO_NAMES = OPENING_WORDS | TIMES
_CAPITAL = re.compile(r"(?:(?:al|el|d|ul)['’-])?[^\W\d_a-zß-öø-ÿ]")  # "el-Haite" is a name, too


def opening_name(phrase: Sequence[Word], first: int, anything: bool = False) -> list[Word]:
    """The name that opens a phrase, where what follows belongs to it: "Paul White of HydroFish said"."""
    end = first
    while end < len(phrase) and (end == first or phrase[end].joined) and is_name(phrase[end]):
        end += 1
    name = without_titles(list(phrase[first:end]))
    follows = end < len(phrase) and (anything or phrase[end].low in {"of", "from", "at", "who", "whose"})
    owns = bool(name) and name[-1].possessive
    return name if follows and name and not owns and (len(name) > 1 or not phrase[first].opens or anything) else []


def trailing_name(phrase: Sequence[Word]) -> list[Word] | None:
    """The name that ends the phrase, if nothing before it makes it a part of something else."""
    first = len(phrase)
    while first > 0 and _belongs(phrase, first - 1, len(phrase)):
        first -= 1
    run = list(phrase[first:])
    while run and run[0].text[0].islower() and run[0].low not in SMALL - {"la", "le"}:
        run.pop(0)
    name = without_titles(run)
    if not name or not any(is_name(word) for word in name):
        return None
    before = phrase[first - 1] if first else None
    if before and before.low in _BARS and not (before.low == "and" and first == 1):
        return None
    if before and before.possessive and before.text[0].isupper() and len(name) == 1:
        return None  # "St James's Palace"
    lows = [word.low for word in name]
    if len(lows) == 1 and (lows[0] in TITLES or (DEMONYM.search(lows[0]) and lows[0] not in COUNTRIES and before)):
        return None
    return name


def _belongs(phrase: Sequence[Word], place: int, stop: int) -> bool:
    """Whether the word at ``place`` is part of the name that what follows it belongs to."""
    word = phrase[place]
    follows = place + 1 < stop
    if follows and not phrase[place + 1].joined:
        return False
    if is_name(word) and not word.possessive:
        return True
    if not follows:
        return False
    if word.low in SMALL and word.text.islower():
        return True
    return word.low == "of" and place > 0 and phrase[place - 1].low in TITLES and phrase[place + 1].low in TITLE_PARTS


def without_titles(run: list[Word]) -> list[Word]:
    """The name behind "US Secretary of State" and the like."""
    last = max((at for at, word in enumerate(run) if word.low.replace(".", "") in TITLES), default=-1)
    if last < 0:
        return run
    rest = run[last + 1 :]
    while rest and (rest[0].low in TITLE_PARTS or rest[0].low == "of"):
        rest = rest[1:]
    return rest


def is_name(word: Word) -> bool:
    return bool(_CAPITAL.match(word.text)) and word.low not in _NO_NAMES
