"""Words as they are compared: folded and stemmed, with what negates them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from qa.vocabulary import FUNCTION_WORDS, words

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[£$€¥%]")

# What a sentence shares with a passage by chance.
_EMPTY = FUNCTION_WORDS | words("say said says saying told tell tells there according also including s t mr mrs ms dr")
_IRREGULAR = {
    form: base
    for line in """
    be been being was were are is am
    begin began begun
    break broke broken
    bring brought
    build built
    buy bought
    catch caught
    choose chose chosen
    come came
    cut cutting
    deal dealt
    die died dying dead death
    draw drew drawn
    drive drove driven
    eat ate eaten
    fall fell fallen
    feel felt
    fight fought
    find found
    fly flew flown
    forget forgot forgotten
    get got gotten
    give gave given
    go went gone
    grow grew grown growth
    hear heard
    hide hid hidden
    hit hitting
    hold held
    keep kept
    know knew known
    lead led
    leave left
    lend lent
    lie lay lain lying
    lose lost loss
    make made
    mean meant
    meet met
    pay paid
    rise rose risen
    run ran
    say said
    see saw seen
    sell sold sale
    send sent
    set setting
    shake shook shaken
    shoot shot
    show shown
    shut shutting
    sing sang sung
    sink sank sunk
    sit sat
    sleep slept
    speak spoke spoken
    spend spent
    stand stood
    steal stole stolen
    strike struck
    swim swam swum
    take took taken
    teach taught
    tell told
    think thought
    throw threw thrown
    understand understood
    wear wore worn
    win won
    write wrote written
    child children
    man men
    woman women
    person people
    foot feet
    life lives
    wife wives
    good better best
    bad worse worst
    percent per-cent
    tv television televisions tvs telly tellies
    """.strip().splitlines()
    for base, *forms in [line.split()]
    for form in forms
}
_SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("programme", "program"))
_ENDINGS = ("ations", "ation", "ings", "ing", "ments", "ment", "ies", "ied", "ers", "ed", "es", "er", "s", "ly")

_EMPHATIC = words("only just merely least matter doubt more less fewer later sooner")  # "not only", "no fewer than"
NEGATORS = words("not never no neither nor cannot without nobody nothing none nowhere hardly scarcely barely")
# They turn what follows around without a "not"; a sentence with one of them is compared with either.
_TURNING = words(
    "refuse fail deny declin reject avoid unable lack absence stop prevent unlikely halt instead ban forbid abandon "
    "cancel dispute doubt cease oppose rather withdraw few little only until unless if whether free"
)
_CANCELLED = {"not": ("without",), "nothing": ("but", "except", "short")}  # by the word behind them
_SCOPE, _SCOPE_CONTENT = 7, 3  # words, and words that carry meaning, that a negator reaches
_CLAUSE_END = re.compile(r"[.;:!?]|,[\"”'’]|,\s+(?:but|and|which|who)\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a text: as it is compared (``stem``), whether it carries meaning, and whether something negates it."""

    low: str
    stem: str
    start: int
    end: int
    content: bool
    negated: bool
    turned: bool  # an "if", a "refused to" or the like stands before it: neither plainly said nor plainly denied


def fold(word: str) -> str:
    """A word in lower case with straight apostrophes and no dots: "U.S." → "us"."""
    low = word.lower().replace("’", "'")
    return low.replace(".", "") if not low[0].isdigit() else low


def folded(text: str) -> list[tuple[str, int, int]]:
    """The words of a text, folded, with their places; typographic marks and hyphens part words and are left out."""
    return [(fold(match.group()), match.start(), match.end()) for match in TOKEN.finditer(text)]


@lru_cache(maxsize=20_000)
def stem(low: str) -> str:
    """A lower-case word without its inflection, so that "cancelled" and "cancel" are one."""
    low = low.removesuffix("'s").removesuffix("'")
    low = _IRREGULAR.get(low, low)
    for british, american in _SPELLINGS:
        if low.endswith(british) and len(low) > len(british) + 2:
            low = low.removesuffix(british) + american
            break
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3 and not low.endswith(("ss", "us", "is")):
            low = low.removesuffix(ending) + ("y" if ending in ("ies", "ied") else "")
            break
    low = _IRREGULAR.get(low, low)
    if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "aeiou":
        low = low[:-1]
    return low.rstrip("e") if len(low) > 3 else low


_TURNING_STEMS = frozenset(stem(word) for word in _TURNING)


@lru_cache(maxsize=2_048)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a text in order."""
    found: list[Term] = []
    negator = turner = -1  # places of the last ones that still reach here, if any
    reached = last_end = 0  # content words since the negator; where the word before ends
    members = folded(text)
    for place, (low, start, end) in enumerate(members):
        if place and _CLAUSE_END.search(text[last_end : start + 5]):
            negator = turner = -1
        base = stem(low)
        content = low not in _EMPTY and (len(low) > 1 or low.isdigit())
        negated = negator >= 0 and place - negator <= _SCOPE and reached < _SCOPE_CONTENT
        found.append(Term(low, base, start, end, content, negated, turner >= 0 and place - turner <= _SCOPE))
        reached += content
        before, following = (members[n][0] if 0 <= n < len(members) else "" for n in (place - 1, place + 1))
        if negates(before, low, following):
            negator, reached = place, 0
        elif base in _TURNING_STEMS or low in _TURNING:
            turner = place
        last_end = end
    return tuple(found)


def negates(before: str, low: str, following: str) -> bool:
    """Whether a word denies what comes after it: "not", but not in "not only"; "yet" in "has yet to begin"."""
    if (low, before) == ("without", "not") or following in _CANCELLED.get(low, ()):
        return False
    denies = (low in NEGATORS or low.endswith("n't")) and following not in _EMPHATIC
    return denies or (low, following) == ("yet", "to")


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words of ``text`` that carry meaning."""
    return frozenset(term.stem for term in terms(text) if term.content)
