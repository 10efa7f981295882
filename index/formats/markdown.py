"""Markdown with optional YAML front matter; inline markup stays visible as the characters that it is."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from index.errors import BadInput
from index.formats.limits import MAX_FRONT_MATTER_BYTES
from index.formats.record import Record, read_text
from index.types import Rejected

EXTENSIONS = (".md", ".markdown")
_UNQUOTED = re.compile(r"""^(\w+:[ \t]+)(?=[^\s'"\[{|>&*!%@#])(.*:[ \t].*|.*:)$""", re.MULTILINE)
_QUOTE = "'"
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]++(.*)$", re.MULTILINE)


def read(path: Path) -> Iterator[Record | Rejected]:
    """Yield the file as one record; the title is the front matter's, else a heading that opens the text."""
    meta, body = _split_front_matter(read_text(path))
    title = meta.get("title", "")
    origins = {} if title else {"title": "a heading in the text"}
    opening = _HEADING.match(body.lstrip())
    if opening and (not title or title == _words_of(opening)):
        title, body = _words_of(opening), body.lstrip()[opening.end() :]
    yield Record(
        text=_HEADING.sub(lambda heading: f"\n{_words_of(heading)}\n", body),
        title=title,
        published=meta.get("date", ""),
        publisher=meta.get("publisher", ""),
        author=meta.get("author", ""),
        url=meta.get("url", ""),
        language=meta.get("language") or meta.get("lang", ""),
        origin="front matter",
        origins=origins,
    )


def _words_of(heading: re.Match[str]) -> str:
    return heading[1].rstrip(" \t#")


def _split_front_matter(text: str) -> tuple[dict[str, str], str]:
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return {}, text  # a rule at the top of the text, not front matter
    front_matter = "".join(lines[1:end])
    if len(front_matter) > MAX_FRONT_MATTER_BYTES:
        raise BadInput(f"its front matter is over {MAX_FRONT_MATTER_BYTES // 1000} kB: keep title, date and the like.")
    try:
        meta = _load(front_matter)
    except RecursionError:
        raise BadInput("its front matter is nested too deeply: correct it or take it out.") from None
    except (yaml.YAMLError, ValueError, TypeError, ArithmeticError) as error:  # from impossible keys and escapes
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise BadInput(f"its front matter is not valid YAML{where}: correct it or take it out.") from None
    if not isinstance(meta, dict):
        return {}, text
    return {str(key).lower(): _to_text(value) for key, value in meta.items()}, "".join(lines[end + 1 :])


def _load(front_matter: str) -> object:
    # BaseLoader keeps every scalar the string that was written and builds no objects.
    try:
        return yaml.load(front_matter, Loader=yaml.BaseLoader)
    except yaml.YAMLError:
        # A headline often has a colon, and people do not quote it.
        quoted = _UNQUOTED.sub(lambda found: f"{found[1]}'{found[2].replace(_QUOTE, 2 * _QUOTE)}'", front_matter)
        if quoted == front_matter:
            raise
        return yaml.load(quoted, Loader=yaml.BaseLoader)


def _to_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""
