"""Reported speech: what a sentence without quotation marks gives as somebody's, with "that" or without.

"Ada Stone said the bridge was safe." · "The bridge was safe, said Ada Stone." · "According to Ada Stone, it is safe."
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qa.names.entities import Word, is_plural
from qa.speech.attribution import SAYING, Attribution, attribute_before, attribute_behind, attribute_phrase
from qa.vocabulary import AUXILIARIES, PREPOSITIONS, QUESTION_WORDS, TIMES, words

_SHORTEST = 3  # words
_NEVER_REPORTED = words("asked asks ask called calls described describes dubbed denied denies")
# Verbs whose object is a clause, also where no "that" says so: "added salt" is cooking, "added it was safe" is not.
_WITHOUT_THAT = words(
    "said says say added adds warned warns claimed claims insisted insists argued argues admitted admits conceded "
    "concedes believes believed thinks reckons hopes fears predicted predicts"
)
_SAID = words("said says say added adds")  # hardly ever of a thing
_TELLING = words("told tells tell")  # "told the court that"
_NO_CLAUSE = words("nothing so yes goodbye farewell hello")
_NOT_ASSERTED = words("if unless whether who which that what whatever nobody when until whose")
_OPEN_CLAUSES = words("the a an he she it they his her their its there")
_OBJECT = 3  # words of who is told, at most
_PAST = words(
    "became began broke brought built came chose cost cut fell felt found gave got grew held hit kept knew led left "
    "lost made meant met paid put ran rose saw sent set shut sold spent stood stole took thought understood went won"
)
_TIME = words("yesterday today earlier later again last late early") | TIMES
_OTHER_CLAUSE = words("as after before when while until because although though but who which that whose where if said")
_FURTHER = re.compile(rf";|,? (?:and|but) (?:{'|'.join(sorted(SAYING))})\b|, (?:adding|warning|saying) ")
_ACCORDING = re.compile(r"\baccording to ", re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """``line[start:end]`` is what somebody says."""

    start: int
    end: int
    who: Attribution


def find_reports(line: str, found: Sequence[Word], start: int, end: int) -> Iterator[Report]:
    """What the sentence ``line[start:end]`` reports, in order; ``found`` are the words of the line."""
    start += len(line[start:end]) - len(line[start:end].lstrip())
    end = start + len(line[start:end].rstrip(' .!?”"'))
    inside = [word for word in found if start <= word.start and word.end <= end]
    reports = [*_behind_a_verb(line, found, inside, start, end), *_before_a_verb(line, found, inside, start, end)]
    reports += _according(line, inside, start, end)
    last = start
    for report in sorted(reports, key=lambda one: one.start):
        if _is_plain(report.who, line, inside):
            report = replace(report, who=replace(report.who, kind="unnamed"))
        if report.start >= last and len(line[report.start : report.end].split()) >= _SHORTEST:
            yield report
            last = report.end


def _is_plain(who: Attribution, line: str, inside: Sequence[Word]) -> bool:
    """Whether the name is rather a plural with a capital since it opens the sentence: "Reporters said …"."""
    opens = bool(inside) and who.start == inside[0].start and who.words == inside[0].text
    return opens and is_plural(inside[0].low) and line.count(who.words) == 1


def _behind_a_verb(line: str, found: Sequence[Word], inside: Sequence[Word], start: int, end: int) -> Iterator[Report]:
    """ "Ada Stone said the bridge was safe": until the sentence ends, or another takes the floor."""
    for place, verb in enumerate(inside[:-1]):
        if verb.text not in SAYING - _NEVER_REPORTED:
            continue
        first = _clause(line, inside, place)
        clause = line[start : verb.start].rpartition(";")[2].rpartition(",")[2].lower().split()
        if first is None or _NOT_ASSERTED.intersection(clause[:1] + clause[-1:]):
            continue
        who = attribute_before(line, found, start, verb.end)
        if who:
            stop = _FURTHER.search(line, first.start, end)
            yield Report(first.start, stop.start() if stop else end, who)


def _clause(line: str, inside: Sequence[Word], verb: int) -> Word | None:
    """The first word of what is said, where the words behind the verb at this place are a clause."""
    place = verb + 1
    if inside[place].low in PREPOSITIONS | _TIME or inside[verb].low in _TELLING:  # "said on Monday that"
        near = range(place, min(place + 7, len(inside) - 1))
        that = next((at for at in near if inside[at].low == "that"), None)
        if that is not None and line[inside[verb].end : inside[that].end].count(",") == 0:
            return inside[that + 1]
        while place < len(inside) and inside[place].low in _TIME | {"on"}:
            place += 1
        if inside[verb].low in _TELLING:  # "told Reuters the firm had …"
            opening = next((at for at in near if at > place and inside[at].low in _OPEN_CLAUSES), None)
            told = opening is not None and _is_clause(inside[opening:], any_past=False)
            return inside[opening] if told and opening is not None and opening - place < _OBJECT else None
    elif inside[place].low == "that" and inside[place + 1 :] and line[inside[verb].end : inside[place].start].isspace():
        return inside[place + 1]
    if inside[verb].low not in _WITHOUT_THAT or place >= len(inside) or inside[place].low in _NO_CLAUSE:
        return None
    opens = inside[place].low not in PREPOSITIONS | QUESTION_WORDS | AUXILIARIES | _OTHER_CLAUSE
    joined = line[inside[verb].end : inside[verb + 1].start].isspace()
    return inside[place] if opens and joined and _is_clause(inside[place:], inside[verb].low in _SAID) else None


def _is_clause(run: Sequence[Word], any_past: bool = True) -> bool:
    """Whether a subject with its verb opens the words; with ``any_past``, that may be any which ends in "ed"."""
    for word, following in zip_longest(run[1:], run[2:]):
        if word.low in AUXILIARIES | _PAST or (any_past and word.low.endswith("ed") and len(word.low) > 4):
            return True
        if word.low in _OTHER_CLAUSE or (word.low == "and" and following and following.low in AUXILIARIES | _PAST):
            return False
    return False


def _before_a_verb(line: str, found: Sequence[Word], inside: Sequence[Word], start: int, end: int) -> Iterator[Report]:
    """ "The bridge was safe, said Ada Stone", and nothing behind that but when and where."""
    for comma in (match.start() for match in re.finditer(",", line[:end]) if match.start() >= start):
        told = [word for word in inside if word.end <= comma]
        if not told or told[0].low in PREPOSITIONS | _NOT_ASSERTED | _OTHER_CLAUSE or not _is_clause(told):
            continue
        who = attribute_behind(line, found, comma)
        if who is None or who.until > end:
            continue
        rest = [word for word in inside if word.start >= max(who.until, who.verb)]
        rest = rest[1:] if rest and rest[0].start == who.verb else rest
        follows_verb = who.verb < who.start
        ended = not rest or line[rest[0].start - 2] == "," or rest[0].low in PREPOSITIONS | _TIME
        if ended and (who.kind == "name" or not follows_verb):
            yield Report(start, comma, who)


def _according(line: str, inside: Sequence[Word], start: int, end: int) -> Iterator[Report]:
    """ "According to Ada Stone, the mayor, it is safe", "It is safe, according to Ada Stone"."""
    match = _ACCORDING.search(line, start, end)
    if match is None:
        return
    commas = [at for at in range(match.end(), end) if line[at] == ","]
    who = attribute_phrase(
        line, [word for word in inside if match.end() <= word.start < (commas[0] if commas else end)], match.start()
    )
    if who is None:
        return
    if match.start() > start:
        told_end = start + len(line[start : match.start()].rstrip(" ,"))
        if _is_clause([word for word in inside if word.end <= told_end]):
            yield Report(start, told_end, who)
        return
    for comma, following in list(zip(commas, [*commas[1:], end], strict=True))[:2]:  # what he is may stand between
        told = [word for word in inside if comma < word.start < following]
        if told and _is_clause(told) and told[0].low not in QUESTION_WORDS | _OTHER_CLAUSE:
            yield Report(told[0].start, end, who)
            return
