"""Negations and opposites: whether a sentence says the contrary of what the cited passages say."""

import re
from collections.abc import Iterator, Set
from itertools import pairwise

from qa.support.evidence import Line
from qa.support.opposites import opposite
from qa.support.wording import Term, fold, negates, stem, terms
from qa.vocabulary import FUNCTION_WORDS, words

_NEARLY = 0.75  # share of the best sentence's common words from which a further one's denials count as well
_MOSTLY = 0.6  # share of a sentence's words that a sentence of a passage has which says the same but for a "not"
_NEAR = 3  # content words that an opposite may be apart from a word that both texts have
_DENYING = ("un", "in", "im", "dis")
# What did not come about, though its verb stands there plainly.
_IN_VAIN = re.compile(
    r"\b(?:fail(?:s|ed|ing)?|refus(?:es?|ed|ing)|declin(?:es?|ed|ing)|unable|never managed) to (?P<done>\w+)", re.I
)
_TRYING = frozenset(map(stem, words("fail refuse decline unable attempt try vain without reject resist")))
# A denial of what was said before, and not of the words behind it: "which is not)", "without it".
_ELLIPTIC = re.compile(r"\b(?:not|n['’]t)\s*[,.;)–—]|\bwithout\s+(?:it|him|her|them|this|that|one)\b", re.I)


def negations(rest: str, quoted: Set[str], aligned: list[Line]) -> Iterator[str]:
    """Where ``rest`` denies what its ``aligned`` sentences of the passages state, or states what they deny.

    What it leaves to a quotation, of words with the stems ``quoted``, is denied there.
    """
    ours = _denied(rest)
    negators = {term.low for term in _negators(terms(rest))}
    said = {term.stem: term for term in terms(rest) if term.content}
    wanted = said.keys()
    for word, targets in ours:
        nearest = _nearest(targets, wanted, aligned)
        if nearest and not (
            any(_ELLIPTIC.search(line.text) for line in aligned)
            or any(term.negated for term in nearest.terms if term.stem in targets)
            or any(term.turned for term in nearest.terms if term.stem == targets[0])
            or any(prefix + target in line.stems for target in targets for line in aligned for prefix in _DENYING)
            or any(
                theirs_word.lower() == word.lower() or any(_unsaid(said.get(other)) for other in theirs)
                for theirs_word, theirs in _denied(nearest.text)
            )
            or any(
                theirs_word.lower() == word.lower() and targets[0] in theirs
                for line in aligned
                for theirs_word, theirs in _denied(line.text)
            )
        ):
            yield f'the sentence says "{word}", the article does not'
            return
    for line in aligned:
        for match in _IN_VAIN.finditer(line.text):
            done = said.get(stem(fold(match["done"])))
            tried = any(term.stem in _TRYING for term in terms(rest))
            if done and not done.negated and not done.turned and not tried and not ours:
                yield f'the article says "{match.group()}", the sentence does not'
                return
    most = max((len(wanted & line.stems) for line in aligned), default=0)
    plain = {term.stem for line in aligned for term in line.terms if not term.negated and not term.turned}
    for line in (line for line in aligned if len(wanted & line.stems) >= _NEARLY * most):
        for word, targets in _denied(line.text):
            shared = [said[target] for target in targets if target in said]
            if not shared or any(term.negated or term.turned for term in shared):
                continue
            if word.lower() in negators - {own.lower() for own, _ in ours}:
                continue  # "in 1974 they ate none"
            if quoted >= set(targets) or any(line.stems & set(others) for _, others in ours):
                continue
            # "Does not offer shares but allows others to offer perks" denies the shares.
            lacking = [term.stem not in plain for term in shared]
            together = word.lower().endswith(("not", "n't", "n’t")) and _are_together(rest, targets)
            if (any(lacking) if together else all(lacking)) and not any(
                line_term.turned for line_term in line.terms if line_term.stem in targets
            ):
                yield f'the article says "{word}", the sentence does not'
                return


def _are_together(rest: str, stems: tuple[str, ...]) -> bool:
    """Whether words with these stems, a verb and its object, follow each other but for small words."""
    content = [term for term in terms(rest) if term.content]
    return any((one.stem, two.stem) == stems and "," not in rest[one.end : two.start] for one, two in pairwise(content))


def _nearest(targets: tuple[str, ...], wanted: Set[str], aligned: list[Line]) -> Line | None:
    """The sentence of a passage that ought to deny as well, if any: it has the first denied word, or nearly all others.

    Where it has neither, another verb may say the same without a "not": "hasn't changed", "is still the same".
    """
    for place, target in enumerate(targets):
        lines = [line for line in aligned if target in line.stems]
        best = max(lines, key=lambda line: len(wanted & line.stems), default=None)
        if best and (place == 0 or len(wanted & best.stems) >= _MOSTLY * len(wanted)):
            return best
    return None


def _unsaid(term: Term | None) -> bool:
    """Whether a word that the passage denies is in the sentence, and not plainly stated there."""
    return term is not None and (term.negated or term.turned)


def _denied(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each negator of a text with the stems of the next two words that carry meaning."""
    found = []
    members = terms(text)
    for negator in _negators(members):
        place = members.index(negator)
        targets = tuple(other.stem for other in members[place + 1 : place + 6] if other.content and other.negated)[:2]
        if targets:
            found.append((text[negator.start : negator.end], targets))
    return found


def _negators(members: tuple[Term, ...]) -> list[Term]:
    lows = ["", *(term.low for term in members), ""]
    return [term for place, term in enumerate(members) if negates(*lows[place : place + 3])]


def prefixes(rest: str, aligned: list[Line]) -> Iterator[str]:
    """Where one says "affected" and the other "unaffected"."""
    ours = [term for term in terms(rest) if term.content and len(term.low) > 4]
    theirs = [term for line in aligned for term in line.terms if term.content]
    for term in ours:
        for other in theirs:
            longer, shorter = sorted((other.low, term.low), key=len, reverse=True)
            turned = longer.endswith(shorter) and longer.removesuffix(shorter) in _DENYING
            alike = any(one.stem == term.stem for one in theirs) or any(one.stem == other.stem for one in ours)
            if turned and not alike and not (term.negated or term.turned or other.negated or other.turned):
                yield f'the sentence says "{term.low}", the article "{other.low}"'
                return


def opposites(rest: str, aligned: list[Line]) -> Iterator[str]:
    """Where ``rest`` has the opposite of a word that its ``aligned`` sentences of the passages have."""
    members = terms(rest)
    wanted = {term.stem for term in members if term.content}
    for term in members:
        if _bounds(rest, term):
            continue
        given = [(line, tuple(one for one in line.terms if not _bounds(line.text, one))) for line in aligned]
        for line, other in ((line, other) for line, theirs in given for other in opposite(term, theirs)):
            if other.negated != term.negated or other.stem in wanted:
                continue
            # An "only" somewhere before it casts no doubt on "after".
            if other.turned != term.turned and term.low not in FUNCTION_WORDS:
                continue
            # Of "southern white rhinos" only a sentence no less like this one speaks as well.
            least = len(wanted & line.stems) if _next_to(members, term) == _next_to(line.terms, other) else 0
            if any(
                not opposite(term, also.terms) and term.stem in also.stems
                for also in aligned
                if len(wanted & also.stems - {term.stem}) >= least
            ):
                continue
            if _same_place(members, term, line.terms, other):
                yield f'the sentence says "{term.low}", the article "{other.low}"'
                return


def _bounds(text: str, term: Term) -> bool:
    """Whether the word belongs to a number: "more than 100", "over 100", "ten years old"."""
    if term.low == "old" and re.search(r"\byears?[\s-]$", text[max(0, term.start - 7) : term.start]):
        return True
    share = r"|\san?\s(?:half|third|quarter|\w+th)\b" if term.low in ("over", "under") else ""
    return re.match(rf"\s(?:than\s)?[£$€¥]?\d|\sthan\s{share}", text[term.end : term.end + 16]) is not None


def _same_place(members: tuple[Term, ...], term: Term, others: tuple[Term, ...], other: Term) -> bool:
    """Whether two opposites stand at words that both texts have; "over" and "under", at the same next word."""
    if term.low in FUNCTION_WORDS or other.low in FUNCTION_WORDS:
        return _next_to(members, term) == _next_to(others, other)
    return bool(_neighbours(members, term) & _neighbours(others, other))


def _next_to(members: tuple[Term, ...], term: Term) -> str:
    return next((other.stem for other in members if other.start > term.start and other.content), "")


def _neighbours(members: tuple[Term, ...], term: Term) -> set[str]:
    content = [other for other in members if other.content or other == term]
    place = content.index(term)
    near = content[max(0, place - _NEAR) : place + _NEAR + 1]
    return {other.stem for other in near if other != term}
