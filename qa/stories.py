"""Copies of one story among what was retrieved: each passage is heard once, from the newest article that has it.

Wire copy in five outlets is one independent source. Without this its copies would fill the evidence, and the answer
would look as if five had found the same out.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from index.snapshot import Snapshot
from index.types import Article, ArticleSummary
from qa.confidence import stands_near
from qa.conversation.leaning import Leaning
from qa.keywords import all_words
from qa.quotes import Features, Quote
from qa.types import Carrier, Citation, Hit

_RUN = 3  # words
_REPEATS = 0.9  # of a passage's runs of words that stand in another: a sentence of its own keeps it
_ASKS_FOR_NOW = re.compile(
    r"\b(?:latest|newest|now|nowadays|currently|current|today|so far|at the moment|still)\b", re.I
)
_IN_PRESENT = re.compile(r"\b(?:is|are|will|does|do|has|have|can|should|must|may)\b|['’]s\b", re.I)
_AT_FIRST = re.compile(r"\b(?:first|original(?:ly)?|initial(?:ly)?|1\d{3}|20\d\d)\b", re.I)
_IN_PAST = re.compile(rf"\b(?:did|was|were|had|would)\b|{_AT_FIRST.pattern}", re.I)
_ASKS_FOR_TOLL = re.compile(
    r"\bhow many\b.*\b(?:die[ds]?|dead|killed|injured|hurt|wounded|missing|drowned|arrested|detained|infected|"
    r"evacuated|displaced|homeless|rescued)\b|\b(?:death )?toll\b",
    re.I,
)
_SURE = 0.7  # of the reader, that a sentence answers


def hear_once(snapshot: Snapshot, hits: Sequence[Hit]) -> list[Hit]:
    """``hits``, best first, less the passages that a newer article of the same story has as well.

    Of articles of one day the fullest speaks.
    """
    stories: dict[str, list[Hit]] = {}
    for hit in hits:
        tellers = snapshot.tellers(hit.passage.article_id)
        stories.setdefault(tellers[0].id if tellers else hit.passage.article_id, []).append(hit)
    heard = [hit for copies in stories.values() for hit in _hear_newest(snapshot, copies)]
    return sorted(heard, key=lambda hit: (-hit.score, hit.passage.id))


def _hear_newest(snapshot: Snapshot, copies: Sequence[Hit]) -> list[Hit]:
    if len({hit.passage.article_id for hit in copies}) == 1:
        return list(copies)
    ranks = {teller.id: _rank(teller) for teller in snapshot.tellers(copies[0].passage.article_id)}
    heard: list[Hit] = []
    for hit in sorted(copies, key=lambda hit: ranks[hit.passage.article_id], reverse=True):
        others = (other for other in heard if other.passage.article_id != hit.passage.article_id)
        if not any(_share(hit, other) >= _REPEATS for other in others):
            heard.append(hit)
    return heard


def cited_last(snapshot: Snapshot, leaning: Leaning, chosen: Collection[str] = ()) -> tuple[str, ...]:
    """The ids of the articles that a question leans on, and of those that tell their stories; only of those chosen."""
    known = {one.id for one in snapshot.summaries()} & set(leaning.articles)
    stories = known | {teller.id for one in known for teller in snapshot.tellers(one)}
    return tuple(sorted(stories & set(chosen) if chosen else stories))


def tells_of(snapshot: Snapshot, leaning: Leaning, chosen: Collection[str] = ()) -> bool:
    """Whether one of the articles that a question leans on has all that it takes as known."""
    cited = set(cited_last(snapshot, leaning, chosen))
    return bool(cited & snapshot.containing(sorted(leaning.nouns)) if leaning.nouns else cited)


def quote_newest(snapshot: Snapshot, chosen: Sequence[Quote], sentences: Sequence[Quote]) -> list[Quote]:
    """``chosen``, each from the newest article of its story that has the same sentence among ``sentences``."""
    found = []
    for quote in chosen:
        ranks = {teller.id: _rank(teller) for teller in snapshot.tellers(quote.passage.article_id)}
        said = all_words(quote.text)
        same = [one for one in sentences if one.passage.article_id in ranks and all_words(one.text) == said]
        found.append(max(same, key=lambda one: ranks[one.passage.article_id], default=quote))
    return found


def newest_first(snapshot: Snapshot, question: str, chosen: Sequence[Quote]) -> list[Quote]:
    """``chosen``, by the dates of their articles if the question asks for the state of things; unknown dates last."""
    if not _ASKS_FOR_NOW.search(question):
        return list(chosen)
    days = {summary.id: summary.published or date.min for summary in snapshot.summaries()}
    return sorted(chosen, key=lambda quote: days.get(quote.passage.article_id, date.min), reverse=True)


def let_newest_speak(
    question: str,
    scored: Sequence[tuple[Quote, Features]],
    among: Collection[str],
    articles: Mapping[str, Article],
) -> list[tuple[Quote, Features]]:
    """The scored sentences, best first; of a question in the present or future, or for a toll, the newest that answers.

    As a story goes on sums, days and plans are put right, and each article's sentence answers by itself. Only where
    the reader is sure of sentences of several days, which are ``among`` those texts and are about what is asked.
    """
    asks = _ASKS_FOR_NOW.search(question) or (_IN_PRESENT.search(question) and not _IN_PAST.search(question))
    asks = asks or (_ASKS_FOR_TOLL.search(question) and not _AT_FIRST.search(question))
    if not asks:
        return list(scored)
    sure = []
    for quote, features in scored:
        if features.read >= _SURE and quote.text in among:
            article = articles[quote.passage.article_id]
            if article.published and stands_near(question, quote, article):
                sure.append((article.published, quote))
    if len({day for day, _ in sure}) < 2:
        return list(scored)
    newest = max(day for day, _ in sure)
    best = next(quote for day, quote in sure if day == newest)
    raised = replace(best, score=max(quote.score for _, quote in sure))
    # Put first of equals, since sorting keeps their order.
    found = [(raised, features) for quote, features in scored if quote is best]
    return sorted([*found, *(one for one in scored if one[0] is not best)], key=lambda one: -one[0].score)


def carriers(snapshot: Snapshot, article_id: str) -> tuple[Carrier, ...]:
    """The other articles that tell the story of this one, newest first."""
    return tuple(
        Carrier(teller.id, teller.title, teller.publisher, teller.published)
        for teller in sorted(snapshot.tellers(article_id), key=_rank, reverse=True)
        if teller.id != article_id
    )


def count_independent(citations: Sequence[Citation]) -> int:
    """How many stories the citations come from; copies of one story are one source."""
    stories = ([one.article_id, *(carrier.article_id for carrier in one.carried_by)] for one in citations)
    return len({min(articles) for articles in stories})


def count_tellers(citation: Citation) -> str:
    """How many tell a citation's story, in words: ``3 outlets carry this story``; empty for one that is alone."""
    if not citation.carried_by:
        return ""
    publishers = [citation.publisher, *(carrier.publisher for carrier in citation.carried_by)]
    outlets = {publisher.casefold() for publisher in publishers if publisher}
    if None in publishers or len(outlets) == 1:
        return f"{len(publishers)} articles tell this story"
    return f"{len(outlets)} outlets carry this story"


def _share(hit: Hit, other: Hit) -> float:
    """How much of the one passage stands in the other, by runs of words."""
    runs = _runs(hit.passage.text)
    return len(runs & _runs(other.passage.text)) / max(1, len(runs))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = all_words(text)
    return {tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}


def _rank(article: ArticleSummary) -> tuple[date, int, str]:
    return article.published or date.min, article.words, article.id
