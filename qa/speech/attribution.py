"""Who a sentence says is speaking: the subject of its verb of saying, behind or before the words.

Wrong is worse than nothing here: where the grammar leaves a choice, there is no attribution.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from qa.names.entities import Word, is_plural
from qa.names.naming import SMALL, is_name, opening_name, trailing_name, without_titles
from qa.vocabulary import FUNCTION_WORDS, PREPOSITIONS, TITLE_PARTS, TITLES, words

Kind = Literal["name", "pronoun", "unnamed"]

SAYING = words(
    "said says say told tells tell added adds add argued argues argue warned warns warn claimed claims claim insisted "
    "insists insist wrote writes write tweeted tweets explained explains explain asked asks ask admitted admits admit "
    "continued continues recalled recalls recall replied replies responded responds noted notes joked jokes suggested "
    "suggests suggest concluded concludes announced announces declared declares stated states observed observes "
    "commented comments agreed agrees acknowledged acknowledges stressed stresses emphasised emphasized pointed points "
    "called calls described describes dubbed posted shouted cried urged urges complained complains laughed laughs "
    "predicted predicts promised promises revealed reveals confirmed confirms conceded concedes boasted boasts quipped "
    "remarked remarks exclaimed believes believed thinks reckons hopes fears disagrees disagreed denied denies "
    "repeated reckoned enthused whispered sighed grins grinned"
)
PRONOUNS = words("he she")
_NAMING = words("called calls described describes dubbed")  # "a film called …": only a person's name tells who
_TRAILING = words(
    "adding saying arguing insisting calling describing warning claiming telling explaining writing noting"
)
_OTHERS = words("i we they you it who which that someone everyone nobody")
_DETERMINERS = words("the a an one another some his her their its our this that these those my your two three several")
_BETWEEN = words(
    "also later then once recently previously repeatedly just even still never always often already now today has had "
    "have himself herself simply famously"
)
_PASSIVE = words("is was were are be been being")
_CONJUNCTIONS = words("as after before since until while when because that but if though although and")
_STOP = re.compile(r"[.;:!?\"“”‘«»()\[\]\n–—█]")
_QUOTED = str.maketrans("", "", "“”█")  # an earlier quotation of the sentence is no end of it
_SHORTENED = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|St|No)\.")
_LONGEST = 110  # characters of a description
_REACH = 14  # words between the end of a quotation and the verb


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, as the line has it: ``line[start:end]`` is the subject; it has been read until ``until``."""

    kind: Kind
    words: str
    start: int
    until: int
    verb: int  # where the verb begins


def attribute_behind(line: str, found: Sequence[Word], at: int) -> Attribution | None:
    """The attribution that follows words which end at ``at``: ``said Ada Stone``, ``Stone, the mayor, said``."""
    behind = _until_stop(line, [word for word in found if word.start >= at], at)
    if not behind:
        return None
    if _says(behind[0]):
        return _subject_behind(line, behind, 1, behind[0])
    for place, word in enumerate(behind[:_REACH]):
        if place and _says(word) and _is_verb(behind, place):
            subject = _subject_before(line, behind, place)
            return subject if subject and _opens_with(line, behind, subject) else None
    return None


def _opens_with(line: str, behind: Sequence[Word], subject: Attribution) -> bool:
    """Whether nothing comes before the subject but what it is: "the mayor, Ada Stone, said"."""
    before = [word for word in behind if word.start < subject.start]
    return not before or (
        _is_role(before)
        and len(_segments(line, before)) == 1
        and "," in line[before[-1].end : subject.start]
        and not any(word.low in SAYING | _PASSIVE for word in before)
    )


def _is_role(phrase: Sequence[Word]) -> bool:
    """Whether it may say what the one who is named behind it is: "the mayor", "Corvane's chief executive"."""
    return phrase[0].low in _DETERMINERS or any(word.possessive for word in phrase[:-1])


def attribute_before(line: str, found: Sequence[Word], start: int, at: int) -> Attribution | None:
    """The attribution in ``line[start:at]``, the part of a sentence that leads to a quotation at ``at``."""
    before = [word for word in found if start <= word.start and word.end <= at]
    for place in range(len(before) - 1, 0, -1):
        word = before[place]
        if _says(word) and _is_verb(before, place):
            subject = _subject_before(line, before, place) or _shared_subject(line, before, place)
            if subject is None or (word.low in _NAMING and subject.kind == "unnamed"):
                return None
            return subject if _leads_on(line, before, place, at) else None
        if word.low in _TRAILING and "," in line[before[place - 1].end : word.start]:
            return _main_subject(line, before[:place], word)
    return None


def attribute_phrase(line: str, phrase: Sequence[Word], verb: int) -> Attribution | None:
    """Whom a noun phrase by itself names or describes, as behind "according to"."""
    return _phrase_subject(line, phrase, verb) if phrase else None


def _leads_on(line: str, before: Sequence[Word], verb: int, at: int) -> bool:
    """Whether nobody else's words are named between the verb and the quotation: "… pointed out Kim's threat to “…”"."""
    between = _SHORTENED.sub("", line[before[verb].end : at]).translate(_QUOTED)
    if between.rstrip().endswith(":"):
        return not _STOP.search(between.rstrip()[:-1])
    others = any(
        (word.possessive and is_name(word)) or word.low in {"who", "whom"} or word.low in _TRAILING
        for word in before[verb + 1 :]
    )
    return not others and not _STOP.search(between)


def _says(word: Word) -> bool:
    return word.text in SAYING  # not "the United States"


def _shared_subject(line: str, before: Sequence[Word], verb: int) -> Attribution | None:
    """The subject of "Ada Stone admitted the delay, but added"."""
    joined = before[verb - 1].low in {"and", "but"}
    return _main_subject(line, before[: verb - 1], before[verb]) if joined else None


def _is_verb(found: Sequence[Word], place: int) -> bool:
    """Whether the word is what its subject did, not what was done to it nor an infinitive."""
    before = [word.text for word in found[max(0, place - 3) : place]]  # "May" is no modal
    while before and (before[-1] in _BETWEEN or before[-1].endswith("ly")):
        before.pop()
    return not (
        before and before[-1] in _PASSIVE | {"to", "not", "will", "would", "could", "can", "may", "might", "should"}
    )


def _until_stop(line: str, found: Sequence[Word], at: int) -> list[Word]:
    kept: list[Word] = []
    last = at
    for word in found:
        if _STOP.search(line[last : word.start]) and not word.joined:
            break
        kept.append(word)
        last = word.end
    return kept


def _subject_behind(line: str, found: Sequence[Word], place: int, verb: Word) -> Attribution | None:
    """The noun phrase that begins at ``place``, behind its verb."""
    if place >= len(found) or "," in line[verb.end : found[place].start]:
        return None
    first = found[place]
    if first.low in PRONOUNS:
        return Attribution("pronoun", first.low, first.start, first.end, verb.start)
    if first.low in _OTHERS | _CONJUNCTIONS | PREPOSITIONS:
        return None
    stop = place
    while stop < len(found) and (stop == place or _goes_on(line, found, stop)):
        stop += 1
    phrase = list(found[place:stop])
    joint = stop + 1 < len(found) and found[stop].low == "and" and is_name(found[stop + 1])
    name = trailing_name(phrase)
    if name and joint:
        return None
    if name:
        return Attribution("name", line[name[0].start : name[-1].end], first.start, phrase[-1].end, verb.start)
    if first.low in _DETERMINERS or not is_name(first):
        named = _named_behind(line, found, stop)
        if named:
            return Attribution("name", named, first.start, phrase[-1].end, verb.start)
        return _describe(line, first.start, phrase[-1].end, verb.start)
    return None


def _named_behind(line: str, found: Sequence[Word], stop: int) -> str | None:
    """The name in "said the head of the institute, Laura Jones"."""
    for place in range(stop, min(len(found), stop + 10)):
        if place and "," in line[found[place - 1].end : found[place].start]:
            end = place
            while end < len(found) and (end == place or found[end].joined) and is_name(found[end]):
                end += 1
            name = without_titles(list(found[place:end]))
            return line[name[0].start : name[-1].end] if len(name) > 1 else None
    return None


def _goes_on(line: str, found: Sequence[Word], place: int) -> bool:
    word = found[place]
    if "," in line[found[place - 1].end : word.start] or _STOP.search(line[found[place - 1].end : word.start]):
        return word.joined
    if word.low in SMALL and word.text.islower():
        return True
    if word.low == "of" and place + 1 < len(found):
        return found[place - 1].low in TITLES and found[place + 1].low in TITLE_PARTS  # "Secretary of State"
    return word.low not in FUNCTION_WORDS and word.low not in SAYING


def _subject_before(line: str, found: Sequence[Word], verb: int) -> Attribution | None:
    """The noun phrase before the verb at ``verb``."""
    place = verb - 1
    while (
        place >= 0 and (found[place].low in _BETWEEN or found[place].low.endswith("ly")) and found[place].text.islower()
    ):
        place -= 1
    if place < 0:
        return None
    at = found[verb].start
    if _STOP.search(line[found[place].end : found[place + 1].start]):
        return None
    segments = _segments(line, found[: place + 1])
    apposed = "," in line[found[place].end : found[place + 1].start]
    if not apposed and found[place].low == "who":
        name = trailing_name([word for segment in segments for word in segment][:-1]) if segments else None
        return _named(line, name, name[0].start, at) if name else None
    if apposed:
        return _apposed(line, segments, at)
    return _phrase_subject(line, segments[-1], at)


def _phrase_subject(line: str, phrase: Sequence[Word], at: int) -> Attribution | None:
    """The subject in a phrase that ends right before the verb."""
    last = phrase[-1]
    if last.low in PRONOUNS:
        return Attribution("pronoun", last.low, last.start, last.end, at)
    if last.low in _OTHERS:
        return None
    name = trailing_name(phrase)
    first = _leading(phrase)
    if name:
        return _named(line, name, phrase[first].start, at)
    opening = opening_name(phrase, first)
    if opening:
        return _named(line, opening, opening[0].start, at)
    for place in range(first, len(phrase)):
        if phrase[place].low in _DETERMINERS:
            return _describe(line, phrase[place].start, last.end, at)
    of_many = len(phrase) - first > 2 and phrase[first + 1].low == "of" and is_plural(phrase[first].low)
    if of_many or (len(phrase) - first <= 3 and last.text.islower() and last.low.endswith("s")):
        return _describe(line, phrase[first].start, last.end, at)  # "researchers say", "residents of Bergen say"
    return None


def _leading(phrase: Sequence[Word]) -> int:
    """Where the phrase begins behind a conjunction: "but", "as"."""
    return 1 if len(phrase) > 1 and phrase[0].low in _CONJUNCTIONS else 0


def _apposed(line: str, segments: Sequence[Sequence[Word]], at: int) -> Attribution | None:
    """The subject of "Ada Stone, 48, mayor of Bergen, said": the nearest segment that is a name."""
    last, before = segments[-1], segments[-2] if len(segments) > 1 else []
    if before and _is_role(before) and not trailing_name(before):
        name = trailing_name(last)
        if name and all(is_name(word) for word in last[: last.index(name[0])]):
            return _named(line, name, last[0].start, at)  # "the mayor, Ada Stone, said"
    for back, segment in enumerate(reversed(segments[:-1])):
        if back > 3:
            return None
        if segment[0].low in PREPOSITIONS and segment is not segments[0]:
            continue  # "Ada Stone, of the Harbour Board, said"
        name = trailing_name(segment)
        if name:
            first = segment[_leading(segment)].start
            return _named(line, name, first, at)
        if any(word.low in SAYING for word in segment):
            return None
    return None


def _main_subject(line: str, found: Sequence[Word], verb: Word) -> Attribution | None:
    """The subject that opens the sentence, for "…, calling it “a mistake”"."""
    if not found:
        return None
    if found[0].low in PRONOUNS:
        return Attribution("pronoun", found[0].low, found[0].start, found[0].end, verb.start)
    name = opening_name([*found], 0, anything=True)
    return _named(line, name, name[0].start, verb.start) if name else None


def _segments(line: str, found: Sequence[Word]) -> list[list[Word]]:
    """The words between commas, of the last clause."""
    segments: list[list[Word]] = [[]]
    for place, word in enumerate(found):
        gap = line[found[place - 1].end : word.start] if place else ""
        if _STOP.search(gap) and not word.joined:
            segments = [[]]
        elif "," in gap:
            segments.append([])
        segments[-1].append(word)
    return segments


def _named(line: str, name: Sequence[Word], start: int, at: int) -> Attribution:
    return Attribution("name", line[name[0].start : name[-1].end], start, name[-1].end, at)


def _describe(line: str, start: int, end: int, at: int) -> Attribution | None:
    words_ = line[start:end]
    return Attribution("unnamed", words_, start, end, at) if len(words_) <= _LONGEST else None
