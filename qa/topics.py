"""What a collection is about, as far as names tell: those that some of its articles share, and not most of them."""

import re
from collections import Counter
from dataclasses import dataclass

from index.snapshot import Snapshot
from qa.names.entities import find_entities

_LOOKED_AT = 300  # articles, the newest: a half second for two hundred
_LOWER = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Topic:
    """A name, and how many of the articles that were looked at have it."""

    name: str
    articles: int


def find_topics(snapshot: Snapshot, most: int = 10) -> list[Topic]:
    """The names that most articles share, but at most half of them, which would be no choice."""
    counts: Counter[str] = Counter()
    common: set[str] = set()  # words that also stand in lower case: as a filter "US" would find every "us"
    listed = snapshot.summaries()[:_LOOKED_AT]
    for summary in listed:
        article = snapshot.article(summary.id)
        if article is not None:
            common.update(_LOWER.findall(article.text))
            counts.update({entity.name for entity in find_entities(article.text)})
    topics = [
        Topic(name, count)
        for name, count in counts.items()
        if 2 <= count <= len(listed) / 2 and not {"'", "’"} & set(name) and name.lower() not in common
    ]
    return sorted(topics, key=lambda topic: (-topic.articles, topic.name))[:most]
