"""The reader: plain BERT as we build it against transformers, any other model on torch, and what cannot be read."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.embedder import packaged_model
from index.errors import BadInput
from qa.reader import SpanReader
from qa.span_model import BertSpans, SpanModel, TorchSpans
from qa.weights import WEIGHTS, load_compact, read_compact

QUESTION = "When does the ferry sail?"
PASSAGES = [
    "The ferry sails at nine o’clock. Tickets are sold on board.",
    "Nobody knows who painted the lighthouse. " * 9,
    "It rained.",
]


def question_answering(folder: Path, kind: str = "bert") -> Path:
    """A Hugging Face question-answering model with the words of the packaged one: of random weights, or our own."""
    from transformers import AutoConfig, AutoModelForQuestionAnswering, BertConfig, BertForQuestionAnswering

    model: Any
    if kind == "bert":
        model = BertForQuestionAnswering(BertConfig.from_pretrained(WEIGHTS))
        model.load_state_dict(load_compact(WEIGHTS), strict=False)
    else:
        small = {"vocab_size": 30_522, "dim": 32, "hidden_dim": 48, "n_layers": 2, "n_heads": 4}
        model = AutoModelForQuestionAnswering.from_config(AutoConfig.for_model(kind, **small))
    model.save_pretrained(folder)
    shutil.copy(packaged_model() / "tokenizer.json", folder)
    return folder


def pairs() -> list[Any]:
    tokenizer = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
    tokenizer.no_padding()
    encodings: list[Any] = tokenizer.encode_batch([(QUESTION, passage) for passage in PASSAGES])
    return encodings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return question_answering(tmp_path_factory.mktemp("reader"))


@pytest.mark.parametrize("on_torch", [False, True])
def test_the_logits_are_those_of_transformers_in_full_precision(on_torch: bool, folder: Path) -> None:
    import torch
    from transformers import BertForQuestionAnswering

    exact = BertForQuestionAnswering.from_pretrained(folder).eval()
    config = {"num_attention_heads": 12, "hidden_size": 384, "num_hidden_layers": 6}
    model: SpanModel = TorchSpans(folder) if on_torch else BertSpans(config, read_compact(WEIGHTS))
    for pair, (starts, ends) in zip(pairs(), model.logits(pairs()), strict=True):
        with torch.inference_mode():
            wanted = exact(torch.tensor([pair.ids]), token_type_ids=torch.tensor([pair.type_ids]))
        np.testing.assert_allclose(starts, wanted.start_logits[0].numpy(), atol=0.15)  # in bfloat16; they go to 10
        np.testing.assert_allclose(ends, wanted.end_logits[0].numpy(), atol=0.15)


def test_our_own_reader_finds_the_words_that_answer() -> None:
    first, second, third = SpanReader().read(QUESTION, PASSAGES)
    assert "nine" in PASSAGES[0][first.start : first.end]
    assert first.margin > max(second.margin, third.margin)


@pytest.mark.parametrize("kind", ["bert", "distilbert"])
def test_any_question_answering_model_can_be_named(kind: str, folder: Path, tmp_path: Path) -> None:
    named = folder if kind == "bert" else question_answering(tmp_path, kind)
    readings = SpanReader(str(named)).read(QUESTION, PASSAGES)
    assert all(0 <= reading.start < reading.end <= len(text) for reading, text in zip(readings, PASSAGES, strict=True))
    if kind == "bert":
        assert readings == SpanReader().read(QUESTION, PASSAGES)


@pytest.mark.parametrize("spoilt", ["model.safetensors", "config.json", "tokenizer.json"])
def test_a_model_that_cannot_be_read_is_bad_input_that_names_it(spoilt: str, folder: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    (broken / spoilt).unlink() if spoilt == "tokenizer.json" else (broken / spoilt).write_bytes(b"{}")
    with pytest.raises(BadInput, match="CLIPPINGS_READER_MODEL") as caught:
        SpanReader(str(broken)).read(QUESTION, PASSAGES)
    assert str(broken) in str(caught.value)


def test_a_model_without_a_head_is_bad_input() -> None:
    with pytest.raises(BadInput, match="qa_outputs"):
        SpanReader(str(packaged_model())).read(QUESTION, PASSAGES)


def test_no_passages_are_no_readings() -> None:
    assert SpanReader().read(QUESTION, []) == []
