"""An article to passages: whole sentences, packed up to a size in the embedding model's own tokens."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence

from index.sentences import split_sentences
from index.types import Article, Passage

# Of 96, 128, 160, 200 and 254 tokens, 160 answers best (evals.answers --tokens): smaller passages blur who "he" is, larger
# ones what is said of him. Single paragraphs are found about as well at any of these sizes (evals.retrieval --tokens).
PASSAGE_TOKENS = 160

CountTokens = Callable[[Sequence[str]], list[int]]
Span = tuple[int, int]


def split_article(article: Article, count_tokens: CountTokens, size: int = PASSAGE_TOKENS) -> list[Passage]:
    """Cut ``article`` into passages of at most ``size`` tokens; a sentence is cut only if it alone is longer."""
    passages: list[Passage] = []
    for start, end in _pack(article.text, list(split_sentences(article.text)), count_tokens, size):
        ordinal = len(passages)
        text = article.text[start:end]
        passages.append(Passage(f"{article.id}:{ordinal}", article.id, ordinal, start, end, text))
    return passages


def _pack(text: str, sentences: list[Span], count_tokens: CountTokens, size: int) -> Iterator[Span]:
    lengths = count_tokens([text[start:end] for start, end in sentences])
    pieces: list[tuple[Span, int]] = []
    for span, length in zip(sentences, lengths, strict=True):
        pieces.extend([(span, length)] if length <= size else _halve(text, span, count_tokens, size))
    # Equal shares rather than full passages and a stump: the last lines of an article are as findable as the first.
    total = sum(length for _, length in pieces)
    share = total / max(1, -(-total // size))
    packed: list[Span] = []
    tokens = 0
    for span, length in pieces:
        if packed and (tokens + length > size or tokens + length / 2 > share):
            yield packed[0][0], packed[-1][1]
            packed, tokens = [], 0
        packed.append(span)
        tokens += length
    if packed:
        yield packed[0][0], packed[-1][1]


def _continues_character(text: str, at: int) -> bool:
    """Whether ``text[at]`` belongs to the letter or emoji before it."""
    joins = {"\u200d", "\ufe0f"}
    return text[at] in joins or text[at - 1] == "\u200d" or unicodedata.combining(text[at]) > 0


def _halve(text: str, span: Span, count_tokens: CountTokens, size: int) -> list[tuple[Span, int]]:
    """Cut a span at the white space nearest to its middle until every piece fits."""
    start, end = span
    (length,) = count_tokens([text[start:end]])
    if length <= size or end - start < 2:
        return [(span, length)]
    middle = (start + end) // 2
    left, right = text.rfind(" ", start + 1, middle), text.find(" ", middle, end - 1)
    cut = max((at for at in (left, right) if at > 0), key=lambda at: -abs(at - middle), default=middle)
    while text[cut] != " " and cut < end - 1 and _continues_character(text, cut):
        cut += 1
    after = cut + 1 if text[cut] == " " else cut
    return _halve(text, (start, cut), count_tokens, size) + _halve(text, (after, end), count_tokens, size)
