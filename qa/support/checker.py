"""Is a sentence of an answer borne out by the passages that it cites? By rule and by likeness, without a chat model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder
from index.sentences import split_sentences
from qa.reader import Reader
from qa.support.asked import given_otherwise
from qa.support.evidence import Evidence, Line, Source
from qa.support.facts import missing_facts
from qa.support.likeness import Likeness, likeness, windows
from qa.support.names import Vocabulary, find_names
from qa.support.quotations import Changed, Found, Quotation, Spliced, find_quotations, locate, shorten
from qa.support.reported import said_by_another
from qa.support.speakers import GENERAL, Speaker, last_named, reporter_of, speaker_of
from qa.support.wording import content_stems, fold, folded, terms
from qa.types import Verdict
from qa.vocabulary import FUNCTION_WORDS, GROUP_WORDS, words

NOTHING = "nothing in the passage says this"
# Share of what is reported that one sentence has, from which it is the same report: by a name, or by anybody else.
_REPORTED, _REPORTED_BY_NOBODY = 0.5, 0.7
_QUOTED = 3  # words in quotation marks from which a sentence may be called verbatim
_TITLE = 0.6  # share of capitalised words from which words in quotation marks look like a title
# What speaks without being a person: somebody may do so for it, and nobody is meant by it alone.
_NO_PERSONS = GROUP_WORDS - words("brothers sisters guard who") | words(
    "article report study paper statement letter website book panel jury firm"
)
_NEIGHBOURS = 3  # sentences before the words in which their speaker may be described
_FEW_WORDS = re.compile(r"[\w'’-]+(?: [\w'’-]+){0,5}")
_STARTS = re.compile(r"(?:^|[.!?…:;,—–\n\"“”‘’(]|['\"”’)])\s*$")


@dataclass(frozen=True, slots=True)
class Support:
    """How a sentence stands against what it cites; ``missing`` says, for the reader, what is not borne out.

    ``score``, from 0 to 1, is how likely the words alone make it that the passages say what the sentence says.
    """

    verdict: Verdict
    missing: tuple[str, ...] = ()
    score: float = 1.0


class SupportChecker:
    """Checks sentences against passages. Safe between threads."""

    def __init__(self, embedder: Embedder, reader: Reader | None = None) -> None:
        """Without ``reader`` a fact in another's place is told by the words near it alone."""
        self._embedder = embedder
        self._reader = reader

    def check(self, sentence: str, cited: Sequence[Source]) -> Support:
        """How one sentence, without its citation markers, stands against the passages that it cites."""
        return self.check_all([(sentence, cited)])[0]

    def check_all(self, sentences: Sequence[tuple[str, Sequence[Source]]]) -> list[Support]:
        """How each sentence stands against its passages; the encoder is asked once for all of them."""
        return [support for support, _ in self.check_with_likeness(sentences)]

    def check_with_likeness(self, sentences: Sequence[tuple[str, Sequence[Source]]]) -> list[tuple[Support, Likeness]]:
        """As check_all, with the measures behind each score."""
        ready = [(sentence, Evidence(cited)) for sentence, cited in sentences]
        alike = self._likeness(ready)
        return [
            (_judge(sentence, evidence, like, self._reader), like)
            for (sentence, evidence), like in zip(ready, alike, strict=True)
        ]

    def find(self, sentence: str, evidence: Sequence[Source]) -> int | None:
        """Which of the passages alone bears out a sentence that cites none: the likeliest one's index, or None."""
        found = self.check_all([(sentence, [source]) for source in evidence])
        borne_out = [
            (support.verdict == "verbatim", support.score, -place)
            for place, support in enumerate(found)
            if support.verdict != "unsupported"
        ]
        return -max(borne_out)[2] if borne_out else None

    def _likeness(self, ready: Sequence[tuple[str, Evidence]]) -> list[Likeness]:
        chosen = [windows(sentence, evidence) for sentence, evidence in ready]
        texts = list(dict.fromkeys(text for (s, _), near in zip(ready, chosen, strict=True) for text in (s, *near)))
        vectors = dict(zip(texts, self._embedder.embed(texts), strict=True)) if texts else {}
        return [
            likeness(
                sentence,
                evidence,
                max((float(np.dot(vectors[sentence], vectors[text])) for text in near), default=0.0),
            )
            for (sentence, evidence), near in zip(ready, chosen, strict=True)
        ]


def _judge(sentence: str, evidence: Evidence, like: Likeness, reader: Reader | None) -> Support:
    score = like.score()
    if not content_stems(sentence) and not find_quotations(sentence):
        return Support("supported", (), 1.0)  # "Yes." and the like say nothing of their own
    if _stands_whole(sentence, evidence):
        return Support("verbatim", (), 1.0)
    quotations = find_quotations(sentence)
    missing: list[str] = []
    for quotation in quotations:
        missing.extend(_missing_words(sentence, quotation, evidence))
    rest = without(sentence, quotations)
    missing.extend(missing_facts(rest, quoted_stems(quotations), evidence))
    if not quotations:
        missing.extend(_wrong_reporter(rest, evidence))
    if not missing and not like.enough(quoted=_share_quoted(sentence, quotations)):
        missing.append(NOTHING)
    if not missing:
        heard = frozenset[str]().union(*(_named_by(sentence, quotation) for quotation in quotations))
        missing.extend(given_otherwise(sentence, rest, evidence, reader, heard))
    if not missing and not quotations and reader:
        missing.extend(said_by_another(rest, evidence, reader))
    if missing:
        return Support("unsupported", tuple(dict.fromkeys(missing)), score)
    words = sum(len(folded(quotation.text)) for quotation in quotations)
    return Support("verbatim" if words >= _QUOTED else "supported", (), score)


def _stands_whole(sentence: str, evidence: Evidence) -> bool:
    """Whether an article has the sentence word for word, from where a sentence or a clause begins."""
    found = locate(sentence, evidence.texts) if len(folded(sentence)) >= _QUOTED else None
    return isinstance(found, Found) and bool(_STARTS.search(evidence.texts[found.source][: found.start]))


def without(sentence: str, quotations: Sequence[Quotation]) -> str:
    """The sentence with a neutral mark in place of each quotation, at the same length."""
    rest = sentence
    for quotation in quotations:
        rest = rest[: quotation.start] + ";" * (quotation.end - quotation.start) + rest[quotation.end :]
    return rest


def quoted_stems(quotations: Sequence[Quotation]) -> frozenset[str]:
    """The stems of the words that a sentence leaves to its quotations."""
    return frozenset[str]().union(*(content_stems(quotation.text) for quotation in quotations))


def _named_by(sentence: str, quotation: Quotation) -> frozenset[str]:
    claimed = speaker_of(sentence, quotation)
    return claimed.named if claimed else frozenset()


def _share_quoted(sentence: str, quotations: Sequence[Quotation]) -> float:
    return sum(len(quotation.text) for quotation in quotations) / max(1, len(sentence))


def _missing_words(sentence: str, quotation: Quotation, evidence: Evidence) -> list[str]:
    """What is wrong with one quotation of a sentence: its words, or whom the sentence says they are from."""
    shown = f"“{shorten(quotation.text)}”"
    found = locate(quotation.text, evidence.texts)
    claimed = speaker_of(sentence, quotation)
    if not isinstance(found, Found) and claimed is None and _is_title(quotation.text, evidence):
        return []
    if found is None:
        return [f"the quotation {shown}"]
    if isinstance(found, Changed):
        return [f"the quotation {shown} (the article has “{shorten(found.words)}”)"]
    if isinstance(found, Spliced):
        return [f"the quotation {shown} is spliced from two places"]
    actual = _speaker_at(found, evidence)
    if claimed is None or claimed.pronoun or actual is None:
        return []
    if not claimed.named:
        line = _line_at(found, evidence)
        another = line is not None and _is_other_person(claimed, actual, line, evidence)
        return [f"{shown} is said by {actual.text}, not by {claimed.text}"] if another else []
    if _is_one(claimed, actual, evidence, found):
        return []
    if actual.pronoun:
        return [f"{shown} is not said by {claimed.text}"]
    return [f"{shown} is said by {actual.text}, not by {claimed.text}"]


def _is_title(words: str, evidence: Evidence) -> bool:
    """Whether words in quotation marks are the title of a work, or of the article, that the passages name as well."""
    if isinstance(locate(words, [source.title for source in evidence.sources]), Found):
        return True
    parts = [words[start:end] for _, start, end in folded(words)]
    capital = sum(part[0].isupper() or part[0].isdigit() for part in parts)
    return capital >= _TITLE * len(parts) and all(evidence.known.has(low) for low, _, _ in folded(words))


def _speaker_at(found: Found, evidence: Evidence) -> Speaker | None:
    """Who speaks the words at a place of a passage: in quotation marks, or reported by a sentence."""
    text = evidence.texts[found.source]
    for quotation in find_quotations(text):
        if quotation.start <= found.start < quotation.end:
            return speaker_of(text, quotation)
    line = _line_at(found, evidence)
    return reporter_of(line.text) if line else None


def _line_at(found: Found, evidence: Evidence) -> Line | None:
    lines = [line for line in evidence.lines if line.source == found.source and line.start <= found.start]
    return lines[-1] if lines else None


def _is_one(claimed: Speaker, actual: Speaker, evidence: Evidence, found: Found) -> bool:
    """Whether two ways to name a speaker may mean one; "he" means who was named or spoke shortly before."""
    telling = claimed.named - GENERAL or claimed.named
    if telling & actual.around or any(map(Vocabulary([actual.text]).has, telling)):
        return True  # by the same name, or as "WHO" for the whole of it
    if actual.named:
        return False
    ours, theirs = ([low for low, _, _ in folded(one.text)] for one in (claimed, actual))
    if theirs and theirs[-1] in _NO_PERSONS and not _NO_PERSONS.intersection(ours):
        return False  # "the panel" is nobody by name
    if content_stems(actual.text) and content_stems(actual.text) <= content_stems(claimed.text):
        return True  # "a plan that worries the official, who said"
    line = _line_at(found, evidence)
    if line is None:
        return True
    before = evidence.before(line) + line.text[: max(0, found.start - line.start)]
    return bool(telling & last_named(before))


def _is_other_person(claimed: Speaker, actual: Speaker, line: Line, evidence: Evidence) -> bool:
    """Whether a speaker without a name, "a spokesman for the ministry", is not who says the words of a sentence."""
    if not actual.named and _is_the_other(claimed, actual, line):
        return True
    head = next((term for term in terms(claimed.text) if term.content), None)
    before = evidence.before(line)
    near = " ".join(before[start:end] for start, end in list(split_sentences(before))[-_NEIGHBOURS:])
    if actual.pronoun or head is None or head.low in _NO_PERSONS or head.stem in content_stems(near):
        return False
    if not actual.named:
        return _are_others(claimed, actual, line, evidence)
    everything = [*evidence.texts, *(source.context for source in evidence.sources)]
    about = [
        text[start:end]
        for text in everything
        for start, end in split_sentences(text)
        if actual.named & {low for low, _, _ in folded(text[start:end])}
    ]
    ours, told = content_stems(claimed.text), content_stems(" ".join([*actual.around, *about, line.text]))
    return not told & ours and any(content_stems(text) & ours for text in everything)


def _is_the_other(claimed: Speaker, actual: Speaker, line: Line) -> bool:
    """Whether "another owner" speaks, and the claimed one is known by a name that stands elsewhere."""
    own = {fold(word) for word in re.findall(r"\b[A-Z]\w+", claimed.text)} - FUNCTION_WORDS - actual.around
    return actual.text.lower().startswith("another ") and bool(own - {low for low, _, _ in folded(line.text)})


def _wrong_reporter(rest: str, evidence: Evidence) -> list[str]:
    """Whether what a sentence without quotation marks reports is said by somebody else in the passages."""
    claimed = reporter_of(rest)
    if claimed is None or claimed.pronoun:
        return []
    named = claimed.named & {part for name in find_names(rest, evidence.known) for part in name.parts}
    reported = re.split(r"[;,]\s+(?:and|but|while|whereas|though)\b|;", rest)[0]
    wanted = {term.stem for term in terms(reported) if term.content and term.low not in claimed.around}
    if len(wanted) < _QUOTED:
        return []
    best = evidence.likest(wanted)
    if best is None or len(wanted & best.stems) < (_REPORTED if named else _REPORTED_BY_NOBODY) * len(wanted):
        return []
    spoken = [q for q in find_quotations(best.text) if len(wanted & content_stems(q.text)) >= 0.4 * len(wanted)]
    place = best.start + (spoken[0].start if spoken else 0)
    found = Found(best.source, place, place + 1)
    actual = _speaker_at(found, evidence)
    if actual is None or actual.pronoun or claimed.named & {low for low, _, _ in folded(best.text)}:
        return []
    if named:
        another = bool(actual.named) and not _is_one(claimed, actual, evidence, found)
    else:
        another = _are_others(claimed, actual, best, evidence)
    return [f"this is said by {actual.text}, not by {claimed.text}"] if another else []


def _are_others(claimed: Speaker, actual: Speaker, line: Line, evidence: Evidence) -> bool:
    """Whether speakers without a name are not those of a passage's sentence, but spoken of in another one.

    "Organizers of the agreement" and "factory owners"; a word that stands nowhere there may be another for the same.
    """
    ours, theirs = content_stems(claimed.text), content_stems(actual.text)
    if not theirs or ours & (theirs | line.stems) or not all(map(_FEW_WORDS.fullmatch, (claimed.text, actual.text))):
        return False
    return any(ours & other.stems for other in evidence.lines if other is not line)
