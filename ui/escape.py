"""Keeps words that others wrote from being read as Markdown, HTML, LaTeX or an icon's name by Streamlit."""

import re

# Everything that Streamlit's Markdown gives a meaning: CommonMark and GFM punctuation, $ (LaTeX), : (icons, colours,
# emoji) and the characters of bare links. A backslash before ASCII punctuation always shows that character.
_MEANINGFUL = re.compile(r"""([\\`*_{}\[\]()<>#+\-.!|~$:"'&@/^=])""")

# What Streamlit still replaces behind the backslashes: arrows, dashes, signs and its own logo. An invisible character
# that forbids a line break keeps their parts apart.
_REPLACED = re.compile(r"(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)|(?<=:)(?=streamlit:)")
_WORD_JOINER = "\u2060"


def escape_label(text: str) -> str:
    """Return ``text`` as one line of Streamlit Markdown that shows exactly its characters, for labels and toasts."""
    one_line = " ".join(text.split())
    return _MEANINGFUL.sub(r"\\\1", _REPLACED.sub(_WORD_JOINER, one_line))
