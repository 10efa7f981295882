"""Embedding beside other work: every text once, what is done is kept, and an embedder's error comes out."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.catalog_writer import CatalogWriter
from index.embedder import Vectors
from index.embedding import Embedding
from index.passages import split_article
from index.types import Article
from tests.fakes import BagOfWords


class Watched(BagOfWords):
    """Remembers what it was asked to embed; waits while its gate is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.begun = threading.Event()
        self.gate = threading.Event()
        self.gate.set()

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.begun.set()
        self.gate.wait(10)
        self.asked += texts
        return super().embed(texts)


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[CatalogWriter]:
    catalog = CatalogWriter(tmp_path / "catalog.db")
    yield catalog
    catalog.close()


def add(catalog: CatalogWriter, number: int, embedder: BagOfWords) -> int:
    text = " ".join(f"Ferry {number} of line {line} sails." for line in range(30))
    article = Article(f"a{number}", "t", False, text, None, None, None, None, "s", f"{number}")
    catalog.put_article(article)
    passages = split_article(article, embedder.count_tokens, 10)
    catalog.put_passages(article, passages)
    return len(passages)


def test_every_text_is_embedded_once_while_others_come(catalog: CatalogWriter) -> None:
    embedder = Watched()
    embedding = Embedding(catalog, embedder)
    for number in range(40):
        embedding.advance(add(catalog, number, embedder))
    total = embedding.done + catalog.count_without_vector()
    done = list(embedding.finish())
    embedding.close()
    assert catalog.count_without_vector() == 0
    assert done == sorted(done)
    assert done[-1] == embedding.done == total == len(set(embedder.asked)) == len(embedder.asked)


def test_the_encoder_begins_before_all_is_there(catalog: CatalogWriter) -> None:
    embedder = Watched()
    embedding = Embedding(catalog, embedder)
    for number in range(20):
        embedding.advance(add(catalog, number, embedder))
    assert embedder.begun.wait(10)
    embedding.close()


def test_less_than_a_batch_waits_for_the_end(catalog: CatalogWriter) -> None:
    embedder = Watched()
    embedding = Embedding(catalog, embedder)
    count = add(catalog, 1, embedder)
    embedding.advance(count)
    assert not embedder.asked
    assert list(embedding.finish()) == [count]
    embedding.close()


def test_stopped_it_keeps_what_has_begun_and_leaves_the_rest(catalog: CatalogWriter) -> None:
    embedder = Watched()
    count = sum(add(catalog, number, embedder) for number in range(60))
    embedding = Embedding(catalog, embedder)
    next(embedding.finish())
    embedding.stop()
    embedding.close()
    assert 0 < len(embedder.asked) < count
    assert catalog.count_without_vector() == count - len(embedder.asked)
    again = Watched()
    rest = Embedding(catalog, again)
    list(rest.finish())
    rest.close()
    assert not set(again.asked) & set(embedder.asked)


def test_an_embedders_error_comes_out(catalog: CatalogWriter) -> None:
    class Broken(BagOfWords):
        def embed(self, texts: Sequence[str]) -> Vectors:
            raise MemoryError("no room")

    embedding = Embedding(catalog, Broken())
    add(catalog, 1, Broken())
    with pytest.raises(MemoryError):
        list(embedding.finish())
    embedding.close()


def test_vectors_belong_to_their_texts(catalog: CatalogWriter) -> None:
    embedder = Watched()
    for number in range(12):
        add(catalog, number, embedder)
    embedding = Embedding(catalog, embedder)
    list(embedding.finish())
    embedding.close()
    passages = list(catalog.passages(sorted(catalog.all_passage_ids())).values())
    expected = BagOfWords().embed([passage.text for passage in passages])
    assert np.allclose(catalog.vectors_of(passages), expected)
