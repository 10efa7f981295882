"""A small model that reads: looks at a question and a passage together and says whether, and where, it is answered."""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedder import find_model, has_native_bfloat16, packaged_model
from index.errors import BadInput
from qa.weights import WEIGHTS, load_compact

_MAX_TOKENS = 320
_LONGEST_ANSWER = 24  # tokens
_PAD_TO = 32  # few different lengths: for each new one the processor's kernels are compiled anew


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


class SpanReader:
    """An extractive question-answering model, by default the one that ``python -m qa.training`` makes."""

    def __init__(self, model: str | None = None) -> None:
        """``model`` is the folder, or the name in the local cache, of a Hugging Face question-answering model."""
        self._model_name = model

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """One reading for each passage, in their order."""
        import torch

        if not passages:
            return []
        model, tokenizer = self._loaded
        encodings = tokenizer.encode_batch([(question, passage) for passage in passages])
        inputs = {
            "input_ids": torch.tensor([encoding.ids for encoding in encodings]),
            "attention_mask": torch.tensor([encoding.attention_mask for encoding in encodings]),
        }
        if model.config.model_type == "bert":
            inputs["token_type_ids"] = torch.tensor([encoding.type_ids for encoding in encodings])
        with torch.inference_mode():
            output = model(**inputs)
        starts, ends = output.start_logits.float().numpy(), output.end_logits.float().numpy()
        return [_to_reading(encoding, starts[n], ends[n]) for n, encoding in enumerate(encodings)]

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from tokenizers import Tokenizer

        model, tokenizer_file = _load_named(self._model_name) if self._model_name else _load_own()
        tokenizer = Tokenizer.from_file(str(tokenizer_file))
        tokenizer.enable_truncation(_MAX_TOKENS, strategy="longest_first")  # a question may be long as well
        tokenizer.enable_padding(pad_id=model.config.pad_token_id or 0, pad_to_multiple_of=_PAD_TO)
        return model.eval(), tokenizer


def _load_own() -> tuple[Any, Path]:
    import torch
    from transformers import BertConfig, BertForQuestionAnswering

    with torch.device("meta"):
        model: Any = BertForQuestionAnswering(BertConfig.from_pretrained(WEIGHTS))
    model.load_state_dict(load_compact(WEIGHTS), assign=True, strict=False)
    # Position and segment numbers are no weights, so the compact file does not have them.
    length = model.config.max_position_embeddings
    model.bert.embeddings.register_buffer("position_ids", torch.arange(length)[None], persistent=False)
    model.bert.embeddings.register_buffer("token_type_ids", torch.zeros(1, length, dtype=torch.long), persistent=False)
    return _in_fast_precision(model), packaged_model() / "tokenizer.json"


def _load_named(name: str) -> tuple[Any, Path]:
    from transformers import AutoModelForQuestionAnswering

    folder = find_model(name, "CLIPPINGS_READER_MODEL")
    try:
        model = AutoModelForQuestionAnswering.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # each library below has errors of its own
        raise BadInput(
            f"The reader model in {folder} cannot be loaded ({error}). Set CLIPPINGS_READER_MODEL to a Hugging Face "
            "question-answering model, or unset it for the built-in one."
        ) from error
    if not (folder / "tokenizer.json").is_file():
        raise BadInput(f"The reader model in {folder} (CLIPPINGS_READER_MODEL) has no tokenizer.json.")
    return _in_fast_precision(model), folder / "tokenizer.json"


def _in_fast_precision(model: Any) -> Any:
    import torch

    return model.to(torch.bfloat16 if has_native_bfloat16() else torch.float32)


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
