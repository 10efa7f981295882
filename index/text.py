"""Bytes to the canonical text of an article: what is shown, indexed and cited, paragraphs apart by one blank line."""

import html
import re
import unicodedata

from index.errors import BadInput

# A quarter of a million words; anything longer is a dump, not an article, and would stall a build.
MAX_ARTICLE_BYTES = 5_000_000

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# Characters that nobody sees: controls, and what turns a line's direction around, hides in a word (zero-width space,
# soft hyphen, tags) or marks bytes. Search would miss the words they are in, and they can hide text from a reader.
# The joiners stay where scripts and emoji need them: after a letter beyond the Cyrillic ones, or an emoji.
# Controls that end a line stay until the text is cut into lines.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    r"|(?<![\u0530-\u167f\u1681-\u1fff\u2070-\u2fff\u3001-\ufefe\uff00-\U0010ffff])[\u200c\u200d]+"
)
_BEYOND_LATIN = re.compile(r"[^\x00-\u02ff]{31,}")
_MARKS_ON_A_LETTER = 30  # as Unicode's stream-safe text has it; NFC takes time by the square of their number
# Entities as copying and machine translation leave them ("& # 39;"). Never < and >: markup stays the characters it is.
_ENTITY = re.compile(
    r"&[ \u00a0]?#[ \u00a0]?(\d{2,5})[ \u00a0]?;|&(quot|apos|amp|nbsp|shy|[lr][sd]quo|[nm]dash|hellip);"
)
# Letters as a printer joins them, which PDFs keep: nobody searches for them.
_LIGATURES = str.maketrans({chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)})
_GLUED_LINK = re.compile(r"(?<=[^\W\d_])(?=https?://)")
_LOOSE_QUOTES = re.compile(r"""^(['"]) (.+) \1$""")
_SENTENCE_END = re.compile(r"""[.!?:…]["'”’)\]]*$""")
_WRAP_WIDTH = 100
_MOST_PASSES = 10  # a text that still changes then was made to


def decode(raw: bytes, first_line: int = 1) -> str:
    """Decode a text file, or a part of one that begins at ``first_line``: UTF-8, or UTF-16/32 with a byte-order mark.

    Raises BadInput where the bytes are something else: guessing an encoding would put wrong letters into quotations.
    """
    encoding = next((name for bom, name in _BOMS if raw.startswith(bom)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = first_line + raw.count(b"\n", 0, error.start)
        raise BadInput(
            f"not valid {encoding.removesuffix('-sig').upper()}: byte 0x{raw[error.start]:02x} in line {line}. "
            "Save the file as UTF-8."
        ) from None
    if "\x00" in text:
        raise BadInput("holds NUL bytes, so it is not a text file. Save the article as UTF-8 text.")
    return text


def to_canonical(text: str) -> str:
    """Clean ``text`` up without changing its words, and set its paragraphs apart by exactly one blank line.

    Idempotent: what one repair brings to light ("&amp;#39;", an entity broken over two lines) is repaired as well.
    """
    for _ in range(_MOST_PASSES):
        cleaned = _clean(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean(text: str) -> str:
    text = _GLUED_LINK.sub(" ", _clean_characters(text.replace("\u2029", "\n\n")))
    lines = [_tighten_quotes(line.strip()) for line in _SPACES.sub(" ", text).splitlines()]
    blocks = _group_lines(lines)
    joiner = " " if _is_hard_wrapped(blocks) else "\n\n"
    return "\n\n".join(joiner.join(block) for block in blocks)


def _tighten_quotes(line: str) -> str:
    return _LOOSE_QUOTES.sub(r"\1\2\1", line) if line[:2] in ("' ", '" ') else line


def _clean_characters(text: str) -> str:
    """Without halves of characters (as in JSON's escapes), invisible ones, ligatures and entities, in composed form."""
    text = text.encode("utf-8", "replace").decode("utf-8").translate(_LIGATURES)
    text = _INVISIBLE.sub("", _ENTITY.sub(_decode_entity, text))
    return unicodedata.normalize("NFC", _BEYOND_LATIN.sub(_thin_marks, text))


def printable(path: str) -> str:
    """A path as text: bytes that are no valid UTF-8, and control characters, show as a replacement character."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def to_line(text: str, limit: int = 300) -> str:
    """``text`` as one clean line of at most ``limit`` characters, for titles and names."""
    line = " ".join(_clean_characters(" ".join(text.split())).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _thin_marks(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in match.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS_ON_A_LETTER:
            kept.append(character)
    return "".join(kept)


def _decode_entity(match: re.Match[str]) -> str:
    code = match.group(1)
    decoded = html.unescape(f"&#{code};" if code else match.group(0))
    return match.group(0) if decoded in "<>" else decoded


def _group_lines(lines: list[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _is_hard_wrapped(blocks: list[list[str]]) -> bool:
    """Whether single newlines are mere line wrapping: short lines, most of which stop in mid-sentence."""
    broken = [line for block in blocks for line in block[:-1]]
    if not broken or max(len(line) for block in blocks for line in block) > _WRAP_WIDTH:
        return False
    unfinished = sum(not _SENTENCE_END.search(line) for line in broken)
    return unfinished >= 0.6 * len(broken) and sum(map(len, broken)) / len(broken) > 40
