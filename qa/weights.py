"""The reader's weights in a compact file: matrices as int8 with a scale for each row, everything else as float16."""

from pathlib import Path
from typing import Any

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


def load_compact(folder: Path) -> dict[str, Any]:
    """The weights by name as float32 tensors."""
    from safetensors.torch import load_file

    packed = load_file(folder / _FILE)
    return {
        name: tensor.float() * packed[name + _SCALE].float() if name + _SCALE in packed else tensor.float()
        for name, tensor in packed.items()
        if not name.endswith(_SCALE)
    }
