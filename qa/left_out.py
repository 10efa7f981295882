"""What came near and is no evidence, each with the reason: kept with the answer for whoever asks how it was found."""

from collections.abc import Sequence

from index.snapshot import Snapshot
from qa.filters.scope import Scope
from qa.retriever import HybridRetriever
from qa.types import Hit, LeftOut

_OF_EACH = 3  # they are kept with every answer


def look_aside(
    snapshot: Snapshot,
    question: str,
    scope: Scope,
    retriever: HybridRetriever,
    retrieved: Sequence[Hit],
    heard: Sequence[Hit],
    k: int,
) -> list[LeftOut]:
    """The nearest passages that ``scope`` does not allow, that are copies, and that come right after the first ``k``.

    ``heard`` is what is left of ``retrieved`` where each story speaks once, in the order of the evidence.
    """
    kept = {hit.passage.id for hit in heard}
    lowest = heard[:k][-1].score if heard else 0.0
    nearest = retriever.retrieve(snapshot, question, k) if scope.within is not None else []
    outside = [hit for hit in nearest if hit.passage.article_id not in (scope.within or ())]
    copies = [hit for hit in retrieved if hit.passage.id not in kept and hit.score >= lowest]
    return [
        *(LeftOut(hit, "filter") for hit in outside[:_OF_EACH]),
        *(LeftOut(hit, "copy") for hit in copies[:_OF_EACH]),
        *(LeftOut(hit, "rank") for hit in heard[k : k + _OF_EACH]),
    ]
