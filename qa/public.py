"""The JSON that ``python -m qa`` writes: a stable form that others build on, held by tests/qa/answer.schema.json."""

from typing import Any

from qa.filters.forms import filters_to_json
from qa.stories import count_independent
from qa.types import Answer


def answer_to_json(answer: Answer, id_: object) -> dict[str, Any]:
    """The answer as JSON values; ``id_`` is the asker's own name for the question."""
    return {
        "id": id_,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "outcome": answer.outcome,
        "short_answer": answer.short_answer,
        "answer": answer.text,
        "statements": [
            {
                "text": statement.text,
                "citations": list(statement.citations),
                "verdict": statement.verdict,
                "found": list(statement.found),
                "missing": list(statement.missing),
            }
            for statement in answer.statements
        ],
        "citations": [
            {
                "number": citation.number,
                "article_id": citation.article_id,
                "title": citation.title,
                "source": citation.source,
                "published": citation.published.isoformat() if citation.published else None,
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
                "carried_by": [
                    {
                        "article_id": carrier.article_id,
                        "title": carrier.title,
                        "publisher": carrier.publisher,
                        "published": carrier.published.isoformat() if carrier.published else None,
                    }
                    for carrier in citation.carried_by
                ],
            }
            for citation in answer.citations
        ],
        "differing": [
            {
                "value": side.value,
                "article_id": side.article_id,
                "title": side.title,
                "published": side.published.isoformat() if side.published else None,
                "start": side.start,
                "end": side.end,
                "quote": side.quote,
            }
            for side in answer.differing
        ],
        "independent_sources": count_independent(answer.citations),
        "evidence": [
            {
                "passage_id": hit.passage.id,
                "article_id": hit.passage.article_id,
                "start": hit.passage.start,
                "end": hit.passage.end,
                "text": hit.passage.text,
                "score": round(hit.score, 6),
            }
            for hit in answer.evidence
        ],
        "filters": filters_to_json(answer),
        "generation": answer.generation,
        "model": answer.model,
        "notice": answer.notice,
        "stopped": answer.stopped,
        "timings_ms": answer.timings_ms,
    }
