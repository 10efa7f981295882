"""Which articles may answer a question: what the asker chose, and what the question's own words say of dates.

What was chosen holds whatever comes of it. What was understood gives way: where no article of those days answers, all
are asked, and the answer says so.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from index.errors import BadInput
from index.snapshot import Snapshot
from index.types import ArticleSummary
from qa.filters.dates import read_dates
from qa.filters.events import names_side, read_event
from qa.quotes import Quote
from qa.types import DateWords, Delta, Filters, Finished, Hit, Options, StreamEvent, Withdrawn

# What an article of the days asked for is worth in the order of the evidence, as a difference of scores. By
# evals.filters this finds what is of those days as often as more would, and loses next to nothing that is not.
FORWARD = 0.1
_NAMED = 5  # publishers that an error lists


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that may answer one question; ``within`` None: all of them."""

    within: frozenset[str] | None = None
    dates: DateWords | None = None
    undated: int = 0  # left out because a range of dates is asked for and theirs is not known
    published: dict[str, date] = field(default_factory=dict)  # when each article appeared that its date moves forward
    dated: str = ""  # the question's words that say when articles appeared: no article answers them

    def undate(self, question: str) -> str:
        """The question less its words about when articles appeared."""
        if not self.dated:
            return question
        return re.sub(r"\s+(?=[?.!,;:]|$)", "", " ".join(question.replace(self.dated, " ", 1).split()))

    def order(self, hits: Sequence[Hit], forward: float = FORWARD) -> list[Hit]:
        """The hits with the articles of the days asked for, or the newest, moved forward; no score changes."""
        if not self.published:
            return list(hits)
        days = sorted(
            {self.published[one] for one in {hit.passage.article_id for hit in hits} if one in self.published}
        )
        shares = {day: place / max(1, len(days) - 1) if self._newest else 1.0 for place, day in enumerate(days)}
        gains = {article_id: forward * shares.get(day, 0.0) for article_id, day in self.published.items()}
        return sorted(hits, key=lambda hit: -hit.score - gains.get(hit.passage.article_id, 0.0))

    def newest_first(self, quotes: Sequence[Quote]) -> list[Quote]:
        """The quotes, for a question that asks for the latest by the dates of their articles."""
        if not self._newest:
            return list(quotes)
        return sorted(quotes, key=lambda quote: self.published.get(quote.passage.article_id, date.min), reverse=True)

    def dates_of(self, published: Iterable[date | None]) -> DateWords | None:
        """What is to be said of dates where articles of these days answer; of "the latest" nothing if none is dated."""
        return None if self._newest and not any(published) else self.dates

    @property
    def _newest(self) -> bool:
        return self.dates is not None and self.dates.effect == "newest"


EVERYTHING = Scope()


def find_scope(snapshot: Snapshot, question: str, options: Options, today: date) -> Scope:
    """The articles that the options' filters, and with ``read_dates`` the question's words, let answer.

    Raises BadInput for a publisher or an article that the collection does not have and for a range that ends before it
    begins.
    """
    filters = options.filters
    read = _read(snapshot, question, today)
    dated = read.words if read and read.effect == "only" else ""
    dates = read if options.read_dates else None
    if dates and dates.effect != "newest" and (filters.since or filters.until):
        dates = None  # the range that was chosen is what is meant
    if filters == Filters() and dates is None:
        return Scope(dated=dated)
    summaries = snapshot.summaries()
    chosen = summaries if filters == Filters() else _choose(snapshot, summaries, filters)
    allowed = [one for one in chosen if _is_of(one.published, filters.since, filters.until)]
    undated = sum(one.published is None for one in chosen) if filters.since or filters.until else 0
    within = None if filters == Filters() else frozenset(one.id for one in allowed)
    scope = Scope(within, undated=undated, dated=dated)
    return _heed(scope, dates, allowed) if dates else scope


def _read(snapshot: Snapshot, question: str, today: date) -> DateWords | None:
    dates = read_dates(question, today, snapshot.info.through)
    if dates is None and names_side(question):
        return read_event(question, snapshot.summaries())
    return dates


def _heed(scope: Scope, dates: DateWords, allowed: Sequence[ArticleSummary]) -> Scope:
    """The scope with what the question's words say, as far as that makes a difference."""
    dated = {one.id: one.published for one in allowed if one.published}
    named = {article_id: day for article_id, day in dated.items() if _is_of(day, dates.since, dates.until)}
    if dates.effect == "only":
        if not named:
            return replace(scope, dates=replace(dates, dropped=True))
        undated = scope.undated + len(allowed) - len(dated)
        return replace(scope, within=frozenset(named), dates=dates, undated=undated)
    if not named or (dates.effect == "first" and len(named) == len(allowed)):
        return scope
    return replace(scope, dates=dates, published=named)


def _choose(snapshot: Snapshot, summaries: Sequence[ArticleSummary], filters: Filters) -> list[ArticleSummary]:
    """The articles that all filters but the dates allow."""
    if filters.since and filters.until and filters.since > filters.until:
        raise BadInput(f"The dates end on {filters.until}, before they begin on {filters.since}. Swap them.")
    publishers = {publisher.casefold() for publisher in filters.publishers}
    _require(filters.publishers, {one.publisher for one in summaries if one.publisher})
    ids = {one.id for one in summaries}
    if unknown := [one for one in filters.articles if one not in ids]:
        raise BadInput(f"There is no article {unknown[0]!r} in the collection. The Articles page lists them.")
    words = topic_words(filters.topic or "")
    about = snapshot.containing(words) if words else ids
    return [
        one
        for one in summaries
        if (not publishers or (one.publisher or "").casefold() in publishers)
        and (not filters.articles or one.id in filters.articles)
        and one.id in about
    ]


def _require(publishers: Sequence[str], known: set[str]) -> None:
    have = {publisher.casefold() for publisher in known}
    if unknown := [one for one in publishers if one.casefold() not in have]:
        some = ", ".join(sorted(known)[:_NAMED]) + (", …" if len(known) > _NAMED else "")
        raise BadInput(f"No article is from {unknown[0]!r}. Publishers: {some or 'none is known'}.")


def topic_words(topic: str) -> list[str]:
    """What an article must contain, word by word; what stands in quotation marks is one: ``"North Korea" talks``."""
    parts = topic.replace("“", '"').replace("”", '"').split('"')
    pieces = [piece for place, part in enumerate(parts) for piece in ([part] if place % 2 else part.split())]
    return [piece for piece in pieces if any(letter.isalnum() for letter in piece)]


def _is_of(published: date | None, since: date | None, until: date | None) -> bool:
    """Whether the day is in the range; a day that is not known is in none but the open one."""
    if published is None:
        return since is None and until is None
    return (since is None or since <= published) and (until is None or published <= until)


def yielding(ask: Callable[[Options], Iterator[StreamEvent]], options: Options) -> Iterator[StreamEvent]:
    """The events of ``ask``; asked once more of all articles where those of the days understood do not answer."""
    began = False
    for event in ask(options):
        if isinstance(event, Finished) and event.answer.outcome == "no_evidence" and not event.answer.stopped:
            dates = event.answer.dates
            if dates and dates.effect == "only" and not dates.dropped:
                if began:
                    yield Withdrawn()
                yield from _ask_all(ask, options, replace(dates, dropped=True))
                return
        began = began or isinstance(event, Delta)
        yield event


def _ask_all(
    ask: Callable[[Options], Iterator[StreamEvent]], options: Options, dropped: DateWords
) -> Iterator[StreamEvent]:
    for event in ask(replace(options, read_dates=False)):
        yield Finished(replace(event.answer, dates=dropped)) if isinstance(event, Finished) else event
