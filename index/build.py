"""The story of a build: read → split → embed → write → verify → publish. Readers see nothing of it until the end."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from index.articles import read_articles
from index.catalog import Catalog
from index.config import SEEDS, IndexConfig
from index.embedder import Embedder
from index.errors import BadInput, BuildCancelled, IndexDamaged
from index.generations import FORMAT, Generations, draft_name, not_writable
from index.lock import build_lock
from index.passages import split_article
from index.status import StatusWriter
from index.types import STAGES, GenerationInfo, Progress, Rejected, Report
from index.uploads import uploads_folder
from index.vectors import PassageVectors
from index.verify import verify

_EMBED_BATCH = 512  # texts in memory at a time
_WRITE_BATCH = 2_000


def build(
    config: IndexConfig,
    embedder: Embedder,
    *,
    progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Report:
    """Bring the index up to date with its sources and publish it, or leave it exactly as it was.

    Embeds only texts that the last generation had no vector for. Raises BuildLocked, BuildCancelled, or BadInput
    where a source or the data directory cannot be used.
    """
    with build_lock(config.data):
        try:
            status = StatusWriter(config.data, progress)
        except OSError as error:
            raise not_writable(config.data, error) from error
        try:
            report = _Build(config, embedder, status, cancelled).run()
        except BaseException as error:
            with suppress(OSError):  # on a full disk the error itself matters more than its record
                status.fail(error)
            raise
        status.succeed(report)
        return report


def fingerprint_of(config: IndexConfig, embedder: Embedder) -> str:
    """Names everything that makes two generations comparable: format, model, passage size."""
    return f"format {FORMAT}, model {embedder.fingerprint}, {_passage_size(config, embedder)} tokens"


def _passage_size(config: IndexConfig, embedder: Embedder) -> int:
    return min(config.passage_tokens, embedder.max_tokens)


@dataclass
class _Changes:
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)


class _Build:
    """One run of ``build``: what its stages share."""

    def __init__(
        self, config: IndexConfig, embedder: Embedder, status: StatusWriter, cancelled: Callable[[], bool]
    ) -> None:
        self.generations = Generations(config.data)
        self.embedder = embedder
        self.passage_size = _passage_size(config, embedder)
        self.fingerprint = fingerprint_of(config, embedder)
        self.status = status
        self.cancelled = cancelled
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self.uploads = uploads_folder(config.data)
        self.previous = self._previous()
        self.base = self._base()  # the generation to copy and change; None: everything is made anew
        self.sources = self._sources(config)
        self.draft: Path | None = None
        self.catalog: Catalog | None = None  # the draft's, open from the first change on

    def run(self) -> Report:
        began = time.monotonic()
        try:
            with self._stage("read"):
                changes = self._read()
            if self.catalog is None or self.draft is None:
                assert self.base is not None  # without a generation to build on, _read begins a draft
                return self._report(self.base, changes, began)
            with self._stage("split"):
                self._split(self.catalog)
            with self._stage("embed"):
                self._embed(self.catalog)
            with self._stage("write"):
                self._write(self.catalog, self.draft, changes)
            with self._stage("verify"):
                self.status.advance("verify", 0, None)
                info = self._describe(self.catalog, self.draft)
                self._close_catalog()
                verify(self.draft)
                self._check_cancelled()
                self.generations.publish(self.draft, info)
            return self._report(info, changes, began)
        except (OSError, sqlite3.OperationalError) as error:  # SQLite's name for a full or read-only disk
            self._close_catalog()
            self.generations.discard_drafts()
            raise not_writable(self.generations.data, error) from error
        finally:
            self._close_catalog()

    def _previous(self) -> GenerationInfo | None:
        """The published generation, else the newest that can say what it was: its sources are still wanted."""
        return next(self.generations.newest_first(), None)

    def _base(self) -> GenerationInfo | None:
        """The newest sound generation; where the published one is damaged, it answers from now on."""
        base = self.generations.newest_sound(self.fingerprint)
        if base and not self.generations.answers(base.name):
            self.generations.point_at(base.name)
        return base

    def _sources(self, config: IndexConfig) -> list[Path]:
        """Those asked for, else those of the last build, else the seeds; without the uploads, which always belong."""
        remembered = [Path(source) for source in self.previous.sources] if self.previous else [SEEDS]
        if not config.sources and self.previous is None and self.generations.finished():
            raise IndexDamaged(
                f"The index in {config.data} is damaged and no longer says where its articles come from. "
                "Rebuild it naming them: python -m index --source FOLDER"
            )
        chosen = [source.expanduser().absolute() for source in config.sources] or remembered
        return [source for source in dict.fromkeys(chosen) if source != self.uploads]

    def _read(self) -> _Changes:
        changes = _Changes()
        known = self._known_digests()
        missing = set(known)
        if self.base is None:
            self._begin_draft()
        for found in read_articles([*self.sources, *([self.uploads] if self.uploads.is_dir() else [])]):
            self._check_cancelled()
            if isinstance(found, Rejected):
                changes.rejected.append(found)
                continue
            missing.discard(found.id)
            if known.get(found.id) == found.digest:
                changes.unchanged += 1
            else:
                (changes.changed if found.id in known else changes.added).append(found.id)
                self._begin_draft().put_article(found)
            self.status.advance("read", changes.unchanged + len(changes.changed) + len(changes.added), None)
        for article_id in sorted(missing):
            changes.removed.append(article_id)
            self._begin_draft().remove_article(article_id)
        if self.base is None and not changes.added:
            self._refuse_empty(changes)
        if self.previous and self.previous.sources != tuple(map(str, self.sources)):
            self._begin_draft()  # the generation must remember where it comes from
        return changes

    def _known_digests(self) -> dict[str, str]:
        if self.base is None:
            return {}
        catalog = Catalog(self.generations.path(self.base.name) / "catalog.db")
        try:
            return catalog.digests()
        finally:
            catalog.close()

    def _begin_draft(self) -> Catalog:
        if self.catalog is None:
            self.draft = self.generations.begin(self.base.name if self.base else None)
            self.catalog = Catalog(self.draft / "catalog.db", writable=True)
        return self.catalog

    def _refuse_empty(self, changes: _Changes) -> None:
        places = ", ".join(map(str, self.sources))
        why = f" The first of {len(changes.rejected)} files that could not be read: " if changes.rejected else ""
        first = f"{changes.rejected[0].path}: {changes.rejected[0].reason}" if changes.rejected else ""
        raise BadInput(f"No articles were found in {places}. Put text, Markdown or JSON Lines files there.{why}{first}")

    def _split(self, catalog: Catalog) -> None:
        total = catalog.count_pending()
        for done, article in enumerate(catalog.pending(), 1):
            catalog.put_passages(article, split_article(article, self.embedder.count_tokens, self.passage_size))
            self.status.advance("split", done, total)
            self._check_cancelled()

    def _embed(self, catalog: Catalog) -> None:
        total, done = catalog.count_without_vector(), 0
        while texts := catalog.texts_without_vector(_EMBED_BATCH):
            for start in range(0, len(texts), 64):
                part = texts[start : start + 64]
                catalog.put_vectors(part, self.embedder.embed(part))
                done += len(part)
                self.status.advance("embed", done, total)
                self._check_cancelled()

    def _write(self, catalog: Catalog, draft: Path, changes: _Changes) -> None:
        vectors = PassageVectors(draft / "chroma", create=True)
        try:
            gone = vectors.ids() - catalog.all_passage_ids()
            vectors.delete(sorted(gone))
            todo = catalog.passage_ids([*changes.added, *changes.changed])
            for start in range(0, len(todo), _WRITE_BATCH):
                part = list(catalog.passages(todo[start : start + _WRITE_BATCH]).values())
                vectors.upsert([passage.id for passage in part], catalog.vectors_of(part))
                self.status.advance("write", start + len(part), len(todo))
                self._check_cancelled()
        finally:
            vectors.close()
        catalog.finish()

    def _describe(self, catalog: Catalog, draft: Path) -> GenerationInfo:
        return GenerationInfo(
            name=draft_name(draft),
            created=datetime.now(UTC),
            articles=catalog.count("articles"),
            passages=catalog.count("passages"),
            through=catalog.newest_date(),
            sources=tuple(map(str, self.sources)),
            fingerprint=self.fingerprint,
        )

    def _report(self, info: GenerationInfo, changes: _Changes, began: float) -> Report:
        return Report(
            generation=info.name,
            articles=info.articles,
            passages=info.passages,
            added=tuple(changes.added),
            changed=tuple(changes.changed),
            removed=tuple(changes.removed),
            unchanged=changes.unchanged,
            rejected=tuple(changes.rejected),
            seconds={**self.seconds, "total": time.monotonic() - began},
        )

    def _close_catalog(self) -> None:
        if self.catalog:
            self.catalog.close()
            self.catalog = None

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def _check_cancelled(self) -> None:
        if self.cancelled():
            raise BuildCancelled("The build was cancelled. The index is as it was before.")
