"""The truth of a generation, in one SQLite file: articles, passages, full text, vectors by the hash of their text."""

import hashlib
import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from index.embedder import Vectors
from index.errors import IndexDamaged
from index.types import Article, ArticleSummary, Passage

_SCHEMA = """
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, title_derived INTEGER NOT NULL, text TEXT NOT NULL, published TEXT,
    publisher TEXT, author TEXT, url TEXT, source TEXT NOT NULL, digest TEXT NOT NULL, notes TEXT NOT NULL,
    words INTEGER NOT NULL, added TEXT NOT NULL, pending INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX pending_articles ON articles(id) WHERE pending;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article_id TEXT NOT NULL REFERENCES articles(id),
    ordinal INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
    title TEXT NOT NULL, text_hash BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_article ON passages(article_id, ordinal);
CREATE INDEX passages_by_text ON passages(text_hash);
CREATE TABLE vectors (text_hash BLOB PRIMARY KEY, vector BLOB NOT NULL) STRICT;
CREATE VIRTUAL TABLE words USING fts5(
    title, text, content='passages', content_rowid='number', tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER passage_added AFTER INSERT ON passages BEGIN
    INSERT INTO words(rowid, title, text) VALUES (new.number, new.title, new.text);
END;
CREATE TRIGGER passage_removed AFTER DELETE ON passages BEGIN
    INSERT INTO words(words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;
"""
_ARTICLE = "id, title, title_derived, text, published, publisher, author, url, source, digest, notes"
_PASSAGE = 'id, article_id, ordinal, start, "end", text'
_WORD = re.compile(r"\w+")
# A question of more words than this is a text; its rarest words decide, and FTS5 slows down with each.
_MAX_WORDS = 64


class Catalog:
    """One generation's catalog. Writing is for a build; readers open the finished file as immutable.

    Safe to share between threads: one connection behind a lock, each query taking milliseconds.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        """Open ``path``, creating its tables if it is new and ``writable``. Raises IndexDamaged if that fails."""
        self._lock = threading.RLock()
        self._writable = writable
        mode = "mode=rwc" if writable else "mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, check_same_thread=False)
            if writable and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
                self._db.executescript(_SCHEMA)
            self._db.execute("SELECT 1 FROM articles LIMIT 1")
        except sqlite3.Error as error:
            raise IndexDamaged(f"The catalog {path} cannot be opened ({error}). Rebuild it: python -m index") from error

    def close(self) -> None:
        """Commit what was written and close the file."""
        with self._lock:
            if self._writable:
                self._db.commit()
            self._db.close()

    # Reading

    def article(self, article_id: str) -> Article | None:
        """The article with this id."""
        rows = self._rows(f"SELECT {_ARTICLE} FROM articles WHERE id = ?", (article_id,))
        return _to_article(rows[0]) if rows else None

    def summaries(self) -> list[ArticleSummary]:
        """Every article without its text, newest publication first and undated ones last."""
        rows = self._rows(
            "SELECT id, title, title_derived, published, publisher, author, url, source, "
            "words, "
            "(SELECT count(*) FROM passages WHERE article_id = articles.id), added, notes "
            "FROM articles ORDER BY published IS NULL, published DESC, title"
        )
        return [
            ArticleSummary(
                id=row[0],
                title=row[1],
                title_derived=bool(row[2]),
                published=_to_date(row[3]),
                publisher=row[4],
                author=row[5],
                url=row[6],
                source=row[7],
                words=row[8],
                passages=row[9],
                added=datetime.fromisoformat(row[10]),
                notes=tuple(json.loads(row[11])),
            )
            for row in rows
        ]

    def digests(self) -> dict[str, str]:
        """The digest of every article by its id."""
        return dict(self._rows("SELECT id, digest FROM articles"))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids, by id; unknown ids are left out."""
        marks = ",".join("?" * len(ids))
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE id IN ({marks})", ids)
        return {row[0]: Passage(*row) for row in rows}

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of one article in their order."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE article_id = ? ORDER BY ordinal", (article_id,))
        return [Passage(*row) for row in rows]

    def search_words(self, question: str, k: int) -> list[tuple[str, float]]:
        """The ``k`` best (passage id, BM25 score, higher is better) for any of the question's words."""
        words = list(dict.fromkeys(word.lower() for word in _WORD.findall(question)))
        if len(words) > _MAX_WORDS:
            words = sorted(words, key=len, reverse=True)[:_MAX_WORDS]
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        return [
            (passage_id, -score)
            for passage_id, score in self._rows(
                "SELECT passages.id, bm25(words, 0.5, 1.0) AS score FROM words "
                "JOIN passages ON passages.number = words.rowid WHERE words MATCH ? ORDER BY score LIMIT ?",
                (match, k),
            )
        ]

    def count_containing(self, word: str) -> int:
        """How many passages contain the word, in any of its inflections."""
        words = _WORD.findall(word)
        if not words:
            return 0
        match = " AND ".join(f'text:"{part}"' for part in words)
        return int(self._rows("SELECT count(*) FROM words WHERE words MATCH ?", (match,))[0][0])

    def count(self, table: str) -> int:
        """The number of rows of ``articles``, ``passages``, ``vectors`` or ``words``."""
        if table not in ("articles", "passages", "vectors", "words"):
            raise ValueError(table)
        # FTS5 would count the rows of the table that it indexes, not its own.
        counted = "words_docsize" if table == "words" else table
        return int(self._rows(f"SELECT count(*) FROM {counted}")[0][0])

    def newest_date(self) -> date | None:
        """The latest publication date of any article."""
        return _to_date(self._rows("SELECT max(published) FROM articles")[0][0])

    def vectors_of(self, passages: Sequence[Passage]) -> Vectors:
        """The stored vectors, shape (len(passages), dimension). Raises IndexDamaged if one is missing."""
        found = []
        for passage in passages:
            rows = self._rows("SELECT vector FROM vectors WHERE text_hash = ?", (_hash(passage.text),))
            if not rows:
                raise IndexDamaged(f"The vector of passage {passage.id} is missing. Rebuild the index: python -m index")
            found.append(np.frombuffer(rows[0][0], dtype=np.float32))
        return np.stack(found) if found else np.zeros((0, 0), dtype=np.float32)

    def sample(self, count: int) -> list[Passage]:
        """``count`` passages spread evenly over the catalog."""
        step = max(1, self.count("passages") // max(1, count))
        rows = self._rows(
            f"SELECT {_PASSAGE} FROM passages WHERE number % ? = 0 ORDER BY number LIMIT ?", (step, count)
        )
        return [Passage(*row) for row in rows]

    def check(self) -> str | None:
        """What is wrong with the file and its full-text index, or None."""
        try:
            (result,) = self._rows("PRAGMA quick_check(1)")[0]
            if result != "ok":
                return str(result)
            if self._writable:
                self._db.execute("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            return str(error)
        return None

    # Writing: a build adds and removes articles, then fills in the passages and vectors of those that are pending

    def put_article(self, article: Article) -> None:
        """Add the article or replace the version with its id; its passages are then to be made anew."""
        with self._lock:
            self._remove_passages(article.id)
            self._db.execute(
                f"INSERT OR REPLACE INTO articles ({_ARTICLE}, words, added) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    article.id,
                    article.title,
                    article.title_derived,
                    article.text,
                    article.published.isoformat() if article.published else None,
                    article.publisher,
                    article.author,
                    article.url,
                    article.source,
                    article.digest,
                    json.dumps(article.notes),
                    len(article.text.split()),
                    datetime.now(UTC).isoformat(timespec="seconds"),
                ),
            )

    def remove_article(self, article_id: str) -> None:
        """Remove the article and its passages."""
        with self._lock:
            self._remove_passages(article_id)
            self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def pending(self) -> Iterator[Article]:
        """The articles whose passages are still to be made, one at a time."""
        while rows := self._rows(f"SELECT {_ARTICLE} FROM articles WHERE pending LIMIT 1"):
            yield _to_article(rows[0])

    def put_passages(self, article: Article, passages: Iterable[Passage]) -> None:
        """Store the passages of a pending article, which is pending no longer."""
        with self._lock:
            self._db.executemany(
                f"INSERT INTO passages ({_PASSAGE}, title, text_hash) VALUES (?,?,?,?,?,?,?,?)",
                (
                    (p.id, p.article_id, p.ordinal, p.start, p.end, p.text, _searchable(article), _hash(p.text))
                    for p in passages
                ),
            )
            self._db.execute("UPDATE articles SET pending = 0 WHERE id = ?", (article.id,))

    def texts_without_vector(self, limit: int) -> list[str]:
        """Up to ``limit`` different passage texts that have not been embedded."""
        rows = self._rows(
            "SELECT text FROM passages WHERE NOT EXISTS "
            "(SELECT 1 FROM vectors WHERE vectors.text_hash = passages.text_hash) GROUP BY text_hash LIMIT ?",
            (limit,),
        )
        return [text for (text,) in rows]

    def count_without_vector(self) -> int:
        """How many different passage texts have not been embedded."""
        rows = self._rows(
            "SELECT count(DISTINCT text_hash) FROM passages WHERE text_hash NOT IN (SELECT text_hash FROM vectors)"
        )
        return int(rows[0][0])

    def put_vectors(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Store the vectors of these texts and commit, so that an interrupted build need not embed them again."""
        with self._lock:
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                ((_hash(text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True)),
            )
            self._db.commit()

    def finish(self) -> None:
        """Drop the vectors that no passage uses, give deleted text back to the disk, and commit."""
        with self._lock:
            self._db.execute("DELETE FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM passages)")
            self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
            self._db.commit()
            self._db.execute("VACUUM")

    def count_pending(self) -> int:
        """How many articles still have no passages."""
        return int(self._rows("SELECT count(*) FROM articles WHERE pending")[0][0])

    def all_passage_ids(self) -> set[str]:
        """The ids of all passages."""
        return {passage_id for (passage_id,) in self._rows("SELECT id FROM passages")}

    def passage_ids(self, article_ids: Iterable[str]) -> list[str]:
        """The ids of all passages of these articles."""
        return [
            passage_id
            for article_id in article_ids
            for (passage_id,) in self._rows("SELECT id FROM passages WHERE article_id = ?", (article_id,))
        ]

    def _remove_passages(self, article_id: str) -> None:
        self._db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()


def _to_article(row: tuple) -> Article:  # type: ignore[type-arg]
    return Article(
        id=row[0],
        title=row[1],
        title_derived=bool(row[2]),
        text=row[3],
        published=_to_date(row[4]),
        publisher=row[5],
        author=row[6],
        url=row[7],
        source=row[8],
        digest=row[9],
        notes=tuple(json.loads(row[10])),
    )


def _to_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _searchable(article: Article) -> str:
    """A derived title repeats words of the text; counting them twice would favour an article's opening."""
    return "" if article.title_derived else article.title


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
