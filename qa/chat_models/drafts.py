"""From what a model writes to finished sentences: each with the numbers that it cites, as soon as it has ended."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.sentences import split_sentences
from qa.chat_models.markers import LineEnd, Marks, Piece


@dataclass(frozen=True, slots=True)
class Words:
    """More words of the sentence being written, with the space before them."""

    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence that has ended. ``numbers`` are those of the passages that it cites, in order."""

    text: str
    numbers: tuple[int, ...]


_RUN = re.compile(r"\s+|\S+")
_WORD = re.compile(r"\w")
_ENDS, _CLOSES, _QUOTES = ".!?…", ",;:)]}%", "\"”’'"
_LONGEST_QUOTATION = 600  # characters until a mark that nobody closes is taken for a slip
# A sentence may end here; whether it does, the word after the next space shows ("Gen. Dunford", "in the U.S. The …").
_MAYBE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*\s")


class DraftReader:
    """Puts pieces together to sentences. The words it gives, joined, are the sentences joined by single spaces."""

    def __init__(self) -> None:
        self._text = ""  # of the sentence being written, and of what may be the next one
        self._marks: list[tuple[int, tuple[int, ...]]] = []  # (place in the text, numbers)
        self._given = 0  # characters of the text
        self._space = False  # one is due before the next word
        self._after_marks = False
        self._line_ended = False
        self._hanging: tuple[int, ...] = ()  # markers at a line's start
        self._first = True

    def feed(self, piece: Piece) -> Iterator[Words | Draft]:
        """What one more piece makes certain, in order."""
        match piece:
            case LineEnd():
                self._place_hanging(before=True)
                self._line_ended = self._space = True
            case Marks(numbers):
                if self._line_ended or not self._text:
                    self._hanging += numbers
                else:
                    self._marks.append((len(self._text), numbers))
                self._after_marks, self._space = True, False
            case str():
                for run in _RUN.findall(piece):
                    if run.isspace():
                        self._space = True
                    else:
                        yield from self._add(run)
        yield from self._split()
        yield from self._give(self._certain())

    def finish(self) -> Iterator[Words | Draft]:
        """The last sentence, as far as it came."""
        self._place_hanging(before=True)
        yield from self._end(len(self._text), len(self._text))

    def _add(self, run: str) -> Iterator[Words | Draft]:
        if self._line_ended:
            yield from self._end(len(self._text), len(self._text))
            self._line_ended = False
        self._place_hanging(before=False)
        if self._text and (self._space or self._after_marks) and not (self._after_marks and self._closes(run[0])):
            self._text += " "
        self._text += run
        self._space = self._after_marks = False

    def _closes(self, character: str) -> bool:
        """Whether what follows a marker belongs to the word before it: `open [1].`, `"Open [1]", she said`."""
        if character in _ENDS:
            return self._text[-1] not in _ENDS
        return character in _CLOSES or (character in _QUOTES and not self._space)

    def _place_hanging(self, *, before: bool) -> None:
        """Markers that began a line belong to its words or, where it has none, to the sentence before."""
        if self._hanging and (self._text or not before):
            self._marks.append((len(self._text), self._hanging))
            self._hanging = ()

    def _split(self) -> Iterator[Draft | Words]:
        """The sentences that have certainly ended."""
        while _MAYBE_END.search(self._text) and not self._in_quotation():
            spans = list(split_sentences(self._text))
            if len(spans) < 2:
                return
            following = spans[1][0]
            if " " not in self._text[following:]:
                return
            yield from self._end(following, following)

    def _end(self, end: int, following: int) -> Iterator[Words | Draft]:
        """End the sentence at ``end``; what is left begins at ``following``."""
        text = self._text[:end].rstrip()
        if not _WORD.search(text) and not self._given:  # a rule, a stray dash
            text = ""
        yield from self._give(len(text))
        if text:
            cited = dict.fromkeys(number for at, numbers in self._marks if at <= end for number in numbers)
            yield Draft(text, tuple(cited))
            self._first = False
        self._marks = [(at - following, numbers) for at, numbers in self._marks if at > end]
        self._text, self._given = self._text[following:], max(0, self._given - following)

    def _certain(self) -> int:
        """How much of the text is of this sentence whatever comes."""
        ends = [match.end() - 1 for match in _MAYBE_END.finditer(self._text)]
        if ends and self._in_quotation():
            return ends[0]
        behind = self._text[ends[-1] + 1 :] if ends else ""
        # Marks without a word may go with the sentence before them, or be a stray dash that is left out.
        return ends[-1] if ends and (" " not in behind or not _WORD.search(behind)) else len(self._text)

    def _in_quotation(self) -> bool:
        """Whether a quotation is open, whose sentences belong to the one that it stands in."""
        open_ = self._text.count('"') % 2 or self._text.count("“") > self._text.count("”")
        return bool(open_) and len(self._text) < _LONGEST_QUOTATION

    def _give(self, end: int) -> Iterator[Words]:
        if end > self._given and _WORD.search(self._text, 0, end):
            gap = " " if self._given == 0 and not self._first else ""
            yield Words(gap + self._text[self._given : end])
            self._given = end
