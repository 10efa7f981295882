"""Any chat model that LangChain knows, or any server that speaks OpenAI's protocol, by its name in one line.

Nothing that a provider says is passed on as it is: its errors become one line of ours, and what goes to the log has
every key taken out.
"""

import logging
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import BadInput, ModelFailed
from qa.config import MODEL, ModelConfig

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

log = logging.getLogger(__name__)

EXTRAS = ("anthropic", "ollama", "openai")  # of our own package; other providers' packages are LangChain's

_LOOKS_SECRET = re.compile(r"\b(?:sk|pk|key|gsk|xai)-[\w*-]{6,}|(?i:\bbearer\s+)\S+|(?<=://)[^/\s@]+@")
_UNREACHABLE = "could not be reached, or the connection broke off"
_HIDDEN = "[key]"
_SHORTEST_KEY = 4  # what is shorter than that hides nothing, and would be cut out of ordinary words


@dataclass(frozen=True, slots=True)
class ModelName:
    """``provider:name``, or ``openai:name@url`` for a server that speaks OpenAI's protocol."""

    provider: str
    name: str
    url: str | None = None

    def __str__(self) -> str:
        return f"{self.provider}:{self.name}" + (f"@{self.url}" if self.url else "")

    @property
    def title(self) -> str:
        """What a reader is shown: the name, and whose it is. Some servers name a model by the path of its file."""
        name = self.name.rpartition("/")[2] if self.name.startswith("/") else self.name
        return f"{name} ({urlsplit(self.url).netloc if self.url else self.provider})"


def parse_model(model: str) -> ModelName:
    """Read ``openai:gpt-5-mini``, ``ollama:llama3.2:3b``, ``openai:qwen@http://localhost:8080/v1``.

    Raises BadInput for anything else, without repeating an address that holds a password.
    """
    found = MODEL.fullmatch(model.strip())
    if found is None or (found["url"] and found["provider"] != "openai"):
        raise BadInput(
            f"{scrub(model)[:100]!r} names no chat model. Write openai:NAME, anthropic:NAME, ollama:NAME, or "
            "openai:NAME@http://HOST:PORT/v1 for a server that speaks OpenAI's protocol."
        )
    url = found["url"]
    if url and not _is_plain(url):
        raise BadInput(
            "The address of a model's server is http://HOST:PORT/v1, without a password or a query in it. Give its key "
            "in CLIPPINGS_MODEL_KEY."
        )
    return ModelName(found["provider"], found["name"], url)


def _is_plain(url: str) -> bool:
    """Whether an address names a host, and holds neither a password nor a query."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a "[" that is never closed
        return False
    return bool(parts.hostname) and not parts.username and not parts.query


def title_of(model: str) -> str:
    """The title of the model with this name; what is no model's name is shown as it is, without what looks secret."""
    try:
        return parse_model(model).title
    except BadInput:
        return scrub(model)


def scrub(text: str, config: ModelConfig | None = None) -> str:
    """``text`` without the keys of ``config`` and without whatever else looks like one."""
    for key in sorted(config.keys.values() if config else (), key=len, reverse=True):
        if len(key) >= _SHORTEST_KEY:
            text = text.replace(key, _HIDDEN)
    return _LOOKS_SECRET.sub(_HIDDEN, text)


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A model that can be asked."""

    name: ModelName
    chat: "BaseChatModel"
    config: ModelConfig


class Models:
    """The chat models of one config, each opened when it is first asked for. Safe to share between threads."""

    def __init__(self, config: ModelConfig) -> None:
        self.config = config
        self._opened: dict[str, OpenModel] = {}
        self._lock = threading.Lock()

    def open(self, model: str) -> OpenModel:
        """The model of this name; the first time takes seconds, for a provider's package is loaded.

        Raises BadInput; where a package is missing, with the command that installs it.
        """
        with self._lock:
            if model not in self._opened:
                name = parse_model(model)
                self._opened[model] = OpenModel(name, self._open(name), self.config)
            return self._opened[model]

    def _open(self, model: ModelName) -> "BaseChatModel":
        from langchain.chat_models import init_chat_model

        try:
            chat: BaseChatModel = init_chat_model(model.name, model_provider=model.provider, **self._settings(model))
            return chat
        except ImportError:
            package = f"'clippings[{model.provider}]'" if model.provider in EXTRAS else f"langchain-{model.provider}"
            raise BadInput(
                f"The model {model} needs a package that is not installed: pip install {package.replace('_', '-')}"
            ) from None
        except Exception as error:  # each provider's package has errors of its own, some of which repeat the key
            log.warning("The model %s cannot be opened: %s", model, scrub(str(error), self.config))
            raise BadInput(
                f"The model {model} cannot be used as it is set up. Is its key set, such as OPENAI_API_KEY? Is the "
                "provider's name right? The details are in the log."
            ) from None

    def _settings(self, model: ModelName) -> dict[str, Any]:
        """What the provider's class is made with. We retry ourselves, and only what cannot have been answered yet."""
        patience = self.config.patience
        # A key goes nowhere but to whom it is for: never to another server that speaks the same protocol.
        key = self.config.keys.get(model.url or model.provider)
        settings: dict[str, Any] = {"api_key": key} if key else {}
        if model.provider == "openai":
            timeout = (patience.connect_s, patience.answer_s, patience.answer_s, patience.answer_s)
            settings |= {"timeout": timeout, "max_retries": 0, "stream_chunk_timeout": 0}
            if model.url:
                settings = {"api_key": "none", **settings, "base_url": model.url, "temperature": 0}
        elif model.provider == "ollama":
            settings = {"num_ctx": self.config.context, "temperature": 0}
        elif model.provider == "anthropic":
            settings |= {"max_retries": 0}
        return settings


def explain_failure(error: Exception, model: ModelName, config: ModelConfig) -> ModelFailed:
    """The error of a provider's package as ours, in one line; the log has its own words, without keys."""
    from langchain_core import exceptions as errors

    log.warning("The model %s failed: %s: %s", model, type(error).__name__, scrub(str(error), config)[:500])
    # Some packages pass on what their HTTP client raised.
    unreachable = isinstance(error, ConnectionError) or any(
        kind.__name__ == "TransportError" for kind in type(error).__mro__
    )
    retryable = bool(getattr(error, "is_retryable", unreachable))
    reasons = {
        errors.ModelAuthenticationError: "refused the key that it was given",
        errors.ModelPermissionDeniedError: "does not allow this with the key that it was given",
        errors.ModelNotFoundError: "is not known to its server",
        errors.ModelRateLimitError: "takes no more questions at the moment, or its credit is used up",
        errors.ContextOverflowError: "cannot take in so much text: set CLIPPINGS_MODEL_CONTEXT to its context window",
        errors.ModelInvalidRequestError: "refused the request",
        errors.ModelTimeoutError: "could not be reached in time",
        errors.ModelConnectionError: _UNREACHABLE,
        errors.ModelAPIError: "had a fault of its own",
        ValueError: "sent something that cannot be read",
    }
    unclassified = _UNREACHABLE if unreachable else "broke off its answer"
    reason = next((reason for kind, reason in reasons.items() if isinstance(error, kind)), unclassified)
    return ModelFailed(f"The model {model.title} {reason}.", retryable=retryable)
