"""Question and passage to the logits of where an answer begins and ends: BERT through OpenVINO, any other on torch."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bert_graph import Weights, spans_graph
from index.streams import Streams, padded

Logits = tuple[NDArray[np.float32], NDArray[np.float32]]
_PAD_TO = 32  # on torch


class SpanModel(Protocol):
    """What reads the tokens of a question and a passage together."""

    def logits(self, pairs: Sequence[Any]) -> list[Logits]:
        """For each encoding of the tokenizers package, without padding, its tokens' logits as first and as last one."""


class BertSpans:
    """Plain BERT, as ``index.bert_graph`` builds it, with a question-answering head."""

    def __init__(self, config: dict[str, Any], weights: Weights) -> None:
        """Compile it. Raises KeyError for a weight that is missing."""
        self._streams = Streams(spans_graph(config, weights))

    def logits(self, pairs: Sequence[Any]) -> list[Logits]:
        """As in SpanModel."""
        shares = self._streams.share([len(pair) for pair in pairs])
        outputs = self._streams.run([self._inputs([pairs[place] for place in share]) for share in shares])
        found = {
            place: (output[row, : len(pairs[place]), 0], output[row, : len(pairs[place]), 1])
            for share, output in zip(shares, outputs, strict=True)
            for row, place in enumerate(share)
        }
        return [found[place] for place in range(len(pairs))]

    @staticmethod
    def _inputs(pairs: Sequence[Any]) -> list[NDArray[Any]]:
        longest = max(map(len, pairs))
        tokens, mask = padded([pair.ids for pair in pairs], longest)
        segments, _ = padded([pair.type_ids for pair in pairs], longest)
        return [tokens, mask, segments]


class TorchSpans:
    """Any Hugging Face question-answering model in a folder."""

    def __init__(self, folder: Path) -> None:
        """Load it. Raises what the libraries below raise for a damaged one."""
        os.environ["HF_HUB_OFFLINE"] = "1"
        import torch
        from transformers import AutoModelForQuestionAnswering

        from index.torch_encoder import has_native_bfloat16

        model = AutoModelForQuestionAnswering.from_pretrained(folder, local_files_only=True)
        self._model = model.eval().to(torch.bfloat16 if has_native_bfloat16() else torch.float32)

    def logits(self, pairs: Sequence[Any]) -> list[Logits]:
        """As in SpanModel."""
        import torch

        length = -(-max(map(len, pairs)) // _PAD_TO) * _PAD_TO
        pad = self._model.config.pad_token_id or 0
        rows = {"input_ids": [self._filled(pair.ids, length, pad) for pair in pairs]}
        rows["attention_mask"] = [self._filled(pair.attention_mask, length, 0) for pair in pairs]
        if self._model.config.model_type == "bert":
            rows["token_type_ids"] = [self._filled(pair.type_ids, length, 0) for pair in pairs]
        with torch.inference_mode():
            output = self._model(**{name: torch.tensor(values) for name, values in rows.items()})
        starts, ends = output.start_logits.float().numpy(), output.end_logits.float().numpy()
        return [(starts[n, : len(pair)], ends[n, : len(pair)]) for n, pair in enumerate(pairs)]

    @staticmethod
    def _filled(row: list[int], length: int, pad: int) -> list[int]:
        return row + [pad] * (length - len(row))
