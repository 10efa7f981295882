"""Taking one article out for good, or letting it back in: the removal is noted, then a build leaves the article out."""

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.edits import read_edits, remove_article, restore_article
from index.errors import BadInput, IndexDamaged
from index.generations import Generations
from index.lock import build_lock
from index.types import Article, Report
from index.uploads import uploads_folder
from index.web.pages import pages_folder

Build = Callable[[], Report]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: ``kept_in`` are the generations that still hold the text, ``source`` a file outside that does."""

    article_id: str
    report: Report
    kept_in: tuple[str, ...]
    source: str | None


def forget(data: Path, article_id: str, build: Build, *, now: bool = False) -> Forgotten:
    """Take an article out of the answers with a ``build``; its text goes with the generations that hold it.

    ``now`` deletes those at once, whoever reads them, and what unfinished builds left. Files of the user are never
    written. Raises BadInput if there is no such article, and what ``build`` raises: the removal waits for the next.
    """
    article = find_article(data, article_id)
    removed = article_id in read_edits(data).removed
    if article is None and not removed and not (now and _is_kept(data, article_id)):
        raise BadInput(f"There is no article {article_id[:200]!r} in the index. The Articles page shows the ids.")
    if article or removed:
        # A title is often the article's first line: with ``now`` not even that stays.
        for one in _removed_with(data, article_id):
            remove_article(data, one, article.title if article and not now else "")
    source = article.source if article and not _is_own(data, article.source) else None
    report = build()
    generations = Generations(data)
    if now:
        with build_lock(data):
            generations.delete_others(generations.current())
    kept_in = tuple(name for name in generations.finished() if name != report.generation)
    return Forgotten(article_id, report, kept_in, source)


def restore(data: Path, article_id: str, build: Build) -> tuple[Report, bool]:
    """Let a removed article back in with a ``build``, and say whether a source still held it. Raises BadInput."""
    if article_id not in read_edits(data).removed:
        raise BadInput(f"The article {article_id[:200]!r} was not removed, so it cannot be restored.")
    restore_article(data, article_id)
    return build(), find_article(data, article_id) is not None


def find_article(data: Path, article_id: str) -> Article | None:
    """The article in the generation that answers. Raises IndexMissing or IndexDamaged."""
    generations = Generations(data)
    with closing(Catalog(generations.path(generations.current()) / "catalog.db")) as catalog:
        return catalog.article(article_id)


def _is_kept(data: Path, article_id: str) -> bool:
    """Whether any generation has the article, also one that does not answer."""
    generations = Generations(data)
    for info in generations.newest_first():
        with (
            suppress(IndexDamaged),
            closing(Catalog(generations.path(info.name) / "catalog.db")) as catalog,
        ):
            if catalog.article(article_id):
                return True
    return False


def _is_own(data: Path, source: str) -> bool:
    """Whether the file lies in the data directory, where builds take the text out of it."""
    folder, _, rest = source.partition("/")
    own = {path.name: path for path in (uploads_folder(data), pages_folder(data))}
    return folder in own and (own[folder] / rest.partition("/")[0]).exists()


def _removed_with(data: Path, article_id: str) -> list[str]:
    removed = read_edits(data).removed
    if article_id not in removed:
        return [article_id]
    return [one for one, removal in removed.items() if removal.at == removed[article_id].at]
