"""Answers that are put into the history as a chat model or the reader would have written them."""

from pathlib import Path

from index.snapshot import Index
from index.types import Article
from qa.history.conversations import Conversations
from qa.types import Answer, Citation, Statement
from tests.turns import add_turn

PRICE = "The repairs cost 41 million euros, 9 million more than planned in 2006."
CARS = "Traffic engineers expect 12,000 cars a day to cross the bridge."
ACCOUNTS = "Brandt said the council would publish the full accounts in June."
SAILORS = "He asked the council to offer every sailor another post."


def cite(data: Path, *quotes: str) -> tuple[Citation, ...]:
    """A citation for each quote, wherever it stands in the articles."""
    index = Index(data)
    try:
        with index.snapshot() as snapshot:
            articles = [snapshot.article(summary.id) for summary in snapshot.summaries()]
    finally:
        index.close()
    return tuple(_cite(number, quote, articles) for number, quote in enumerate(quotes, 1))


def _cite(number: int, quote: str, articles: list[Article | None]) -> Citation:
    article = next(one for one in articles if one and quote in one.text)
    start = article.text.index(quote)
    return Citation(
        number,
        article.id,
        f"{article.id}:0",
        start,
        start + len(quote),
        quote,
        article.title,
        article.publisher,
        article.published,
        article.source,
        article.url,
        article.digest,
    )


def keep(data: Path, *answers: Answer) -> str:
    """A conversation that has these answers."""
    conversations = Conversations(data / "conversations.db")
    id_ = conversations.create("").id
    for answer in answers:
        add_turn(conversations, id_, answer.question, answer)
    return id_


def quote(data: Path, question: str, *quotes: str) -> Answer:
    """An answer that quotes these sentences."""
    citations = cite(data, *quotes)
    statements = tuple(Statement(one.quote, (one.number,), "verbatim") for one in citations)
    return Answer(question, question, "answered", None, statements, citations, (), "g000001")
