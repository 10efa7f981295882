"""The catalog: what is put in comes out, full text finds it, and vectors are kept by text."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.catalog import Catalog
from index.catalog_writer import CatalogWriter
from index.errors import IndexDamaged
from index.passages import split_article
from index.types import Article, ArticleSummary, Passage
from tests.fakes import BagOfWords

FERRY = Article(
    id="news/ferry.txt",
    title="Crossing cancelled",
    title_derived=False,
    text="Ferries stop in Bergen.\n\nCrews walked out.",
    published=date(2018, 11, 8),
    publisher="The Courier",
    author="Ann Lee",
    url="https://x.org/f",
    source="news/ferry.txt",
    digest="d1",
    notes=("a note",),
)
TRAM = Article(
    "news/tram.txt", "Trams run", True, "Trams run in Lisbon.", None, None, None, None, "news/tram.txt", "d2"
)


def put(catalog: CatalogWriter, *articles: Article, size: int = 4) -> None:
    embedder = BagOfWords()
    for article in articles:
        catalog.put_article(article)
        passages = split_article(article, embedder.count_tokens, size)
        catalog.put_passages(article, passages)
        texts = [passage.text for passage in passages]
        catalog.put_vectors(texts, embedder.embed(texts))


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[CatalogWriter]:
    with closing(CatalogWriter(tmp_path / "catalog.db")) as catalog:
        put(catalog, FERRY, TRAM)
        yield catalog


def test_articles_come_out_as_they_went_in(catalog: CatalogWriter) -> None:
    assert catalog.article("news/ferry.txt") == FERRY
    assert catalog.article("news/tram.txt") == TRAM
    assert catalog.article("gone") is None
    assert catalog.digests() == {"news/ferry.txt": "d1", "news/tram.txt": "d2"}


def test_passages_come_out_by_id_and_in_order(catalog: CatalogWriter) -> None:
    first = Passage("news/ferry.txt:0", "news/ferry.txt", 0, 0, 23, "Ferries stop in Bergen.")
    second = Passage("news/ferry.txt:1", "news/ferry.txt", 1, 25, 42, "Crews walked out.")
    assert catalog.passages_of("news/ferry.txt") == [first, second]
    assert catalog.passages([second.id, "gone"]) == {second.id: second}
    assert catalog.passages([]) == {}
    assert catalog.all_passage_ids() == {first.id, second.id, "news/tram.txt:0"}
    assert catalog.passage_ids(["news/tram.txt", "gone"]) == ["news/tram.txt:0"]


def test_a_finished_file_opens_read_only_and_says_the_same(catalog: CatalogWriter, tmp_path: Path) -> None:
    catalog.finish(0)
    with closing(Catalog(tmp_path / "catalog.db")) as finished:
        assert finished.article("news/ferry.txt") == FERRY
        assert finished.search_words("crews", 5)[0][0] == "news/ferry.txt:1"
        assert finished.check() is None
        with pytest.raises(sqlite3.OperationalError):
            finished._db.execute("DELETE FROM articles")


def test_summaries_are_newest_first_and_undated_ones_last(catalog: CatalogWriter) -> None:
    older = replace(FERRY, id="news/older.txt", published=date(2018, 11, 7))
    put(catalog, older)
    summaries = catalog.summaries()
    assert [summary.id for summary in summaries] == ["news/ferry.txt", "news/older.txt", "news/tram.txt"]
    assert summaries[2] == ArticleSummary(
        "news/tram.txt", "Trams run", True, None, None, None, None, "news/tram.txt", 4, 1, summaries[2].added, ()
    )
    assert summaries[2].added.tzinfo == UTC
    assert summaries[2].added <= datetime.now(UTC)
    assert summaries[0].notes == ("a note",)
    assert summaries[0].passages == 2
    assert catalog.newest_date() == date(2018, 11, 8)


def test_words_are_counted_over_paragraphs(catalog: CatalogWriter) -> None:
    assert catalog.summaries()[0].words == len(FERRY.text.split()) == 7


def test_words_are_found_in_any_inflection_and_without_accents(catalog: CatalogWriter) -> None:
    put(catalog, replace(TRAM, id="cafe", text="A café opened. Ölüdeniz is far."))
    assert [found for found, _ in catalog.search_words("ferry FERRY ferries", 5)] == ["news/ferry.txt:0"]
    assert [found for found, _ in catalog.search_words("walking", 5)] == ["news/ferry.txt:1"]
    assert [found for found, _ in catalog.search_words("cafe", 5)] == ["cafe:0"]
    assert catalog.count_containing("trams") == 1
    assert catalog.count_containing("stopping in") == 1
    assert catalog.count_containing("balloon") == 0


def test_a_given_title_is_searched_and_a_derived_one_is_not_counted_twice(catalog: CatalogWriter) -> None:
    assert {found for found, _ in catalog.search_words("cancelled", 5)} == {"news/ferry.txt:0", "news/ferry.txt:1"}
    put(catalog, replace(TRAM, id="given", title_derived=False))
    scores = dict(catalog.search_words("trams", 5))
    assert scores["given:0"] > scores["news/tram.txt:0"]


def test_scores_are_better_the_higher(catalog: CatalogWriter) -> None:
    found = catalog.search_words("Crews walked out in Lisbon", 5)
    assert found[0][0] == "news/ferry.txt:1"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert catalog.search_words("Crews walked out in Lisbon", 1) == found[:1]


@pytest.mark.parametrize(
    "question", ["", "?!", "_", '"', "'", "* OR", 'NEAR("a" b)', "a\x00b", "-x:y", "\ud800", "^", "中文"]
)
def test_no_question_is_a_syntax_error(catalog: CatalogWriter, question: str) -> None:
    assert catalog.search_words(question, 5) == []
    assert catalog.count_containing(question) == 0


def test_a_question_as_long_as_an_article_is_answered(catalog: CatalogWriter) -> None:
    question = " ".join(f"w{n}" for n in range(5_000)) + " extraordinarilylong in"
    put(catalog, replace(TRAM, id="long", text="An extraordinarilylong tram."))
    assert [found for found, _ in catalog.search_words(question, 5)] == ["long:0"]


def test_a_replaced_article_leaves_nothing_of_the_old_one(catalog: CatalogWriter) -> None:
    put(catalog, replace(FERRY, text="All boats sail.", digest="d3"))
    assert catalog.article("news/ferry.txt") == replace(FERRY, text="All boats sail.", digest="d3")
    assert [passage.text for passage in catalog.passages_of("news/ferry.txt")] == ["All boats sail."]
    assert catalog.search_words("crews", 5) == []
    assert catalog.count("articles") == 2


def test_a_removed_article_is_gone(catalog: CatalogWriter) -> None:
    catalog.remove_article("news/ferry.txt")
    catalog.remove_article("gone")
    catalog.finish(0)
    assert catalog.article("news/ferry.txt") is None
    assert catalog.search_words("crews cancelled", 5) == []
    assert [catalog.count(table) for table in ("articles", "passages", "words")] == [1, 1, 1]
    assert catalog.check() is None


def test_a_table_that_does_not_exist_cannot_be_counted(catalog: CatalogWriter) -> None:
    with pytest.raises(ValueError, match="sqlite_master"):
        catalog.count("sqlite_master")


def test_only_articles_without_passages_are_pending(catalog: CatalogWriter) -> None:
    assert list(catalog.pending()) == []
    catalog.put_article(replace(TRAM, digest="d4"))
    assert catalog.count_pending() == 1
    assert list(next(catalog.pending()).text) == list(TRAM.text)
    catalog.put_passages(TRAM, [])
    assert catalog.count_pending() == 0


def test_vectors_are_kept_by_text(catalog: CatalogWriter) -> None:
    embedder = BagOfWords()
    twin = replace(TRAM, id="twin")
    catalog.put_article(twin)
    catalog.put_passages(twin, split_article(twin, embedder.count_tokens, 4))
    assert catalog.count_without_vector() == 0
    new = replace(TRAM, id="new", text="Trams stop.")
    for article_id in ("new", "new2"):
        article = replace(new, id=article_id)
        catalog.put_article(article)
        catalog.put_passages(article, split_article(article, embedder.count_tokens, 4))
    assert catalog.count_without_vector() == 1
    texts, last = catalog.texts_without_vector(10)
    assert texts == ["Trams stop."]
    assert catalog.texts_without_vector(10, after=last) == ([], last)
    with pytest.raises(IndexDamaged, match="The vector of passage new:0 is missing"):
        catalog.vectors_of(catalog.passages_of("new"))
    catalog.put_vectors(["Trams stop."], embedder.embed(["Trams stop."]))
    found = catalog.vectors_of([*catalog.passages_of("new"), *catalog.passages_of("twin")])
    assert np.array_equal(found, embedder.embed(["Trams stop.", TRAM.text]))
    assert catalog.vectors_of([]).shape[0] == 0


def test_finishing_drops_vectors_that_no_passage_uses(catalog: CatalogWriter) -> None:
    passages = catalog.passages_of("news/tram.txt")
    catalog.remove_article("news/tram.txt")
    catalog.put_article(TRAM)
    catalog.put_passages(TRAM, passages)
    assert catalog.count_without_vector() == 0
    catalog.remove_article("news/tram.txt")
    catalog.finish(0)
    catalog.put_article(TRAM)
    catalog.put_passages(TRAM, passages)
    assert catalog.count_without_vector() == 1


def test_a_sample_is_spread_over_all_passages(catalog: CatalogWriter) -> None:
    assert len(catalog.sample(24)) == 3
    many = replace(TRAM, id="many", text=" ".join(f"Tram {n} ran." for n in range(97)))
    put(catalog, many, size=3)
    sample = catalog.sample(10)
    assert len(sample) == 10
    assert len({passage.id for passage in sample}) == 10


def test_a_sample_of_half_reaches_the_newest_passages(catalog: CatalogWriter) -> None:
    put(catalog, replace(TRAM, id="many", text=" ".join(f"Tram {n} ran." for n in range(44))), size=3)
    assert catalog.count("passages") == 47
    ordinals = [passage.ordinal for passage in catalog.sample(24) if passage.article_id == "many"]
    assert ordinals[-1] >= 42
    assert {after - before for before, after in pairwise(ordinals)} <= {1, 2}


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="cannot be opened"):
        Catalog(tmp_path / "catalog.db")
    assert not (tmp_path / "catalog.db").exists()


def test_a_file_of_something_else_is_damage(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"not a database " * 100)
    with pytest.raises(IndexDamaged, match="Rebuild it: python -m index"):
        Catalog(tmp_path / "catalog.db")


@pytest.mark.parametrize("name", ["a b", "50%", "a?b", "a#b", "ö"])
def test_folders_with_odd_names_work(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with closing(CatalogWriter(tmp_path / name / "catalog.db")) as catalog:
        put(catalog, TRAM)
    with closing(Catalog(tmp_path / name / "catalog.db")) as catalog:
        assert catalog.article("news/tram.txt") == TRAM
