"""Numbers in a text, in digits or words, with what they count; and whether one bears another out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.support.wording import stem, terms
from qa.vocabulary import ONES, SCALES, SHORT_SCALES, TENS, words

_ORDINALS = {
    word: value
    for value, word in enumerate(
        ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
        3,
    )
}
_PARTS = {"half": 2, "quarter": 4, "third": 3, **{word: value for word, value in _ORDINALS.items() if value > 3}}
_VAGUE = {
    "dozens": (20, 200),
    "hundreds": (200, 2e3),
    "thousands": (2e3, 1e6),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e13),
}
_CURRENCIES = {
    "£": "£", "$": "$", "€": "€", "¥": "¥", "pound": "£", "dollar": "$", "euro": "€", "yen": "¥",
}  # fmt: skip
_UNITS = {
    stem(form): name
    for name, forms in {
        "second": "second seconds", "minute": "minute minutes", "hour": "hour hours", "day": "day days",
        "week": "week weeks", "month": "month months", "year": "year years", "decade": "decade decades",
        "century": "century centuries", "metre": "metre metres meter meters", "foot": "foot feet",
        "kilometre": "kilometre kilometres kilometer kilometers km", "mile": "mile miles", "mph": "mph",
        "centimetre": "cm", "millimetre": "mm", "kilogram": "kg kilogram kilograms", "tonne": "tonne tonnes ton tons",
    }.items()
    for form in forms.split()
}  # fmt: skip
_APART = (
    "ago|after|afterwards|before|earlier|later|old|and|or|off|out|long"  # behind "a day": how far apart, not how often
)
_DIGITS = re.compile(
    r"(?P<currency>[£$€¥]\s?)?(?<![\w.])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<suffix>(?:st|nd|rd|th|bn|mn|tn|[mk])\b)?"
)
_COUNT = "|".join((*ONES, "a", "an", r"\d{1,3}"))
_PART = "|".join(word for word in _PARTS if word not in ("half", "quarter"))
# "a fifth of them", "four fifths", "a quarter", "one in three"; "a fifth goal" is none.
_SHARE = re.compile(
    rf"\b(?P<count>{_COUNT})[\s-]{{1,2}}(?:(?P<half>half|quarters?)|(?P<parts>{_PART})s"
    rf"|(?P<part>{_PART})(?=\s(?:of|to|and|or|more|less|fewer|\w{{2,}}er)\b|\s*[^\w\s-]|\s*$))\b"
    rf"|\b(?P<some>{_COUNT})\s(?:in|out\sof)\s(?:every\s)?(?P<all>{'|'.join(ONES)}|\d\d?)\b"
    rf"(?![\s-](?:{'|'.join((*ONES, *SCALES))})|[.,]\d)"
    r"|\b(?P<bare>half|quarter)\b(?!\s(?:a|an)\b)",
    re.I,
)
_AND_A_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half\b", re.I)
_OF_SCALE = re.compile(r"\s(?:of\s)?an?\s(hundred|thousand|million|billion|trillion|dozen)\b", re.I)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|percent\b|percentage\b)", re.I)
_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|close to|an estimated)\s+[£$€¥]?$", re.I
)
_ABOVE = re.compile(r"\b(?:(?<!no )more than|over|at least|above|exceeding|no (?:fewer|less) than)\s+[£$€¥]?$", re.I)
_BELOW = re.compile(
    r"\b(?:less than|fewer than|under|below|up to|nearly|almost|at most|not quite|no more than)\s+[£$€¥]?$", re.I
)
_NEARLY = 2.5  # per cent that "nearly half" may be off
_RATE = re.compile(
    rf"\b(?:an?|per|each|every)\s(?P<unit>second|minute|hour|day|week|month|year)\b(?!\s(?:{_APART})\b)"
    r"|\b(?P<adverb>hourly|daily|weekly|monthly|yearly|annual|annually)\b",
    re.I,
)
_ADVERBS = {"daily": "day", "annual": "year", "annually": "year"}  # of the others, "ly" is dropped
_ROUNDED = 0.2  # share of a number by which rounding may change it
_COUNTED = 3  # words behind a number among which what it counts is looked for
_LOOSE = words("the both these those other")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number: ``text[start:end]`` of the text that it was found in."""

    value: float
    text: str
    start: int
    end: int
    percent: bool = False
    fraction: bool = False
    currency: str = ""
    unit: str = ""
    upto: float = 0.0  # above 0 for "hundreds": any number from value to this
    leeway: str = ""  # "about", "above" or "below" where the sentence says so
    counted: frozenset[str] = frozenset()  # stems of what it counts
    loose: bool = False  # "one of them", "the two": not always said as a number


@lru_cache(maxsize=2_048)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text in order, dates included."""
    spelled = _in_words(text)
    halves = [quantity for quantity in spelled if quantity.value % 1 == 0.5]  # their "half" is no share
    found = [share for share in _shares(text) if not any(q.start < share.end <= q.end for q in halves)]
    for quantity in (*_in_digits(text), *spelled):
        if not any(quantity.start < share.end and share.start < quantity.end for share in found[:]):
            found.append(quantity)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _shares(text: str) -> list[Quantity]:
    """Fractions, as per cent."""
    found = []
    for match in _SHARE.finditer(text):
        count, part = match["count"] or match["some"] or "one", match["parts"] or match["part"] or match["half"] or ""
        whole = _PARTS.get(part.lower().removesuffix("s")) or _value(match["all"] or match["bare"])
        some = _value(count)
        if 0 < some < whole:
            if scale := _OF_SCALE.match(text, match.end()):  # "a quarter of a million"
                found.append(_finish(text, some / whole * SCALES[scale[1].lower()], match.start(), scale.end()))
                continue
            loose = match["bare"] is not None or part.lower() == "half"
            value = 100.0 * some / whole
            found.append(
                Quantity(
                    value,
                    match.group(),
                    match.start(),
                    match.end(),
                    percent=True,
                    fraction=True,
                    leeway=_leeway(text[: match.start()]),
                    loose=loose,
                )
            )
    return found


def _value(word: str) -> float:
    low = word.lower()
    return float(low) if low.isdigit() else float(ONES.get(low) or _PARTS.get(low) or 1)


def _in_digits(text: str) -> list[Quantity]:
    found = []
    for match in _DIGITS.finditer(text):
        value = float(match["digits"].replace(",", ""))
        suffix = match["suffix"] or ""
        end = match.end("digits") if suffix in ("st", "nd", "rd", "th") else match.end()
        value *= SHORT_SCALES.get(suffix, 1.0)
        scale = re.compile(r"[\s-](hundred|thousand|million|billion|trillion|dozen)\b").match(text, match.end())
        if scale and not suffix:
            value, end = value * SCALES[scale[1]], scale.end()
        found.append(_finish(text, value, match.start(), end, currency=(match["currency"] or "").strip()))
    return found


def _in_words(text: str) -> list[Quantity]:
    found = []
    tokens = terms(text)
    place = 0
    while place < len(tokens):
        low = tokens[place].low
        if low in _VAGUE:
            least, most = _VAGUE[low]
            found.append(
                Quantity(
                    least,
                    text[tokens[place].start : tokens[place].end],
                    tokens[place].start,
                    tokens[place].end,
                    upto=most,
                )
            )
        elif low in _ORDINALS and not (low == "third" and tokens[place - 1].low in ("a", "one", "two")):
            found.append(_finish(text, float(_ORDINALS[low]), tokens[place].start, tokens[place].end))
        elif low in ONES or low in TENS or (low in SCALES and place and tokens[place - 1].low in ("a", "half")):
            stop, value = _read_words(text, place)
            if not (place and text[tokens[place].start - 1] in "0123456789.,"):
                before = tokens[place - 1].low if place else ""
                loose = (stop == place + 1 and low == "one") or (value == 2 and before in _LOOSE)
                end = tokens[stop - 1].end
                if half := _AND_A_HALF.match(text, end):
                    value, end, loose = value + 0.5, half.end(), False
                quantity = _finish(text, value, tokens[place].start, end, loose=loose)
                found.append(quantity)
            place = stop - 1
        place += 1
    return found


def _read_words(text: str, place: int) -> tuple[int, float]:
    """The value of the number words that begin at ``place``, and the place behind them."""
    tokens = terms(text)
    total = current = 0.0
    begin = place
    if tokens[place].low in SCALES:  # "a million", "half a million"
        half = place > 1 and tokens[place - 2].low == "half"
        current = 0.5 if half else 1.0
    while place < len(tokens):
        low = tokens[place].low
        if place > begin and not re.fullmatch(r"[\s-]+(?:and\s+)?", text[tokens[place - 1].end : tokens[place].start]):
            break
        if low in ONES and (place == begin or tokens[place - 1].low in TENS or _scaled(tokens[place - 1].low)):
            current += ONES[low]
        elif low in TENS and (place == begin or _scaled(tokens[place - 1].low)):
            current += TENS[low]
        elif low in ("hundred", "dozen"):
            current *= SCALES[low]
        elif low in SCALES:
            total, current = total + current * SCALES[low], 0.0
        elif (
            low == "and"
            and _scaled(tokens[place - 1].low)
            and place + 1 < len(tokens)
            and (tokens[place + 1].low in ONES or tokens[place + 1].low in TENS)
        ):
            pass
        else:
            break
        place += 1
    return place, total + current


def _scaled(low: str) -> bool:
    return low in SCALES or low == "and"


def _leeway(before: str) -> str:
    """What the words before a number say of it."""
    near = before[-20:]
    if _ABOVE.search(near):
        return "above"
    return "below" if _BELOW.search(near) else "about" if _ROUGHLY.search(near) else ""


def _finish(text: str, value: float, start: int, end: int, *, currency: str = "", loose: bool = False) -> Quantity:
    """The quantity with what stands before and behind it: roughly, percent, currency, unit, what it counts."""
    percent = _PERCENT.match(text, end)
    if percent:
        end = percent.end()
    behind = [
        term
        for term in terms(text[end : end + 60])[:_COUNTED]
        if text[end : end + term.start].strip(" -–")[:1] not in (",", ".", ";")
    ]
    first = behind[0].stem if behind else ""
    if first in _CURRENCIES and not currency:
        currency = _CURRENCIES[first]
    counted = frozenset(term.stem for term in behind if term.content and not term.low[0].isdigit())
    return Quantity(
        value,
        text[start:end].strip(),
        start,
        end,
        percent=percent is not None,
        currency=currency,
        unit=_UNITS.get(first, ""),
        leeway=_leeway(text[:start]),
        counted=counted,
        loose=loose,
    )


@lru_cache(maxsize=2_048)
def rates(text: str) -> frozenset[str]:
    """How often things happen or cost in a text: "hour", "day" and the like for "£5 an hour", "daily"."""
    return frozenset(
        (match["unit"] or _ADVERBS.get(low := match["adverb"].lower(), low.removesuffix("ly"))).lower()
        for match in _RATE.finditer(text)
    )


def bears_out(given: Quantity, claimed: Quantity) -> bool:
    """Whether a number of a passage is what a sentence claims."""
    if given.percent != claimed.percent:
        return False
    if given.currency and claimed.currency and given.currency != claimed.currency:
        return False
    if given.unit and claimed.unit and given.unit != claimed.unit:
        return False
    if claimed.upto:
        return given.upto == claimed.upto or (not given.upto and claimed.value * 0.5 <= given.value < claimed.upto)
    if given.upto:
        return False
    one, two = given.value, claimed.value
    if abs(one - two) <= 1e-6 * max(one, two, 1e-9):
        return {given.leeway, claimed.leeway} != {"above", "below"}
    if given.fraction or claimed.fraction:
        return abs(one - two) <= (_NEARLY if claimed.leeway else 1.0)
    unit = 10.0 ** (len(digits := f"{two:.0f}") - len(digits.rstrip("0")))  # to which the sentence rounds
    if (two < 10 and one % 1 == 0) or one % unit == 0 or not claimed.leeway:
        return False
    if abs(one - two) > _ROUNDED * two:
        return False
    if claimed.leeway == "about":
        return abs(one - two) <= unit / 2 or 0 < two - one < unit  # "almost 30,000" as well
    return 0 < (two - one if claimed.leeway == "below" else one - two) < unit


def rivals(given: Quantity, claimed: Quantity) -> bool:
    """Whether a passage counts the same things as the sentence, but another number of them."""
    return (
        bool(given.counted & claimed.counted)
        and given.percent == claimed.percent
        and given.value != claimed.value
        and not given.loose
        and not given.upto
    )
