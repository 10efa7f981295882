"""Is a generation what it says it is? Opened afresh, counted, and asked for passages that it must find."""

from pathlib import Path

from index.catalog import Catalog
from index.errors import IndexDamaged
from index.vectors import PassageVectors

_SAMPLE = 24
_SAME = 0.999  # the cosine of a vector with itself, less rounding


def verify(generation: Path) -> None:
    """Raise IndexDamaged, saying what is wrong, unless catalog, full text and vectors agree and answer."""
    catalog = Catalog(generation / "catalog.db")
    try:
        if problem := catalog.check():
            raise IndexDamaged(f"The catalog in {generation} is damaged: {problem}.")
        vectors = PassageVectors(generation / "chroma")
        try:
            _compare_counts(generation, catalog, vectors)
            for passage in catalog.sample(_SAMPLE):
                article = catalog.article(passage.article_id)
                if article is None or article.text[passage.start : passage.end] != passage.text:
                    raise IndexDamaged(f"Passage {passage.id} in {generation} does not match its article.")
                found = vectors.search(catalog.vectors_of([passage]), k=1)
                if not found or found[0][1] < _SAME:
                    raise IndexDamaged(f"Passage {passage.id} in {generation} is not found by its own vector.")
        finally:
            vectors.close()
    finally:
        catalog.close()


def _compare_counts(generation: Path, catalog: Catalog, vectors: PassageVectors) -> None:
    counts = {"catalog": catalog.count("passages"), "full text": catalog.count("words"), "vectors": vectors.count()}
    if len(set(counts.values())) > 1:
        raise IndexDamaged(f"The parts of {generation} do not agree on the number of passages: {counts}.")
