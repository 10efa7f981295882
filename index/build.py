"""The story of a build: read → split → embed → write → verify → publish. Readers see nothing of it until the end."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from index.articles import EXTENSIONS
from index.base import begin_draft, check_sources, choose_sources, find_base, fingerprint_for, last_info
from index.catalog_writer import CatalogWriter
from index.config import IndexConfig
from index.edits import read_edits, settle_removals
from index.embedder import Embedder
from index.embedding import Embedding
from index.errors import BadInput, BuildCancelled, IndexDamaged
from index.file_memory import FileMemory
from index.generations import Generations, draft_name, not_writable
from index.lock import build_lock
from index.passages import split_article
from index.reading import Reading
from index.status import StatusWriter
from index.stories import group_stories, signature
from index.types import STAGES, Changes, GenerationInfo, Progress, Report
from index.update import update
from index.vectors import PassageVectors, wipe_unused, writes_at_once
from index.verify import verify

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
    return str(fingerprint_for(config, embedder))


class _Build:
    """One run of ``build``: what its stages share."""

    def __init__(
        self, config: IndexConfig, embedder: Embedder, status: StatusWriter, cancelled: Callable[[], bool]
    ) -> None:
        self.data = config.data
        self.generations = Generations(config.data)
        self.embedder = embedder
        self.fingerprint = fingerprint_for(config, embedder)
        self.status = status
        self.cancelled = cancelled
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self.last = last_info(self.generations)
        self.base = find_base(self.generations, self.fingerprint)
        self.sources = choose_sources(config, self.generations, self.last)
        if not config.allow_empty:
            check_sources(self.sources, self.base)
        self.draft: Path | None = None
        self.catalog: CatalogWriter | None = None  # the draft's, open from the first change on
        self.renewed: list[str] = []  # the articles whose passages were made anew

    def run(self) -> Report:
        began = time.monotonic()
        try:
            with self._stage("read"):
                changes, reading = self._read()
            if self.catalog is None or self.draft is None:
                assert self.base is not None  # without a generation to build on, _read begins a draft
                self.generations.discard_drafts()
                self._settle(reading)
                return self._report(self.base.info, changes, began)
            with self._embedding(self.catalog) as embedding:
                with self._stage("split"):
                    self._split(self.catalog, embedding)
                with self._stage("embed"):
                    self._embed(self.catalog, embedding)
            with self._stage("write"):
                self._write(self.catalog, self.draft)
            with self._stage("verify"):
                self.status.advance("verify", 0, None)
                info = self._describe(self.catalog, self.draft)
                self._close_catalog()
                verify(self.draft)
                self._check_cancelled()
                self.generations.publish(self.draft, info)
            self._settle(reading)
            return self._report(info, changes, began)
        except (OSError, sqlite3.OperationalError) as error:  # SQLite's name for a full or read-only disk
            self._close_catalog()
            self.generations.discard_drafts()
            raise not_writable(self.generations.data, error) from error
        except IndexDamaged:
            self._close_catalog()
            self.generations.discard_drafts()  # the next build must not take over what did not verify
            raise
        finally:
            self._close_catalog()

    def _read(self) -> tuple[Changes, Reading]:
        if self.base is None or not self.base.whole or self.base.info.sources != tuple(map(str, self.sources)):
            self._begin_draft()  # the generation must remember where it comes from
        with closing(FileMemory(self.data, writable=True)) as memory:
            known = self.base.known() if self.base else {}
            reading = Reading(self.data, self.sources, known, read_edits(self.data), memory, tidy=True)
            changes = update(reading, known, self.base, self._begin_draft, self._advance_reading)
            memory.finish()
        if self.base is None and not changes.added:
            self._refuse_empty(changes)
        return changes, reading

    def _settle(self, reading: Reading) -> None:
        settle_removals(self.data, reading.wanted, reading.text_gone, reading.needed)

    def _advance_reading(self, done: int) -> None:
        self.status.advance("read", done, None)
        self._check_cancelled()

    def _begin_draft(self) -> CatalogWriter:
        if self.catalog is None:
            self.draft, self.catalog = begin_draft(self.generations, self.base, self.last, self.fingerprint)
        return self.catalog

    def _refuse_empty(self, changes: Changes) -> None:
        places = ", ".join(map(str, self.sources))
        why = f" The first of {len(changes.rejected)} files that could not be read: " if changes.rejected else ""
        first = f"{changes.rejected[0].path}: {changes.rejected[0].reason}" if changes.rejected else ""
        raise BadInput(f"No articles were found in {places}. Kinds that are read: {', '.join(EXTENSIONS)}.{why}{first}")

    def _split(self, catalog: CatalogWriter, embedding: Embedding) -> None:
        total = catalog.count_pending()
        for done, article in enumerate(catalog.pending(), 1):
            passages = split_article(article, self.embedder.count_tokens, self.fingerprint.tokens)
            catalog.put_passages(article, passages)
            self.renewed.append(article.id)
            self.status.advance("split", done, total)
            self._check_cancelled()
            embedding.advance(len(passages))
        for article_id in catalog.unsigned():
            if unsigned := catalog.article(article_id):
                catalog.put_signature(article_id, signature(unsigned.text))
            self._check_cancelled()
            embedding.advance(0)
        catalog.put_stories(group_stories(catalog.signatures()))

    def _embed(self, catalog: CatalogWriter, embedding: Embedding) -> None:
        total = embedding.done + catalog.count_without_vector()
        for done in embedding.finish():
            self.status.advance("embed", done, total)
            self._check_cancelled()

    def _write(self, catalog: CatalogWriter, draft: Path) -> None:
        chroma = draft / "chroma"
        wanted = catalog.all_passage_ids()
        renewed = catalog.passage_ids(self.renewed)
        # Chroma's graph keeps what was deleted from it; written anew, it is the size of what it holds.
        grown = catalog.vectors_written() + len(renewed) > 2 * len(wanted)
        if grown or (chroma.exists() and not writes_at_once(chroma)):
            shutil.rmtree(chroma, ignore_errors=True)
        written = catalog.vectors_written() if chroma.exists() else 0
        vectors = PassageVectors(chroma, create=True)
        try:
            there = vectors.ids()
            vectors.delete(sorted(there - wanted))
            todo = sorted((wanted - there).union(renewed))
            for start in range(0, len(todo), _WRITE_BATCH):
                part = list(catalog.passages(todo[start : start + _WRITE_BATCH]).values())
                vectors.upsert([passage.id for passage in part], catalog.vectors_of(part))
                self.status.advance("write", start + len(part), len(todo))
                self._check_cancelled()
        finally:
            vectors.close()
        wipe_unused(chroma)
        catalog.finish(written + len(todo))

    def _describe(self, catalog: CatalogWriter, draft: Path) -> GenerationInfo:
        return GenerationInfo(
            name=draft_name(draft),
            created=datetime.now(UTC),
            articles=catalog.count("articles"),
            passages=catalog.count("passages"),
            through=catalog.newest_date(),
            sources=tuple(map(str, self.sources)),
            fingerprint=str(self.fingerprint),
        )

    def _report(self, info: GenerationInfo, changes: Changes, began: float) -> Report:
        return Report(
            generation=info.name,
            articles=info.articles,
            passages=info.passages,
            added=changes.added,
            changed=changes.changed,
            removed=changes.removed,
            unchanged=changes.unchanged,
            rejected=changes.rejected,
            duplicates=changes.duplicates,
            seconds={**self.seconds, "total": time.monotonic() - began},
        )

    def _close_catalog(self) -> None:
        if self.catalog:
            self.catalog.close()
            self.catalog = None

    @contextmanager
    def _embedding(self, catalog: CatalogWriter) -> Iterator[Embedding]:
        """The encoder works from the first full batch of passages on, while the others are still being made."""
        embedding = Embedding(catalog, self.embedder)
        try:
            yield embedding
        except BuildCancelled:
            embedding.stop()
            raise
        finally:
            embedding.close()

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began

    def _check_cancelled(self) -> None:
        if self.cancelled():
            raise BuildCancelled(
                "The build was stopped. The index is as it was before, and what was done is kept for the next build."
            )
