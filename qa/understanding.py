"""What a question asks, said so that it stands alone, and its parts where it asks several things."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from index.errors import BadInput
from qa.chat_models.prompts import MOST_PARTS
from qa.conversation.leaning import Leaning, read_leaning
from qa.conversation.standalone import standalone_question
from qa.types import Turn

LONGEST_QUESTION = 2_000  # characters; the models read some 200 words of a question at most

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Only such a question is worth a model's time before the search: one that may ask several things.
_SEVERAL = re.compile(r"\b(?:and|or|both|versus|vs|compared?|differ\w*|as well as)\b|[;,?].*\w.*\?", re.I)
_MOST_OBJECTS = 20  # looked at in what a model writes
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question that stands alone; ``parts`` are questions too, and empty where it asks one thing."""

    question: str
    parts: tuple[str, ...] = ()
    leaning: Leaning | None = None  # on the articles cited last, which may have to be asked before all others


def check_question(question: str) -> str:
    """The question as one clean line. Raises BadInput if it is empty or too long."""
    clean = " ".join(_CONTROLS.sub(" ", question).encode("utf-8", "replace").decode("utf-8").split())
    if not clean:
        raise BadInput("The question is empty. Ask something, in a sentence or a few words.")
    if len(clean) > LONGEST_QUESTION:
        raise BadInput(
            f"The question has {len(clean):,} characters; at most {LONGEST_QUESTION:,} can be read. "
            "Ask for one thing at a time, or shorten it."
        )
    return clean


def understand_by_rules(question: str, history: Sequence[Turn]) -> Understood:
    """The question as ``qa.conversation.standalone`` completes it, and what it leans on."""
    whole = standalone_question(question, history)
    return Understood(whole, leaning=read_leaning(whole, history))


def wants_model(question: str, history: Sequence[Turn]) -> bool:
    """Whether a model may understand the question better than the rules."""
    return bool(history or _SEVERAL.search(question))


def read_understood(reply: str, by_rules: Understood) -> Understood:
    """What a model wrote about the question; ``by_rules`` where that is not what it was asked for."""
    for fields in _find_objects(_THOUGHTS.sub("", reply)):
        try:
            question = check_question(_as_text(fields["question"]))
            written = fields.get("parts") or []
            parts = dict.fromkeys(check_question(_as_text(part)) for part in written[:MOST_PARTS])
        except (BadInput, KeyError, TypeError):
            continue
        return Understood(question, tuple(parts) if len(parts) > 1 else ())
    return by_rules


def _find_objects(text: str) -> Iterable[dict[str, Any]]:
    """The JSON objects in a text, whatever stands around them."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if at < 0:
            return
        try:
            value, end = decoder.raw_decode(text, at)
            yield value
        except (ValueError, RecursionError):
            end = at + 1
        at = text.find("{", end)


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
