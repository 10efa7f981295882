"""How models are named and set: what the environment and .env say, whose a key is, and what a wrong value is told."""

from dataclasses import fields
from pathlib import Path

import pytest

from index.errors import BadInput
from qa.chat_models.models import Models, parse_model
from qa.config import ModelConfig, QaConfig
from tests.qa.fault_server import KEY

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_time_outs_are_those_that_the_readme_names() -> None:
    patience = ModelConfig.from_env({}).patience
    assert [getattr(patience, field.name) for field in fields(patience)] == [5, 30, 20, 120, 0.5]
    row = next(line for line in README.splitlines() if "`CLIPPINGS_MODEL_CONNECT_S`" in line)
    assert row.endswith("| 5, 30, 20, 120, 0.5 |")
    assert all(f"_{field.name.upper()}`" in row for field in fields(patience))


@pytest.mark.parametrize(
    "model",
    [
        "gpt-5",
        "",
        "openai:",
        "nonsense:model",
        "openai:m@ftp://x",
        "ollama:m@http://x/v1",
        "openai:m@http:///v1",
        "openai:m@http://[::1/v1",
        f"openai:m@http://user:{KEY}@host/v1",
        f"openai:m@http://host/v1?key={KEY}",
    ],
)
def test_a_wrong_name_is_named_without_what_is_secret_in_it(model: str) -> None:
    with pytest.raises(BadInput) as error:
        Models(ModelConfig()).open(model)
    assert KEY not in str(error.value)


@pytest.mark.parametrize(
    ("environ", "whose"),
    [
        ({"CLIPPINGS_MODEL": "openai:m@http://localhost:8080/v1"}, "http://localhost:8080/v1"),
        ({"CLIPPINGS_MODEL": "m", "CLIPPINGS_MODEL_URL": "http://localhost:8080/v1/"}, "http://localhost:8080/v1"),
        ({"CLIPPINGS_MODEL": "openai:m"}, "openai"),
    ],
)
def test_the_key_is_of_the_address_if_there_is_one_else_of_the_provider(environ: dict[str, str], whose: str) -> None:
    config = ModelConfig.from_env({**environ, "CLIPPINGS_MODEL_KEY": KEY})
    assert config.keys == {whose: KEY}
    assert config.default is not None
    model = parse_model(config.default)
    assert (model.url or model.provider) == whose


def test_settings_are_read_from_the_environment_and_dot_env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("CLIPPINGS_MODEL", "CLIPPINGS_MODEL_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert QaConfig.from_env().models.default is None
    (tmp_path / ".env").write_text(f'CLIPPINGS_MODEL=qwen:7b\nOPENAI_API_KEY="{KEY}"\n', encoding="utf-8")
    monkeypatch.setenv("CLIPPINGS_MODEL_URL", "http://localhost:8080/v1/")
    monkeypatch.setenv("CLIPPINGS_MODEL_SILENCE_S", "7")
    models = QaConfig.from_env().models
    assert models.default == "openai:qwen:7b@http://localhost:8080/v1"
    assert parse_model(models.default).url == "http://localhost:8080/v1"
    assert (models.keys["openai"], models.patience.silence_s) == (KEY, 7.0)
    assert "http://localhost:8080/v1" not in models.keys
    (tmp_path / ".env").write_bytes(b"A=\xff")
    with pytest.raises(BadInput, match=r"\.env"):
        QaConfig.from_env()


@pytest.mark.parametrize(
    "environ",
    [
        {"CLIPPINGS_MODEL_URL": "http://localhost:8080/v1"},
        {"CLIPPINGS_MODEL_CONTEXT": "100"},
        {"CLIPPINGS_MODEL_CONTEXT": "many"},
        {"CLIPPINGS_MODEL_ANSWER_S": "0"},
        {"CLIPPINGS_MODEL_CONNECT_S": "inf"},
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=next(iter(environ))):
        QaConfig.from_env(environ)
