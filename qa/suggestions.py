"""Questions that the articles can answer, for a reader who has not asked one yet."""

import re
from collections.abc import Iterator

from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.entities import find_entities

_MOST_ARTICLES = 12
_SAID_BEFORE = re.compile(r"\b(said|says|added|warned|argues|argued|wrote|tweeted)(,? [a-z]+)? $")
_SAID_AFTER = re.compile(r"^ (said|says|told|added|warned|argues|argued|wrote|tweeted)\b")


def suggest(snapshot: Snapshot, count: int = 4) -> list[str]:
    """Up to ``count`` questions about people whom the articles quote, from one article after another."""
    per_article = [
        list(dict.fromkeys(_ask_about_people(article.text)))
        for summary in snapshot.summaries()[:_MOST_ARTICLES]
        if (article := snapshot.article(summary.id))
    ]
    chosen: dict[str, None] = {}
    for turn in range(max(map(len, per_article), default=0)):
        chosen.update((questions[turn], None) for questions in per_article if turn < len(questions))
    return list(chosen)[:count]


def _ask_about_people(text: str) -> Iterator[str]:
    for start, end in split_sentences(text):
        sentence = text[start:end]
        for entity in find_entities(sentence):
            if entity.kind != "person" or " " not in entity.name:
                continue
            before, after = sentence[: entity.start], sentence[entity.end :]
            if _SAID_BEFORE.search(before) or _SAID_AFTER.match(after):
                words = entity.name.split()
                name = " ".join(words if len(words) < 4 else words[-2:])  # "Diplomatic Analyst John Kirby"
                yield f"What did {name} say?"
