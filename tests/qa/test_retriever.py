"""Fusing what words and meaning find."""

from collections.abc import Iterator

import pytest

from index.snapshot import Snapshot
from qa.answerer import Answerer
from qa.langchain_retriever import ClippingsRetriever
from qa.retriever import HybridRetriever, fuse
from tests.qa.newsroom import open_newsroom


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


@pytest.fixture
def snapshot(answerer: Answerer) -> Iterator[Snapshot]:
    with answerer.index.snapshot() as snapshot:
        yield snapshot


@pytest.mark.parametrize(
    ("cosine", "bm25", "best", "weight", "score"),
    [
        (0.5, 2.0, 4.0, 0.7, 0.7 * 0.5 + 0.3 * 0.5),
        (0.5, 4.0, 4.0, 0.0, 1.0),
        (0.5, 4.0, 4.0, 1.0, 0.5),
        (0.5, -1.0, 1.0, 0.5, 0.25),
    ],
)
def test_fuse_mixes_cosine_and_scaled_bm25(
    cosine: float, bm25: float, best: float, weight: float, score: float
) -> None:
    assert fuse(cosine, bm25, best, weight) == pytest.approx(score)


def test_a_hit_explains_itself(answerer: Answerer, snapshot: Snapshot) -> None:
    first = answerer.retriever.retrieve(snapshot, "harbour bridge")[0]
    assert first.passage.article_id == "bridge"
    assert (first.explanation.dense_rank, first.explanation.lexical_rank) == (1, 1)
    assert first.explanation.dense is not None
    assert first.score == pytest.approx(0.7 * first.explanation.dense + 0.3)


def test_hits_are_distinct_and_best_first(answerer: Answerer, snapshot: Snapshot) -> None:
    hits = answerer.retriever.retrieve(snapshot, "ferry strike bridge auditor", k=50)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_words_are_found_in_any_inflection_and_without_accents(answerer: Answerer, snapshot: Snapshot) -> None:
    lexical_only = HybridRetriever(answerer.embedder, dense_weight=0.0)
    assert lexical_only.retrieve(snapshot, "striking")[0].passage.article_id == "strike"
    assert lexical_only.retrieve(snapshot, "brídge opening")[0].passage.article_id == "bridge"


def test_langchain_gets_documents_with_their_place(answerer: Answerer, snapshot: Snapshot) -> None:
    retriever = ClippingsRetriever(index=answerer.index, retriever=answerer.retriever, k=2)
    documents = retriever.invoke("Who opened the harbour bridge?")
    assert len(documents) == 2
    metadata = documents[0].metadata
    article = snapshot.article(metadata["article_id"])
    assert article is not None
    assert article.text[metadata["start"] : metadata["end"]] == documents[0].page_content
    assert (metadata["title"], metadata["publisher"], metadata["published"]) == (
        "Mayor opens bridge",
        "The Daily",
        "2024-03-05",
    )
