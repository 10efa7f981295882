"""Who says what: the words that name the speaker of a quotation, or of a sentence that reports what was said."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.sentences import split_sentences
from qa.names.entities import find_entities
from qa.support.quotations import Quotation, find_quotations
from qa.support.wording import fold, folded
from qa.vocabulary import FEMALE_NAMES, FUNCTION_WORDS, GROUP_WORDS, MALE_NAMES, OPENING_WORDS, SURNAMES, TITLES, words

SAYING = (
    r"(?:said|says|say|saying|told|tells|adds?|added|adding|warns?|warned|argues?|argued|arguing|writes?|wrote|"
    r"tweets?|tweeted|insists?|insisted|claims?|claimed|points?\sout|pointed\sout|pointing\sout|notes?|noted|noting|"
    r"explains?|explained|announces?|announced|admits?|admitted|acknowledges?|acknowledged|recalls?|recalled|replies|"
    r"replied|responds?|responded|continues?|continued|concludes?|concluded|hints?|hinted|suggests?|suggested|"
    r"declares?|declared|states?|stated|remarks?|remarked|called|calls|described|describes|asked|asks|estimates?|"
    r"estimated|believes?|believed|denies|denied|promised|promises|stressed|stresses|joked|predicted|predicts|"
    r"complained|complains|thinks?|thought)"
)
_SAYING = re.compile(rf"\b{SAYING}\b")
_ROLE_OF = re.compile(
    r"^(?:[Tt]he|[Aa]n?)\s(?:[a-z][\w'’-]*\s)+(?:of|for|at|from|in|with|to)\s.*"
)  # "a director of Google"
_SAYING_FIRST = re.compile(rf"^{SAYING}\s+")
_BEHIND = re.compile(rf"^[\s,.!?…–—'\"”’-]*{SAYING}\s+(?P<who>[^“\"]+)")
_BEFORE_VERB = re.compile(rf"^[\s,.!?…–—'\"”’-]*(?P<who>[^“\".!?;:]{{1,120}}?)\s+(?:\w+ly\s+)?{SAYING}\b")
_ACCORDING = re.compile(
    r"\b(?:[Aa]ccording\sto|[Ii]n\sthe\swords\sof|[Aa]s(?=[^,“\".;]{2,90}\s(?:once\s)?puts?\sit\b))\s+"
    r"(?P<who>[^,“\".;]{2,90}?)(?=\s(?:once\s)?puts?\sit\b|[,“\".;]|$)"
)
_ACCORDING_LAST = re.compile(rf",\s{_ACCORDING.pattern}(?:\s(?:once\s)?puts?\sit)?\.?\s*$")
_TURN = re.compile(r"\b(?:and|but|that|so),\s*$")
_ASIDE = re.compile(r"\s+[A-Z][^,]{1,60},\s*['\"“‘]?")
_SHARED = re.compile(r"\s(?:and|but)$")
_END = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\b[A-Z])[.!?…]['\"”’)]*(?=\s|$)|\n\n")
_PRONOUNS = words("he she they it who we i one")
_SETTING = re.compile(
    r"(?:[Bb]y|[Ii]n|[Oo]n|[Aa]t|[Aa]fter|[Bb]efore|[Dd]uring|[Ss]ince|[Ww]hen|[Ww]hile|[Aa]s|[Ff]or|[Ff]rom|[Ww]ith|[Uu]ntil|Under|"
    r"Last|Earlier|Later|Meanwhile|However|Also|Then|Speaking|Asked|Once|But|And|Yet)\b"
)
_DESCRIBED = re.compile(r"(?:[A-Z][\w'’.-]*\s?)+,[^,]+,\s*")  # "Ada Stone, the mayor, "
_REACH = 12  # sentences back in which "he" may have been named
_OPENING = 6  # words that open a sentence, with a name among them if it is about that person
_WHO_LENGTH = 14  # words
_STOPS = re.compile(r"\s(?:at|on|in|that|because|when|while|after|before|during|as|if|about|who|which|but)\s")


@dataclass(frozen=True, slots=True)
class Speaker:
    """The words that name a speaker (``named``: who it is; ``around``: with what is said of them), folded."""

    text: str
    named: frozenset[str]  # names alone; empty for "he" and "a US official"
    around: frozenset[str]
    pronoun: bool


@lru_cache(maxsize=2_048)
def speaker_of(text: str, quotation: Quotation) -> Speaker | None:
    """Who a text says speaks the words of a quotation in it; None where it does not say."""
    quotations = find_quotations(text)
    place = quotations.index(quotation)
    after_stop = quotations[place + 1].start if place + 1 < len(quotations) else len(text)
    behind = text[quotation.end : after_stop]
    ended = re.match(r"[.!?…]", text[quotation.end - 1 : quotation.end] or " ")
    apart = re.match(r"['\"”’]?\s*\n\n", behind)  # what begins the next paragraph is not about this one's words
    sentence_behind = "" if apart else _first_sentence(behind)
    if (match := _BEHIND.match(sentence_behind)) and not _is_object(match["who"]):
        return _to_speaker(match["who"], behind_verb=True)
    before_start = quotations[place - 1].end if place else 0
    before = text[before_start : quotation.start]
    lead = before[_last_end(before) :]
    if match := _last_saying(lead):
        opening = [low for low, _, _ in folded(lead[: match.start()])]
        aside = _TURN.search(lead[: match.start()]) and _ASIDE.fullmatch(lead[match.end() :])
        if aside or (opening and OPENING_WORDS.issuperset(opening) and not _PRONOUNS.intersection(opening)):
            # "However, said Stone, …", "the rates rose but, said Stone, “…”"
            return _to_speaker(lead[match.end() :], behind_verb=True)
        return _subject(lead[: match.start()])
    goes_on = not (ended and re.match(r"['\"”’]?\s+[A-Z]", behind)) or not lead.strip(" '\"”’“")
    if goes_on and (match := _BEFORE_VERB.match(sentence_behind)) and len(match["who"].split()) <= _WHO_LENGTH:
        return _subject(match["who"])
    if match := _ACCORDING.search(lead) or _ACCORDING.search(sentence_behind):
        return _to_speaker(match["who"])
    if place and "\n\n" not in before and (_last_end(before) == 0 or _continues(before)):
        return speaker_of(text, quotations[place - 1])  # `"…," said Stone. "…"`; or a second quotation of one sentence
    return None


def _continues(before: str) -> bool:
    """Whether at most an attribution parts a quotation from the one before: `" said Stone. "`."""
    between = before.strip(" .,!?…“”\"'’")
    return not between or (
        len(_END.findall(between)) == 0 and re.match(rf"(?:{SAYING}\s|[^.]{{1,60}}\s{SAYING}\b)", between) is not None
    )


def reporter_of(sentence: str) -> Speaker | None:
    """Who a sentence without quotation marks says has said what it reports: "Stone warned that …"."""
    if match := _ACCORDING.match(sentence.strip()) or _ACCORDING_LAST.search(sentence):
        return _to_speaker(match["who"])
    match = _SAYING.search(sentence)
    if match is None:
        return None
    lead = sentence[: match.start()]
    tail = sentence[match.end() :]
    behind = re.search(r",\s*(?:['\"”’]\s*)?$", lead) and not _DESCRIBED.fullmatch(lead)
    if behind and re.fullmatch(r"\s+[^,]{2,80}[.!?]?", tail):
        return _to_speaker(tail.strip(" ."), behind_verb=True)  # "…, said Stone."
    if re.search(r"\b(?:is|are|was|were|be|been|being|to|the|a|an|of)\s+$", lead):
        return None  # "was told", "the claims"
    if not lead.strip() or len(lead.split()) > 2 * _WHO_LENGTH:
        return None
    return _subject(lead)


def last_named(before: str) -> frozenset[str]:
    """The names that "he" or "she" behind this text may stand for: back to a sentence that opens with a person."""
    speaking = frozenset[str]().union(
        *(speaker.named for quotation in find_quotations(before) if (speaker := speaker_of(before, quotation)))
    )
    persons = {
        fold(part) for entity in find_entities(before) if entity.kind == "person" for part in entity.name.split()
    }
    found = frozenset[str]()
    for start, end in reversed(list(split_sentences(before))[-_REACH:]):
        named = _names(before[start:end]) | {fold(word) for word in re.findall(r"\b[A-Z]\w+", before[start:end])}
        found |= named
        opening = _names(" ".join(before[start:end].strip(" '\"“‘").split()[:_OPENING]))
        if opening & (persons | speaking):
            break
    return found


def _first_sentence(text: str) -> str:
    """Up to where the first sentence that has words ends."""
    for match in _END.finditer(text):
        if re.search(r"\w", text[: match.start()]):
            return text[: match.start()]
    return text


def _last_end(text: str) -> int:
    """Where the last sentence of a text begins."""
    ends = [match.end() for match in _END.finditer(text)]
    return ends[-1] if ends else 0


def _last_saying(lead: str) -> re.Match[str] | None:
    matches = [
        m for m in _SAYING.finditer(lead) if not re.search(r"\b(?:the|a|an|his|her|their|of)\s+$", lead[: m.start()])
    ]
    return matches[-1] if matches else None


def _is_object(who: str) -> bool:
    """Whether the words behind the verb are not who speaks but what is said: "said that", "told reporters"."""
    return bool(re.match(r"(?:that|reporters|to|it|they|he was|she was|of|in|on|at|about)\b", who)) and not re.match(
        r"(?:he|she|they)\b", who
    )


def _subject(lead: str) -> Speaker | None:
    """The speaker before a verb: the last part between commas, or the first where the last only describes."""
    parts = [_SAYING_FIRST.sub("", part.strip(" '\"”’“–—;")) for part in lead.split(",")]
    filled = [part for part in parts if part]
    if not filled:
        return None
    while len(filled) > 1 and _SETTING.match(filled[0]):
        del filled[0]  # "In 2018, …", "After the talks, …"
    who, around = filled[-1], filled[-1]
    if len(filled) > 1 and who[:1].islower() and _SHARED.search(who):
        who, around = filled[0], " ".join(filled[:-1])  # "Ada Stone, the mayor, came back with Hill but said"
    elif len(filled) > 1 and (not parts[-1] or re.match(r"(?:who|which)\b", who)):
        around = lead  # "Stone, the mayor, said"; "The mayor, Ada Stone, said"
        if not re.fullmatch(r"(?:[A-Z][\w'’.-]*\s?)+", who):
            named = [part for part in filled if re.fullmatch(r"(?:[A-Z][\w'’.-]*\s?)+", part)]
            who = named[-1] if named and who[:1].islower() else filled[0]
    elif len(filled) > 1 and who[:1].islower() and re.fullmatch(r"(?:[A-Z][\w'’.-]*\s?)+", filled[-2]):
        who = filled[-2]  # "The mayor, Ada Stone, responded by saying"
    return _to_speaker(who, around=around)


def _to_speaker(who: str, *, around: str = "", behind_verb: bool = False) -> Speaker | None:
    who = " ".join(who.split()[-_WHO_LENGTH:] if not behind_verb else who.split()[:_WHO_LENGTH])
    core = who
    if behind_verb:
        core = re.split(r"[,.;:(–—]", who)[0]
        if stop := _STOPS.search(core):
            core = core[: stop.start()]
    lows = [low for low, _, _ in folded(core)]
    if not lows:
        return None
    opens_with_pronoun = not behind_verb and lows[0] in _PRONOUNS and len(lows) > 1  # "he felt …, saying"
    names = frozenset[str]() if opens_with_pronoun else _names(_ROLE_OF.sub("", core))
    pronoun = opens_with_pronoun or (not names and lows[-1 if not behind_verb else 0] in _PRONOUNS)
    return Speaker(core.strip(), names, frozenset(low for low, _, _ in folded(f"{around} {who}")), pronoun)


# Parts of names that many share: two police forces, two Johns.
GENERAL = GROUP_WORDS | TITLES | FEMALE_NAMES | MALE_NAMES | words("north south east west new us uk")
_NO_NAMES = words("another us cnn")
_SMALL = FUNCTION_WORDS - SURNAMES  # names only in capitals: "WHO"


def _names(text: str) -> frozenset[str]:
    """The capitalised words, folded, without those of owners: "Trump's aides" is not Trump."""
    bare = re.sub(r"\b[\w.-]+['’]s?\s", " ", text)
    run = re.findall(r"\b(?:[A-Z][\w-]*\.?)(?=\W|$)", bare)
    parts = (part for word in run for part in word.strip(".").split("-") if part)
    named = (fold(part) for part in parts if (len(part) > 1 and part.isupper()) or fold(part) not in _SMALL)
    return frozenset(named) - _NO_NAMES
