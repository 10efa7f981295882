"""Where checked words stand in an article, and whose words they are there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from index.types import Article
from qa.alignment import Mark, tokenize
from qa.speech.quotation_marks import Quoted
from qa.speech.said import Speech, find_speech
from qa.types import Carrier
from qa.vocabulary import ONES, SCALES, TENS, words

_FOLD = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"}
)
_NUMBERS = (ONES.keys() | TENS.keys() | SCALES.keys()) - {"one"}  # which is as often a pronoun
_DENIES = words("no not never none nobody nothing neither nor without cannot")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: ``article.text[start:end] == words`` in the version with ``article_digest``."""

    article_id: str
    title: str
    publisher: str | None
    published: date | None
    article_digest: str
    start: int
    end: int
    words: str
    paragraph: tuple[int, int]  # start and end in the article's text
    similarity: float  # 0 to 1
    differs: tuple[str, ...]  # of words that are the same: "capitals", "punctuation"
    marks: tuple[Mark, ...]  # what was pasted against ``words``; empty where the words are the same
    quoted: bool  # they stand in quotation marks
    interrupted: bool  # the article says who speaks in the midst of them
    speaker: str | None
    unnamed: str | None  # how the article calls a speaker without a name
    reported: bool  # somebody's words, but not given in quotation marks
    also: tuple[Carrier, ...]  # other articles of the same story that have these words, newest first


def place_at(
    article: Article,
    start: int,
    end: int,
    quoted: Sequence[Quoted],
    marks: tuple[Mark, ...],
    similarity: float,
    differs: tuple[str, ...],
    interrupted: bool,
) -> Place:
    """The place of ``article.text[start:end]``; ``quoted`` is what the article has in quotation marks."""
    speech = _speech_at(article.text, start, end)
    return Place(
        article_id=article.id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        article_digest=article.digest,
        start=start,
        end=end,
        words=article.text[start:end],
        paragraph=_paragraph(article.text, start, end),
        similarity=similarity,
        differs=differs,
        marks=marks,
        quoted=interrupted or any(_covers(one.start, one.end, start, end) for one in quoted),
        interrupted=interrupted,
        speaker=speech.speaker if speech else None,
        unnamed=speech.unnamed if speech else None,
        reported=bool(speech and speech.reported),
        also=(),
    )


def _speech_at(text: str, start: int, end: int) -> Speech | None:
    """Whose words most of ``text[start:end]`` are; None where they are nobody's, or those of several."""
    heard = [one for one in find_speech(text) if one.start < end and start < one.end]
    spoken = sum(min(end, one.end) - max(start, one.start) for one in heard if not one.reported)
    reported = [one for one in heard if one.reported and _covers(one.start, one.end, start, end)]
    if reported:
        return reported[0]
    direct = [one for one in heard if not one.reported]
    between = sum(max(0, after.start - one.end) for one, after in pairwise(direct))
    if not direct or len({(one.speaker, one.unnamed) for one in direct}) > 1 or spoken < (end - start - between) / 2:
        return None
    return direct[0]


def _covers(low: int, high: int, start: int, end: int) -> bool:
    """Whether most of ``start`` to ``end`` lies between ``low`` and ``high``."""
    return min(high, end) - max(low, start) > (end - start) / 2


def differences(pasted: str, words: str) -> tuple[str, ...]:
    """In what wordings differ that have the same words."""
    mine, theirs = (" ".join(_inner(text).translate(_FOLD).split()) for text in (pasted, words))
    if mine == theirs:
        return ()
    if mine.casefold() == theirs.casefold():
        return ("capitals",)
    plain_mine, plain_theirs = (re.sub(r"[\W_]+", " ", text) for text in (mine, theirs))
    return ("punctuation",) if plain_mine == plain_theirs else ("capitals", "punctuation")


def turned(marks: Sequence[Mark]) -> tuple[str, ...]:
    """Which changed words turn what is said, however like the rest is: numbers, and whether it is denied."""
    pasted, article = (
        [token.low for mark in marks if mark.change == change for token in tokenize(mark.text)]
        for change in ("pasted", "article")
    )
    numbers = [sorted(filter(_is_number, side)) for side in (pasted, article)]
    denials = [sum(low in _DENIES or low.endswith("n't") for low in side) for side in (pasted, article)]
    turns = (("a number", numbers[0] != numbers[1]), ("a “not”", denials[0] % 2 != denials[1] % 2))
    return tuple(name for name, differs in turns if differs)


def _is_number(low: str) -> bool:
    return any(map(str.isdigit, low)) or low in _NUMBERS


def _inner(text: str) -> str:
    """From the first word to the last."""
    tokens = tokenize(text)
    return text[tokens[0].start : tokens[-1].end]


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    return low, len(text) if high < 0 else high
