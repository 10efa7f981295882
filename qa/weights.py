"""The reader's weights in a compact file: matrices as int8 with a scale for each row, everything else as float16."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).resolve().parent / "reader_model"

_FILE = "model.safetensors"
_SCALE = ".scale"


def save_compact(model: Any, folder: Path) -> None:
    """Write the model's configuration and its weights, at about one byte a number."""
    import torch
    from safetensors.torch import save_file

    packed = {}
    for name, tensor in model.state_dict().items():
        if tensor.ndim == 2 and tensor.numel() > 10_000:
            scale = tensor.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            packed[name] = torch.round(tensor / scale).to(torch.int8).contiguous()
            packed[name + _SCALE] = scale.to(torch.float16).contiguous()
        else:
            packed[name] = tensor.to(torch.float16).contiguous() if tensor.is_floating_point() else tensor.contiguous()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(packed, folder / _FILE)
    model.config.save_pretrained(folder)


def read_compact(folder: Path) -> dict[str, NDArray[np.float32]]:
    """The weights by name."""
    from safetensors.numpy import load_file

    packed = load_file(folder / _FILE)
    return {
        name: numbers.astype(np.float32) * packed[name + _SCALE].astype(np.float32)
        if name + _SCALE in packed
        else numbers.astype(np.float32)
        for name, numbers in packed.items()
        if not name.endswith(_SCALE)
    }


def load_compact(folder: Path) -> dict[str, Any]:
    """The weights by name, as torch's tensors."""
    import torch

    return {name: torch.from_numpy(numbers) for name, numbers in read_compact(folder).items()}
