"""Why a passage that was looked at is not in the answer, in a sentence."""

from collections.abc import Sequence

from index.types import Article
from qa.chat_models.models import title_of
from qa.filters.words import quote_topic
from qa.types import Answer, Hit, LeftOut
from ui.wording import day

_HARDLY = 0.1  # below this the reader as good as says that the passage does not answer


def why_not_quoted(answer: Answer, hit: Hit, numbers: Sequence[int]) -> str:
    """What became of a passage of the evidence; ``numbers`` are the citations that quote it."""
    if numbers:
        return f"Quoted: {', '.join(f'[{number}]' for number in numbers)}."
    if answer.model:
        return f"Found for {title_of(answer.model)}, whose answer does not cite it."
    if hit.explanation.read is None:
        read = sum(one.explanation.read is not None for one in answer.evidence)
        return f"Not read closely: only the first {read} are."
    if hit.explanation.read < _HARDLY:
        return "Read: no answer was found in it."
    if answer.outcome == "answered":
        return "Read: its sentences speak less to the question than those quoted, or say the same."
    return "Read: it speaks to the question, but not surely enough to be quoted."


def why_left_out(answer: Answer, left: LeftOut, article: Article | None) -> str:
    """Why a passage was not even evidence; ``article`` is the one it comes from, as far as it is still there."""
    if left.why == "copy":
        return "Left out: a newer article of the same story has this passage too."
    if left.why == "rank":
        return f"Left out: the {len(answer.evidence)} above came closer."
    reasons = _filtered(answer, article) if article else []
    return f"Left out by the filters: {', '.join(reasons)}." if reasons else "Left out by the filters."


def _filtered(answer: Answer, article: Article) -> list[str]:
    filters, dates = answer.filters, answer.dates
    since, until = filters.since, filters.until
    if dates and dates.effect == "only" and not dates.dropped:
        since, until = dates.since, dates.until
    reasons = []
    if filters.articles and article.id not in filters.articles:
        reasons.append("not one of the articles chosen")
    if filters.publishers and (article.publisher or "").casefold() not in map(str.casefold, filters.publishers):
        reasons.append(f"from {article.publisher or 'an unknown publisher'}")
    if (since or until) and article.published is None:
        reasons.append("its date is unknown")
    elif article.published and ((since and article.published < since) or (until and article.published > until)):
        reasons.append(f"of {day(article.published)}")
    if filters.topic and not reasons:  # which of its words are missing only the index knows
        reasons.append(f"it does not have all of {quote_topic(filters.topic)}")
    return reasons
