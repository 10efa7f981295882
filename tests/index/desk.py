"""A newsroom for one test: a folder of articles, a data directory, and an embedder that keeps count."""

from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from index.build import build, fingerprint_of
from index.config import IndexConfig
from index.snapshot import Index
from index.types import Article, Report
from tests.fakes import BagOfWords

# Six articles that share no word, each a passage of its own.
STORIES = {
    "ferry.txt": "Ferry crews in Bergen walked out over wages.",
    "glacier.txt": "Glaciers melted faster than forecast last summer.",
    "museum.txt": "A museum bought two lost Vermeer sketches.",
    "orchard.txt": "Orchards report record apple harvests.",
    "rocket.txt": "Engineers postponed Tuesday's rocket launch again.",
    "tram.txt": "Lisbon will extend its tram network by 2030.",
}


@dataclass
class Desk:
    """``news`` is the source, ``data`` the data directory, of every build that names no others."""

    news: Path
    data: Path
    embedder: BagOfWords = field(default_factory=BagOfWords)
    allow_empty: bool = False

    def write(self, name: str, text: str) -> Path:
        path = self.news / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    @property
    def config(self) -> IndexConfig:
        return IndexConfig(self.data, (self.news,), allow_empty=self.allow_empty)

    def build(self, *sources: Path, **options: Any) -> Report:
        return build(replace(self.config, sources=sources or (self.news,)), self.embedder, **options)

    def build_as_before(self) -> Report:
        """Build from the sources of the last build."""
        return build(IndexConfig(self.data), self.embedder)

    def build_embedding(self) -> tuple[Report, list[str]]:
        """Build, and say which texts that embedded."""
        self.embedder.embedded.clear()
        return self.build(), list(self.embedder.embedded)

    def index(self) -> Index:
        return Index(self.data, fingerprint_of(self.config, self.embedder))

    def ask(self, question: str) -> tuple[str, str]:
        """The article that words find, and the one that vectors find, as a reader that has just started sees it."""
        with closing(self.index()) as index:
            return ask(index, question, self.embedder)

    def articles(self) -> dict[str, Article]:
        """Every article of the published generation by its id."""
        with closing(self.index()) as index, index.snapshot() as snapshot:
            found = [snapshot.article(summary.id) for summary in snapshot.summaries()]
        return {article.id: article for article in found if article}


def ask(index: Index, question: str, embedder: BagOfWords) -> tuple[str, str]:
    """The article of the passage that words find first, and of the one that vectors find first."""
    with index.snapshot() as snapshot:
        words = snapshot.search_words(question, 1)
        vectors = snapshot.search_vectors(embedder.embed([question])[0], 1)
        found = snapshot.passages([words[0][0], vectors[0][0]])
        return found[words[0][0]].article_id, found[vectors[0][0]].article_id
