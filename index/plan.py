"""What a build would do, found out aside: nothing in the data directory is written, and no model computes a vector."""

import shutil
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

from index.base import check_sources, choose_sources, find_base, fingerprint_for, last_info
from index.catalog_writer import CatalogWriter
from index.config import IndexConfig
from index.edits import read_edits
from index.embedder import Embedder
from index.file_memory import FileMemory
from index.generations import Generations
from index.passages import split_article
from index.reading import Reading
from index.types import Plan
from index.update import update


def plan(config: IndexConfig, embedder: Embedder | None = None) -> Plan:
    """What a build would change, and, with its ``embedder`` given, how many texts it would embed.

    Of the embedder only the tokenizer is used. Raises BadInput or IndexDamaged where the build would.
    """
    generations = Generations(config.data)
    wanted = fingerprint_for(config, embedder) if embedder else None
    sources = choose_sources(config, generations, last_info(generations))
    base = find_base(generations, wanted)
    if not config.allow_empty:
        check_sources(sources, base)
    known = base.known() if base else {}
    with TemporaryDirectory(prefix="clippings-plan-") as folder, ExitStack() as open_files:
        catalog: CatalogWriter | None = None

        def begin() -> CatalogWriter:
            nonlocal catalog
            if catalog is None:
                path = Path(folder, "catalog.db")
                if base:
                    shutil.copyfile(base.catalog, path)
                catalog = open_files.enter_context(closing(CatalogWriter(path)))
            return catalog

        with closing(FileMemory(config.data, writable=False)) as memory:
            reading = Reading(config.data, sources, known, read_edits(config.data), memory, tidy=False)
            changes = update(reading, known, base, begin, lambda _: None)
        if embedder is None or wanted is None:
            return Plan(changes, None)
        if base and base.whole and catalog is None:
            return Plan(changes, 0)
        draft = begin()
        draft.use_model(wanted.model)
        if base and not base.same_passages:
            draft.renew_passages()
        for article in draft.pending():
            draft.put_passages(article, split_article(article, embedder.count_tokens, wanted.tokens))
        return Plan(changes, draft.count_without_vector())
