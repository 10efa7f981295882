"""A small model that reads: looks at a question and a passage together and says whether, and where, it is answered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bert_graph import is_plain_bert, read_config, read_weights
from index.embedder import find_model, packaged_model
from index.errors import BadInput
from qa.span_model import BertSpans, SpanModel, TorchSpans
from qa.weights import WEIGHTS, read_compact

_MAX_TOKENS = 320
_LONGEST_ANSWER = 24  # tokens
# Margins differ by so much where one passage is nearly three times as likely to have the answer as another: on
# OneStopQA the best passage is the right one most often at 3, hardly less so at 2.
_KEENNESS = 3.0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one passage says to a question: ``passage[start:end]`` is the best short answer in it.

    ``margin`` is the log-odds of that span against "not answered here". ``starts`` spreads the answer's probability
    over the characters that it may begin at, most probable first.
    """

    margin: float
    start: int
    end: int
    starts: tuple[tuple[int, float], ...]

    @property
    def probability(self) -> float:
        """The margin as how probable it is that the passage answers, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.margin)) if self.margin > -50 else 0.0


class Reader(Protocol):
    """The seam between finding passages and choosing what to quote from them."""

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage, in their order."""


def compete(readings: Sequence[Reading]) -> list[float]:
    """How one answer is shared among the passages that were read: each one's part, together 1."""
    if not readings:
        return []
    best = max(reading.margin for reading in readings)
    parts = [
        math.exp((reading.margin - best) / _KEENNESS) if reading.margin > best - 500 else 0.0 for reading in readings
    ]
    total = sum(parts) or 1.0  # where the question leaves no room for any passage, none has a part
    return [part / total for part in parts]


class SpanReader:
    """An extractive question-answering model, by default the one that ``python -m qa.training`` makes."""

    def __init__(self, model: str | None = None) -> None:
        """``model`` is the folder, or the name in the local cache, of a Hugging Face question-answering model."""
        self._model_name = model

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage, in their order."""
        if not passages:
            return []
        model, tokenizer = self._loaded
        pairs = tokenizer.encode_batch([(question, passage) for passage in passages])
        return [_to_reading(pair, *logits) for pair, logits in zip(pairs, model.logits(pairs), strict=True)]

    @cached_property
    def _loaded(self) -> tuple[SpanModel, Any]:
        from tokenizers import Tokenizer

        if self._model_name is None:
            model: SpanModel = BertSpans(read_config(WEIGHTS), read_compact(WEIGHTS))
            file = packaged_model() / "tokenizer.json"
        else:
            model, file = _load_named(self._model_name)
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.enable_truncation(_MAX_TOKENS, strategy="longest_first")  # a question may be long as well
        tokenizer.no_padding()
        return model, tokenizer


def _load_named(name: str) -> tuple[SpanModel, Path]:
    folder = find_model(name, "CLIPPINGS_READER_MODEL")
    try:
        plain = is_plain_bert(folder)
        model = BertSpans(read_config(folder), read_weights(folder)) if plain else TorchSpans(folder)
    except Exception as error:  # each library below has errors of its own
        raise BadInput(
            f"The reader model in {folder} cannot be loaded ({error}). Set CLIPPINGS_READER_MODEL to a Hugging Face "
            "question-answering model, or unset it for the built-in one."
        ) from error
    if not (folder / "tokenizer.json").is_file():
        raise BadInput(f"The reader model in {folder} (CLIPPINGS_READER_MODEL) has no tokenizer.json.")
    return model, folder / "tokenizer.json"


def _to_reading(encoding: Any, starts: NDArray[np.float32], ends: NDArray[np.float32]) -> Reading:
    owners = encoding.sequence_ids
    tokens = [n for n, owner in enumerate(owners) if owner == 1]
    if not tokens:  # the question alone fills the window
        return Reading(margin=float("-inf"), start=0, end=0, starts=())
    first, last = tokens[0], tokens[-1] + 1
    spans = starts[first:last, None] + ends[None, first:last]
    length = np.arange(last - first)[None, :] - np.arange(last - first)[:, None]
    spans = np.where((length < 0) | (length >= _LONGEST_ANSWER), -np.inf, spans)
    begin, end = (first + int(n) for n in np.unravel_index(int(spans.argmax()), spans.shape))
    best = float(spans.max())
    by_start = np.exp(spans - best).sum(axis=1)
    by_start /= by_start.sum()
    return Reading(
        margin=best - float(starts[0] + ends[0]),
        start=encoding.offsets[begin][0],
        end=encoding.offsets[end][1],
        starts=tuple((encoding.offsets[first + n][0], float(by_start[n])) for n in np.argsort(-by_start)[:32]),
    )
