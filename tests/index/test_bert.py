"""BERT as we build it against the same weights in sentence-transformers, and which models are left to that."""

import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from index.bert import BertEncoder
from index.embedder import SentenceTransformerEmbedder, packaged_model

TEXTS = [f"The ferry of {'very ' * (n * 7 % 300)}old harbour {n} sails at dawn." for n in range(40)]


@pytest.fixture(scope="module")
def encoder() -> BertEncoder:
    return BertEncoder(packaged_model())


def cosines(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    return np.asarray((one * two).sum(axis=1) / lengths)


def small_model(folder: Path, pooling: str = "mean", window: int = 30, **changes: Any) -> Path:
    """A sentence-transformers model of random weights."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *"abcdefghijklmnopqrstuvwxyz"]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(vocabulary)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=4,
        intermediate_size=48,
        max_position_embeddings=window,
        initializer_range=0.2,
        **changes,
    )
    BertModel(config).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder / "bert")
    words = Transformer(str(folder / "bert"), max_seq_length=window)
    SentenceTransformer(modules=[words, Pooling(32, pooling_mode=pooling)], device="cpu").save(str(folder / "model"))
    return folder / "model"


def test_the_vectors_are_those_of_sentence_transformers_in_full_precision(encoder: BertEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    exact = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    assert cosines(encoder.encode(TEXTS), exact.encode(TEXTS, show_progress_bar=False)).min() > 0.9999


def test_many_threads_at_once_get_their_own_vectors(encoder: BertEncoder) -> None:
    expected = encoder.encode(TEXTS)
    found: dict[int, NDArray[np.float32]] = {}
    threads = [
        threading.Thread(target=lambda n=n: found.update({n: encoder.encode(TEXTS[n:] + TEXTS[:n])})) for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(cosines(vectors, np.roll(expected, -n, axis=0)).min() > 0.999 for n, vectors in found.items())
    assert len(found) == 12


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_another_bert_gives_what_sentence_transformers_gives(pooling: str, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    folder = small_model(tmp_path, pooling)
    texts = ["a b c", "q", "", "z y x w " * 30, *(" ".join("hello"[: n % 5 + 1]) for n in range(60))]
    assert BertEncoder.takes(folder)
    exact = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    assert cosines(BertEncoder(folder).encode(texts), exact.encode(texts, show_progress_bar=False)).min() > 0.995


def test_the_packaged_model_is_plain_bert() -> None:
    assert BertEncoder.takes(packaged_model())


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("config.json", {"model_type": "mpnet"}),
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"dtype": "bfloat16"}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("config_sentence_transformers.json", {"default_prompt_name": "query"}),
        ("1_Pooling/config.json", {"pooling_mode": "max"}),
        ("1_Pooling/config.json", {"pooling_mode": ["mean", "max"]}),
    ],
)
def test_what_is_no_plain_bert_is_left_to_sentence_transformers(
    file: str, changes: dict[str, object], tmp_path: Path
) -> None:
    folder = small_model(tmp_path)
    path = folder / file
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    assert not BertEncoder.takes(folder)


def test_a_model_that_is_no_plain_bert_embeds(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(small_model(tmp_path, hidden_act="relu")))
    vectors = embedder.embed(["a b c", "x y z"])
    assert vectors.shape == (2, 32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert embedder.count_tokens(["a b c"]) == [3]
    assert embedder.max_tokens == 28
