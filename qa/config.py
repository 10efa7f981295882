"""How questions are answered; the environment is read here and nowhere else in ``qa``."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import BadInput

_KEY = "_API_KEY"  # OPENAI_API_KEY, ANTHROPIC_API_KEY, …
# How a model is named; qa/chat_models/models.py refuses what has another form.
MODEL = re.compile(r"(?P<provider>[a-z][a-z0-9_]*):(?P<name>[^\s@]\S*?)(?:@(?P<url>https?://\S+))?")
_SMALLEST_CONTEXT = 1_024  # tokens: the instructions, a question and one passage


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a chat model is waited for, in seconds."""

    connect_s: float = 5.0
    first_token_s: float = 30.0
    silence_s: float = 20.0  # between two tokens
    answer_s: float = 120.0  # for everything that one question asks of it, retries included
    retry_s: float = 0.5  # before the first retry; the second waits twice as long


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """Which chat model writes answers, and what it may take.

    ``default`` is a model as ``parse_model`` of qa/chat_models/models.py reads it; None quotes the articles. ``keys``
    has the key of each provider by its name, and that of a server by its URL; no key is ever part of a text about the
    config.
    """

    default: str | None = None
    context: int = 8_192  # tokens of the model's window that question, evidence and answer may fill
    patience: Patience = Patience()
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "ModelConfig":
        """Read ``CLIPPINGS_MODEL…`` and the providers' keys. Raises BadInput for a wrong value."""
        model, url = (environ.get(name, "").strip() for name in ("CLIPPINGS_MODEL", "CLIPPINGS_MODEL_URL"))
        if url and not model:
            raise BadInput(
                "CLIPPINGS_MODEL_URL names a server but not the model on it: set CLIPPINGS_MODEL to its name."
            )
        url = url.rstrip("/")
        keys = {name.removesuffix(_KEY).lower(): key for name, key in environ.items() if name.endswith(_KEY) and key}
        default = f"openai:{model.removeprefix('openai:')}@{url}" if url else model
        if key := environ.get("CLIPPINGS_MODEL_KEY", "").strip():
            named = MODEL.fullmatch(default)
            keys[(named["url"] or named["provider"]) if named else default] = key
        return cls(
            default=default or None,
            context=int(_read_number(environ, "CLIPPINGS_MODEL_CONTEXT", cls().context, _SMALLEST_CONTEXT)),
            patience=Patience(
                *(
                    _read_number(environ, f"CLIPPINGS_MODEL_{name}_S", getattr(Patience(), f"{name.lower()}_s"))
                    for name in ("CONNECT", "FIRST_TOKEN", "SILENCE", "ANSWER", "RETRY")
                )
            ),
            keys=keys,
        )


@dataclass(frozen=True, slots=True)
class QaConfig:
    """``k`` passages are evidence. ``threshold`` is the reader's score from which an answer is given."""

    k: int = 10
    threshold: float | None = None  # None: the value calibrated for the reader
    reader_model: str | None = None  # None: the reader trained by qa.training
    models: ModelConfig = ModelConfig()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "QaConfig":
        """Read ``CLIPPINGS_READER_…`` and ``CLIPPINGS_MODEL…``. Raises BadInput for a wrong value.

        ``environ`` is by default the environment, and the file ``.env`` where that is silent. Streamlit puts an app's
        secrets into its environment.
        """
        environ = _read_environment() if environ is None else environ
        written = environ.get("CLIPPINGS_READER_THRESHOLD", "").strip()
        try:
            threshold = float(written) if written else None
        except ValueError:
            threshold = -1.0
        if threshold is not None and not 0.0 <= threshold <= 1.0:
            raise BadInput(f"CLIPPINGS_READER_THRESHOLD is {written!r}; it must be a number from 0 to 1.")
        return cls(
            threshold=threshold,
            reader_model=environ.get("CLIPPINGS_READER_MODEL") or None,
            models=ModelConfig.from_env(environ),
        )


def _read_environment() -> dict[str, str]:
    from dotenv import dotenv_values

    try:
        written = dotenv_values(Path(".env"), interpolate=False)
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The file .env cannot be read ({type(error).__name__}). Save it as UTF-8 text.") from None
    return {name: value for name, value in written.items() if value is not None} | dict(os.environ)


def _read_number(environ: Mapping[str, str], name: str, default: float, least: float = 0.01) -> float:
    written = environ.get(name, "").strip()
    try:
        number = float(written) if written else default
    except ValueError:
        number = float("nan")
    if not least <= number < 1e9:
        raise BadInput(f"{name} is {written!r}; it must be a number of at least {least:,}.")
    return number
