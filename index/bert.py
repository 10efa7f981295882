"""Texts to vectors by BERT, on the processor, through OpenVINO: half as many again a second as on torch."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bert_graph import POOLINGS, is_plain_bert, read_config, read_weights, vectors_graph
from index.streams import Streams, padded


class BertEncoder:
    """A sentence-transformers model of a kind that ``takes`` knows."""

    def __init__(self, folder: Path) -> None:
        """Load and compile the model. Raises what the libraries below raise for a damaged one."""
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self.window = read_window(folder) or 0
        self._tokenizer.enable_truncation(self.window)
        self._streams = Streams(vectors_graph(read_config(folder), read_weights(folder), _poolings(folder)[0]))
        self.dimension = self._streams.width

    @staticmethod
    def takes(folder: Path) -> bool:
        """Whether the model in ``folder`` is plain BERT whose vector is its words' mean, or its first."""
        try:
            kinds = [module["type"].rpartition(".")[2] for module in _read(folder, "modules.json")]
            return (
                is_plain_bert(folder)
                and (folder / "tokenizer.json").is_file()
                and kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
                and _poolings(folder) in [[pooling] for pooling in POOLINGS]
                and bool(read_window(folder))
                and not _read(folder, "sentence_bert_config.json").get("do_lower_case")
                and not _read(folder, "config_sentence_transformers.json").get("default_prompt_name")
            )
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return False

    @property
    def precision(self) -> str:
        """What it computes in, such as “bf16”."""
        return self._streams.precision

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors as the model gives them, shape (len(texts), dimension)."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        shares = self._streams.share([len(text) for text in tokens])
        parts = self._streams.run([[*padded([tokens[place] for place in share], self.window)] for share in shares])
        vectors = np.empty((len(tokens), self.dimension), dtype=np.float32)
        for share, part in zip(shares, parts, strict=True):
            vectors[share] = part
        return vectors


def read_window(folder: Path) -> int | None:
    """The most tokens that a sentence-transformers model reads, its own included, where its files say so."""
    given = _read(folder, "sentence_bert_config.json", {}).get("max_seq_length")
    longest = (_read(folder, "config.json", {}).get("max_position_embeddings"), given)
    told = _read(folder, "tokenizer_config.json", {}).get("model_max_length") if given is None else None
    return min((limit for limit in (*longest, told) if isinstance(limit, int) and limit > 0), default=None)


def _poolings(folder: Path) -> list[str]:
    """How words become one vector: “mean”, “cls” and the like."""
    found = _read(folder, "1_Pooling/config.json")
    if "pooling_mode" in found:
        return [str(found["pooling_mode"])]
    named = (name.removeprefix("pooling_mode_") for name, is_on in found.items() if is_on is True)
    return [name.rpartition("_")[0] for name in named]


def _read(folder: Path, name: str, otherwise: Any = None) -> Any:
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if otherwise is None or path.exists() else otherwise
