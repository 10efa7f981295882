"""Questions that the articles can answer, for a reader who has not asked one yet."""

import re

from index.snapshot import Snapshot

_MOST_ARTICLES = 12
# "said Bruce Klingner, senior fellow": a full name behind a verb of saying, so that there is something to quote.
_SPEAKER = re.compile(
    r"(?:said|says|told reporters|added|warned|wrote) ((?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+)(?=[,. ])"
)


def suggest(snapshot: Snapshot, count: int = 4) -> list[str]:
    """Up to ``count`` questions about what people who are quoted said, from one article after another."""
    per_article = [
        _questions_of(article.text)
        for summary in snapshot.summaries()[:_MOST_ARTICLES]
        if (article := snapshot.article(summary.id))
    ]
    chosen: list[str] = []
    for turn in range(max(map(len, per_article), default=0)):
        for questions in per_article:
            if turn < len(questions) and questions[turn] not in chosen:
                chosen.append(questions[turn])
    return chosen[:count]


def _questions_of(text: str) -> list[str]:
    speakers = list(dict.fromkeys(match[1].strip() for match in _SPEAKER.finditer(text)))
    return [f"What did {speaker} say?" for speaker in speakers[:3]]
