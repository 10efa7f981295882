"""Texts to vectors by whatever sentence-transformers can load, on torch: for models that are no plain BERT."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_BATCH = 32


class TorchEncoder:
    """Any sentence-transformers model in a folder."""

    def __init__(self, folder: Path) -> None:
        """Load the model. Raises what the libraries below raise for a damaged one."""
        # Before the import: without it the hub's client tries the network even for a model in a folder.
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": torch.bfloat16 if has_native_bfloat16() else torch.float32},
        )
        self.dimension = self._model.get_embedding_dimension() or 0
        self.window = self._model.max_seq_length

    @property
    def precision(self) -> str:
        """What it computes in, such as “bfloat16”."""
        return str(self._model.dtype).removeprefix("torch.")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors as the model gives them, shape (len(texts), dimension)."""
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=False, show_progress_bar=False, convert_to_tensor=True
        )
        found: NDArray[np.float32] = vectors.float().cpu().numpy()
        return found


def load_tokenizer(folder: Path) -> "Tokenizer":
    """The tokenizer of a model whose folder has none in the form that we read ourselves."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoTokenizer

    tokenizer: Tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True).backend_tokenizer
    return tokenizer


def has_native_bfloat16() -> bool:
    """Whether the processor computes in bfloat16: nearly three times as fast at a cosine ≥ .9999; emulated, slower."""
    import torch

    features = torch.cpu.get_capabilities()
    return bool(features.get("amx_bf16") or features.get("avx512_bf16"))
