"""Verification notices parts of a generation that do not agree."""

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamaged
from index.vectors import PassageVectors
from index.verify import verify
from tests.index.desk import Desk


@pytest.fixture
def generation(built: Desk) -> Path:
    return built.data / "generations" / "g000001"


def change(generation: Path, sql: str) -> None:
    with closing(sqlite3.connect(generation / "catalog.db")) as connection, connection:
        connection.execute(sql)


def test_a_whole_generation_verifies(generation: Path) -> None:
    verify(generation)


def test_a_missing_vector_is_noticed(generation: Path) -> None:
    with closing(PassageVectors(generation / "chroma")) as vectors:
        vectors.delete(["news/ferry.txt:0"])
    with pytest.raises(IndexDamaged, match=r"do not agree on the number of passages: \{'catalog': 6, .*'vectors': 5\}"):
        verify(generation)


def test_a_wrong_vector_is_noticed(generation: Path) -> None:
    with closing(PassageVectors(generation / "chroma")) as vectors:
        vectors.upsert(["news/ferry.txt:0"], np.eye(1, 256, dtype=np.float32))
    with pytest.raises(IndexDamaged, match=r"Passage news/ferry\.txt:0 .* is not found by its own vector"):
        verify(generation)


def test_a_vector_that_is_not_in_the_catalog_is_noticed(generation: Path) -> None:
    change(generation, "DELETE FROM vectors WHERE rowid = 1")
    with pytest.raises(IndexDamaged, match="is missing"):
        verify(generation)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE passages SET start = start + 1 WHERE number = 3",
        "UPDATE articles SET text = 'x' || text",
        "DELETE FROM articles",
    ],
)
def test_a_passage_that_is_not_in_its_article_is_noticed(generation: Path, sql: str) -> None:
    change(generation, sql)
    with pytest.raises(IndexDamaged, match="does not match its article"):
        verify(generation)


def test_an_empty_full_text_index_is_noticed(generation: Path) -> None:
    change(generation, "INSERT INTO words(words) VALUES ('delete-all')")
    with pytest.raises(IndexDamaged):
        verify(generation)
