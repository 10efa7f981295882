"""Writing a catalog, as a build does: articles first, then the passages and vectors of those that are pending."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from index.catalog import ARTICLE, PASSAGE, Catalog, hash_text, to_article
from index.duplicates import AsRead, as_read
from index.embedder import Vectors
from index.schema import SCHEMA
from index.types import Article, Passage

# The article that stands for all that are the same: see AsRead.
_SETTLE = """
SELECT id, nullif(winner, id) FROM (
    SELECT id, duplicate_of, first_value(id) OVER (
        PARTITION BY same ORDER BY dated IS NULL, dated DESC, modified DESC, source, position, id
    ) AS winner FROM articles
) WHERE duplicate_of IS NOT nullif(winner, id)
"""


class CatalogWriter(Catalog):
    """The catalog of a generation that is being built."""

    def _connect(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rwc", uri=True, check_same_thread=False)
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            db.executescript(SCHEMA)
        return db

    def close(self) -> None:
        """Commit what was written and close the file."""
        with self._lock:
            self._db.commit()
            self._db.close()

    # Articles

    def put_article(self, article: Article, read: AsRead | None = None) -> None:
        """Add the article or replace the one with its id; its passages are then to be made anew.

        ``read`` says what it was before it was corrected; None: it was not. Where that is other content than before,
        the article as it was becomes an earlier version.
        """
        read = read or as_read(article)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._lock:
            before = self._rows(
                "SELECT content, added, text, title, published, publisher FROM articles WHERE id = ?", (article.id,)
            )
            if before and before[0][2] != article.text:
                self._db.execute("DELETE FROM signatures WHERE article_id = ?", (article.id,))
            if before and before[0][0] == read.content:
                now = before[0][1]  # only what is said about it changed
            elif before:
                _, added, text, title, published, publisher = before[0]
                self._db.execute(
                    "INSERT INTO versions (article_id, title, text, published, publisher, seen_from, seen_until) "
                    "VALUES (?,?,?,?,?,?,?)",
                    (article.id, title, text, published, publisher, added, now),
                )
            self._remove_passages(article.id)
            self._db.execute(
                f"INSERT OR REPLACE INTO articles ({ARTICLE}, words, added, same, content, dated, modified, position) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
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
                    article.language,
                    json.dumps(astuple(article.origins)),
                    len(article.text.split()),
                    now,
                    read.same,
                    read.content,
                    read.published.isoformat() if read.published else None,
                    read.modified,
                    read.position,
                ),
            )

    def remove_article(self, article_id: str) -> None:
        """Remove the article, its passages and its earlier versions."""
        with self._lock:
            self._remove_passages(article_id)
            for table in ("versions", "signatures", "stories"):
                self._db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
            self._db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def settle_duplicates(self) -> None:
        """Let one article stand for all that are the same: the others lose their passages, it is to get them."""
        with self._lock:
            for article_id, duplicate_of in self._rows(_SETTLE):
                self._remove_passages(article_id)
                self._db.execute(
                    "UPDATE articles SET duplicate_of = ?, pending = ? WHERE id = ?",
                    (duplicate_of, duplicate_of is None, article_id),
                )

    # Stories

    def use_signatures(self, form: int) -> None:
        """Say of which form the signatures are, and drop those of another."""
        with self._lock:
            if self._rows("SELECT value FROM settings WHERE name = 'signatures'") != [(str(form),)]:
                self._db.execute("DELETE FROM signatures")
                self._db.execute("INSERT OR REPLACE INTO settings VALUES ('signatures', ?)", (str(form),))

    def unsigned(self) -> list[str]:
        """The ids of the articles whose text has no signature."""
        return [row[0] for row in self._rows("SELECT id FROM articles EXCEPT SELECT article_id FROM signatures")]

    def put_signature(self, article_id: str, signature: bytes) -> None:
        """Keep the signature of an article's text."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO signatures VALUES (?, ?)", (article_id, signature))

    def signatures(self) -> dict[str, bytes]:
        """The signature of every article by its id."""
        return dict(
            self._rows(
                "SELECT article_id, signature FROM signatures WHERE article_id NOT IN "
                "(SELECT id FROM articles WHERE duplicate_of IS NOT NULL)"
            )
        )

    def put_stories(self, stories: Mapping[str, str]) -> None:
        """Say which articles tell one story: article id to story id. The others tell their own."""
        with self._lock:
            self._db.execute("DELETE FROM stories")
            self._db.executemany("INSERT INTO stories VALUES (?, ?)", stories.items())

    # Passages

    def pending(self) -> Iterator[Article]:
        """The articles whose passages are still to be made, one at a time."""
        while rows := self._rows(f"SELECT {ARTICLE} FROM articles WHERE pending LIMIT 1"):
            yield to_article(rows[0])

    def count_pending(self) -> int:
        """How many articles still have no passages."""
        return int(self._rows("SELECT count(*) FROM articles WHERE pending")[0][0])

    def put_passages(self, article: Article, passages: Iterable[Passage]) -> None:
        """Store the passages of a pending article, which is pending no longer."""
        with self._lock:
            self._db.executemany(
                f"INSERT INTO passages ({PASSAGE}, title, text_hash) VALUES (?,?,?,?,?,?,?,?)",
                (
                    (p.id, p.article_id, p.ordinal, p.start, p.end, p.text, _searchable(article), hash_text(p.text))
                    for p in passages
                ),
            )
            self._db.execute("UPDATE articles SET pending = 0 WHERE id = ?", (article.id,))

    def renew_passages(self) -> None:
        """Remove every passage; those of all articles are to be made anew."""
        with self._lock:
            self._db.execute("DELETE FROM passages")
            self._db.execute("UPDATE articles SET pending = 1 WHERE duplicate_of IS NULL")

    def _remove_passages(self, article_id: str) -> None:
        self._db.execute("DELETE FROM passages WHERE article_id = ?", (article_id,))

    # Vectors

    def use_model(self, fingerprint: str) -> None:
        """Say which model the vectors are of, and drop those of another."""
        with self._lock:
            if self._rows("SELECT value FROM settings WHERE name = 'model'") != [(fingerprint,)]:
                self._db.execute("DELETE FROM vectors")
                self._db.execute("INSERT OR REPLACE INTO settings VALUES ('model', ?)", (fingerprint,))
            self._db.commit()

    def take_vectors(self, other: Path) -> None:
        """Take over the vectors of another catalog, which must be of the model in use; and commit."""
        with self._lock:
            self._db.commit()
            self._db.execute("ATTACH ? AS other", (str(other),))
            try:
                self._db.execute("INSERT OR IGNORE INTO vectors SELECT text_hash, vector FROM other.vectors")
                self._db.commit()
            finally:
                self._db.rollback()
                self._db.execute("DETACH other")

    def texts_without_vector(self, limit: int, after: bytes = b"") -> tuple[list[str], bytes]:
        """Up to ``limit`` different passage texts that have not been embedded, in the order of their hashes.

        Begins behind the hash ``after``; also gives the last one's.
        """
        rows = self._rows(
            "SELECT text, text_hash FROM passages WHERE text_hash > ? AND NOT EXISTS "
            "(SELECT 1 FROM vectors WHERE vectors.text_hash = passages.text_hash) GROUP BY text_hash LIMIT ?",
            (after, limit),
        )
        return [text for text, _ in rows], rows[-1][1] if rows else after

    def count_without_vector(self) -> int:
        """How many different passage texts have not been embedded."""
        rows = self._rows(
            "SELECT count(DISTINCT text_hash) FROM passages WHERE text_hash NOT IN (SELECT text_hash FROM vectors)"
        )
        return int(rows[0][0])

    def put_vectors(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Store the vectors of these texts and commit."""
        with self._lock:
            self._db.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                ((hash_text(text), vector.tobytes()) for text, vector in zip(texts, vectors, strict=True)),
            )
            self._db.commit()

    def vectors_written(self) -> int:
        """How many vectors the generation's search index was given since it was made, replaced ones included."""
        rows = self._rows("SELECT value FROM settings WHERE name = 'written'")
        return int(rows[0][0]) if rows else 0

    def finish(self, written: int) -> None:
        """Keep ``vectors_written``, drop the vectors that no passage uses, give deleted text back, and commit."""
        with self._lock:
            self._db.execute("INSERT OR REPLACE INTO settings VALUES ('written', ?)", (str(written),))
            self._db.execute("DELETE FROM vectors WHERE text_hash NOT IN (SELECT text_hash FROM passages)")
            self._db.execute("INSERT INTO words(words) VALUES ('optimize')")
            self._db.commit()
            self._db.execute("VACUUM")

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

    def check(self) -> str | None:
        """What is wrong with the file or with its full-text index, or None."""
        try:
            self._db.execute("INSERT INTO words(words, rank) VALUES ('integrity-check', 1)")
        except sqlite3.Error as error:
            return str(error)
        return super().check()

    def _rows(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, parameters).fetchall()


def model_of(catalog: Path) -> str | None:
    """The model of the vectors in a catalog that a killed build may have left; None where the file is not in order."""
    try:
        with closing(sqlite3.connect(catalog)) as db:
            if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return None
            row = db.execute("SELECT value FROM settings WHERE name = 'model'").fetchone()
            return str(row[0]) if row else None
    except sqlite3.Error:
        return None


def _searchable(article: Article) -> str:
    """A derived title repeats words of the text; counting them twice would favour an article's opening."""
    return "" if article.title_derived else article.title
