"""The truth of a generation, in one SQLite file: articles, passages, full text, vectors by the hash of their text."""

import hashlib
import json
import re
import sqlite3
import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np

from index.embedder import Vectors
from index.errors import IndexDamaged
from index.marks import Recogniser, digest_words, marks_of
from index.types import Article, ArticleSummary, Origins, Passage, Version

ARTICLE = "id, title, title_derived, text, published, publisher, author, url, source, digest, notes, language, origins"
PASSAGE = 'id, article_id, ordinal, start, "end", text'
_WORD = re.compile(r"\w+")
# A question of more words than this is a text; its rarest words decide, and FTS5 slows down with each.
_MAX_WORDS = 64
_LISTED = "(SELECT value FROM json_each(:{}))"  # as one parameter, since SQLite takes 32,766 of them


class Catalog:
    """One generation's catalog, opened as the finished file that it is: nothing can be written. See CatalogWriter.

    Safe to share between threads: one connection behind a lock, each query taking milliseconds. An article that is
    another one once more has a row, but no passages, and is not counted.
    """

    def __init__(self, path: Path) -> None:
        """Open ``path``. Raises IndexDamaged if that fails."""
        self._lock = threading.RLock()
        try:
            self._db = self._connect(path)
            self._db.create_function("digest", 1, digest_words, deterministic=True)
            self._db.execute("SELECT 1 FROM articles LIMIT 1")
        except sqlite3.Error as error:
            raise IndexDamaged(f"The catalog {path} cannot be opened ({error}). Rebuild it: python -m index") from error

    def _connect(self, path: Path) -> sqlite3.Connection:
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        rows = self._rows(f"SELECT {ARTICLE} FROM articles WHERE id = ?", (article_id,))
        return to_article(rows[0]) if rows else None

    def summaries(self) -> list[ArticleSummary]:
        """Every article without its text, newest publication first and undated ones last."""
        rows = self._rows(
            "SELECT id, title, title_derived, published, publisher, author, url, source, "
            "words, "
            "(SELECT count(*) FROM passages WHERE passages.article_id = articles.id), added, notes, language, origins, "
            "story FROM articles LEFT JOIN stories ON article_id = id WHERE duplicate_of IS NULL "
            "ORDER BY published IS NULL, published DESC, title"
        )
        return [
            ArticleSummary(
                id=row[0],
                title=row[1],
                title_derived=bool(row[2]),
                published=to_date(row[3]),
                publisher=row[4],
                author=row[5],
                url=row[6],
                source=row[7],
                words=row[8],
                passages=row[9],
                added=datetime.fromisoformat(row[10]),
                notes=tuple(json.loads(row[11])),
                language=row[12],
                origins=Origins(*json.loads(row[13])),
                story=row[14],
            )
            for row in rows
        ]

    def versions(self, article_id: str) -> list[Version]:
        """What the article was before, newest first."""
        rows = self._rows(
            "SELECT title, text, published, publisher, seen_from, seen_until FROM versions WHERE article_id = ? "
            "ORDER BY number DESC",
            (article_id,),
        )
        return [Version(row[0], row[1], to_date(row[2]), row[3], *map(datetime.fromisoformat, row[4:])) for row in rows]

    def digests(self) -> dict[str, str]:
        """The digest of every article by its id."""
        return dict(self._rows("SELECT id, digest FROM articles WHERE duplicate_of IS NULL"))

    def all_digests(self) -> dict[str, str]:
        """The digest of every article by its id, also of those that are another one once more."""
        return dict(self._rows("SELECT id, digest FROM articles"))

    def sources(self) -> set[str]:
        """The file of every article, as a person would name it."""
        return {row[0] for row in self._rows("SELECT DISTINCT source FROM articles")}

    def duplicates(self) -> tuple[str, ...]:
        """Of each article that is another one once more: its id, and which it is and why, in words."""
        rows = self._rows(
            "SELECT id, duplicate_of, same LIKE 'address %' FROM articles WHERE duplicate_of IS NOT NULL ORDER BY id"
        )
        return tuple(f"{row[0]}: the same {'address' if row[2] else 'words'} as {row[1]}" for row in rows)

    def same_as(self, article_id: str) -> list[str]:
        """The ids of the other articles that are this one once more."""
        rows = self._rows(
            "SELECT id FROM articles WHERE same = (SELECT same FROM articles WHERE id = :id) AND id != :id ORDER BY id",
            {"id": article_id},
        )
        return [row[0] for row in rows]

    def recognised(self, recogniser: Recogniser) -> dict[str, frozenset[str]]:
        """The articles that the recogniser knows, by their ids here: by which of its ids it does."""
        digests = _LISTED.format("digests")
        rows = self._rows(
            f"SELECT {ARTICLE} FROM articles WHERE id IN {_LISTED.format('ids')} OR digest(text) IN {digests} "
            f"OR digest(substr(same, {len('address ') + 1})) IN {digests}",
            {"ids": json.dumps(recogniser.ids), "digests": json.dumps(recogniser.digests)},
        )
        known = {article.id: recogniser.ids_of(article.id, marks_of(article)) for article in map(to_article, rows)}
        return {article_id: ids for article_id, ids in known.items() if ids}

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id; unknown ids are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._rows(f"SELECT {PASSAGE} FROM passages WHERE id IN ({marks})", ids)
        return {row[0]: Passage(*row) for row in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in their order."""
        rows = self._rows(f"SELECT {PASSAGE} FROM passages WHERE article_id = ? ORDER BY ordinal", (article_id,))
        return [Passage(*row) for row in rows]

    def search_words(
        self, question: str, k: int, within: Collection[str] | None = None, without: Collection[str] = ()
    ) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25 score, higher is better) for any of the question's words.

        ``within`` and ``without`` are ids of articles: of all (None) or of those alone, but of these never. Which they
        are changes no score.
        """
        words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
        if len(words) > _MAX_WORDS:
            words = sorted(words, key=len, reverse=True)[:_MAX_WORDS]
        if not words:
            return []
        allowed, parameters = "", dict[str, object](match=" OR ".join(f'"{word}"' for word in words), k=k)
        if within is not None:
            allowed += f" AND article_id IN {_LISTED.format('within')}"
            parameters["within"] = json.dumps(list(within))
        if without:
            allowed += f" AND article_id NOT IN {_LISTED.format('without')}"
            parameters["without"] = json.dumps(list(without))
        rows = self._rows(
            "SELECT passages.id, bm25(words, 0.5, 1.0) AS score FROM words "
            f"JOIN passages ON passages.number = words.rowid WHERE words MATCH :match{allowed} "
            "ORDER BY score LIMIT :k",
            parameters,
        )
        return [(passage_id, -score) for passage_id, score in rows]

    def containing(self, words: Sequence[str]) -> set[str]:
        """The ids of the articles that contain each of ``words``, in any inflection, in their title or text.

        Several words in one string, such as ``"North Korea"``, have to stand side by side.
        """
        found: set[str] | None = None
        for word in words:
            rows = self._rows(
                "SELECT DISTINCT article_id FROM words JOIN passages ON passages.number = words.rowid "
                "WHERE words MATCH ?",
                (f'"{" ".join(_WORD.findall(word))}"',),
            )
            ids = {row[0] for row in rows}
            found = ids if found is None else found & ids
        return found or set()

    def count_containing(self, word: str) -> int:
        """How many passages contain the word, in any of its inflections."""
        words = _WORD.findall(word)
        if not words:
            return 0
        match = " AND ".join(f'text:"{part}"' for part in words)
        return int(self._rows("SELECT count(*) FROM words WHERE words MATCH ?", (match,))[0][0])

    def count(self, table: str) -> int:
        """The number of rows of ``articles``, ``passages`` or ``words``."""
        if table not in ("articles", "passages", "words"):
            raise ValueError(table)
        # FTS5 would count the rows of the table that it indexes, not its own.
        counted = {"words": "words_docsize", "articles": "articles WHERE duplicate_of IS NULL"}.get(table, table)
        return int(self._rows(f"SELECT count(*) FROM {counted}")[0][0])

    def newest_date(self) -> date | None:
        """The latest publication date of any article."""
        return to_date(self._rows("SELECT max(published) FROM articles WHERE duplicate_of IS NULL")[0][0])

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """The stored vectors, shape (len(passages), dimension). Raises IndexDamaged if one is missing."""
        found = []
        for passage in passages:
            rows = self._rows("SELECT vector FROM vectors WHERE text_hash = ?", (hash_text(passage.text),))
            if not rows:
                raise IndexDamaged(f"The vector of passage {passage.id} is missing. Rebuild the index: python -m index")
            found.append(np.frombuffer(rows[0][0], dtype=np.float32))
        return np.stack(found) if found else np.zeros((0, 0), dtype=np.float32)

    def all_vectors(self) -> tuple[list[str], Vectors]:
        """The id of every passage and their vectors, shape (passages, dimension)."""
        return _stack(
            self._rows("SELECT passages.id, vector FROM passages JOIN vectors USING (text_hash) ORDER BY number")
        )

    def vectors_within(self, articles: Collection[str]) -> tuple[list[str], Vectors]:
        """As ``all_vectors``, for the passages of these articles alone."""
        return _stack(
            self._rows(
                "SELECT passages.id, vector FROM passages JOIN vectors USING (text_hash) "
                f"WHERE article_id IN {_LISTED.format('within')} ORDER BY number",
                {"within": json.dumps(list(articles))},
            )
        )

    def sample(self, count: int) -> list[Passage]:
        """``count`` passages spread evenly over the catalog, or all where there are fewer."""
        numbers = sorted(row[0] for row in self._rows("SELECT number FROM passages"))
        count = min(count, len(numbers))
        chosen = json.dumps([numbers[n * len(numbers) // count] for n in range(count)])
        rows = self._rows(
            f"SELECT {PASSAGE} FROM passages WHERE number IN {_LISTED.format('chosen')} ORDER BY number",
            {"chosen": chosen},
        )
        return [Passage(*row) for row in rows]

    def check(self) -> str | None:
        """What is wrong with the file and its full-text index, or None."""
        try:
            (result,) = self._rows("PRAGMA quick_check(1)")[0]
            if result != "ok":
                return str(result)
        except (sqlite3.Error, IndexDamaged) as error:
            return str(error)
        return None

    def _rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            with self._lock:
                return self._db.execute(sql, parameters).fetchall()
        except sqlite3.Error as error:
            raise IndexDamaged(f"The catalog cannot be read ({error}). Rebuild the index: python -m index") from error


def _stack(rows: Sequence[tuple[str, bytes]]) -> tuple[list[str], Vectors]:
    vectors = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float32)
    return [id_ for id_, _ in rows], vectors.reshape(len(rows), -1) if rows else np.zeros((0, 0), dtype=np.float32)


def to_article(row: tuple) -> Article:  # type: ignore[type-arg]
    return Article(
        id=row[0],
        title=row[1],
        title_derived=bool(row[2]),
        text=row[3],
        published=to_date(row[4]),
        publisher=row[5],
        author=row[6],
        url=row[7],
        source=row[8],
        digest=row[9],
        notes=tuple(json.loads(row[10])),
        language=row[11],
        origins=Origins(*json.loads(row[12])),
    )


def to_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def hash_text(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
