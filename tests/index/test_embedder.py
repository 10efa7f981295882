"""The packaged model, for real: what its vectors say, and that it needs no network and gives clear errors."""

from pathlib import Path

import numpy as np
import pytest

from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder, find_model
from index.errors import BadInput
from tests.fakes import BagOfWords


def test_vectors_are_of_unit_length_and_in_order(model: SentenceTransformerEmbedder) -> None:
    texts = ["Ferry crews went on strike.", "The museum bought a painting.", "Sailors refused to work."]
    vectors = model.embed(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=0.005)
    assert np.allclose(model.embed(texts[1:2])[0], vectors[1], atol=0.01)


def test_many_texts_are_embedded_as_each_alone_is(model: SentenceTransformerEmbedder) -> None:
    texts = [f"The ferry of {'very ' * (n % 23)}old harbour {n} sails." for n in range(100)]
    alone = np.concatenate([model.embed([text]) for text in texts])
    together = model.embed(texts)
    assert together.shape == alone.shape
    assert (together * alone).sum(axis=1).min() > 0.999


def test_neighbours_share_their_meaning_not_their_words(model: SentenceTransformerEmbedder) -> None:
    strike, museum, sailors = model.embed(
        ["Ferry crews went on strike.", "The museum bought a painting.", "Sailors refused to work."]
    )
    assert strike @ sailors > strike @ museum


def test_no_texts_are_no_vectors(model: SentenceTransformerEmbedder) -> None:
    assert model.embed([]).shape == (0, 384)
    assert model.count_tokens([]) == []


def test_tokens_are_the_models_own_and_are_never_cut_off(model: SentenceTransformerEmbedder) -> None:
    assert model.count_tokens(["hello world", "", "denuclearization"]) == [2, 0, 4]  # den ##uc ##lea ##rization
    assert model.count_tokens(["word " * 1_000]) == [1_000]
    assert model.max_tokens == 254


def test_the_fingerprint_names_the_weights(model: SentenceTransformerEmbedder, tmp_path: Path) -> None:
    assert SentenceTransformerEmbedder("all-MiniLM-L6-v2").fingerprint == model.fingerprint
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    (tmp_path / "README.md").write_text("one")
    first = SentenceTransformerEmbedder(str(tmp_path)).fingerprint
    (tmp_path / "README.md").write_text("two")
    assert SentenceTransformerEmbedder(str(tmp_path)).fingerprint == first
    (tmp_path / "model.safetensors").write_bytes(b"other weights")
    assert len({model.fingerprint, first, SentenceTransformerEmbedder(str(tmp_path)).fingerprint}) == 3


def test_a_model_that_is_not_here_is_bad_input() -> None:
    with pytest.raises(BadInput, match=r"^The model 'no/such-model' \(CLIPPINGS_EMBEDDING_MODEL\) is neither a folder"):
        SentenceTransformerEmbedder("no/such-model")


@pytest.mark.parametrize("name", ["", "a b", "../x", "a/b/c", "\x00"])
def test_a_name_that_no_model_can_have_is_bad_input(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if name == "":
        assert find_model(".", "X") == tmp_path
        return
    with pytest.raises(BadInput):
        find_model(name, "X")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="an empty folder"),
        pytest.param({"config.json": "{}"}, id="no model type"),
        pytest.param(
            {"config.json": '{"model_type": "bert"}', "model.safetensors": "junk"},
            id="broken weights",
        ),
    ],
)
def test_a_folder_that_is_no_model_is_bad_input(files: dict[str, str], tmp_path: Path) -> None:
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(BadInput, match="cannot be loaded"):
        SentenceTransformerEmbedder(str(tmp_path)).embed(["Words."])


def test_the_environment_names_the_data_directory_and_the_model(tmp_path: Path) -> None:
    config = IndexConfig.from_env({"CLIPPINGS_DATA": str(tmp_path), "CLIPPINGS_EMBEDDING_MODEL": "m"})
    assert (config.data, config.embedding_model, config.sources) == (tmp_path, "m", ())
    default = IndexConfig.from_env({"CLIPPINGS_DATA": "", "CLIPPINGS_EMBEDDING_MODEL": ""})
    assert (default.data.name, default.embedding_model) == ("data", None)


def test_the_stand_in_makes_neighbours_of_texts_that_share_words() -> None:
    near, far, asked = BagOfWords().embed(["Ferry crews walked out.", "A museum bought sketches.", "ferry crews"])
    assert asked @ near == pytest.approx(2 / np.sqrt(2 * 4))
    assert asked @ far == 0
