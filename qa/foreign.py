"""Which language other than English a question is in, as far as its script or its words leave no doubt."""

import re
import unicodedata
from collections import Counter

from index.language import detect_language
from qa.vocabulary import FUNCTION_WORDS, words

OTHER = "a language other than English"
_LANGUAGES = {
    "ar": "Arabic", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip
# By the first word of a letter's Unicode name; several languages write Cyrillic.
_SCRIPTS = {
    "ARABIC": "Arabic", "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean",
    "GREEK": "Greek", "HEBREW": "Hebrew", "THAI": "Thai", "DEVANAGARI": "Hindi", "CYRILLIC": "",
}  # fmt: skip
# Greetings, question words and the like, for questions that are too short for a guess; none begins an English name.
_COMMON = {
    "German": "guten hallo danke bitte ist sind warum wer wie wann wo welche welcher nicht und wurde gibt",
    "French": "bonjour bonsoir merci salut qui quoi quand où pourquoi c'est qu'est avec",
    "Spanish": "hola gracias buenos buenas quién qué cuándo dónde cómo porqué cuál cuánto cuántos fue",
    "Italian": "ciao grazie buongiorno chi perché quando dove sono",
    "Portuguese": "olá obrigado obrigada quem onde você não",
    "Dutch": "hoe waarom waar goedemorgen goedendag niet zijn",
}
_TELLING = {word: language for language, line in _COMMON.items() for word in words(line)}
_ENGLISH = 1 / 3  # of its words: other languages have words like "a", "in" and "me" too, but not every third
_OTHER = 1 / 4  # of its words
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def foreign_language(question: str) -> str | None:
    """The language in English words, or that it is none such; None for English and where nothing is certain."""
    letters = Counter(unicodedata.name(letter, "").split(" ")[0] for letter in question if letter.isalpha())
    script = max(letters, key=lambda one: letters[one], default="LATIN")
    if script in _SCRIPTS:
        # Japanese has Chinese letters among its own, and no other language has those.
        script = next((one for one in ("HIRAGANA", "KATAKANA") if one in letters), script)
        return _SCRIPTS[script] or _guess(question) or OTHER
    lows = [word.lower().replace("’", "'") for word in _WORD.findall(question)]
    if sum(low in FUNCTION_WORDS for low in lows) > len(lows) * _ENGLISH:
        return None
    telling = Counter(_TELLING[low] for low in lows if low in _TELLING)
    if telling.total() >= len(lows) * _OTHER and telling:
        return telling.most_common(1)[0][0]
    return _guess(question)


def _guess(question: str) -> str | None:
    language = detect_language(question)
    return None if language in (None, "en") else _LANGUAGES.get(language or "", OTHER)
