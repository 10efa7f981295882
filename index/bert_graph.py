"""BERT as a graph for OpenVINO, built from the weights in a model's folder.

OpenVINO's own conversion would load torch, which takes seconds, and reports its use to its makers.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_MASKED = -1e4  # added to the attention that a padded place would get

Weights = dict[str, NDArray[np.float32]]
Node = Any  # openvino.Node, which is typed in parts only


def is_plain_bert(folder: Path) -> bool:
    """Whether the model in ``folder`` is BERT as ``hidden_states`` builds it."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return (
            config["model_type"] == "bert"
            and config.get("hidden_act", "gelu") == "gelu"
            and config.get("position_embedding_type", "absolute") == "absolute"
            and config.get("dtype", config.get("torch_dtype")) != "bfloat16"  # NumPy has no such numbers
            and (folder / "model.safetensors").is_file()
        )
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return False


def hidden_states(folder: Path, tokens: Node, mask: Node) -> Node:
    """The last layer's states, shape (texts, length, width), of ``tokens``; ``mask`` is 1 at words and 0 at padding.

    Both have the shape (texts, length), of int32 and float32. Raises what safetensors raises for damaged weights.
    """
    from openvino import opset13 as op
    from safetensors.numpy import load_file

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
    heads, width = config["num_attention_heads"], config["hidden_size"]
    split, join = _integers([0, 0, heads, width // heads]), _integers([0, 0, width])
    swap, last, first = _integers([0, 2, 1, 3]), _integers([-1]), _integers(0)

    def weight(name: str) -> Node:
        return op.constant(np.asarray(weights[name], dtype=np.float32))

    def linear(states: Node, name: str) -> Node:
        product = op.matmul(states, weight(f"{name}.weight"), transpose_a=False, transpose_b=True)
        return op.add(product, weight(f"{name}.bias"))

    def normalised(states: Node, name: str) -> Node:
        even = op.mvn(states, last, True, config.get("layer_norm_eps", 1e-12), "inside_sqrt")
        return op.add(op.multiply(even, weight(f"{name}.weight")), weight(f"{name}.bias"))

    length = op.gather(op.shape_of(tokens, "i64"), _integers(1), first)
    places = op.range(first, length, _integers(1), "i64")
    states = op.gather(weight("embeddings.word_embeddings.weight"), tokens, first)
    states = op.add(states, op.gather(weight("embeddings.position_embeddings.weight"), places, first))
    states = op.add(states, op.gather(weight("embeddings.token_type_embeddings.weight"), first, first))
    states = normalised(states, "embeddings.LayerNorm")
    padding = op.multiply(op.subtract(_number(1), mask), _number(_MASKED))
    padding = op.unsqueeze(padding, _integers([1, 2]))
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            op.transpose(op.reshape(linear(states, f"{at}.attention.self.{part}"), split, True), swap)
            for part in ("query", "key", "value")
        )
        seen = op.scaled_dot_product_attention(query, key, value, padding)
        seen = op.reshape(op.transpose(seen, swap), join, True)
        states = op.add(linear(seen, f"{at}.attention.output.dense"), states)
        states = normalised(states, f"{at}.attention.output.LayerNorm")
        inner = op.gelu(linear(states, f"{at}.intermediate.dense"), "erf")
        states = normalised(op.add(linear(inner, f"{at}.output.dense"), states), f"{at}.output.LayerNorm")
    return states


def _integers(value: int | list[int]) -> Node:
    from openvino import opset13 as op

    return op.constant(np.array(value, dtype=np.int64))


def _number(value: float) -> Node:
    from openvino import opset13 as op

    return op.constant(np.array(value, dtype=np.float32))
