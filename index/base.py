"""What a build starts from: the sources of the last one, and the newest generation whose catalog is sound."""

import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from index.articles import label_sources, walk
from index.catalog import Catalog
from index.catalog_writer import CatalogWriter, model_of
from index.config import SEEDS, IndexConfig
from index.embedder import Embedder
from index.errors import BadInput, IndexDamaged
from index.generations import FORMAT, Generations
from index.stories import FORM as SIGNATURE_FORM
from index.types import GenerationInfo
from index.uploads import uploads_folder
from index.web.pages import pages_folder


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Everything that makes two generations comparable; ``tokens`` is the size of a passage."""

    format: int
    model: str
    tokens: int

    def __str__(self) -> str:
        return f"format {self.format}, model {self.model}, {self.tokens} tokens"

    @classmethod
    def parse(cls, written: str) -> "Fingerprint | None":
        """The fingerprint back from its written form."""
        match = re.fullmatch(r"format (\d+), model (.*), (\d+) tokens", written, re.DOTALL)
        return cls(int(match[1]), match[2], int(match[3])) if match else None


def fingerprint_for(config: IndexConfig, embedder: Embedder) -> Fingerprint:
    """The fingerprint of the generations that these settings make."""
    return Fingerprint(FORMAT, embedder.fingerprint, min(config.passage_tokens, embedder.max_tokens))


@dataclass(frozen=True, slots=True)
class Base:
    """A generation with a sound catalog of this format. ``whole``: it answers, and all of it is as it has to be."""

    info: GenerationInfo
    folder: Path
    whole: bool
    same_passages: bool

    @property
    def catalog(self) -> Path:
        """The file with its articles."""
        return self.folder / "catalog.db"

    def known(self) -> dict[str, str]:
        """The digest of every article by its id, also of those that are another one once more."""
        with closing(Catalog(self.catalog)) as catalog:
            return catalog.all_digests()

    def sources(self) -> set[str]:
        """The file of every article, as a person would name it."""
        with closing(Catalog(self.catalog)) as catalog:
            return catalog.sources()


def last_info(generations: Generations) -> GenerationInfo | None:
    """The published generation, else the newest that can say what it was: its sources are still wanted."""
    return next(generations.newest_first(), None)


def find_base(generations: Generations, wanted: Fingerprint | None) -> Base | None:
    """The generation to start from; None: everything is read anew. ``wanted`` None: any model and size will do."""
    for info in generations.newest_first():
        found = Fingerprint.parse(info.fingerprint)
        if found is None or found.format != FORMAT or not generations.has_sound_catalog(info.name):
            continue
        same_passages = wanted is None or found == wanted
        whole = same_passages and _answers(generations, info.name)
        return Base(info, generations.path(info.name), whole, same_passages)
    return None


def choose_sources(config: IndexConfig, generations: Generations, last: GenerationInfo | None) -> list[Path]:
    """Those asked for, else those of the last build, else the seeds; without what the data directory itself holds.

    Raises IndexDamaged where nothing says what they were.
    """
    if not config.sources and last is None and (generations.finished() or generations.were_published()):
        raise IndexDamaged(
            f"The index in {config.data} is damaged and no longer says where its articles come from. "
            "Rebuild it naming them: python -m index --source FOLDER"
        )
    remembered = [Path(source) for source in last.sources] if last else [SEEDS]
    chosen = [source.expanduser().absolute() for source in config.sources] or remembered
    own = (uploads_folder(config.data), pages_folder(config.data))
    return [source for source in dict.fromkeys(chosen) if source not in own]


def check_sources(sources: Sequence[Path], base: Base | None) -> None:
    """Raise BadInput for a folder that had articles and holds no file now: mostly its disk is not mounted."""
    before = base.sources() if base else ()
    for source, label in zip(sources, label_sources(sources), strict=True):
        had = any(name.startswith(f"{label}/") for name in before)
        if had and source.is_dir() and next(walk(source, label), None) is None:
            raise BadInput(
                f"The source {source} is empty, and the index has articles of it. Is its disk mounted? If they are to "
                "leave the index: python -m index --allow-empty"
            )


def begin_draft(
    generations: Generations, base: Base | None, last: GenerationInfo | None, wanted: Fingerprint
) -> tuple[Path, CatalogWriter]:
    """A new draft of what ``base`` has, and its catalog, with every vector of the model that unfinished builds made."""
    draft = generations.begin(base.info.name if base and base.whole else None)
    if base and not base.whole:
        shutil.copyfile(base.catalog, draft / "catalog.db")
    catalog = CatalogWriter(draft / "catalog.db")
    try:
        catalog.use_model(wanted.model)
        catalog.use_signatures(SIGNATURE_FORM)
        if base and not base.same_passages:
            catalog.renew_passages()
        for unfinished in generations.unfinished_catalogs():
            if model_of(unfinished) == wanted.model:
                catalog.take_vectors(unfinished)
        if base is None and last is not None:
            _take_vectors_of_another_format(catalog, generations, last, wanted)
        generations.discard_set_aside()
    except BaseException:
        catalog.close()
        raise
    return draft, catalog


def _take_vectors_of_another_format(
    catalog: CatalogWriter, generations: Generations, last: GenerationInfo, wanted: Fingerprint
) -> None:
    found = Fingerprint.parse(last.fingerprint)
    if found and found.model == wanted.model and generations.has_sound_catalog(last.name):
        try:
            catalog.take_vectors(generations.path(last.name) / "catalog.db")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # that format had no such table
                raise


def _answers(generations: Generations, name: str) -> bool:
    with suppress(IndexDamaged):
        if generations.answers(name):
            generations.check(name)
            return True
    return False
