"""The pages and feeds that are followed: a list in ``data/web/sources.json``, replaced atomically and under a lock."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from index.errors import BadInput, RefreshRunning
from index.generations import not_writable, write_atomically
from index.lock import file_lock
from index.web.address import canonical_url
from index.web.fetch import Validators
from index.web.pages import remove_page

Kind = Literal["unknown", "page", "feed"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a source named: a feed's entry, or the page itself.

    ``article`` is the canonical URL it is kept under, empty if it could not be read after ``tries``; ``digest`` is the
    feed's word on its state.
    """

    url: str
    article: str = ""
    digest: str = ""
    tries: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A page or feed and how it has been doing. ``kind`` is unknown until it was fetched for the first time."""

    url: str  # canonical
    added: datetime
    kind: Kind = "unknown"
    title: str = ""
    validators: Validators | None = None
    last_success: datetime | None = None
    last_error: str = ""
    failing_since: datetime | None = None
    failures: int = 0
    entries: tuple[Entry, ...] = ()


def read_sources(data: Path) -> tuple[Source, ...]:
    """The sources in the order they were added. Raises BadInput if the list cannot be read."""
    path = _path(data)
    try:
        return tuple(_from_dict(fields) for fields in json.loads(path.read_text(encoding="utf-8"))["sources"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInput(
            f"The list of web sources {path} cannot be read ({error}). Correct it, or move it away and add the sources "
            "again; the articles that were fetched are still there."
        ) from None


def add_source(data: Path, url: str) -> Source:
    """Follow a page or feed, and return it; one that is followed already stays as it is. Raises BadInput."""
    source = Source(url=canonical_url(url), added=datetime.now(UTC))

    def add(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        return sources if any(s.url == source.url for s in sources) else (*sources, source)

    return next(s for s in _change(data, add) if s.url == source.url)


def put_source(data: Path, source: Source) -> None:
    """Replace what is known of a source; nothing happens if it has been removed meanwhile."""
    _change(data, lambda sources: tuple(source if s.url == source.url else s for s in sources))


def remove_source(data: Path, url: str) -> int:
    """Follow a source no longer and remove the articles that only it has brought; how many those were.

    Raises BadInput if it is not in the list.
    """
    url = canonical_url(url)
    gone: list[str] = []

    def remove(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        left = tuple(s for s in sources if s.url != url)
        if len(left) == len(sources):
            raise BadInput(f"{url} is not among the web sources. See them with: python -m index.web list")
        brought = {e.article for s in sources if s.url == url for e in s.entries if e.article}
        gone.extend(sorted(brought - {e.article for s in left for e in s.entries}))
        return left

    _change(data, remove)
    return sum(remove_page(data, article) for article in gone)


@contextmanager
def refresh_lock(data: Path) -> Iterator[None]:
    """Let one refresh run at a time. Raises RefreshRunning at once if another one does."""
    refusal = RefreshRunning(f"Another refresh of the web sources in {data} is running. Wait until it has finished.")
    with file_lock(data, "web/refresh.lock", lambda: refusal):
        yield


def _change(data: Path, change: Callable[[tuple[Source, ...]], tuple[Source, ...]]) -> tuple[Source, ...]:
    with file_lock(data, "web/sources.lock"):
        before = read_sources(data)
        after = change(before)
        if after != before:
            try:
                text = json.dumps({"sources": [_to_dict(source) for source in after]}, indent=1)
                write_atomically(_path(data), text + "\n")
            except OSError as error:
                raise not_writable(data, error) from error
        return after


def _path(data: Path) -> Path:
    return data / "web" / "sources.json"


def _to_dict(source: Source) -> dict[str, object]:
    fields = asdict(source)
    for name in ("added", "last_success", "failing_since"):
        fields[name] = fields[name].isoformat(timespec="seconds") if fields[name] else None
    return fields


def _from_dict(fields: dict[str, object]) -> Source:
    values = dict(fields)
    for name in ("added", "last_success", "failing_since"):
        values[name] = datetime.fromisoformat(str(values[name])) if values[name] else None
    if values["kind"] not in get_args(Kind):
        raise ValueError(f"there is no kind {str(values['kind'])[:20]!r}")
    values["validators"] = Validators(**values["validators"]) if values["validators"] else None  # type: ignore[arg-type]
    values["entries"] = tuple(Entry(**entry) for entry in values["entries"])  # type: ignore[attr-defined]
    return Source(**values)  # type: ignore[arg-type]
