"""Texts to vectors by BERT, on the processor, through OpenVINO: half as many again a second as on torch."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.bert_graph import hidden_states, is_plain_bert

_BATCH = 16  # texts of about one length
_PAD_TO = 16  # tokens: for each new shape the processor's kernels are compiled anew, and kept
# The processor may be busy with other programs, so no thread is bound to a core.
_SETTINGS = {"PERFORMANCE_HINT": "THROUGHPUT", "ENABLE_CPU_PINNING": False}


class BertEncoder:
    """A sentence-transformers model of a kind that ``takes`` knows. In bfloat16 where the processor computes in it.

    OpenVINO looks for itself whether it does; where it does not, it computes in float32.
    """

    def __init__(self, folder: Path) -> None:
        """Load and compile the model. Raises what the libraries below raise for a damaged one."""
        import openvino
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self.window = read_window(folder) or 0
        self._tokenizer.enable_truncation(self.window)
        self._model: Any = openvino.Core().compile_model(_graph(folder), "CPU", _SETTINGS)
        self._streams = int(self._model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self._streams):
            self._requests.put(self._model.create_infer_request())
        self.dimension = int(self._model.output(0).partial_shape[1].get_length())

    @staticmethod
    def takes(folder: Path) -> bool:
        """Whether the model in ``folder`` is plain BERT whose vector is its words' mean, or its first."""
        try:
            kinds = [module["type"].rpartition(".")[2] for module in _read(folder, "modules.json")]
            return (
                is_plain_bert(folder)
                and (folder / "tokenizer.json").is_file()
                and kinds in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
                and _poolings(folder) in (["mean"], ["cls"])
                and bool(read_window(folder))
                and not _read(folder, "sentence_bert_config.json").get("do_lower_case")
                and not _read(folder, "config_sentence_transformers.json").get("default_prompt_name")
            )
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return False

    @property
    def precision(self) -> str:
        """What it computes in, such as “bf16”."""
        return str(self._model.get_property("INFERENCE_PRECISION_HINT").to_string())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors as the model gives them, shape (len(texts), dimension)."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        longest_first = sorted(range(len(tokens)), key=lambda place: -len(tokens[place]))
        batches = [
            [tokens[place] for place in longest_first[start : start + _BATCH]]
            for start in range(0, len(tokens), _BATCH)
        ]
        parts = [self._run(batches[0])] if len(batches) == 1 else list(self._threads.map(self._run, batches))
        vectors = np.empty((len(tokens), self.dimension), dtype=np.float32)
        vectors[longest_first] = np.concatenate(parts)
        return vectors

    def _run(self, texts: list[list[int]]) -> NDArray[np.float32]:
        length = min(-(-max(map(len, texts)) // _PAD_TO) * _PAD_TO, self.window)
        tokens = np.zeros((len(texts), length), dtype=np.int32)
        mask = np.zeros((len(texts), length), dtype=np.float32)
        for row, text in enumerate(texts):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        request = self._requests.get()
        try:
            vectors: NDArray[np.float32] = request.infer([tokens, mask])[0].copy()
        finally:
            self._requests.put(request)
        return vectors

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._streams, "embed")


def _graph(folder: Path) -> Any:
    import openvino
    from openvino import opset13 as op

    tokens = op.parameter([-1, -1], np.int32)
    mask = op.parameter([-1, -1], np.float32)
    states = hidden_states(folder, tokens, mask)
    if _poolings(folder) == ["cls"]:
        vectors = op.gather(states, op.constant(np.int64(0)), op.constant(np.int64(1)))
    else:
        words = op.constant(np.array([1], dtype=np.int64))
        kept = op.multiply(states, op.unsqueeze(mask, op.constant(np.array([2], dtype=np.int64))))
        vectors = op.divide(op.reduce_sum(kept, words, False), op.reduce_sum(mask, words, True))
    return openvino.Model([op.result(vectors)], [tokens, mask], "encoder")


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
