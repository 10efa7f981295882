"""Corrections and removals: they hold through every build, and the sources are left alone."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from index.edits import (
    Correction,
    correct,
    read_edits,
    remove_article,
    restore_article,
    undo_correction,
)
from index.errors import BadInput
from index.formats.record import Record
from index.types import Origins
from index.uploads import keep_upload, uploads_folder
from index.web.pages import page_path, save_page
from tests.index.desk import STORIES, Desk
from tests.index.processes import run

FERRY = "news/ferry.txt"


def test_nothing_was_edited_yet(tmp_path: Path) -> None:
    edits = read_edits(tmp_path)
    assert (edits.corrections, edits.removed, edits.digest_of(["a"])) == ({}, {}, "")


# Corrections


def test_a_correction_is_shown_survives_builds_and_embeds_nothing(built: Desk) -> None:
    correct(built.data, FERRY, Correction("Strike in Bergen", date(2018, 11, 8), "The  Courier ", "en"))
    report, embedded = built.build_embedding()
    assert (report.changed, report.unchanged, embedded) == ((FERRY,), 5, [])
    built.write("comet.txt", "A comet passed Neptune.")
    assert built.build().unchanged == 6
    article = built.articles()[FERRY]
    assert (article.title, article.title_derived, article.text) == ("Strike in Bergen", False, STORIES["ferry.txt"])
    assert (article.published, article.publisher, article.language) == (date(2018, 11, 8), "The Courier", "en")
    assert article.origins == Origins(*["corrected here"] * 4)
    with built.index().snapshot() as snapshot:
        assert snapshot.search_words("strike", 5)[0][0] == f"{FERRY}:0"


def test_fields_are_corrected_one_by_one_and_taken_back(built: Desk) -> None:
    correct(built.data, FERRY, Correction(title="Strike"))
    correct(built.data, FERRY, Correction(publisher="The Courier"))
    assert read_edits(built.data).corrections == {FERRY: Correction(title="Strike", publisher="The Courier")}
    undo_correction(built.data, FERRY, "title")
    built.build()
    article = built.articles()[FERRY]
    assert (article.title_derived, article.publisher, article.origins.title) == (True, "The Courier", "first sentence")
    undo_correction(built.data, FERRY)
    undo_correction(built.data, "gone")
    assert read_edits(built.data).corrections == {}
    assert built.build().changed == (FERRY,)
    assert built.articles()[FERRY].publisher is None


def test_a_date_and_a_publisher_can_be_corrected_to_unknown(built: Desk) -> None:
    built.write("harbour.md", "---\ndate: 2018-11-08\npublisher: Post\n---\nThe harbour froze over.\n")
    built.build()
    harbour = "news/harbour.md"
    assert built.articles()[harbour].published == date(2018, 11, 8)
    correct(built.data, harbour, Correction(published="", publisher="  "))
    assert read_edits(built.data).corrections == {harbour: Correction(published="", publisher="")}
    built.build()
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    article = built.articles()[harbour]
    assert (article.published, article.publisher) == (None, None)
    assert (article.origins.published, article.origins.publisher) == ("corrected here", "corrected here")
    correct(built.data, harbour, Correction(published=date(2018, 11, 9)))
    undo_correction(built.data, harbour, "publisher")
    built.build()
    article = built.articles()[harbour]
    assert (article.published, article.publisher) == (date(2018, 11, 9), "Post")


def test_a_correction_holds_when_the_article_changes(built: Desk) -> None:
    correct(built.data, FERRY, Correction(title="Strike"))
    built.write("ferry.txt", "All boats sail again.")
    built.build()
    article = built.articles()[FERRY]
    assert (article.title, article.text) == ("Strike", "All boats sail again.")


@pytest.mark.parametrize(
    ("correction", "message"),
    [
        (Correction(title=" \n"), "cannot be without a title"),
        (Correction(language="English"), "'English' is no language. Write its code of two letters"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, correction: Correction, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        correct(tmp_path, "a", correction)
    assert read_edits(tmp_path).corrections == {}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"corrections": [], "removed": {}}',
        '{"corrections": {"a": {"oops": "x"}}, "removed": {}}',
        '{"corrections": {"a": {"title": 7}}, "removed": {}}',
        '{"corrections": {"a": {"published": "soon"}}, "removed": {}}',
        '{"corrections": {}, "removed": {"a": {"title": "A"}}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_list_is_named_and_stops_the_build(built: Desk, content: str) -> None:
    (built.data / "edits.json").write_text(content)
    built.write("comet.txt", "A comet passed Neptune.")
    with pytest.raises(BadInput, match=r"The list of corrections and removed articles .*/edits\.json cannot be read"):
        built.build()
    assert built.ask("ferry crews") == (FERRY, FERRY)


def _correct_many(data: Path, who: str) -> None:
    for number in range(25):
        correct(data, f"{who}{number}", Correction(title=who))


def test_two_processes_lose_no_correction(tmp_path: Path) -> None:
    started = [run(_correct_many, tmp_path, who) for who in "ab"]
    for process in started:
        process.join(60)
    assert len(read_edits(tmp_path).corrections) == 50


# Removals


def test_a_removed_article_stays_away_until_it_is_restored(built: Desk) -> None:
    remove_article(built.data, FERRY, "Ferry crews")
    report = built.build()
    assert (report.removed, report.articles) == ((FERRY,), 5)
    with built.index().snapshot() as snapshot:
        assert snapshot.article(FERRY) is None
        assert snapshot.search_words("ferry", 5) == []
    assert (built.news / "ferry.txt").read_text() == STORIES["ferry.txt"]
    built.write("ferry.txt", "All boats sail again.")
    assert built.build().articles == 5
    assert [(removal.article_id, removal.title) for removal in read_edits(built.data).removed.values()] == [
        (FERRY, "Ferry crews")
    ]
    restore_article(built.data, FERRY)
    restore_article(built.data, "gone")
    assert built.build().added == (FERRY,)


def test_its_copies_leave_and_come_back_with_it(built: Desk) -> None:
    built.write("copy.txt", STORIES["ferry.txt"])
    (article_id,) = {FERRY, "news/copy.txt"} - {line.split(":")[0] for line in built.build().duplicates}
    remove_article(built.data, article_id, "Ferry crews")
    assert built.build().articles == 5
    restore_article(built.data, article_id)
    assert built.build().articles == 6


def test_a_removed_upload_is_deleted(built: Desk) -> None:
    keep_upload(built.data, "late.txt", b"A late ferry left.")
    built.build()
    remove_article(built.data, "articles/late.txt", "A late ferry left")
    assert built.build().removed == ("articles/late.txt",)
    assert list(uploads_folder(built.data).iterdir()) == []
    assert read_edits(built.data).removed == {}
    assert built.build().generation == "g000003"


@pytest.mark.parametrize("built_between", [True, False])
def test_what_is_uploaded_again_is_wanted_again(built: Desk, built_between: bool) -> None:
    keep_upload(built.data, "late.txt", b"A late ferry left.")
    built.build()
    remove_article(built.data, "articles/late.txt", "A late ferry left")
    if built_between:
        built.build()
    keep_upload(built.data, "late.txt", b"A late ferry left port.")
    built.build()
    assert built.articles()["articles/late.txt"].text == "A late ferry left port."
    assert read_edits(built.data).removed == {}
    assert built.build().unchanged == 7


def test_of_a_file_with_several_articles_the_others_keep_their_ids(built: Desk, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        archive.writestr("a.txt", "A whale sang.")
        archive.writestr(
            "b.md", "---\ntitle: Sky\ndate: 2018-11-08\npublisher: The Courier\n---\nA comet passed Neptune."
        )
        archive.writestr("c.jsonl", '{"id": "c1", "text": "A storm came.", "url": "https://x.org/c", "author": "Ann"}')
    keep_upload(built.data, "many.zip", (tmp_path / "many.zip").read_bytes())
    keep_upload(built.data, "many.jsonl", b'{"id": "d1", "text": "A tulip opened."}')
    built.build()
    before = built.articles()
    remove_article(built.data, "articles/many.zip#a.txt", "A whale sang")
    report, embedded = built.build_embedding()
    assert (report.removed, embedded) == (("articles/many.zip#a.txt",), [])
    assert sorted(path.name for path in uploads_folder(built.data).iterdir()) == ["many-2.jsonl", "many.jsonl"]
    after = built.articles()
    assert before.keys() - after.keys() == {"articles/many.zip#a.txt"}
    for name in ("articles/many.zip#b.md", "c1"):
        old, new = before[name], after[name]
        assert (old.title, old.text, old.published, old.publisher) == (
            new.title,
            new.text,
            new.published,
            new.publisher,
        )
        assert (old.author, old.url, old.title_derived) == (new.author, new.url, new.title_derived)
        assert (old.origins, old.language) == (new.origins, new.language)
        with built.index().snapshot() as snapshot:
            assert snapshot.versions(name) == []
    assert built.build().generation == report.generation
    assert "whale" not in (uploads_folder(built.data) / "many-2.jsonl").read_text()


def test_a_line_of_an_uploaded_file_is_taken_out_of_it(built: Desk) -> None:
    lines = [{"id": f"w{n}", "text": f"Whale number {n} sang."} for n in range(3)]
    keep_upload(built.data, "whales.jsonl", "\n".join(map(json.dumps, lines)).encode())
    built.build()
    remove_article(built.data, "w1", "Whale number 1 sang")
    assert built.build().removed == ("w1",)
    kept = (uploads_folder(built.data) / "whales.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in kept] == ["w0", "w2"]


def test_a_removed_page_is_deleted_and_stays_removed(built: Desk) -> None:
    url = "https://x.org/a"
    save_page(built.data, url, Record("A comet passed Neptune.", "Sky"))
    assert built.build().added == (url,)
    remove_article(built.data, url, "Sky")
    assert built.build().removed == (url,)
    assert not page_path(built.data, url).exists()
    assert list(read_edits(built.data).removed) == [url]
