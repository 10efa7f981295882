"""Question to hits: dense search in Chroma and BM25 in SQLite, fused by score."""

from index.embedder import Embedder
from index.snapshot import Snapshot
from qa.types import Explanation, Hit

# How much of a fused score is cosine, the rest being BM25 over the query's best; chosen by evals/retrieval.py.
DENSE_WEIGHT = 0.7

_CANDIDATES = 50  # from each stage; past rank 50 neither stage's passages reached the fused top 10


class HybridRetriever:
    """Finds passages by meaning and by words; higher scores are better."""

    def __init__(self, embedder: Embedder, dense_weight: float = DENSE_WEIGHT) -> None:
        self._embedder = embedder
        self._dense_weight = dense_weight

    def retrieve(
        self, snapshot: Snapshot, question: str, k: int = 10, within: frozenset[str] | None = None
    ) -> list[Hit]:
        """The ``k`` best passages of ``snapshot`` for ``question``, best first.

        ``within`` given, of these articles alone, each passage with the score that it has among all.
        """
        count = max(_CANDIDATES, k)
        vector = self._embedder.embed([question])[0]
        dense = dict(snapshot.search_vectors(vector, count, within))
        lexical = dict(snapshot.search_words(question, count, within))
        dense_ranks = _rank(dense)
        lexical_ranks = _rank(lexical)
        passages = snapshot.passages([*dense, *(id_ for id_ in lexical if id_ not in dense)])
        only_lexical = [passages[id_] for id_ in lexical if id_ not in dense]
        if only_lexical:
            cosines = snapshot.vectors_of(only_lexical) @ vector
            dense |= {passage.id: float(cosine) for passage, cosine in zip(only_lexical, cosines, strict=True)}
        best = lexical if within is None else dict(snapshot.search_words(question, 1))
        best_lexical = max(best.values(), default=1.0) or 1.0
        hits = [
            Hit(
                passage=passages[id_],
                score=fuse(cosine, lexical.get(id_, 0.0), best_lexical, self._dense_weight),
                explanation=Explanation(
                    dense=cosine,
                    dense_rank=dense_ranks.get(id_),
                    lexical=lexical.get(id_),
                    lexical_rank=lexical_ranks.get(id_),
                ),
            )
            for id_, cosine in dense.items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:k]


def fuse(cosine: float, bm25: float, best_bm25: float, dense_weight: float) -> float:
    """The convex mix of a cosine and a BM25 score divided by the best one of its query."""
    return dense_weight * cosine + (1 - dense_weight) * max(0.0, bm25) / best_bm25


def _rank(scores: dict[str, float]) -> dict[str, int]:
    """1-based ranks of ids that are listed best first."""
    return {id_: rank for rank, id_ in enumerate(scores, 1)}
