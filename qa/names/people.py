"""The people of one article: their full names, where they are mentioned, and whom a "he" or a "she" means."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from qa.names.entities import Entity, Gender, find_entities
from qa.names.naming import SMALL
from qa.vocabulary import CAPITALS, COUNTRIES, PREPOSITIONS, TITLE_PARTS, TITLES

_LINE = re.compile(r"[^\n]+")
_LOOK_BACK = 2  # lines past the one before
_GENDERS: dict[str, Gender] = {"he": "male", "she": "female"}


class People:
    """Knows who is named where in a text, whose quotations are masked."""

    def __init__(self, text: str, speakers: frozenset[str] = frozenset()) -> None:
        """``speakers`` are names that are people whatever they look like."""
        self._text = text
        self._lines = [match.span() for match in _LINE.finditer(text)]
        entities = [(start, entity) for start, end in self._lines for entity in find_entities(text[start:end])]
        self._full = _full_names([entity for _, entity in entities])
        self._genders: dict[str, set[Gender]] = {}
        self._mentions: list[tuple[int, str, bool]] = []  # place, name, whether it opens a sentence
        self._heard: list[tuple[int, str]] = []  # who spoke where
        self._strangers: list[int] = []  # where somebody spoke who is not named
        for offset, entity in entities:
            name = self.full_name(entity.name)
            if entity.gender:
                self._genders.setdefault(name, set()).add(entity.gender)
            person = entity.kind == "person" or name in speakers or (entity.kind == "unknown" and " " in name)
            if person and name.casefold() not in COUNTRIES | CAPITALS:
                self._mention(offset + entity.start, name)
        relatives = {  # where a last name belongs to a full one, which has been mentioned as such
            offset + entity.end - len(entity.name.split()[-1]) for offset, entity in entities if " " in entity.name
        }
        for name in speakers:  # also where a sentence opens with one that might be any word: "Nicolelis said"
            for match in re.finditer(rf"\b{re.escape(name.split()[-1])}\b", text):
                if match.start() not in relatives:
                    self._mention(match.start(), self.full_name(name))

    def full_name(self, name: str, at: int | None = None) -> str:
        """The one full name in the text that ends, or begins, with this single one; else the name as it is.

        Of several, the one who alone has been named until ``at``.
        """
        parts = name.casefold().split()
        known_by = parts[-1] if all(part in SMALL for part in parts[:-1]) else name.casefold()
        fitting = self._full.get(known_by, set())
        if len(fitting) > 1 and at is not None:
            fitting = fitting & self.named_between(0, at)
        return next(iter(fitting)) if len(fitting) == 1 else name

    def heard(self, at: int, name: str) -> None:
        """Remember that this person spoke here."""
        self._heard.append((at, name))
        self._mention(at, name)

    def reported(self, start: int, end: int, name: str) -> None:
        """Remember that whoever this is, if a person, is what a sentence is about."""
        self._mentions += [(at, one, True) for at, one, _ in self._mentions if start <= at < end and one == name]

    def heard_stranger(self, at: int) -> None:
        """Remember that somebody without a name spoke here."""
        self._strangers.append(at)

    def named_between(self, start: int, end: int) -> set[str]:
        """Who is mentioned between two places."""
        return {name for at, name, _ in self._mentions if start <= at < end}

    def meant(self, pronoun: str, at: int) -> str | None:
        """Whom the pronoun at a place means; None where two people fit, or none."""
        line = bisect_left(self._lines, (at, len(self._text))) - 1
        stranger = max((one for one in self._strangers if self._lines[line][0] <= one < at), default=at)
        if not self.named_between(stranger, at) and stranger < at:
            return None  # "A council spokesman said that … . “It is open,” he added."
        here = self._fitting(pronoun, self._lines[line][0], at)
        if len(here) > 1 or self._only_told_about(self._lines[line][0], at):
            return None
        before = self._fitting(pronoun, self._lines[max(0, line - 1)][0], self._lines[line][0])
        spoke = {name for place, name in self._heard if self._lines[max(0, line - 1)][0] <= place < at}
        if here:
            (name,) = here
            alone = before <= here and spoke <= here
            # "Hume claimed that she lied. “I did not,” she said."
            told_of = re.search(rf"\bthat {pronoun}\b", self._text[self._lines[line][0] : at])
            return name if alone or (self._opens_line(name, self._lines[line][0], at) and not told_of) else None
        if len(before) == 1:
            (name,) = before
            return name if spoke <= before else None
        if spoke:
            (name, *others) = spoke
            return name if not others and self._fits(name, pronoun) else None
        return None if before else self._last_alone(pronoun, line - 1)

    def _last_alone(self, pronoun: str, line: int) -> str | None:
        """The one person in the nearest of a few lines before that mentions anybody."""
        for start, end in reversed(self._lines[max(0, line - _LOOK_BACK) : max(0, line)]):
            named = self.named_between(start, end)
            if named:
                (name, *others) = named
                return name if not others and self._fits(name, pronoun) else None
        return None

    def _only_told_about(self, start: int, at: int) -> bool:
        """Whether the last one named is what the pronoun's own sentence is about: "Asked about Ada Stone, he …"."""
        last = max((place for place, _, _ in self._mentions if start <= place < at), default=None)
        if last is None or re.search(r"[.!?]", self._text[last:at]):
            return False
        before = re.findall(r"\w+", self._text[max(start, last - 40) : last])
        return any(word.lower() in PREPOSITIONS for word in before[-2:])

    def _fitting(self, pronoun: str, start: int, end: int) -> set[str]:
        return {name for name in self.named_between(start, end) if self._fits(name, pronoun)}

    def _fits(self, name: str, pronoun: str) -> bool:
        genders = self._genders.get(name)
        return not genders or genders == {_GENDERS[pronoun]}

    def _opens_line(self, name: str, start: int, end: int) -> bool:
        return any(opens and one == name for at, one, opens in self._mentions if start <= at < end)

    def _mention(self, at: int, name: str) -> None:
        sentence = re.split(r"(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)[.!?:”\"]\s|\n", self._text[:at][-200:])[-1]
        before = re.findall(r"[^\W_]+", sentence.lower())
        titled = all(word in TITLES | TITLE_PARTS for word in before)  # "Professor Dahl", "His daughter Ella"
        opens = titled or (len(before) == 2 and before[0] in {"his", "her", "their", "the"})
        self._mentions.append((at, name, opens))


def _full_names(entities: list[Entity]) -> dict[str, set[str]]:
    """The full names by each of their outer parts, in lower case."""
    full: dict[str, set[str]] = {}
    for name in _people(entities):
        parts = name.split()
        for part in (parts[0], parts[-1]):
            full.setdefault(part.casefold(), set()).add(name)
    return full


def _people(entities: list[Entity]) -> Iterator[str]:
    for entity in entities:
        parts = entity.name.split()
        titles = [at for at, part in enumerate(parts) if part.lower().rstrip(".") in TITLES]
        name = parts[titles[-1] + 1 :] if titles else parts
        if entity.kind in ("person", "unknown") and 2 <= len(name) <= 4 and not entity.definite:
            yield " ".join(name)
