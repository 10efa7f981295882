"""The evidence of an answer in the order in which it was published."""

from dataclasses import dataclass
from datetime import date

from index.snapshot import Snapshot
from qa.nearness import near_evidence
from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Moment:
    """One article of the evidence: ``text[start:end] == words`` in the version with ``article_digest``."""

    article_id: str
    title: str
    publisher: str | None
    published: date | None
    words: str
    start: int
    end: int
    article_digest: str
    cited: bool  # the answer quotes these words; else they are the article's best passage


def timeline(snapshot: Snapshot, answer: Answer) -> tuple[Moment, ...]:
    """One moment an article: oldest first, those without a date last; on one day the better evidence first.

    Articles that have since been removed or changed at that place are left out.
    """
    moments: dict[str, Moment] = {}
    spans = [(one.article_id, one.start, one.end, one.quote, True) for one in answer.citations]
    spans += [
        (hit.passage.article_id, hit.passage.start, hit.passage.end, hit.passage.text, False)
        for hit in near_evidence(answer)
    ]
    for article_id, start, end, words, cited in spans:
        article = None if article_id in moments else snapshot.article(article_id)
        if article and article.text[start:end] == words:
            moments[article_id] = Moment(
                article_id,
                article.title,
                article.publisher,
                article.published,
                words,
                start,
                end,
                article.digest,
                cited,
            )
    return tuple(sorted(moments.values(), key=lambda moment: moment.published or date.max))
