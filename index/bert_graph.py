"""BERT as a graph for OpenVINO, built from a model's weights.

OpenVINO's own conversion would load torch, which takes seconds, and reports its use to its makers.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

POOLINGS = "mean", "cls"  # how words become one vector

_MASKED = -1e4  # added to the attention that a padded place would get

Weights = dict[str, NDArray[np.float32]]
Node = Any  # openvino.Node, which is typed in parts only


def is_plain_bert(folder: Path) -> bool:
    """Whether the model in ``folder`` is BERT as it is built here."""
    try:
        config = read_config(folder)
        return (
            config["model_type"] == "bert"
            and config.get("hidden_act", "gelu") == "gelu"
            and config.get("position_embedding_type", "absolute") == "absolute"
            and config.get("dtype", config.get("torch_dtype")) != "bfloat16"  # NumPy has no such numbers
            and (folder / "model.safetensors").is_file()
        )
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return False


def read_config(folder: Path) -> dict[str, Any]:
    """What a model says of its own shape."""
    config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return config


def read_weights(folder: Path) -> Weights:
    """The weights by name. Raises what safetensors raises for a damaged file."""
    from safetensors.numpy import load_file

    return dict(load_file(folder / "model.safetensors"))


def vectors_graph(config: dict[str, Any], weights: Weights, pooling: str) -> Any:
    """An openvino.Model of (tokens, mask) to one vector a text, shape (texts, width); ``pooling`` is of POOLINGS."""
    import openvino
    from openvino import opset13 as op

    tokens, mask = _tokens(), _mask()
    states = _hidden_states(config, weights, tokens, mask, _integers(0))
    if pooling == "cls":
        vectors = op.gather(states, _integers(0), _integers(1))
    else:
        kept = op.multiply(states, op.unsqueeze(mask, _integers([2])))
        vectors = op.divide(op.reduce_sum(kept, _integers([1]), False), op.reduce_sum(mask, _integers([1]), True))
    return openvino.Model([op.result(vectors)], [tokens, mask], "vectors")


def spans_graph(config: dict[str, Any], weights: Weights) -> Any:
    """An openvino.Model of (tokens, mask, segments) to each token's logits as an answer's first and last.

    The output's shape is (texts, length, 2). Raises KeyError for a weight that is missing.
    """
    import openvino
    from openvino import opset13 as op

    tokens, mask, segments = _tokens(), _mask(), _tokens()
    states = _hidden_states(config, weights, tokens, mask, segments)
    return openvino.Model([op.result(_linear(weights, states, "qa_outputs"))], [tokens, mask, segments], "spans")


def _hidden_states(config: dict[str, Any], weights: Weights, tokens: Node, mask: Node, segments: Node) -> Node:
    """The last layer's states, shape (texts, length, width)."""
    from openvino import opset13 as op

    weights = {name.removeprefix("bert."): value for name, value in weights.items()}
    heads, width = config["num_attention_heads"], config["hidden_size"]
    split, join = _integers([0, 0, heads, width // heads]), _integers([0, 0, width])
    swap, last, first = _integers([0, 2, 1, 3]), _integers([-1]), _integers(0)

    def weight(name: str) -> Node:
        return op.constant(np.asarray(weights[name], dtype=np.float32))

    def normalised(states: Node, name: str) -> Node:
        even = op.mvn(states, last, True, config.get("layer_norm_eps", 1e-12), "inside_sqrt")
        return op.add(op.multiply(even, weight(f"{name}.weight")), weight(f"{name}.bias"))

    length = op.gather(op.shape_of(tokens, "i64"), _integers(1), first)
    places = op.range(first, length, _integers(1), "i64")
    states = op.gather(weight("embeddings.word_embeddings.weight"), tokens, first)
    states = op.add(states, op.gather(weight("embeddings.position_embeddings.weight"), places, first))
    states = op.add(states, op.gather(weight("embeddings.token_type_embeddings.weight"), segments, first))
    states = normalised(states, "embeddings.LayerNorm")
    padding = op.multiply(op.subtract(_number(1), mask), _number(_MASKED))
    padding = op.unsqueeze(padding, _integers([1, 2]))
    for layer in range(config["num_hidden_layers"]):
        at = f"encoder.layer.{layer}"
        query, key, value = (
            op.transpose(op.reshape(_linear(weights, states, f"{at}.attention.self.{part}"), split, True), swap)
            for part in ("query", "key", "value")
        )
        seen = op.scaled_dot_product_attention(query, key, value, padding)
        seen = op.reshape(op.transpose(seen, swap), join, True)
        states = op.add(_linear(weights, seen, f"{at}.attention.output.dense"), states)
        states = normalised(states, f"{at}.attention.output.LayerNorm")
        inner = op.gelu(_linear(weights, states, f"{at}.intermediate.dense"), "erf")
        states = normalised(op.add(_linear(weights, inner, f"{at}.output.dense"), states), f"{at}.output.LayerNorm")
    return states


def _linear(weights: Weights, states: Node, name: str) -> Node:
    """The states through one dense layer."""
    from openvino import opset13 as op

    kernel, bias = (op.constant(np.asarray(weights[f"{name}.{part}"], dtype=np.float32)) for part in ("weight", "bias"))
    return op.add(op.matmul(states, kernel, transpose_a=False, transpose_b=True), bias)


def _tokens() -> Node:
    """An input of whole numbers, shape (texts, length)."""
    from openvino import opset13 as op

    return op.parameter([-1, -1], np.int32)


def _mask() -> Node:
    """An input that is 1 at tokens and 0 at padding, shape (texts, length)."""
    from openvino import opset13 as op

    return op.parameter([-1, -1], np.float32)


def _integers(value: int | list[int]) -> Node:
    from openvino import opset13 as op

    return op.constant(np.array(value, dtype=np.int64))


def _number(value: float) -> Node:
    from openvino import opset13 as op

    return op.constant(np.array(value, dtype=np.float32))
