"""The language of an article, as it says itself or as its text shows; py3langid is imported here only."""

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 500  # characters: on the 567 articles of OneStopEnglish they decide as the whole text does, as would 300
_FEWEST_LETTERS = 20
_SURE = 0.5


# BCP 47, as pages write it and as they should not: en, en-GB, de_AT.
_TAG = re.compile(r"\s*([a-z]{2})(?:[-_][a-z0-9]{1,8})*\s*", re.IGNORECASE)


def read_language(written: str) -> str | None:
    """The ISO 639-1 code that a language tag begins with, or None where what is written is none."""
    tag = _TAG.fullmatch(written)
    return tag[1].lower() if tag else None


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language, or None where the text is too short to tell or could be another."""
    sample = text[:_SAMPLE]
    if len(list(islice(filter(str.isalpha, sample), _FEWEST_LETTERS))) < _FEWEST_LETTERS:
        return None
    language, probability = _identifier().classify(sample)
    return str(language) if len(language) == 2 and probability >= _SURE else None


@cache
def _identifier() -> "LanguageIdentifier":
    # A second and 100 MB, which only a build that has found a new text should pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
