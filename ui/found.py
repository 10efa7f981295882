"""How an answer was found, for the reader who wants to know: every passage looked at and its ranks."""

from collections.abc import Mapping, Sequence
from typing import Any

from index.errors import ClippingsError
from index.snapshot import Index
from index.types import Article
from qa.filters.words import chosen_words
from qa.types import Answer, Hit
from ui.left_out import why_left_out, why_not_quoted
from ui.wording import age, count, day

SHOWN_CHARACTERS = 220
RANKS = (
    "“Words” and “meaning” are its ranks in the two searches, “score” is both together, from 0 to 1; “reader” is "
    "how likely the reading model, which sees the best few, finds an answer in the passage."
)

Data = dict[str, Any]


def look_up(index: Index, hits: Sequence[Hit]) -> dict[str, Article]:
    """The articles of the hits that are still in the index, by id."""
    try:
        with index.snapshot() as snapshot:
            found = (snapshot.article(id_) for id_ in {hit.passage.article_id for hit in hits})
            return {article.id: article for article in found if article}
    except ClippingsError:
        return {}


def describe_hit(hit: Hit, articles: Mapping[str, Article]) -> Data:
    """A passage and the article that it comes from."""
    article = articles.get(hit.passage.article_id)
    return {
        "article": hit.passage.article_id,
        "title": article.title if article else hit.passage.article_id,
        "derived": bool(article and article.title_derived),
        "publisher": article.publisher if article else None,
        "date": day(article.published) if article else "no longer in the index",
        "age": age(article.published) if article else "",
        "text": hit.passage.text,
    }


def describe_found(answer: Answer, articles: Mapping[str, Article]) -> Data | None:
    """Every candidate of an answer, best first, and what was left out; None where none is kept with it.

    The places of what was left out go on where those of the candidates end.
    """
    if not answer.evidence:
        return None
    cited = {number for statement in answer.statements for number in statement.citations}
    numbers: dict[str, list[int]] = {}
    for citation in answer.citations:
        if citation.number in cited:
            numbers.setdefault(citation.passage_id, []).append(citation.number)
    quoted = [numbers.get(hit.passage.id, []) for hit in answer.evidence]
    return {
        "said": _summarize(answer, len(numbers)),
        "candidates": [
            _describe_candidate(place, hit, articles)
            | {"quoted": bool(quoted[place]), "why": why_not_quoted(answer, hit, quoted[place])}
            for place, hit in enumerate(answer.evidence)
        ],
        "left": [
            _describe_candidate(place, one.hit, articles)
            | {"quoted": False, "why": why_left_out(answer, one, articles.get(one.hit.passage.article_id))}
            for place, one in enumerate(answer.left_out, len(answer.evidence))
        ],
    }


def looked_at(answer: Answer) -> tuple[Hit, ...]:
    """Every passage that ``describe_found`` tells of, in the order of its places."""
    return (*answer.evidence, *(one.hit for one in answer.left_out))


def _describe_candidate(place: int, hit: Hit, articles: Mapping[str, Article]) -> Data:
    why = hit.explanation
    scores = [
        ("words", _rank(why.lexical_rank)),
        ("meaning", _rank(why.dense_rank)),
        ("score", f"{hit.score:.2f}"),
        ("reader", "not read" if why.read is None else f"{why.read:.0%}"),
    ]
    text = " ".join(hit.passage.text.split())
    short = text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS].rsplit(" ", 1)[0] + "…"
    return describe_hit(hit, articles) | {"place": place, "text": short, "scores": scores}


def _rank(rank: int | None) -> str:
    return "–" if rank is None else f"{rank}."


def _summarize(answer: Answer, quoted: int) -> list[str]:
    asked = f"These are the {count(len(answer.evidence), 'passage')} that came closest, best first. "
    used = f"{quoted} of them {'is' if quoted == 1 else 'are'} cited; the others are near misses."
    refused = "None of them was found to answer the question."
    unknown = "The answer was stopped before it cited any."
    sentences = [asked + (used if quoted else unknown if answer.stopped else refused), RANKS]
    chosen = chosen_words(answer.filters)
    return [*sentences, f"Asked only of articles {chosen}."] if chosen else sentences
