"""The language that a text is written in; py3langid is imported here only."""

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 1_000  # characters: on the 567 articles of OneStopEnglish they decide as the whole text does
_FEWEST_LETTERS = 20
_SURE = 0.5


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
