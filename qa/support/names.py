"""Names in a sentence, and whether a passage has them: by last name, as an acronym, or as the people of a country."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from qa.names.entities import split_words
from qa.support.wording import fold
from qa.vocabulary import (
    CAPITALS,
    COUNTRIES,
    DEMONYM,
    FEMALE_NAMES,
    FUNCTION_WORDS,
    GROUP_WORDS,
    MALE_NAMES,
    NATIONS,
    OPENING_WORDS,
    PLACE_WORDS,
    SPEAKING,
    THING_WORDS,
    TIMES,
    TITLE_PARTS,
    TITLES,
    words,
)

_LINKS = words("of the for de la du del von van der den bin al el ibn da di and to in on at a s")
# What a model calls a person, an office or a body without naming it.
_ROLES = (
    TITLES
    | TITLE_PARTS
    | words(
        "administration government parliament council committee ministry department official officials spokesman "
        "spokeswoman spokesperson deputy chief mayor ceo party state city company group north south east west northern "
        "southern eastern western sir english-language"
    )
)
_SPELLED_OUT = {
    "us": "united states", "uk": "united kingdom", "un": "united nations", "eu": "european union",
    "dprk": "north korea", "pm": "prime minister", "ceo": "chief executive", "mp": "member of parliament",
    "tv": "television", "nhs": "national health service", "ai": "artificial intelligence", "gp": "doctor",
}  # fmt: skip
_NOT_PERSONS = GROUP_WORDS | PLACE_WORDS | THING_WORDS | COUNTRIES | words("high school national royal new old great")
_PEOPLE = re.compile(r"(.{3,}?)(?:n|an|ian|ean|ese|i|ish)?s?")
# Abstract nouns open sentences with a capital, and name nobody.
_THINGS = words(
    "water inflation sugar oil traffic coffee growth health trade money research science work food gas power energy "
    "weather rain snow fire crime war peace talks life music art history business industry labour tourism pollution "
    "unemployment poverty violence temperature demand supply turnout attendance revenue income profit sales education"
)
_PLAIN_ENDINGS = ("s", "ing", "ed", "ly", "tion", "ment", "ness", "ity", "th", "ism", "ance", "ence", "age", "ship")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a sentence: ``text`` as it stands there, and the folded words of it that must be found."""

    text: str
    start: int
    end: int
    parts: tuple[str, ...]


def find_names(sentence: str, evidence: "Vocabulary") -> list[Name]:
    """The names of a sentence; whether a word that only opens it is one, the evidence tells."""
    found: list[Name] = []
    run: list[tuple[str, int, int]] = []

    def close() -> None:
        parts = tuple(part for part, _, _ in run if part not in _ROLES and part not in _LINKS and part not in TIMES)
        if not all(evidence.is_common(part) for part in parts):  # else the sentence writes big what they write small
            found.append(Name(sentence[run[0][1] : run[-1][2]], run[0][1], run[-1][2], parts))
        run.clear()

    members = split_words(sentence)
    for place, word in enumerate(members):
        low = fold(word.text)
        capital = word.text[0].isupper() and not (low == "i" or low.startswith("i'"))
        acronym = len(low) > 1 and word.text.replace(".", "").isupper()
        if capital and not acronym and low in FUNCTION_WORDS:
            capital = False
        if capital and word.opens and not acronym:
            following = members[place + 1] if place + 1 < len(members) else None
            capital = _opens_with_name(word.text, following.text if following else "", word.possessive, evidence)
        if run and (not word.joined or not (capital or word.text.isdigit())):
            close()
        if capital:
            run.extend((fold(part), word.start, word.end) for part in re.split("-", word.text) if part)
    close()
    return found


def _opens_with_name(word: str, following: str, possessive: bool, evidence: "Vocabulary") -> bool:
    low = fold(word)
    if evidence.is_proper(low):
        return True
    if low in OPENING_WORDS or evidence.has_common(low) or low in TITLES:
        return False
    if low in COUNTRIES | CAPITALS | MALE_NAMES | FEMALE_NAMES or low in NATIONS:
        return True
    if low in _THINGS or low.endswith(_PLAIN_ENDINGS):
        return following[:1].isupper() and not low.endswith(("ing", "ed", "ly"))
    next_low = following.lower()
    return (
        possessive
        or following[:1].isupper()
        or next_low in SPEAKING
        or next_low in ("was", "is", "has", "had", "will", "would", "did", "does")
        or (next_low.endswith("ed") and len(next_low) > 4)
    )


class Vocabulary:
    """Which words some texts have, and which of them as names."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.words: set[str] = set()
        self._proper: set[str] = set()  # written with a capital where no sentence begins
        self._common: set[str] = set()  # written without one
        self._flat: list[str] = []
        for text in texts:
            seen, proper, common, flat = _read(text)
            self.words |= seen
            self._proper |= proper
            self._common |= common
            self._flat.append(flat)
        self._keys = {_key(word) for word in self.words}

    def is_proper(self, low: str) -> bool:
        """Whether the word stands there as a name."""
        return low in self._proper

    def has_common(self, low: str) -> bool:
        """Whether the word stands there in lower case."""
        return low in self._common

    def may_name(self, low: str) -> bool:
        """Whether the word stands there, and with a capital wherever it does."""
        return low in self.words and low not in self._common

    def is_common(self, low: str) -> bool:
        """Whether the word stands there in lower case alone."""
        return low in self._common and low not in self._proper

    def has(self, part: str) -> bool:
        """Whether a word of a name stands there, as itself or another form of it."""
        if part in self.words or _key(part) in self._keys or part.removesuffix("s") in self.words:
            return True
        if part in _SPELLED_OUT and any(f" {_SPELLED_OUT[part]}" in flat for flat in self._flat):
            return True
        if len(part) > 2 and any(_initials(part, flat) for flat in self._flat):
            return True
        return any(short in self.words and part in long.split() for short, long in _LONG_FORMS)

    def has_together(self, one: str, two: str) -> bool:
        """Whether two words of a name stand there in a row, or with one more between them."""
        pattern = re.compile(rf" {re.escape(one)} (?:[\w'-]+ )?{re.escape(two)}\b")
        return any(pattern.search(flat) for flat in self._flat)

    def other_first(self, one: str, two: str) -> bool:
        """Whether both belong to other names there: "Ada Stone" and "Eve Hill", where "Eve Stone" is asked for."""
        if {one, two} & _NOT_PERSONS:
            return False
        before = {match[1] for flat in self._flat for match in re.finditer(rf" ([\w'-]+) {re.escape(two)}\b", flat)}
        after = {match[1] for flat in self._flat for match in re.finditer(rf" {re.escape(one)} ([\w'-]+)", flat)}
        return all(
            any(word in self._proper and word not in _ROLES and word not in NATIONS for word in others)
            for others in (before - {one}, after - {two})
        )

    def lacks(self, name: Name) -> tuple[str, ...]:
        """The words of a name that do not stand there."""
        if "".join(name.parts) in self.words:
            return ()
        return tuple(part for part in name.parts if not self.has(part))


_LONG_FORMS = [(short, long) for short, long in _SPELLED_OUT.items()]


@lru_cache(maxsize=1_024)
def _read(text: str) -> tuple[frozenset[str], frozenset[str], frozenset[str], str]:
    """All words, those written as names, those in lower case, and the text folded to one line."""
    seen, proper, common = set(), set(), set()
    for word in split_words(text):
        for part in (word.text, *re.split("-", word.text)):
            low = fold(part) if part else ""
            if not low:
                continue
            seen.add(low)
            if part[0].isupper():
                if not word.opens:
                    proper.add(low)
            else:
                common.add(low)
    flat = " " + " ".join(fold(word.text) for word in split_words(text))
    return frozenset(seen), frozenset(proper), frozenset(common), flat


@lru_cache(maxsize=20_000)
def _key(low: str) -> str:
    """The same for a country and its people: "Russia", "Russian", "Russians"."""
    low = NATIONS.get(low, low)
    if len(low) > 4 and (stripped := _PEOPLE.fullmatch(low)):
        return stripped[1].rstrip("aeiouy") or low
    return low


def is_land(name: Name) -> bool:
    """Whether a name is that of a country or of its people."""
    return any(
        part in NATIONS or part in COUNTRIES or (len(name.parts) == 1 and DEMONYM.search(part)) for part in name.parts
    )


def _initials(acronym: str, flat: str) -> bool:
    """Whether words in a row, small ones aside, begin with the letters: "INCB" for a control board's whole name."""
    if not acronym.isalpha() or len(acronym) > 6:
        return False
    between = r"(?:(?:of|the|for|and|in|on|s) )?"
    return (
        re.search(" " + f" {between}".join(rf"{re.escape(letter)}[\w']+" for letter in acronym) + r"\b", flat)
        is not None
    )
