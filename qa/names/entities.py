"""Named entities by rule: who, what and where a text names, without a model."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Literal

from qa.vocabulary import (
    CAPITALS,
    COUNTRIES,
    DEMONYM,
    FEMALE_NAMES,
    FEMALE_TITLES,
    FUNCTION_WORDS,
    GROUP_WORDS,
    HONORIFICS,
    LINKS,
    MALE_NAMES,
    MALE_TITLES,
    NAMED_FOR,
    NOT_PERSONS,
    OPENING_WORDS,
    PLACE_WORDS,
    SPEAKING,
    SURNAMES,
    THING_WORDS,
    TIMES,
    TITLE_PARTS,
    TITLES,
    WEEKDAYS,
)

Kind = Literal["person", "group", "country", "place", "thing", "unknown"]
Gender = Literal["male", "female"]

LONGEST = 6_000  # characters looked at: the names that matter to a follow-up come early in an answer

CURLY = "\u2019"  # the typographic apostrophe
POSSESSIVES = {"'s", CURLY + "s"}
# Every repetition needs a character that the one around it cannot take, so matching is linear in the text.
WORD = re.compile(rf"(?:[^\W\d_]\.){{2,}}|[^\W_]+(?:['{CURLY}-][^\W_]+)*")
SENTENCE_END = re.compile('[.!?\u2026:;\n"\u201c\u201d(\\[\u2022\u2013\u2014|]')
JOINTS = (" ", "  ", " & ", "\n")


# "LONDON (Reuters) - ", "ALDERMOUTH, 3 May – ": a place in capitals, or with an agency or a day behind it.
_DAY = r"(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+\.? \d{1,2})"
_DATELINE = re.compile(
    r"^[ \t]*([A-Z][A-Z.’' -]{2,30}(?:, [A-Z][\w. ]{1,30})*|[A-Z][\w.’' -]{2,30}(?:, [A-Z][\w. ]{1,30})*(?=[ ]\()|"
    rf"[A-Z][\w.’' -]{{2,30}}(?=, {_DAY}))"
    rf"(?:, {_DAY})?(?: \([A-Z][^\n()]{{1,30}}\))?\s*[-–—]+\s(?=[\"“‘'A-Z])",
    re.M,
)


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as the text has it, without titles and possessive: ``text[start:end] == name``."""

    name: str
    kind: Kind
    start: int
    end: int
    definite: bool = False  # a "the" stands before it: "the Pentagon"
    plural: bool = False
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place; neither ``text`` nor ``low`` (lower-cased) has the possessive ending."""

    text: str
    low: str
    start: int
    end: int
    opens: bool  # the first of a sentence
    joined: bool  # nothing but a space, or a dot after a title or an initial, parts it from the word before
    possessive: bool


def split_words(text: str) -> list[Word]:
    """The words of a text in order."""
    found: list[Word] = []
    last = 0
    for match in WORD.finditer(text):
        raw = match.group()
        bare = raw[:-2] if raw[-2:].lower() in POSSESSIVES else raw
        low = bare.lower().replace(CURLY, "'")
        after = text[match.end() : match.end() + 2]
        gap = text[last : match.start()]
        abbreviated = bool(found) and gap == ". " and (len(found[-1].text) == 1 or found[-1].low in HONORIFICS)
        found.append(
            Word(
                text=bare,
                low=low,
                start=match.start(),
                end=match.start() + len(bare),
                opens=not found or (not abbreviated and bool(SENTENCE_END.search(gap))),
                joined=bool(found) and not found[-1].possessive and (abbreviated or gap in JOINTS),
                possessive=bare != raw or (low.endswith("s") and after[:1] in {"'", CURLY} and after[1:].strip() == ""),
            )
        )
        last = match.end()
    return found


def find_entities(text: str) -> list[Entity]:
    """The named entities of a text in the order they stand; kinds are guesses from the words around them."""
    return list(_find(text[:LONGEST]))


@lru_cache(maxsize=512)
def _find(text: str) -> tuple[Entity, ...]:
    found = split_words(text)
    datelines = [match.span(1) for match in _DATELINE.finditer(text)]
    entities: list[Entity] = []
    position = 0
    if len(found) > 2 and text.isupper():
        return ()  # capitals tell nothing here
    while position < len(found):
        stop = _run_end(found, position)
        if stop > position and (entity := _entity(text, found, position, stop)) is not None:
            placed = any(start <= entity.start < end for start, end in datelines)
            entities.append(replace(entity, kind="place", gender=None) if placed else entity)
        position = max(stop, position + 1)
    return tuple(entities)


def is_capital(word: Word) -> bool:
    """Whether the word is written as a name is."""
    return word.text[0].isupper()


def is_plural(word: str) -> bool:
    """Whether a lower-case noun looks like a plural."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_acronym(word: Word) -> bool:
    """Whether the word is all capitals: "US", "U.S.", "KCNA"; "I" and "A" are not."""
    letters = word.text.replace(".", "").replace("-", "")
    return len(letters) > 1 and letters.isupper()


def _run_end(found: list[Word], start: int) -> int:
    """Where the capitalised run that begins at ``start`` ends, exclusive; ``start`` when none begins there."""
    first = found[start]
    stopped = OPENING_WORDS if first.opens else FUNCTION_WORDS
    if not is_capital(first) or (first.low in stopped and not (first.low == "us" and is_acronym(first))):
        return start
    stop = start + 1
    while stop < len(found):
        after = stop
        while after < len(found) and after < stop + 2 and found[after].joined and found[after].low in LINKS:
            after += 1  # "Secretary of State", "Centre for the Study of War"
        if after == len(found) or not found[after].joined or found[stop].low == "the":
            break
        word = found[after]
        if not (is_capital(word) or (word.text.isdigit() and after == stop)):
            break
        if "for" in {link.low for link in found[stop:after]} and found[stop - 1].low not in NAMED_FOR:
            break
        if "of" in {link.low for link in found[stop:after]} and _works_for(found, start, stop, after):
            break
        if word.low in FUNCTION_WORDS - SURNAMES and not (word.low == "us" and is_acronym(word)):
            break
        stop = after + 1
    return stop


def _works_for(found: list[Word], start: int, stop: int, employer: int) -> bool:
    """Whether "of" parts a person from an organisation: "Joeri Maas of Utrecht University"."""
    name, _ = _skip_titles(found, start, stop)
    lows = {word.low for word in found[name:stop]}
    if stop - name < 2 or lows & (NOT_PERSONS | TITLES) or (start > 0 and found[start - 1].low == "the"):
        return False
    behind = [found[employer], *takewhile(lambda word: word.joined and is_capital(word), found[employer + 1 :])]
    return bool({word.low for word in behind} & GROUP_WORDS)


def _entity(text: str, found: list[Word], start: int, stop: int) -> Entity | None:
    """The entity of a capitalised run without its titles; None when the run names nothing."""
    definite = start > 0 and found[start - 1].low == "the" and found[start].joined
    name, titled = _skip_titles(found, start, stop)
    if name == stop:
        if definite or found[start].opens or found[start].low not in {"prince", "queen"}:
            return None  # "the President"; but "Prince sang"
        name, titled = start, False
    if name < stop - 1 and found[name].low in TIMES and found[name + 1].text.isdigit():
        name += 2  # "In August 2004 Cole said"
    elif name < stop - 1 and found[name].low in WEEKDAYS and is_capital(found[name + 1]):
        name += 1  # "On Monday Trump said"
    run = found[name:stop]
    if not run:
        return None
    lows = [word.low for word in run]
    if all(low in TIMES or low.isdigit() for low in lows) or _is_compound(run[-1]):
        return None
    following = found[stop] if stop < len(found) else None
    described = following is not None and following.joined and following.low not in FUNCTION_WORDS | SPEAKING
    if described and DEMONYM.search(lows[-1]) and not lows[-1].endswith("s") and len(lows) <= 2:
        return None  # "North Korean officials"
    if len(run) == 1 and run[0].opens and _plain_opening(found, start):
        return None
    definite = definite and name == start
    kind = _guess_kind(found, name, stop, definite, titled)
    return Entity(
        name=text[run[0].start : run[-1].end],
        kind=kind,
        start=run[0].start,
        end=run[-1].end,
        definite=definite,
        plural=kind not in ("person", "country") and is_plural(lows[-1]),
        gender=_guess_gender(lows, {word.low for word in found[start:name]}) if kind != "place" else None,
    )


def _skip_titles(found: list[Word], start: int, stop: int) -> tuple[int, bool]:
    """Where the name begins behind "US Secretary of State" and the like, and whether there was such a title."""
    name, titled = start, False
    for position in range(start, stop):
        low = found[position].low
        low = low.replace(".", "")
        if low in TITLES:
            titled, name = True, position + 1
        elif low in TITLE_PARTS and titled:
            name = position + 1
        elif not (low in TITLE_PARTS or low in LINKS or low in COUNTRIES or DEMONYM.search(low)):
            break
    if not titled or (name < stop and found[name].low in NOT_PERSONS):
        return start, False  # "Duke University", "Queen of England"
    return name, True


def _is_compound(word: Word) -> bool:
    """Whether a hyphen joins the word to a common one: "English-speaking"."""
    return "-" in word.text and word.text.rpartition("-")[2][:1].islower() and not word.text[1:2].isupper()


def _plain_opening(found: list[Word], position: int) -> bool:
    """Whether the lone capitalised word that opens a sentence looks like an ordinary word."""
    word = found[position]
    if is_acronym(word) or word.low in COUNTRIES | CAPITALS or word.possessive:
        return False
    if any(other.text == word.text and not other.opens for other in found):
        return False
    following = found[position + 1].low if position + 1 < len(found) else ""
    plain_ending = word.low.endswith(("s", "ing", "ed", "ly", "tion", "ment", "ness", "ity"))
    return plain_ending and not (following in SPEAKING and not word.low.endswith("s"))


def _guess_kind(found: list[Word], start: int, stop: int, definite: bool, titled: bool) -> Kind:
    """What a name stands for, by its own words first and its neighbours after."""
    lows = [word.low.replace(".", "") for word in found[start:stop]]
    members, last = set(lows), lows[-1]
    before = found[start - 1].low if start else ""
    after = found[stop].low if stop < len(found) else ""
    if titled:
        return "person"
    if last in COUNTRIES and (len(lows) <= 2 or "of" in members):
        return "country"
    if len(lows) == 2 and lows[0] in FEMALE_NAMES | MALE_NAMES:
        return "person"  # "Frank Church", "Dana Bank"
    if last in CAPITALS or last in PLACE_WORDS:
        return "place"
    if last in THING_WORDS:
        return "thing"
    if members & GROUP_WORDS - {"un"} or (len(lows) == 1 and is_acronym(found[start])):
        return "group"
    if DEMONYM.search(last) and last.endswith("s"):
        return "group"
    if definite:
        return "group" if last.endswith("s") else "thing"
    if len(lows) > 1 and lows[0] in FEMALE_NAMES | MALE_NAMES:
        return "person"
    if after in SPEAKING or before in {"said", "says"}:
        return "person"
    if before in {"in", "at", "near"}:
        return "place"
    if before in {"a", "an"}:
        return "thing"
    plain = all(word.text.isalpha() for word in found[start:stop])
    several = last[-1] == "s" and after != "of"  # "Harlow Rovers", but "Joeri Maas of Utrecht University"
    return "person" if 2 <= len(lows) <= 3 and plain and not members & LINKS and not several else "unknown"


def _guess_gender(lows: list[str], titles: set[str]) -> Gender | None:
    if titles & FEMALE_TITLES or lows[0] in FEMALE_NAMES:
        return "female"
    return "male" if titles & MALE_TITLES or lows[0] in MALE_NAMES else None
