"""Is a generation what it says it is? Opened afresh, counted, and asked for passages that it must find."""

from pathlib import Path
from tempfile import TemporaryFile

from index.catalog import Catalog
from index.errors import BadInput, IndexDamaged
from index.types import Passage
from index.vectors import PassageVectors

_SAMPLE = 24  # passages; an audit takes more
_ROOM = 1 << 16  # bytes
_SAME = 0.999  # the cosine of a vector with itself, less rounding
_FOUND_AT_LEAST = 0.8  # the search is approximate: one of many alike may hide another


def verify(generation: Path, sample: int = _SAMPLE) -> None:
    """Raise IndexDamaged, saying what is wrong, unless catalog, full text and vectors agree and answer."""
    catalog = Catalog(generation / "catalog.db")
    try:
        if problem := catalog.check():
            raise IndexDamaged(f"The catalog in {generation} is damaged: {problem}.")
        vectors = PassageVectors(generation / "chroma")
        try:
            _compare_counts(generation, catalog, vectors)
            passages = catalog.sample(sample)
            found = sum(_check_passage(generation, catalog, vectors, passage) for passage in passages)
            if found < _FOUND_AT_LEAST * len(passages):
                raise IndexDamaged(
                    f"Of {len(passages)} passages in {generation} only {found} are found by their vectors."
                )
        finally:
            vectors.close()
    finally:
        catalog.close()


def check_writable(generation: Path) -> None:
    """Raise BadInput where Chroma could not open the generation, sound as it is: it writes when it opens its files."""
    try:
        with TemporaryFile(dir=generation) as file:
            file.write(bytes(_ROOM))
            file.flush()
    except OSError as error:
        raise BadInput(
            f"The files of {generation} are as they were published, but their vectors cannot be looked up, for which "
            f"it has to be writable ({error.strerror}). Make it writable or free some space, and verify again."
        ) from error


def _check_passage(generation: Path, catalog: Catalog, vectors: PassageVectors, passage: Passage) -> bool:
    """Whether the passage is found by its own vector. Raises IndexDamaged if its text or its vector is another."""
    article = catalog.article(passage.article_id)
    if article is None or article.text[passage.start : passage.end] != passage.text:
        raise IndexDamaged(f"Passage {passage.id} in {generation} does not match its article.")
    vector = catalog.vectors_of([passage])[0]
    stored = vectors.get(passage.id)
    if stored is None or float(vector @ stored) < _SAME:
        raise IndexDamaged(f"The vector of passage {passage.id} in {generation} is not the one that was made.")
    found = vectors.search(vector, k=1)
    return bool(found) and found[0][1] >= _SAME


def _compare_counts(generation: Path, catalog: Catalog, vectors: PassageVectors) -> None:
    counts = {"catalog": catalog.count("passages"), "full text": catalog.count("words"), "vectors": vectors.count()}
    if len(set(counts.values())) > 1:
        raise IndexDamaged(f"The parts of {generation} do not agree on the number of passages: {counts}.")
