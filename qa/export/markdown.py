"""An answer as Markdown that stays readable where nobody renders it."""

import re
from collections.abc import Sequence

from qa.export.told import SOURCES_DIFFER, Differing, Sentence, Source, Told

# Escaped wherever they stand; the others only where they would mean something.
_ALWAYS = re.compile(r"([\\`*_\[\]<>~|$])")
_SOMETIMES = re.compile(
    r"&(?=[#A-Za-z])"  # an entity
    r"|(?<=\bhttp):(?=//)|(?<=\bhttps):(?=//)|(?<=\bftp):(?=//)|(?<=\bwww)\."  # what GitHub makes a link
    r"|:(?=[\w+-]+:)"  # an emoji by its name
    r"|^[-+=#]|#$",  # a list, a heading or its end
    re.I,
)
_NUMBER = re.compile(r"^(\d+)([.)])")  # a numbered list
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Between < and >, an address of these characters can be nothing but one link.
_ADDRESS = re.compile(r"https?://[\w\-.~:/?#@!$&'()*+,;=%]+", re.ASCII | re.I)


def told_as_markdown(told: Told) -> str:
    """The answer under a heading of the second level."""
    parts = [f"## {escape_markdown(told.question)}"]
    parts += [_set_off("*", told.understood), _set_off("*", told.notice), _set_off("**", told.short)]
    parts += [" ".join(_sentence(sentence) for sentence in told.sentences)] if told.sentences else []
    parts += [f"### {SOURCES_DIFFER}", "\n".join(_side(one) for one in told.differing)] if told.differing else []
    parts += [escape_markdown(told.ending)] if told.ending else []
    parts += ["### Sources", "\n".join(_source(source) for source in told.sources)] if told.sources else []
    parts += [escape_markdown(" · ".join(told.facts))] if told.facts else []
    return "\n\n".join(filter(None, parts)) + "\n"


def escape_markdown(text: str) -> str:
    """One line of Markdown that shows exactly the text's characters, white space apart; it may stand anywhere."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    line = _ALWAYS.sub(r"\\\1", line)
    line = _SOMETIMES.sub(lambda found: f"\\{found[0]}", line)
    return _NUMBER.sub(r"\1\\\2", line)


def _set_off(mark: str, text: str | None) -> str:
    """The text in italics or bold; nothing around nothing, which would be a rule."""
    words = escape_markdown(text or "")
    return f"{mark}{words}{mark}" if words else ""


def _sentence(sentence: Sentence) -> str:
    numbers = "".join(f" \\[{number}\\]" for number in sentence.numbers)
    return (
        escape_markdown(sentence.text) + numbers + (f" *({escape_markdown(sentence.doubt)})*" if sentence.doubt else "")
    )


def _side(one: Differing) -> str:
    return f"- {_set_off('**', one.value)}: “{escape_markdown(one.quote)}” — {_about(one.about)}"


def _source(source: Source) -> str:
    known = _about((*source.about, source.told))
    return f"- \\[{source.number}\\] “{escape_markdown(source.quote)}” — {known}{_address(source.url)}"


def _about(about: Sequence[str]) -> str:
    """What is known of an article, its title in bold."""
    title, *rest = about
    return ", ".join([_set_off("**", title), *(escape_markdown(one) for one in rest if one)])


def _address(url: str | None) -> str:
    if not url:
        return ""
    return f", <{url}>" if _ADDRESS.fullmatch(url) else f", {escape_markdown(url)}"
