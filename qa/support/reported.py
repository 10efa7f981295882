"""Reported speech put to the reader as a question: "Stone warned that …" asks "Who said that …?"."""

import re
from collections.abc import Iterator

from index.sentences import split_sentences
from qa.reader import Reader, compete
from qa.support.asked import facts_in, shown, sort_of
from qa.support.evidence import Evidence
from qa.support.names import Name, find_names
from qa.support.speakers import SAYING, reporter_of
from qa.support.wording import content_stems

_REPORTS = re.compile(
    rf"\b{SAYING}(?:\s(?:[^\s,;]+\s){{0,5}}?that|(?<!\basks)(?<!\basked)(?<!\btells)(?<!\btold))\s+"
    r"(?!(?:to|how|of|on|by|as|a|an|him|her|them|us|me|for)\b)(?P<what>[^,;\s].*)"
)
_PERSONS = ("person", "unknown")  # sorts of names; not all first names are known
_FEWEST = 3  # words that make up something said
_BEFORE = 12  # characters that an answer may begin before a name
# Shares of the reader for another person and for this one, and its log-odds for an answer: over evals/altered most of
# the swapped speakers that are asked for lie beyond these, and no faithful sentence does.
_OTHER, _OWN, _MARGIN = 0.75, 0.2, 1.5


def _latest(text: str, what: str) -> int:
    """Where in a text who says this must have been named: where "he added" that, before the end of this sentence."""
    wanted = content_stems(what)
    start, end = max(
        split_sentences(text), key=lambda span: len(wanted & content_stems(text[slice(*span)])), default=(0, 0)
    )
    actual = reporter_of(text[start:end])
    return end if actual and actual.pronoun else len(text)


def said_by_another(rest: str, evidence: Evidence, reader: Reader) -> Iterator[str]:
    """In words for the reader, who else says in the passages what ``rest``, without quotations, has a person say."""
    claimed, report = reporter_of(rest), _REPORTS.search(rest)
    if claimed is None or claimed.pronoun or report is None or len(report["what"].split()) < _FEWEST:
        return
    texts = [shown(rest, source) for source in evidence.sources]
    ours = find_names(rest, evidence.known)
    persons = [name for name in ours if claimed.named & set(name.parts) and sort_of(name, (*texts, rest)) in _PERSONS]
    if not persons:
        return
    latest = [_latest(text, report["what"]) for text in texts]
    readings = reader.read(f"Who said that {report['what'].rstrip(' .')}?", texts)
    own, others = 0.0, dict[str, float]()
    for text, end, reading, part in zip(texts, latest, readings, compete(readings), strict=True):
        names = [name for _, name in facts_in(text, evidence) if isinstance(name, Name) and name.start < end]
        for start, share in reading.starts:
            for name in names:
                if name.start - _BEFORE <= start < name.end:
                    if any(set(name.parts) & set(one.parts) for one in persons):
                        own += part * share
                    elif name.text not in rest and sort_of(name, (*texts, rest)) in _PERSONS:
                        others[name.text] = others.get(name.text, 0.0) + part * share
                    break
    sure = max(reading.margin for reading in readings) >= _MARGIN
    if sure and own <= _OWN and sum(others.values()) >= _OTHER:
        yield f"this is said by {max(others, key=others.__getitem__)}, not by {claimed.text}"
