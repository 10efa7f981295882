"""Who says what in an article: its direct quotations and clear reported speech, each with its speaker if that is clear.

A wrong attribution is the worst thing here, so a speaker is left out where the text leaves a choice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.snapshot import Snapshot
from qa.names.entities import Word, split_words
from qa.names.people import People
from qa.nearness import near_evidence
from qa.speech.attribution import PRONOUNS, Attribution, attribute_before, attribute_behind
from qa.speech.quotation_marks import Quoted, find_quoted
from qa.speech.reports import find_reports
from qa.types import Answer

_FEWEST_WORDS = 5  # a quotation without a speaker that is shorter is a title, or a word held at arm's length
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!Prof)(?<!Gen)(?<!Sen)(?<!St)(?<!Nov)[.!?…][\"”’')]*(?=\s|$)"
)
_ASIDE = re.compile(r"(?<= )\([^()\n█]{1,40}\)(?= )")  # "Ada Stone (Lab) said"
_LEADS_ON = re.compile(r"[^.!?…;:█“\"]*:")


@dataclass(frozen=True, slots=True)
class Speech:
    """Words that somebody says: ``text[start:end]``. ``speaker`` is None where it is not clear who."""

    start: int
    end: int
    speaker: str | None
    unnamed: str | None = None  # how the text calls a speaker without a name: "a US official"
    reported: bool = False  # not the speaker's own words

    @property
    def is_open(self) -> bool:
        """Whether the text may mean anybody: "he said", or a quotation that stands by itself."""
        return self.speaker is None and (self.unnamed is None or self.unnamed in PRONOUNS)


@dataclass(frozen=True, slots=True)
class Said:
    """A row of who said what: ``article.text[start:end] == words``."""

    speaker: str | None
    unnamed: str | None
    words: str
    reported: bool
    article_id: str
    start: int
    end: int
    title: str
    publisher: str | None
    published: date | None
    article_digest: str


def who_said_what(snapshot: Snapshot, answer: Answer) -> tuple[Said, ...]:
    """What is said in the evidence of an answer, in its order; each article's words in the order of its text."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for hit in near_evidence(answer):
        spans.setdefault(hit.passage.article_id, []).append((hit.passage.start, hit.passage.end))
    rows = []
    for article_id, wanted in spans.items():
        article = snapshot.article(article_id)
        for speech in find_speech(article.text) if article else ():
            assert article
            if any(start <= speech.start < end for start, end in wanted):
                rows.append(
                    Said(
                        speaker=speech.speaker,
                        unnamed=speech.unnamed,
                        words=article.text[speech.start : speech.end],
                        reported=speech.reported,
                        article_id=article_id,
                        start=speech.start,
                        end=speech.end,
                        title=article.title,
                        publisher=article.publisher,
                        published=article.published,
                        article_digest=article.digest,
                    )
                )
    return tuple(rows)


@lru_cache(maxsize=256)
def find_speech(text: str) -> tuple[Speech, ...]:
    """What is said in ``text``, in order."""
    first = _Listening(text, frozenset())
    first.hear()
    return tuple(_Listening(text, frozenset(first.named)).hear())  # now all speakers are known from the beginning


class _Listening:
    """One walk through an article, line by line."""

    def __init__(self, text: str, speakers: frozenset[str]) -> None:
        self.named: set[str] = set()  # who is named as a speaker
        self._text = text
        self._quoted = find_quoted(text)
        self._masked = mask(text, self._quoted)
        self._people = People(self._masked, speakers)

    def hear(self) -> list[Speech]:
        """All of it, in order."""
        heard: list[Speech] = []
        carried: Speech | None = None  # whose quotation the line before left open
        for line in re.finditer(r"[^\n]+", self._masked):
            quoted = [one for one in self._quoted if line.start() <= one.opens < line.end()]
            spoken, carried = self._hear_line(line[0], line.start(), quoted, carried)
            heard += spoken
        return sorted(heard, key=lambda speech: speech.start)

    def _hear_line(
        self, line: str, offset: int, quoted: Sequence[Quoted], carried: Speech | None
    ) -> tuple[list[Speech], Speech | None]:
        line = _ASIDE.sub(lambda aside: " " * len(aside[0]), line)
        found = split_words(line)
        # Sentences that hold quotations report nothing besides.
        taken = [
            (_sentence_start(line, one.opens - offset), _sentence_end(line, one.closes - offset)) for one in quoted
        ]
        heard = list(self._reports(line, offset, found, taken))
        before: Speech | None = None
        before_end = 0  # until where the text behind the quotation before belongs to its sentence
        for place, one in enumerate(quoted):
            opens = one.opens - offset
            given = self._give(line, offset, found, quoted, place)
            if given is None and place == 0 and carried and line[:opens].strip() == "":
                given = (carried.speaker, carried.unnamed)
            if given is None and before and not line[before_end:opens].strip(" ,–—-"):
                given = (before.speaker, before.unnamed)
            if given is None:
                given = self._lead(line, offset, found, opens)
            end_of_words = one.start + len(self._text[one.start : one.end].rstrip(" ,–—-"))
            speech = Speech(one.start, end_of_words, *(given or (None, None)))
            if given is not None or self._counts(one):
                heard.append(speech)
            before, before_end = (speech, taken[place][1]) if given else (None, 0)
        carried = before if quoted and quoted[-1].continues else None
        return heard, carried

    def _counts(self, one: Quoted) -> bool:
        quoted = self._text[one.start : one.end]
        return len(_WORD.findall(quoted)) >= _FEWEST_WORDS and quoted[-1:] in ".,!?…"

    def _give(
        self, line: str, offset: int, found: list[Word], quoted: Sequence[Quoted], place: int
    ) -> tuple[str | None, str | None] | None:
        """The speaker that the quotation's own sentence gives: (name, description)."""
        one = quoted[place]
        opens, closes = one.opens - offset, one.closes - offset
        last = self._text[one.start : one.end].rstrip("’'”\"")[-1:]
        if last != "." and not one.continues:
            behind = attribute_behind(line, found, closes)
            leads_on = (
                last != "," and behind and _LEADS_ON.match(line, behind.verb)
            )  # “Why wait?” Ada Stone added: “It is time.”
            if behind and not leads_on and (last in ",?!…—-" or line[closes : closes + 1] == ","):
                return self._resolve(behind, offset)
        start = _sentence_start(line, opens)
        before = attribute_before(line, found, start, opens)
        return self._resolve(before, offset) if before else None

    def _lead(self, line: str, offset: int, found: list[Word], opens: int) -> tuple[str | None, str | None] | None:
        """The speaker of a sentence that leads to a quotation standing by itself: "Ada Stone disagrees. “…”"."""
        end = len(line[:opens].rstrip())
        if not line[:end].endswith((".", ":")):
            return None
        start = _sentence_start(line, end - 1)
        if "█" in line[start:end]:
            return None
        attribution = attribute_before(line, found, start, end - 1)
        if attribution is None or attribution.kind != "name":
            return None
        resolved = self._resolve(attribution, offset)
        others = self._people.named_between(offset + attribution.until, offset + opens)
        return resolved if not others - {resolved[0] or ""} else None

    def _resolve(self, attribution: Attribution, offset: int, heard: bool = True) -> tuple[str | None, str | None]:
        """Who speaks: (name, description). What is reported makes nobody a person: firms say much."""
        match attribution.kind:
            case "name":
                name = self._people.full_name(attribution.words, offset + attribution.start)
                if heard:
                    self._people.heard(offset + attribution.start, name)
                    self.named.add(name)
                return name, None
            case "pronoun":
                meant = self._people.meant(attribution.words, offset + attribution.start)
                if meant and heard:
                    self._people.heard(offset + attribution.start, meant)
                return meant, None if meant else attribution.words
            case "unnamed":
                self._people.heard_stranger(offset + attribution.start)
                return None, attribution.words

    def _reports(self, line: str, offset: int, found: list[Word], taken: Sequence[tuple[int, int]]) -> Iterator[Speech]:
        """Clear reported speech in sentences without quotation marks: "Ada Stone said the bridge was safe."."""
        start = 0
        while start < len(line):
            end = _sentence_end(line, start + 1)
            if not any(start < stop and begin < end for begin, stop in taken):
                for report in find_reports(line, found, start, end):
                    speaker, unnamed = self._resolve(report.who, offset, heard=False)
                    told_of_another = (
                        line[report.start : report.end].split()[0] in PRONOUNS
                    )  # "said that she was lying"
                    if speaker and not told_of_another:
                        self._people.reported(offset + report.who.start, offset + report.who.until, speaker)
                    yield Speech(offset + report.start, offset + report.end, speaker, unnamed, reported=True)
            start = end


def mask(text: str, quoted: Sequence[Quoted]) -> str:
    """``text`` with a block for each character of what is quoted but the last, so that only the telling is read."""
    pieces, last = [], 0
    for one in quoted:
        pieces += [
            text[last : one.start],
            "█" * max(0, one.end - one.start - 1),
            text[max(one.start, one.end - 1) : one.end],
        ]
        last = one.end
    return "".join([*pieces, text[last:]])


def _sentence_start(line: str, at: int) -> int:
    ends = [match.end() for match in _SENTENCE_END.finditer(line, 0, at) if _ends(line, match)]
    return ends[-1] if ends else 0


def _sentence_end(line: str, at: int) -> int:
    """Where the sentence ends that the words before ``at`` belong to; at once, if they end it themselves."""
    own = _SENTENCE_END.match(line, at - 2) or _SENTENCE_END.match(line, at - 1)
    if own and own.end() == at and _ends(line, own) and line[at - 2] == ".":
        return at
    return next((m.end() for m in _SENTENCE_END.finditer(line, at) if _ends(line, m)), len(line))


def _ends(line: str, match: "re.Match[str]") -> bool:
    following = line[match.end() :].lstrip()[:1]
    return not following or following.isupper() or following.isdigit() or following in "\"“‘'«„"
