"""From words of a passage to a citation: checked against the article, and made to point at the words that matter."""

from collections.abc import Callable, Sequence

import numpy as np

from index.embedder import Vectors
from index.errors import IndexDamaged
from index.sentences import split_sentences
from index.snapshot import Snapshot
from index.types import Article, Passage
from qa.keywords import content_words
from qa.stories import carriers
from qa.types import Citation

Embed = Callable[[Sequence[str]], Vectors]  # texts to unit vectors, one row each

_WORDS_WEIGHT = 1.0  # of the share of a statement's words that a sentence has, beside their cosine
_MOST_SENTENCES = 3
_ADDS = 2  # words of the statement that a neighbouring sentence must add to be cited with the best one


def cite(snapshot: Snapshot, number: int, passage: Passage, start: int, end: int) -> Citation:
    """The citation of the article's ``text[start:end]``, compared with the passage's words first."""
    article = article_of(snapshot, passage)
    quote = passage.text[start - passage.start : end - passage.start]
    if not quote or article.text[start:end] != quote:
        raise _mismatch(passage)
    return Citation(
        number=number,
        article_id=article.id,
        passage_id=passage.id,
        start=start,
        end=end,
        quote=quote,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        source=article.source,
        url=article.url,
        article_digest=article.digest,
        carried_by=carriers(snapshot, article.id),
        title_derived=article.title_derived,
    )


def article_of(snapshot: Snapshot, passage: Passage) -> Article:
    """The article that a passage is from."""
    article = snapshot.article(passage.article_id)
    if article is None:
        raise _mismatch(passage)
    return article


def _mismatch(passage: Passage) -> IndexDamaged:
    return IndexDamaged(f"Passage {passage.id} does not match its article. Rebuild the index: python -m index")


def find_grounds(statement: str, passage: Passage, embed: Embed) -> tuple[int, int]:
    """Where the article has the sentence, or up to three in a row, that ``statement`` leans on most."""
    spans = list(split_sentences(passage.text)) or [(0, len(passage.text))]
    texts = [passage.text[start:end] for start, end in spans]
    vectors = embed([statement, *texts])
    said = content_words(statement)
    words = [said & content_words(text) for text in texts]
    scores = vectors[1:] @ vectors[0] + _WORDS_WEIGHT * np.array([len(one) / max(1, len(said)) for one in words])
    first = last = int(scores.argmax())
    covered = set(words[first])
    while last - first + 1 < _MOST_SENTENCES:
        beside = [place for place in (first - 1, last + 1) if 0 <= place < len(spans)]
        best = max(beside, key=lambda place: len(words[place] - covered), default=first)
        if len(words[best] - covered) < _ADDS:
            break
        first, last = min(first, best), max(last, best)
        covered |= words[best]
    return passage.start + spans[first][0], passage.start + spans[last][1]
