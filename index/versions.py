"""What changed between two versions of an article, sentence by sentence."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from index.sentences import split_sentences

_MANY = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """A run of whole sentences; joined in order, all that are not ``removed`` are the later text."""

    kind: Literal["same", "added", "removed"]
    text: str


def differences(before: str, after: str) -> tuple[Change, ...]:
    """How ``before`` became ``after``; a changed sentence is removed and added."""
    old, new = _pieces(before), _pieces(after)
    changes: list[Change] = []
    keys = [piece.strip() for piece in old], [piece.strip() for piece in new]
    # Many alike sentences take time by the square of their number, unless frequent ones are passed over.
    for kind, i, j, k, m in SequenceMatcher(None, *keys, autojunk=len(new) > _MANY).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(new[k:m])))
            continue
        if i < j:
            changes.append(Change("removed", "".join(old[i:j])))
        if k < m:
            changes.append(Change("added", "".join(new[k:m])))
    return tuple(changes)


def _pieces(text: str) -> list[str]:
    """The sentences, each with the white space up to the next, so that nothing is lost between them."""
    starts = [start for start, _ in split_sentences(text)]
    if not starts:
        return [text] if text else []
    starts[0] = 0
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
