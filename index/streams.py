"""Runs a model that OpenVINO has compiled: a batch on each core at a time, from any number of threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

PAD_TO = 16  # tokens: for each new shape the processor's kernels are compiled anew, and kept
_BATCH = 16  # texts of about one length
# The processor may be busy with other programs, so no thread is bound to a core.
_SETTINGS = {"PERFORMANCE_HINT": "THROUGHPUT", "ENABLE_CPU_PINNING": False}

Floats = NDArray[np.float32]
Batch = list[NDArray[Any]]


class Streams:
    """In bfloat16 where the processor computes in it, which OpenVINO finds out; else in float32."""

    def __init__(self, graph: Any) -> None:
        """Compile ``graph``, an openvino.Model with one output."""
        import openvino

        self._model: Any = openvino.Core().compile_model(graph, "CPU", _SETTINGS)
        self._count = int(self._model.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS"))
        self._requests: SimpleQueue[Any] = SimpleQueue()
        for _ in range(self._count):
            self._requests.put(self._model.create_infer_request())

    @property
    def precision(self) -> str:
        """What it computes in, such as “bf16”."""
        return str(self._model.get_property("INFERENCE_PRECISION_HINT").to_string())

    @property
    def width(self) -> int:
        """The numbers in a row of the output."""
        return int(self._model.output(0).partial_shape[-1].get_length())

    def share(self, lengths: Sequence[int]) -> list[list[int]]:
        """The places of texts of these lengths, in batches of like length, longest first, so that no core idles."""
        longest_first = sorted(range(len(lengths)), key=lambda place: -lengths[place])
        size = max(1, min(_BATCH, -(-len(lengths) // self._count)))
        return [longest_first[start : start + size] for start in range(0, len(lengths), size)]

    def run(self, batches: Sequence[Batch]) -> list[Floats]:
        """The output for each batch of inputs, in their order."""
        return [self._infer(batches[0])] if len(batches) == 1 else list(self._threads.map(self._infer, batches))

    def _infer(self, batch: Batch) -> Floats:
        request = self._requests.get()
        try:
            output: Floats = request.infer(batch)[0].copy()
        finally:
            self._requests.put(request)
        return output

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self._count, "streams")


def padded(rows: Sequence[Sequence[int]], longest: int) -> tuple[NDArray[np.int32], Floats]:
    """Rows of tokens as one array filled up with 0, and a mask that is 1 at tokens; neither wider than ``longest``."""
    length = min(-(-max(map(len, rows)) // PAD_TO) * PAD_TO, longest)
    tokens = np.zeros((len(rows), length), dtype=np.int32)
    mask = np.zeros((len(rows), length), dtype=np.float32)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = row
        mask[place, : len(row)] = 1
    return tokens, mask
