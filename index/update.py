"""A reading of the sources, written into a catalog: what is new, changed or gone, and what all that comes to."""

from collections.abc import Callable, Mapping
from contextlib import closing

from index.base import Base
from index.catalog import Catalog
from index.catalog_writer import CatalogWriter
from index.reading import Reading, Unchanged
from index.types import Changes, Rejected


def update(
    reading: Reading,
    known: Mapping[str, str],
    base: Base | None,
    begin: Callable[[], CatalogWriter],
    advance: Callable[[int], None],
) -> Changes:
    """Write into the catalog that ``begin`` gives whatever differs from ``known``; without a difference, none is begun.

    ``advance`` hears of the number of articles read so far.
    """
    missing = set(known)
    rejected: list[Rejected] = []
    done, draft = 0, None
    for found in reading:
        if isinstance(found, Rejected):
            rejected.append(found)
        elif isinstance(found, Unchanged):
            missing.difference_update(found.ids)
            done += len(found.ids)
        else:
            missing.discard(found.article.id)
            draft = begin()
            draft.put_article(found.article, found.read)
            done += 1
        advance(done)
    for article_id in missing:
        draft = begin()
        draft.remove_article(article_id)
    before: dict[str, str] = {}
    duplicates: tuple[str, ...] = ()
    if base:
        with closing(Catalog(base.catalog)) as catalog:
            before, duplicates = catalog.digests(), catalog.duplicates()
    after = before
    if draft:
        draft.settle_duplicates()
        after, duplicates = draft.digests(), draft.duplicates()
    common = before.keys() & after.keys()
    changed = sorted(article_id for article_id in common if before[article_id] != after[article_id])
    return Changes(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(changed),
        removed=tuple(sorted(before.keys() - after.keys())),
        unchanged=len(common) - len(changed),
        rejected=tuple(rejected),
        duplicates=duplicates,
    )
