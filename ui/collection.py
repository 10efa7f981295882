"""What the collection holds right now, or why that cannot be said."""

import logging
from dataclasses import dataclass

from index.errors import ClippingsError, IndexMissing
from index.snapshot import Index
from index.types import ArticleSummary, GenerationInfo

log = logging.getLogger(__name__)

UNREADABLE = "The index cannot be read; the details are in the log. Build it again: the articles themselves are safe."


@dataclass(frozen=True, slots=True)
class Collection:
    """The newest generation in short; without ``info`` there is none (``trouble`` None) or it cannot be read."""

    summaries: tuple[ArticleSummary, ...] = ()
    info: GenerationInfo | None = None
    trouble: str | None = None


def look_at(index: Index) -> Collection:
    """Read the newest generation; whatever is wrong with it, the page must still offer to build it again."""
    try:
        with index.snapshot() as snapshot:
            return Collection(tuple(snapshot.summaries()), snapshot.info)
    except IndexMissing:
        return Collection()
    except ClippingsError as error:
        return Collection(trouble=str(error))
    except Exception:
        log.exception("The index could not be read")
        return Collection(trouble=UNREADABLE)
