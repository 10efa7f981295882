"""What a text mentions: its names, and the noun phrases of a question ("the meeting between Pompeo and Kim")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from qa.names.entities import Gender, Kind, Word, find_entities, is_plural, split_words
from qa.vocabulary import FUNCTION_WORDS, QUESTION_WORDS, TIMES, words

DETERMINERS = words("the a an this that these those his her their its our some any")
ATTACHING = words("of between with against over on from for in to")
NOUN_ADJECTIVES = words("next own last new other same")
DO_FORMS = words("do does did will would can could should may might must shall didn't doesn't don't won't")
BE_FORMS = words("is are was were has have had been be isn't wasn't weren't aren't")
ADVERBS = words("ever also already not never always still then again even just finally have be")
PARTICIPLES = words(
    "held made built shot put cut set sent sold won lost found kept left done hit good bad true big important "
    "hard over ready legal like called about known seen taken given written born dead alive popular able well "
    "broken hurt"
)
PARTICIPLE = re.compile(r"(?:ed|ing|ful|ous|ible|able)$")
ROLE_ENDINGS = ("man", "woman", "ident", "ator", "itor", "ist", "ician")
ROLES = words(
    "minister secretary leader spokesperson lawyer player singer writer actor actress general officer judge envoy king "
    "queen wife husband son daughter mother father brother sister boy girl chief director author killer suspect victim "
    "coach teacher adviser aide expert"
)
ROLE_PLURAL = words(
    "people officials men women soldiers negotiators diplomats experts leaders parents children members"
)


# Nouns that a pronoun hardly ever means.
VAGUE = words(
    "population size name age capital price cost cause title meaning source time year years day days way lot kind "
    "sort type thing things article anything one part end people reason number month months week weeks fact "
    "something nothing aspects information articles news stories"
)
BEFORE_PLURALS = words("of about on for against many which were are did do new lift impose")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or a noun phrase that a text mentions."""

    name: str
    kind: Kind
    start: int = 0
    end: int = 0
    head: str = ""  # the noun of a noun phrase, lower-cased; empty for a name
    definite: bool = False
    plural: bool = False
    gender: Gender | None = None
    person: bool = False  # a noun for a person: "the negotiator"
    asked: float = 0.0  # weight from questions
    told: float = 0.0  # weight from answers

    @property
    def weight(self) -> float:
        """How much the conversation is about it now."""
        return self.asked + self.told

    @property
    def shown(self) -> str:
        """The mention as it goes into a sentence."""
        return f"the {self.name}" if self.definite and not self.name.lower().startswith("the ") else self.name

    @property
    def possessive(self) -> str:
        """The mention as an owner."""
        return self.shown + ("'" if self.shown.endswith("s") and (self.plural or self.kind == "country") else "'s")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The names and the noun phrases of one text, each in order."""

    names: tuple[Mention, ...]
    things: tuple[Mention, ...]

    @property
    def keys(self) -> frozenset[str]:
        """The lower-cased names."""
        return frozenset(mention.name.lower() for mention in self.names)


NOTHING: Mapping[str, Mention] = MappingProxyType({})


def find_names(text: str) -> list[Mention]:
    """The names of a text in order."""
    return [
        Mention(e.name, e.kind, e.start, e.end, definite=e.definite, plural=e.plural, gender=e.gender)
        for e in find_entities(text)
    ]


def find_mentions(text: str, known: Mapping[str, Mention] = NOTHING) -> Mentions:
    """The mentions of a question; ``known`` names, by their last word, count in a question typed without capitals."""
    found = split_words(text)
    names = find_names(text) or [
        replace(known[word.low], start=word.start, end=word.end, asked=0.0, told=0.0)
        for word in found
        if word.low in known
    ]
    return Mentions(tuple(names), tuple(_find_things(text, found, names)))


def _find_things(text: str, found: list[Word], names: list[Mention]) -> list[Mention]:
    """Noun phrases: "the meeting between Pompeo and Kim", "sanctions"; a verb shows by its place or its ending."""
    named = [any(name.start <= word.start < name.end for name in names) for word in found]
    things: list[Mention] = []
    place = 0
    while place < len(found):
        bare = _is_bare_plural(found, named, place)
        if not (bare or _opens_phrase(found, named, place)):
            place += 1
            continue
        start = place if bare else place + 1
        while (
            not bare and start < len(found) - 1 and named[start] and found[start].joined and not found[place].possessive
        ):
            start += 1  # "the Yongbyon nuclear facility"
        noun_end = _drop_verb(found, place, start, _noun_end(found, named, start))
        if noun_end > start:
            stop = _attach(found, named, noun_end)
            head = found[noun_end - 1].low
            if head not in TIMES | NOUN_ADJECTIVES | VAGUE and not head.isdigit():
                begin = _owner_start(found, named, place)
                things.append(_thing(text, found[begin], found[place + 1 : stop], found[stop - 1].end, head, bare))
            start = stop
        place = max(start, place + 1)
    return things


def _thing(text: str, first: Word, following: list[Word], end: int, head: str, bare: bool) -> Mention:
    """The mention of a noun phrase; whatever determiner it had, the next question says "the"."""
    name = text[first.start : end]
    if first.low in DETERMINERS:
        name = "the " + text[following[0].start : end]
    plural = is_plural(head) or head in ROLE_PLURAL
    return Mention(name, "thing", first.start, end, head=head, definite=bare, plural=plural, person=names_person(head))


def names_person(noun: str) -> bool:
    """Whether a lower-case noun is one for a single person."""
    return noun.endswith(ROLE_ENDINGS) or noun in ROLES


def _opens_phrase(found: list[Word], named: list[bool], place: int) -> bool:
    word = found[place]
    if word.low in {"that", "this"} and place and found[place - 1].low in DO_FORMS | BE_FORMS:
        return False  # "did that matter"
    return word.low in DETERMINERS or (word.possessive and named[place])


def _owner_start(found: list[Word], named: list[bool], place: int) -> int:
    """Where the owner's name begins: at "North" in "North Korea's chief negotiator"."""
    while found[place].possessive and place and named[place - 1] and found[place].joined:
        place -= 1
    return place


def _noun_end(found: list[Word], named: list[bool], start: int) -> int:
    stop = start
    while stop < min(len(found), start + 5) and not named[stop] and _is_noun(found[stop], stop > start):
        if stop > start and not found[stop].joined:
            break
        stop += 1
    return stop


def _is_noun(word: Word, inside: bool) -> bool:
    if word.low in NOUN_ADJECTIVES:
        return True
    if word.low in FUNCTION_WORDS or word.low.endswith("ly"):
        return False
    return not (inside and word.low.endswith("ed"))


def _is_bare_plural(found: list[Word], named: list[bool], place: int) -> bool:
    """Whether a plural without an article begins a phrase: "about sanctions", "which missiles"."""
    word = found[place]
    if place == 0 or named[place] or found[place - 1].low not in BEFORE_PLURALS:
        return False
    return is_plural(word.low) and len(word.low) > 4 and word.low not in FUNCTION_WORDS


def _drop_verb(found: list[Word], place: int, start: int, stop: int) -> int:
    """Without the verb that follows the subject of a question: "did the missile launch fail" is about the launch."""
    before = found[place - 1].low if place else ""
    last = found[stop - 1].low
    if stop - start < 2 and start - place < 2:
        return stop
    following = found[stop].low if stop < len(found) else ""
    if before in DO_FORMS and following not in ADVERBS and not following.endswith("ly"):
        return stop - 1
    inverted = place == 1 or (place > 1 and found[place - 2].low in QUESTION_WORDS)
    if before in BE_FORMS and inverted and (PARTICIPLE.search(last) or last in PARTICIPLES):
        return stop - 1
    return stop


def _attach(found: list[Word], named: list[bool], stop: int) -> int:
    """Where the phrases with a preposition that belong to a noun end: "of the missile", "between Pompeo and Kim"."""
    while stop < len(found) - 1 and found[stop].low in ATTACHING and found[stop].joined:
        inner = stop + 1
        if found[inner].low in {"the", "a", "an"} and inner < len(found) - 1:
            inner += 1
        end = inner
        if found[inner].low in TIMES or found[inner].text.isdigit():
            return stop
        while end < len(found) and end < inner + 6 and named[end] and (end == inner or found[end].joined):
            end += 1
            if end < len(found) - 1 and found[end].low == "and" and named[end + 1]:
                end += 1
        if end == inner:
            if found[stop].low != "of":
                return stop
            while end < len(found) and end < inner + 3 and found[end].joined and _is_noun(found[end], end > inner):
                end += 1
            if end == inner:
                return stop
        stop = end
    return stop
