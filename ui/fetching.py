"""Fetches pages and feeds in the background, one thing after the other; how sources do is read from their list."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ClippingsError, RefreshRunning

if TYPE_CHECKING:
    from index.web.fetch import Client
    from index.web.refresh import SourceReport

log = logging.getLogger(__name__)

WENT_WRONG = "Something went wrong while this was being fetched. The details are in the log."
_SECONDS_BETWEEN_TRIES = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the last thing that was fetched: ``added`` is the address as it was typed, None for a check.

    ``refused``: it was not added. ``trouble`` says why nothing came of it.
    """

    added: str | None = None
    refused: bool = False
    trouble: str | None = None
    reports: "tuple[SourceReport, ...]" = ()


class Fetching:
    """What this process fetches because somebody asked for it; ``rebuild`` is called when that brought anything."""

    def __init__(self, data: Path, open_client: "Callable[[], Client]", rebuild: Callable[[], None]) -> None:
        self._data = data
        self._open_client = open_client
        self._rebuild = rebuild
        self._lock = threading.Lock()
        self._waiting: deque[tuple[str, Callable[[], Outcome]]] = deque()
        self.doing: str | None = None  # in words; None while nothing is under way
        self.outcome: Outcome | None = None

    def add(self, url: str) -> None:
        """Follow a page or feed and fetch it."""
        self._put(f"Fetching {url}", lambda: self._add(url))

    def check(self) -> None:
        """Fetch whatever is new on any page and feed."""
        self._put("Looking for what is new", lambda: Outcome(reports=self._refresh([])))

    def fetch_again(self, article_id: str) -> None:
        """Fetch an article again, if a page or feed that is followed brings it."""
        urls = self._sources_of(article_id)
        if urls:
            self._put("Fetching the article again", lambda: Outcome(reports=self._refresh(urls)))

    def _sources_of(self, article_id: str) -> list[str]:
        if not (self._data / "web" / "sources.json").is_file():
            return []
        from index.web.pages import page_id
        from index.web.sources import read_sources

        return [
            source.url
            for source in read_sources(self._data)
            if any(entry.article and page_id(entry.article) == article_id for entry in source.entries)
        ]

    def _put(self, words: str, job: Callable[[], Outcome]) -> None:
        with self._lock:
            self._waiting.append((words, job))
            if self.doing is None:
                self.doing = words
                threading.Thread(target=self._work, name="fetching", daemon=True).start()

    def _work(self) -> None:
        while job := self._next():
            try:
                outcome = job()
            except ClippingsError as error:
                outcome = Outcome(trouble=str(error))
            except Exception:
                log.exception("The web could not be fetched")
                outcome = Outcome(trouble=WENT_WRONG)
            if any(report.saved for report in outcome.reports):
                self._rebuild()
            self.outcome = outcome

    def _next(self) -> Callable[[], Outcome] | None:
        with self._lock:
            if not self._waiting:
                self.doing = None
                return None
            self.doing, job = self._waiting.popleft()
            return job

    def _add(self, url: str) -> Outcome:
        from index.web.refresh import follow

        try:
            source = follow(self._data, self._open_client(), url)
        except ClippingsError as error:
            return Outcome(url, refused=True, trouble=str(error))
        (report,) = reports = self._refresh([source.url])
        if report.outcome == "failed":
            return Outcome(url, trouble=f"{report.reason} It is followed all the same and tried again.")
        return Outcome(url, reports=reports)

    def _refresh(self, urls: Sequence[str]) -> "tuple[SourceReport, ...]":
        from index.web.refresh import refresh

        while True:
            try:
                return refresh(self._data, self._open_client(), urls)
            except RefreshRunning:  # it may have asked these sources before they had what is wanted now
                time.sleep(_SECONDS_BETWEEN_TRIES)
