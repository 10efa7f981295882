"""Whether the passages that a sentence cites bear it out: the seam behind which that is decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from qa.types import Verdict


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that a sentence may lean on, with what its article says of itself."""

    text: str
    title: str = ""
    publisher: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How a sentence stands against what it cites; ``missing`` says what is not there, in words for the reader."""

    verdict: Verdict
    missing: tuple[str, ...] = ()


class Checker(Protocol):
    """Decides how a sentence stands against passages."""

    def check(self, sentence: str, cited: Sequence[Source]) -> Support:
        """The verdict on ``sentence`` against all of ``cited`` together; unsupported where that is empty."""

    def find(self, sentence: str, evidence: Sequence[Source]) -> int | None:
        """The place in ``evidence`` of the passage that bears the sentence out; None where none does."""


class VerbatimChecker:
    """A Checker that believes nothing but a passage's own words."""

    def check(self, sentence: str, cited: Sequence[Source]) -> Support:
        """Verbatim if one of ``cited`` has the sentence word for word."""
        return Support("verbatim" if self.find(sentence, cited) is not None else "unsupported")

    def find(self, sentence: str, evidence: Sequence[Source]) -> int | None:
        """The first of ``evidence`` that has the sentence word for word."""
        said = _words(sentence)
        return next((place for place, source in enumerate(evidence) if said and said in _words(source.text)), None)


def _words(text: str) -> str:
    words = re.findall(r"\w+", text.casefold())
    return f" {' '.join(words)} " if words else ""
