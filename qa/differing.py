"""Where articles that answer a question give different numbers or dates: each side with its words and its date.

Precision goes before recall: a difference is told only where both passages answer the question in a like sentence
about the same unit, and neither rounding nor "more than" explains it, nor another year, stage, subject or part.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.keywords import all_words, content_words
from qa.names.entities import Entity, find_entities
from qa.quantities import Quantity, agree, find_quantities, stem
from qa.quotes import Quote
from qa.reader import Reader, Reading
from qa.speech.attribution import SAYING
from qa.types import Hit, Side
from qa.vocabulary import AUXILIARIES, QUESTION_WORDS, words
from qa.wanted import wanted_kind

_ASKS = re.compile(
    r"\bhow (?:many|much|long|old|far|often|big|large|tall|high|deep|wide|heavy|fast)\b|\bwhen\b|"
    r"\b(?:what|which|on what|in what|in which) (?:(?:was|is|were) the )?(?:\w+ )?"
    r"(?:date|day|year|month|time|number|percentage|share|proportion|age|price|cost|toll|length|height|size|amount|"
    r"rate|population|salary|budget|turnout)\b|"
    r"\b(?:number|cost|price|age|date|toll) of\b",
    re.I,
)
_QUANTITIES = ("number", "money", "duration", "length", "speed", "share", "time")  # kinds that are wanted
_MEASURED = words(
    "toll number cost price age date length height size amount percentage share rate population salary budget "
    "turnout casualties"
)
_SURE = -2.5  # the reader's margin from which a passage answers; measured by python -m evals.differing
_ALIKE = 0.5  # of the shorter sentence's words of meaning, that stand in the other one
_SHARED = 2  # words of meaning, at least
_READ = 6  # passages that are read again at most
# Words that are the same in reports of one disaster, and those that never are: who died was not just injured.
_FATES = {
    fate: words(forms)
    for fate, forms in {
        "dead": "die died dies dead death deaths kill kills killed killing fatal fatalities lives",
        "hurt": "injure injured injures injuries injury hurt wound wounded wounds",
        "missing": "missing disappeared vanished",
        "held": "arrest arrested arrests detain detained held",
    }.items()
}
_STAGE = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|last|final|next|opening) "
    r"(?:phase|stage|half|quarter|round|leg|section|part|instalment|tranche|term)\b|\balone\b",
    re.I,
)
_INTENT = re.compile(
    r"\b(?:ask(?:ed|s)?|want(?:ed|s)?|demand(?:ed|s)?|seeks?|sought|propos(?:ed|es)|request(?:ed|s)?|hop(?:ed|es)|"
    r"recommend(?:ed|s)?|threaten(?:ed|s)?|target(?:ed|s)?|budget(?:ed)?|had planned|was planned|were planned)\b",
    re.I,
)
# A number that the sentence itself takes back: "not 40, but 60", "up from 40", "an earlier toll of 40".
_DENIED = re.compile(
    r"\b(?:not|from|instead of|rather than|"
    r"(?:earlier|previous(?:ly)?|initial(?:ly)?|original(?:ly)?|preliminary)(?: \w+){0,2}?(?: of| at)?)\s+\S?$",
    re.I,
)
_DESCRIBED = re.compile(r"\b[a-z]+(?= [A-Z])")  # "the volcano Mount Ruga": its name is enough
_LOWER = re.compile(r"\b[a-z][\w'’-]*")
_PART_OF = re.compile(r"\s+(?:[a-z][\w'’-]* ){0,2}of (?:(?:the|its|their|his|her|our|all|these|those) )?([^\W_]+)")
_SPOKEN_ON = re.compile(r"\b([a-z]+) (?:(?:late|early) )?(?:on )?$")
_SPOKEN_BEFORE = re.compile(r"\s*(?:,[^,]{1,40},)?\s*(?:had |has |have )?([a-z]+)\b")
_SPOKEN_AFTER = re.compile(r"\b(?:according to|([a-z]+))(?: [a-z]+){0,3} $", re.I)


@dataclass(frozen=True, slots=True)
class _Told:
    """A quantity in a sentence of a hit's passage; places are those of the passage."""

    hit: Hit
    year: int | None  # of the article
    quantity: Quantity
    start: int
    end: int

    @property
    def sentence(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def value(self) -> str:
        return self.hit.passage.text[self.quantity.start : self.quantity.end].strip()


def differing(
    snapshot: Snapshot,
    question: str,
    quotes: Sequence[Quote],
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    found: Sequence[Hit],
    reader: Reader,
) -> tuple[Side, ...]:
    """The different answers of the articles, newest first; none where they do not differ.

    ``quotes`` are what the answer quotes, ``readings`` those of the first ``hits``, ``found`` all that was retrieved,
    with the copies of one story: an earlier version may say what a later one corrects. ``reader`` is asked only where
    another article's sentence has another number.
    """
    if not quotes or not asks_for_quantity(question):
        return ()
    told = _told_first(snapshot, quotes, hits, readings)
    if told is None:
        return ()
    rivals = [(hit, told_there) for hit in found if (told_there := _rivals(snapshot, question, told, hit))][:_READ]
    read = reader.read(question, [hit.passage.text for hit, _ in rivals])
    sides = [told]
    for (_, told_there), reading in zip(rivals, read, strict=True):
        rival = next((one for one in told_there if _answers(reading, one)), None)
        if rival and not any(agree(side.quantity, rival.quantity) is not False for side in sides):
            sides.append(rival)
    return _newest_first(snapshot, sides) if len(sides) > 1 else ()


def asks_for_quantity(question: str) -> bool:
    """Whether a number or a date answers the question."""
    if _ASKS.search(question) or wanted_kind(question) in _QUANTITIES:
        return True
    asked = set(all_words(question))
    return bool(asked & _MEASURED) and not asked & (QUESTION_WORDS | AUXILIARIES)  # "death toll ferry"


def _answers(reading: Reading, told: _Told) -> bool:
    """Whether the reader answers the question with this quantity, and surely."""
    return reading.margin >= _SURE and reading.start < told.quantity.end and told.quantity.start < reading.end


def _told_first(
    snapshot: Snapshot, quotes: Sequence[Quote], hits: Sequence[Hit], readings: Sequence[Reading]
) -> _Told | None:
    """What the surest passage that is quoted says, if it is a quantity in the sentence that is quoted."""
    read = sorted(zip(hits, readings, strict=False), key=lambda one: -one[1].margin)
    for hit, reading in read:
        start, end = hit.passage.start + reading.start, hit.passage.start + reading.end
        if any(one.passage == hit.passage and one.start <= start < end <= one.end for one in quotes):
            return next((told for told in _tell(snapshot, hit) if _answers(reading, told)), None)
    return None


def _tell(snapshot: Snapshot, hit: Hit) -> list[_Told]:
    text = hit.passage.text
    article = snapshot.article(hit.passage.article_id)
    year = article.published.year if article and article.published else None
    quantities = find_quantities(text)
    return [
        _Told(hit, year, quantity, start, end)
        for start, end in split_sentences(text)
        for quantity in quantities
        if start <= quantity.start < end
        and not (quantity.kind == "number" and _DENIED.search(text[start : quantity.start]))
    ]


def _rivals(snapshot: Snapshot, question: str, told: _Told, hit: Hit) -> list[_Told]:
    """What a hit in another article says otherwise in sentences like that of ``told``."""
    if hit.passage.article_id == told.hit.passage.article_id:
        return []
    others = [other for other in _tell(snapshot, hit) if _is_like(question, told, other)]
    if any(_says_same(told.quantity, other.quantity) for other in others):
        return []
    beside = [one.quantity for one in _tell(snapshot, told.hit) if one.start == told.start]
    return [
        other
        for other in others
        if agree(told.quantity, other.quantity) is False and not any(_says_same(one, other.quantity) for one in beside)
    ]


def _says_same(one: Quantity, other: Quantity) -> bool:
    """Whether they agree, also where one has no unit: "500 jobs, 120 of them in offices" and "120 office jobs"."""
    if one.kind == other.kind == "number" and not (one.units and other.units):
        one, other = replace(one, units=frozenset()), replace(other, units=frozenset())
    return bool(agree(one, other))


def _is_like(question: str, told: _Told, other: _Told) -> bool:
    units = content_words(" ".join(told.quantity.units | other.quantity.units))  # these any two sentences may share
    units |= {"per"}
    mine, theirs = _words(told.sentence) - units, _words(other.sentence) - units
    shared = mine & theirs
    if len(shared) < _SHARED or len(shared) < _ALIKE * min(len(mine), len(theirs)):
        return False
    if not (_words(question) - _words(" ".join(_DESCRIBED.findall(question)))) & mine <= theirs:
        return False
    return not (
        _of_other_times(question, told, other)
        or _of_other_stages(told, other)
        or _of_other_parts(question, told, other)
        or _of_other_names(question, told, other)
    )


def _words(text: str) -> set[str]:
    """The words of meaning without numbers and dates, the words for one fate as one."""
    for one in reversed(find_quantities(text)):
        text = f"{text[: one.start]} {text[one.end :]}"
    fates = {fate for fate, forms in _FATES.items() if forms & set(all_words(text))}
    plain = " ".join(word for word in all_words(text) if not any(word in forms for forms in _FATES.values()))
    return fates | {word for word in content_words(plain) if not any(letter.isdigit() for letter in word)}


def _of_other_times(question: str, told: _Told, other: _Told) -> bool:
    """Whether the sentences speak of different dates beside the quantities: 5% in 2011, 6% in 2012."""
    mine, theirs = (
        [one for one in find_quantities(side.sentence) if one.kind == "date" and not _is_beside(one, side)]
        for side in (told, other)
    )
    if mine and theirs:
        return any(agree(one, two) is False for one in mine for two in theirs)
    if told.quantity.kind == "date":
        return False
    undated = other if mine else told  # and so of the time of its article
    asked = {one.year for one in find_quantities(question)}
    years = {one.year for one in mine or theirs} - asked - {None}
    return undated.year is not None and any(abs(year - undated.year) > 1 for year in years if year)


def _of_other_stages(told: _Told, other: _Told) -> bool:
    """Whether one speaks of another phase, or of what was only asked for: "prosecutors wanted nine years"."""
    mine, theirs = (
        (
            {match.lower() for match in _STAGE.findall(side.sentence)},
            bool(_INTENT.search(side.sentence, 0, side.quantity.start - side.start)),
        )
        for side in (told, other)
    )
    return mine != theirs


def _of_other_parts(question: str, told: _Told, other: _Told) -> bool:
    """Whether one counts what neither the other one nor the question speaks of: "students of law"."""
    known = content_words(question)
    for side, beside in ((told, other), (other, told)):
        if side.quantity.kind == "number" and _narrowing(side, beside) - known - content_words(beside.sentence):
            return True
    return False


def _narrowing(side: _Told, beside: _Told) -> set[str]:
    """The words of meaning before the noun that both count, and what follows it with "of": "gold", "law"."""
    at = side.quantity.end - side.start
    of = _PART_OF.match(side.sentence, at)
    noun = side.quantity.units & beside.quantity.units
    before = takewhile(lambda word: stem(word) not in noun, _LOWER.findall(side.sentence, at, at + 50)) if noun else ()
    return content_words(" ".join([*before, of[1] if of else ""]))


def _of_other_names(question: str, told: _Told, other: _Told) -> bool:
    """Whether each sentence names what neither the other one nor the question does: against Porto, against Braga."""
    mine, theirs = (
        {
            part.casefold()
            for one in find_entities(side.sentence)
            if not _speaks(one, side.sentence)
            for part in one.name.split()
        }
        for side in (told, other)
    )
    asked = set(all_words(question))
    spoken = [set(all_words(side.sentence)) for side in (told, other)]
    return bool(mine - asked - spoken[1]) and bool(theirs - asked - spoken[0])


def _speaks(one: Entity, sentence: str) -> bool:
    """Whether the name is that of who says it, whom the figure is not about: "according to Ada Stone"."""
    behind = _SPOKEN_BEFORE.match(sentence, one.end)
    before = _SPOKEN_AFTER.search(sentence, 0, one.start)
    return bool(behind and behind[1] in SAYING) or bool(before and (before[1] is None or before[1].lower() in SAYING))


def _is_beside(one: Quantity, side: _Told) -> bool:
    """Whether a date is the answer itself, or that of the words: "said on Tuesday"."""
    spoken = _SPOKEN_ON.search(side.sentence, 0, one.start)
    return one.start + side.start == side.quantity.start or bool(spoken and spoken[1] in SAYING)


def _newest_first(snapshot: Snapshot, sides: Sequence[_Told]) -> tuple[Side, ...]:
    drawn = []
    for told in sides:
        passage = told.hit.passage
        article = snapshot.article(passage.article_id)
        if article is None:
            return ()
        drawn.append(
            Side(
                value=told.value,
                article_id=article.id,
                title=article.title,
                publisher=article.publisher,
                published=article.published,
                start=passage.start + told.start,
                end=passage.start + told.end,
                quote=told.sentence,
                article_digest=article.digest,
            )
        )
    return tuple(sorted(drawn, key=lambda side: side.published or date.min, reverse=True))
