"""Examples as token numbers, and each epoch's shares of a batch: of like length, in an order that the seed decides."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from qa.training.examples import Example

_MOST_TOKENS = 176
_QUESTION_TOKENS = 64
_CLS, SEP = 101, 102
_SORTED_TOGETHER = 192  # shares; sorting all would show the same pairs together in every epoch
_SPANS = 12
_PAD_TO = 16  # few different lengths: for each new one the processor's kernels are compiled anew


@dataclass(frozen=True, slots=True)
class Row:
    """An example in tokens; ``spans`` are the first and last tokens of the answers, counted within the passage."""

    question: list[int]
    passage: list[int]
    spans: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.question) + len(self.passage) + 3


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows as tensors. ``mask`` is what attention adds: 0 for a token, much less for padding.

    ``spans`` has each row's (first token, last token), shape (rows, spans, 2), and ``valid`` says which of them count.
    Where nothing answers the one span is token 0, the null answer. Rows of the same number in ``units`` are rivals: the
    same question over different passages, or different questions over the same one.
    """

    ids: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    spans: torch.Tensor
    valid: torch.Tensor
    units: torch.Tensor


@dataclass(slots=True)
class Encoder:
    """Turns examples into rows; each text is tokenized once."""

    tokenizer: Any  # of the tokenizers package
    _known: dict[str, Any] = field(default_factory=dict)

    def rows(self, examples: Sequence[Example]) -> list[Row]:
        """A row for each example, in their order."""
        texts = {text for example in examples for text in (example.question, example.passage)}
        new = sorted(text for text in texts if text not in self._known)  # "- keys()" would walk through all known
        encodings = self.tokenizer.encode_batch(new, add_special_tokens=False)
        self._known.update({text: (code.ids, code.offsets) for text, code in zip(new, encodings, strict=True)})
        return [self._row(example) for example in examples]

    def _row(self, example: Example) -> Row:
        passage, offsets = self._known[example.passage]
        question = self._known[example.question][0][:_QUESTION_TOKENS]
        spans = []
        for start, end in example.spans:
            inside = [n for n, (first, last) in enumerate(offsets) if first < end and last > start]
            spans.append((inside[0], inside[-1]))
        return Row(question, passage, tuple(dict.fromkeys(spans)))


def epoch_shares(units: Sequence[list[Row]], size: int, chance: random.Random) -> list[list[list[Row]]]:
    """All units in shares of like length and at least ``size`` rows, in random order; the last few units are left out.

    Rivals that are longer than their unit's first row, and that hold no answer, are cut to its length at random.
    """
    shuffled = chance.sample(units, len(units))
    shares = []
    together = _SORTED_TOGETHER * size // 2
    for first in range(0, len(shuffled), together):
        share: list[list[Row]] = []
        for unit in sorted(shuffled[first : first + together], key=lambda unit: len(unit[0])):
            longest = len(unit[0].passage)
            share.append([unit[0], *(row if row.spans else _shortened(row, longest, chance) for row in unit[1:])])
            if sum(map(len, share)) >= size:
                shares.append(share)
                share = []
    return chance.sample(shares, len(shares))


def _shortened(row: Row, longest: int, chance: random.Random) -> Row:
    at = chance.randint(0, max(0, len(row.passage) - longest))
    return Row(row.question, row.passage[at : at + longest], ())


def to_batch(units: Sequence[list[Row]], chance: random.Random) -> Batch:
    """The units' rows as padded tensors; of too long a passage a random part that holds an answer, if there is one."""
    cut = [_cut(row, chance) for unit in units for row in unit]
    length = -(-max(len(row) for row in cut) // _PAD_TO) * _PAD_TO
    ids, types = (torch.zeros(len(cut), length, dtype=torch.long) for _ in range(2))
    mask = torch.full((len(cut), 1, 1, length), -1e4, dtype=torch.bfloat16)
    spans = torch.zeros(len(cut), _SPANS, 2, dtype=torch.long)
    valid = torch.zeros(len(cut), _SPANS, dtype=torch.bool)
    for n, row in enumerate(cut):
        ids[n, : len(row)] = torch.tensor([_CLS, *row.question, SEP, *row.passage, SEP])
        first = len(row.question) + 2
        types[n, first : len(row)] = 1
        mask[n, ..., : len(row)] = 0
        found = [(first + start, first + end) for start, end in row.spans[:_SPANS]] or [(0, 0)]
        spans[n, : len(found)] = torch.tensor(found)
        valid[n, : len(found)] = True
    numbers = torch.tensor([n for n, unit in enumerate(units) for _ in unit])
    return Batch(ids, types, mask.expand(-1, -1, length, -1), spans, valid, numbers)


def _cut(row: Row, chance: random.Random) -> Row:
    room = _MOST_TOKENS - len(row.question) - 3
    if len(row.passage) <= room:
        return row
    latest = len(row.passage) - room
    fitting = [(start, end) for start, end in row.spans if end - start < room]
    start, end = chance.choice(fitting) if fitting else (latest, 0)
    at = chance.randint(max(0, min(end - room + 1, latest)), min(start, latest))
    inside = tuple((s - at, e - at) for s, e in row.spans if s >= at and e < at + room)
    return Row(row.question, row.passage[at : at + room], inside)
