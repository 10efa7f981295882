"""Questions typed in haste: "wher did Kligner speak" → "where did Klingner speak", "what did trump say" → "Trump".

Only what is no English word and stands in no article is read as another word, and only where the question is English as
far as can be told and the articles have a single word that is one slip away; the reader is shown how the question was
understood. Names get their capitals where a question has none, or nothing else: who speaks and who is meant by "he" is
told by them.
"""

import re
import string
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from index.snapshot import Snapshot
from qa.foreign import foreign_language
from qa.keywords import content_words, spellings

_FIRST_WORDS = {
    slip: meant
    for meant, slips in {
        "where": "wher whre wehre hwere",
        "what": "waht wht whta wath hwat",
        "which": "wich whcih whihc wihch hwich whic",
        "when": "whne wen hwen",
        "why": "hwy wyh",
        "how": "hwo",
        "what's": "whats wats",
        "who's": "whos",
        "where's": "wheres",
    }.items()
    for slip in slips.split()
}
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_WORD = re.compile(r"\A[^\W\d_]+")
_LONGEST = 400  # characters: what is longer was not typed in haste, and each of its words would be looked up
_SHORTEST = 5  # letters: of shorter words too many differ by one
_MOST_SLIPS = 3  # of more unknown words a question is in another language
_AT_ONCE = 60  # words, of which a search takes all
_PASSAGES = 5  # in which is looked how a word is written

CountTokens = Callable[[Sequence[str]], list[int]]


def respell(question: str, snapshot: Snapshot, count_tokens: CountTokens) -> str:
    """The question as it is meant; ``count_tokens`` is the embedding model's, for which a known word is one token."""
    if len(question) > _LONGEST:
        return question
    if question in (question.lower(), question.upper()):
        question = _WORD.sub(lambda word: _as_written(word[0], snapshot), question.lower())
    words = _WORD.findall(question)
    slips = {word for word in words if _is_slip(word, snapshot, count_tokens)}
    if len(slips) > _MOST_SLIPS or (slips and foreign_language(question)):
        slips = set()
    # Behind the first word a capital means a name, which is no common noun however near one is.
    names = {word for word in words[1:] if word[0].isupper()}
    meant = {word: _nearest(word, snapshot, word in names) for word in slips}
    mended = _WORD.sub(lambda word: meant.get(word[0]) or word[0], question)
    return _FIRST_WORD.sub(lambda word: _FIRST_WORDS.get(word[0].lower(), word[0]), mended)


def _as_written(word: str, snapshot: Snapshot) -> str:
    """A word in lower case with the capitals that the articles have it with, wherever they have it."""
    if not content_words(word):
        return word
    hits = [key for key, _ in snapshot.search_words(word, _PASSAGES)]
    texts = " ".join(passage.text for passage in snapshot.passages(hits).values())
    written = Counter(one for one in _WORD.findall(texts) if one.lower() == word)
    return word if word in written or not written else written.most_common(1)[0][0]


def _is_slip(word: str, snapshot: Snapshot, count_tokens: CountTokens) -> bool:
    """Whether neither English nor the articles seem to have the word."""
    return (
        len(word) >= _SHORTEST
        and word.isascii()
        and bool(content_words(word))
        and count_tokens([word])[0] > 1
        and not any(map(snapshot.count_containing, spellings(word)))
    )


def _nearest(word: str, snapshot: Snapshot, is_name: bool) -> str | None:
    """The word that the articles have one slip away, as they write it; None if there is none, or several.

    A name is only ever another name: what the articles always write with a capital.
    """
    wanted = set(_one_slip_away(word.lower()))
    found: dict[str, str] = {}
    candidates = sorted(wanted)
    for at in range(0, len(candidates), _AT_ONCE):
        hits = [key for key, _ in snapshot.search_words(" ".join(candidates[at : at + _AT_ONCE]), _PASSAGES)]
        for passage in snapshot.passages(hits).values():
            for one in _WORD.findall(passage.text):
                if one.lower() in wanted and not found.get(one.lower(), "").islower():
                    found[one.lower()] = one
    if is_name:
        found = {low: one for low, one in found.items() if not one.islower()}
    return next(iter(found.values())) if len(found) == 1 else None


def _one_slip_away(word: str) -> Iterator[str]:
    """What is meant if a letter was left out, put in, exchanged with its neighbour or mistaken; never the first."""
    for at in range(1, len(word) + 1):
        before, behind = word[:at], word[at:]
        yield from (before + letter + behind for letter in string.ascii_lowercase)
        if behind:
            yield before + behind[1:]
            yield from (before + letter + behind[1:] for letter in string.ascii_lowercase)
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
