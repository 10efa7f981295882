"""Which articles tell one story: wire copy and updated versions, found by MinHash over runs of three words.

``signature`` is taken of each article when it is read; ``group_stories`` compares all of them. Two articles are alike
by how much of the shorter one stands in the longer one, so that a story cut to a third is found; what two stories have
in common by their subject, a shared paragraph of background or a publisher's boilerplate is far below what is asked.
A wrong group hides an independent source and a missed one only counts a source twice, so doubt separates.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datasketch import MinHash

FORM = 1  # raise it with whatever changes a signature; signatures of two forms cannot be compared

# Measured by python -m evals.stories; see evals/results/stories.json.
_ALIKE = 0.45  # of the shorter text, from which two articles may tell one story
_NEARLY_ALL = 0.8  # of it, where what they share is short
_ENOUGH = 80  # shared runs of words, below which only nearly all will do: a quotation, a standing note
_LOOSELY_ALIKE = 0.2  # of the shorter text, that an article has in common with most of its story
_MOST = 2 / 3
_LEAST_RESEMBLANCE = 0.1  # Jaccard; below it a short text in a long one is too few hashes to judge by

_RUN = 3  # words
_FEWEST = 20  # runs of words; a caption or a "Live now" that two outlets have alike is no story
_HASHES = 256
_BAND = 2  # hashes that must agree for two articles to be compared
_NEIGHBOURS = 20  # articles of a band that one is compared with, so that boilerplate common to thousands stays cheap
_SPEAKERS = 8  # articles of a story that stand for it when another is to join
_SEED = 1
_HELD = 2_000_000  # pairs found more than once that may wait to be counted once: 16 MB
_AT_ONCE = 4_096  # runs hashed, or pairs compared, at a time: some MB

_HEADER = struct.Struct("<II")  # form, runs of words
# Scripts that set no spaces between words count by the character.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]|[^\W_]+")

_Hashes = NDArray[np.uint32]
_Counts = NDArray[np.int64]


def signature(text: str) -> bytes:
    """What ``group_stories`` needs to know of an article's text, in about 1 KB; empty for a text too short to tell."""
    words = _WORD.findall(text.casefold())
    joined = {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}
    if len(joined) < _FEWEST:
        return b""
    runs = (run.encode("utf-8", "surrogatepass") for run in joined)
    sketch = _empty_sketch().copy()
    while some := list(islice(runs, _AT_ONCE)):
        sketch.update_batch(some)
    hashes: _Hashes = sketch.hashvalues
    return _HEADER.pack(FORM, len(joined)) + hashes.astype("<u4").tobytes()


@cache
def _empty_sketch() -> "MinHash":
    from datasketch import MinHash

    return MinHash(num_perm=_HASHES, seed=_SEED, scheme="affine32", hashfunc=crc32)


def group_stories(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Article id → story id, for each article that is not alone; a story's id is the least of its articles' ids.

    The same signatures give the same stories in whatever order they come. Time grows little faster than their number,
    memory with it. Raises ValueError for a signature of another form.
    """
    ids = sorted(id_ for id_, taken in signatures.items() if taken)
    if len(ids) < 2:
        return {}
    texts = _Texts([signatures[id_] for id_ in ids])
    story_of = list(range(len(ids)))  # a row of the same story, the least of it in the end
    speakers = {row: [row] for row in story_of}
    for one, two in _strongest_first(texts):
        first, second = sorted((_follow(story_of, one), _follow(story_of, two)))
        if first != second and _tell_one_story(texts, speakers[first], speakers[second]):
            story_of[second] = first
            speakers[first] = _fullest(texts, speakers[first] + speakers.pop(second))
    stories = [_follow(story_of, row) for row in range(len(ids))]
    told = Counter(stories)
    return {id_: ids[story] for id_, story in zip(ids, stories, strict=True) if told[story] > 1}


def _follow(story_of: list[int], row: int) -> int:
    while story_of[row] != row:
        story_of[row] = story_of[story_of[row]]
        row = story_of[row]
    return row


class _Texts:
    """Signatures side by side: ``sizes`` (n,) in runs of words, ``hashes`` (n, 256)."""

    def __init__(self, signatures: list[bytes]) -> None:
        for taken in signatures:
            if len(taken) != _HEADER.size + 4 * _HASHES or _HEADER.unpack_from(taken)[0] != FORM:
                raise ValueError("A signature of an article has a form that this version of Clippings does not know.")
        whole = np.frombuffer(b"".join(signatures), dtype="<u4").reshape(len(signatures), -1)
        self.sizes: _Counts = whole[:, 1].astype(np.int64)
        self.hashes: _Hashes = whole[:, 2:]

    def compare(self, ones: _Counts, twos: _Counts) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """For each pair of rows its Jaccard resemblance and the share of the shorter text that both have, estimated."""
        resemblance = np.empty(len(ones))
        for at in range(0, len(ones), _AT_ONCE):
            some = slice(at, at + _AT_ONCE)
            resemblance[some] = (self.hashes[ones[some]] == self.hashes[twos[some]]).mean(axis=1)
        shorter = np.minimum(self.sizes[ones], self.sizes[twos])
        common = resemblance * (self.sizes[ones] + self.sizes[twos]) / (1 + resemblance)
        return resemblance, np.minimum(common / shorter, 1.0)


def _strongest_first(texts: _Texts) -> Iterator[tuple[int, int]]:
    """The pairs of rows that are alike, those that resemble each other most first: whole copies before cut ones."""
    ones, twos = _candidates(texts.hashes)
    resemblance, shared = texts.compare(ones, twos)
    common = shared * np.minimum(texts.sizes[ones], texts.sizes[twos])
    alike = (shared >= _NEARLY_ALL) | ((shared >= _ALIKE) & (common >= _ENOUGH))
    kept = np.flatnonzero(alike & (resemblance >= _LEAST_RESEMBLANCE))
    order = kept[np.lexsort((twos[kept], ones[kept], -shared[kept], -resemblance[kept]))]
    return zip(ones[order].tolist(), twos[order].tolist(), strict=True)


def _candidates(hashes: _Hashes) -> tuple[_Counts, _Counts]:
    """Pairs of rows, the lower first, that agree in a band of hashes: locality-sensitive hashing, a band at a time."""
    count = len(hashes)
    found: list[_Counts] = [np.empty(0, dtype=np.int64)]  # pairs as one number each
    held = 0
    for start in range(0, _HASHES, _BAND):
        band = np.ascontiguousarray(hashes[:, start : start + _BAND]).view(np.uint64).ravel()
        order = np.argsort(band, kind="stable")  # rows of a bucket stay in their order
        in_order = band[order]
        for apart in range(1, min(_NEIGHBOURS, count - 1) + 1):
            same = np.flatnonzero(in_order[apart:] == in_order[:-apart])
            if not len(same):
                break
            found.append(order[same] * count + order[same + apart])
            held += len(same)
        if held > _HELD:
            found, held = [_distinct(found)], 0
    pairs = _distinct(found)
    return pairs // count, pairs % count


def _distinct(numbers: list[_Counts]) -> _Counts:
    in_order = np.sort(np.concatenate(numbers))
    return in_order[np.diff(in_order, prepend=-1) > 0]


def _tell_one_story(texts: _Texts, one: list[int], two: list[int]) -> bool:
    """Whether most articles of the one are at least loosely alike with those of the other.

    Two stories that one round-up carries, or that a chain of versions connects, are not alike.
    """
    ones, twos = np.array(one), np.array(two)
    _, shared = texts.compare(np.repeat(ones, len(twos)), np.tile(twos, len(ones)))
    return bool((shared >= _LOOSELY_ALIKE).mean() >= _MOST)


def _fullest(texts: _Texts, rows: list[int]) -> list[int]:
    return sorted(rows, key=lambda row: (-texts.sizes[row], row))[:_SPEAKERS]
