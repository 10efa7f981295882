"""Checking a quotation: who said these words, in which article first, exactly or nearly, or that no article has them.

Candidates come from the index by words, the rare ones first, and by meaning; then words are compared with words.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from index.embedder import Embedder
from index.errors import BadInput
from index.passages import article_of
from index.snapshot import Snapshot
from index.types import Article
from qa.alignment import Mark, Token, align, find_run, longest_beginning, mark_differences, split_words, tokenize, weigh
from qa.places import Place, differences, place_at
from qa.speech.quotation_marks import Quoted, find_quoted
from qa.stories import carriers

Verdict = Literal["exact", "near", "shortened", "spliced", "none"]

LONGEST = 2_000  # characters
_FEWEST_WORDS = 2
_RAREST = 8  # words that are searched for by themselves
_CANDIDATES = 40  # passages from each search
_ALIGNED = 20  # of the articles, how many are compared word by word
_NEAR, _NEAR_SHORT, _SHORT = (
    0.6,
    0.72,
    6,
)  # similarity from which words are nearly the same; below six words they must be nearer
_AS_NEAR = 0.1  # what is within this of the best is shown beside it
_PIECE = 3  # words: the least that is taken for a piece of its own
_PIECES = 4
_SLIP = 0.85  # similarity from which a difference is a slip, and not a second place
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]+")
_AROUND = " \t\n\"'“”‘’„«»"
_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…|\.\s?\.\s?\.)\s*[\])]?\s*")


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a quotation. ``places``: first the one that the verdict is about, oldest first.

    ``shortened`` and ``spliced`` have a place for each of ``pieces``, in their order, instead.
    """

    words: str
    verdict: Verdict
    places: tuple[Place, ...]
    pieces: tuple[str, ...] = ()


def check_quotation(snapshot: Snapshot, words: str, embedder: Embedder | None = None) -> Checked:
    """Who said ``words``; without ``embedder`` candidates are found by words alone.

    Raises BadInput where there is nothing to check or too much of it.
    """
    pasted = clean(words)
    looked_for = tokenize(pasted)
    if len(looked_for) < _FEWEST_WORDS:
        raise BadInput("Paste at least two words of the quotation.")
    articles = [article for article in _candidates(snapshot, pasted, looked_for, embedder) if article]
    checking = _Checking(snapshot, articles)
    exact = checking.exactly(pasted)
    if exact:
        return Checked(pasted, "exact", exact)
    shortened = checking.in_order(pieces) if (pieces := split_pieces(pasted)) else ()
    if shortened:
        return Checked(pasted, "shortened", shortened, pieces)
    near = checking.nearly(pasted)
    if near and near[0].similarity >= _SLIP:
        return Checked(pasted, "near", near)
    spliced, parts = checking.spliced(pasted)
    if spliced:
        return Checked(pasted, "spliced", spliced, parts)
    return Checked(pasted, "near", near) if near else Checked(pasted, "none", ())


def clean(words: str) -> str:
    """The pasted words without the marks around them. Raises BadInput if they are too many."""
    if len(words) > LONGEST:
        raise BadInput(f"The quotation has {len(words):,} characters; at most {LONGEST:,} can be checked at once.")
    plain = _CONTROLS.sub(" ", words).encode("utf-8", "replace").decode("utf-8")
    return " ".join(plain.split()).strip(_AROUND)


def split_pieces(pasted: str) -> tuple[str, ...]:
    """The pieces of a quotation that leaves words out and says so; none where it does not."""
    pieces = tuple(piece for piece in _ELLIPSIS.split(pasted) if tokenize(piece))
    return pieces if len(pieces) > 1 else ()


def _candidates(
    snapshot: Snapshot, pasted: str, looked_for: Sequence[Token], embedder: Embedder | None
) -> Iterator[Article | None]:
    """Articles that may have the words, the likeliest first."""
    distinct = {token.low for token in looked_for if weigh(token.low) == 1.0}
    counts = {word: snapshot.count_containing(word) for word in sorted(distinct)}
    rarest = sorted((word for word in counts if counts[word]), key=lambda word: (counts[word], word))[:_RAREST]
    found = snapshot.search_words(" ".join(rarest), _CANDIDATES) if rarest else []
    found += snapshot.search_words(pasted, _CANDIDATES)
    if embedder:
        found += snapshot.search_vectors(embedder.embed([pasted])[0], _CANDIDATES)
    ids = dict.fromkeys(article_of(passage_id) for passage_id, _ in found)
    tellers = {teller.id for article_id in ids for teller in snapshot.tellers(article_id)}
    yield from map(snapshot.article, [*ids, *sorted(tellers - set(ids))])


class _Text:
    """An article as words."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lows = split_words(article.text)

    @cached_property
    def tokens(self) -> list[Token]:
        """The words with their places; only an article that has what is looked for is taken apart so far."""
        return tokenize(self.article.text)

    @cached_property
    def quoted(self) -> list[Quoted]:
        """What stands in quotation marks."""
        return find_quoted(self.article.text)

    @cached_property
    def spoken_lows(self) -> list[str]:
        """The words in quotation marks."""
        return [low for one in self.quoted for low in split_words(self.article.text[one.start : one.end])]

    @cached_property
    def spoken(self) -> list[int]:
        """The places of the words in quotation marks."""
        starts = [token.start for token in self.tokens]
        spans = ((bisect_left(starts, one.start), bisect_left(starts, one.end)) for one in self.quoted)
        return [place for first, last in spans for place in range(first, last)]


class _Checking:
    """One quotation against its candidates."""

    def __init__(self, snapshot: Snapshot, articles: Sequence[Article]) -> None:
        self._snapshot = snapshot
        self._texts = [_Text(article) for article in articles]

    def exactly(self, pasted: str) -> tuple[Place, ...]:
        """Where the same words stand, in one row or only interrupted by who says them."""
        wanted = [token.low for token in tokenize(pasted)]
        places = []
        for text in self._texts:
            at = find_run(wanted, text.lows)
            if at is not None:
                places.append(self._place(text, pasted, at, at + len(wanted)))
                continue
            at = find_run(wanted, text.spoken_lows)
            if at is not None:
                first, last = text.spoken[at], text.spoken[at + len(wanted) - 1] + 1
                if "\n\n" not in text.article.text[text.tokens[first].start : text.tokens[last - 1].end]:
                    places.append(self._place(text, pasted, first, last, interrupted=True))
        return self._first_heard(places)

    def nearly(self, pasted: str) -> tuple[Place, ...]:
        """Where nearly the same words stand, nearest first."""
        looked_for = tokenize(pasted)
        wanted = [token.low for token in looked_for]
        least = _NEAR if len(wanted) >= _SHORT else _NEAR_SHORT
        places = []
        for text in self._texts[:_ALIGNED]:
            alignment = align(wanted, text.lows)
            if alignment and alignment.similarity >= least and len(wanted) > _FEWEST_WORDS:
                marks = mark_differences(pasted, looked_for, text.article.text, text.tokens, alignment.pairs)
                places.append(
                    self._place(
                        text, pasted, alignment.first, alignment.last, marks=marks, similarity=alignment.similarity
                    )
                )
        best = max((place.similarity for place in places), default=0.0)
        near = self._first_heard([place for place in places if place.similarity >= best - _AS_NEAR])
        return tuple(sorted(near, key=lambda place: -round(place.similarity, 3)))

    def in_order(self, pieces: Sequence[str]) -> tuple[Place, ...]:
        """The pieces one behind the other in one article, the oldest that has them so; none if no article has."""
        found = []
        for text in self._texts:
            places, start = [], 0
            for piece in pieces:
                wanted = [token.low for token in tokenize(piece)]
                at = find_run(wanted, text.lows, start)
                if at is None:
                    break
                start = at + len(wanted)
                places.append(self._place(text, piece, at, start))
            if len(places) == len(pieces):
                found.append(tuple(places))
        return min(found, key=lambda places: _age(places[0]), default=())

    def spliced(self, pasted: str) -> tuple[tuple[Place, ...], tuple[str, ...]]:
        """The fewest pieces, each in one row somewhere, that together are the whole; none where it takes many."""
        looked_for = tokenize(pasted)
        places: list[Place] = []
        pieces: list[str] = []
        start = 0
        while start < len(looked_for) and len(places) < _PIECES:
            longest: tuple[int, _Text | None, int] = (0, None, 0)
            for text in self._texts:
                size, at = longest_beginning([token.low for token in looked_for[start:]], text.lows)
                if size > longest[0]:
                    longest = (size, text, at)
            size, holder, at = longest
            piece = looked_for[start : start + size]
            if holder is None or size < _PIECE or not any(weigh(token.low) == 1.0 for token in piece):
                return (), ()
            words = pasted[piece[0].start : piece[-1].end]
            places.append(self._place(holder, words, at, at + size))
            pieces.append(words)
            start += size
        return (tuple(places), tuple(pieces)) if start == len(looked_for) else ((), ())

    def _place(
        self,
        text: _Text,
        pasted: str,
        first: int,
        last: int,
        *,
        marks: tuple[Mark, ...] = (),
        similarity: float = 1.0,
        interrupted: bool = False,
    ) -> Place:
        start, end = text.tokens[first].start, text.tokens[last - 1].end
        differs = () if marks or interrupted else differences(pasted, text.article.text[start:end])
        return place_at(text.article, start, end, text.quoted, marks, similarity, differs, interrupted)

    def _first_heard(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """Oldest first; of the articles that tell one story the oldest, which knows who else has the words."""
        kept: dict[str, tuple[Place, set[str]]] = {}
        for place in sorted(places, key=_age):
            tellers = self._snapshot.tellers(place.article_id)
            story = min((teller.id for teller in tellers), default=place.article_id)
            kept.setdefault(story, (place, set()))[1].add(place.article_id)
        return tuple(
            replace(
                place,
                also=tuple(one for one in carriers(self._snapshot, place.article_id) if one.article_id in others),
            )
            for place, others in kept.values()
        )


def _age(place: Place) -> tuple[date, str]:
    return place.published or date.max, place.article_id
