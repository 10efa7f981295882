"""What a turn shows of citations and of the articles behind them: chips, source cards, who else carries a story."""

from collections.abc import Sequence
from typing import Any

from qa.stories import count_independent, count_tellers
from qa.types import Citation
from ui.wording import age, count, day

Data = dict[str, Any]


def describe_citation(citation: Citation) -> Data:
    """What a chip says of its citation before it is opened."""
    return {
        "number": citation.number,
        "title": citation.title,
        "derived": citation.title_derived,
        "publisher": citation.publisher,
        "date": day(citation.published),
        "age": age(citation.published),
        "quote": citation.quote,
    }


def describe_sources(citations: Sequence[Citation]) -> list[Data]:
    """One card per cited article, in the order of first citation."""
    cards: dict[str, Data] = {}
    for citation in citations:
        card = cards.setdefault(
            citation.article_id,
            {
                "title": citation.title,
                "derived": citation.title_derived,
                "publisher": citation.publisher,
                "date": day(citation.published),
                "age": age(citation.published),
                "file": citation.source,
                "quotes": [],
                "told": count_tellers(citation),
                "carriers": _describe_carriers(citation),
            },
        )
        card["quotes"].append({"number": citation.number, "quote": citation.quote})
    return list(cards.values())


def headline(citations: Sequence[Citation]) -> str:
    """What stands above the cards; copies of one story are one source."""
    articles, independent = len({citation.article_id for citation in citations}), count_independent(citations)
    if articles == independent:
        return "Source" if articles == 1 else "Sources"
    return f"Sources: {count(articles, 'article')}, {count(independent, 'independent source')}"


def _describe_carriers(citation: Citation) -> list[Data]:
    """The others that tell the story, each by its publisher where that alone tells it apart."""
    publishers = [citation.publisher, *(carrier.publisher for carrier in citation.carried_by)]
    return [
        {
            "name": carrier.publisher
            if carrier.publisher and publishers.count(carrier.publisher) == 1
            else carrier.title,
            "label": f"Read in the index: {carrier.title}, {carrier.publisher or 'publisher unknown'}, "
            f"{day(carrier.published)}",
        }
        for carrier in citation.carried_by
    ]
