"""The tables of a catalog; whoever changes them raises FORMAT in index/generations.py."""

SCHEMA = """
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE articles (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, title_derived INTEGER NOT NULL, text TEXT NOT NULL, published TEXT,
    publisher TEXT, author TEXT, url TEXT, source TEXT NOT NULL, digest TEXT NOT NULL, notes TEXT NOT NULL,
    language TEXT, origins TEXT NOT NULL, words INTEGER NOT NULL, added TEXT NOT NULL,
    same TEXT NOT NULL, content BLOB NOT NULL, dated TEXT, modified INTEGER NOT NULL, position INTEGER NOT NULL,
    duplicate_of TEXT, pending INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX pending_articles ON articles(id) WHERE pending;
CREATE INDEX same_articles ON articles(same, dated, modified, source, position, id, duplicate_of);
CREATE INDEX duplicate_articles ON articles(id, duplicate_of) WHERE duplicate_of IS NOT NULL;
CREATE TABLE versions (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, published TEXT,
    publisher TEXT, seen_from TEXT NOT NULL, seen_until TEXT NOT NULL
) STRICT;
CREATE INDEX versions_of_article ON versions(article_id, number);
CREATE TABLE signatures (article_id TEXT PRIMARY KEY, signature BLOB NOT NULL) STRICT;
CREATE TABLE stories (article_id TEXT PRIMARY KEY, story TEXT NOT NULL) STRICT;
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
