"""Corrections and removals: they hold through every build, and the sources are left alone."""

import json
import zipfile
from contextlib import closing
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
from index.errors import BadInput, BuildCancelled
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


def test_while_nothing_says_what_was_removed_a_reader_that_knows_goes_on_and_another_does_not_begin(
    built: Desk,
) -> None:
    remove_article(built.data, FERRY, "Ferry crews")
    with closing(built.index()) as knows, knows.snapshot():
        (built.data / "edits.json").write_text("{")
        with knows.snapshot() as snapshot:
            assert snapshot.search_words("ferry", 5) == []
            assert snapshot.search_words("tram", 5)
    with pytest.raises(BadInput, match=r"removed articles .* cannot be read"):
        built.ask("ferry crews")


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
    assert read_edits(built.data).removed["articles/late.txt"].text_gone  # which the generation before has
    assert built.build().generation == "g000003"
    built.write("comet.txt", "A comet passed Neptune.")
    built.build()
    assert read_edits(built.data).removed == {}


def test_a_removed_upload_does_not_come_back_with_an_older_generation(built: Desk) -> None:
    keep_upload(built.data, "late.txt", b"A late ferry left.")
    built.build()
    remove_article(built.data, "articles/late.txt", "A late ferry left")
    built.build()
    (built.data / "CURRENT").write_text("g000002\n")
    assert "articles/late.txt" not in built.articles()


def test_a_build_that_is_stopped_forgets_no_removal(built: Desk) -> None:
    keep_upload(built.data, "late.txt", b"A late ferry left.")
    built.build()
    remove_article(built.data, "articles/late.txt", "A late ferry left")
    seen: list[str] = []
    with pytest.raises(BuildCancelled):
        built.build(progress=lambda progress: seen.append(progress.stage), cancelled=lambda: "verify" in seen)
    assert "articles/late.txt" not in built.articles()


# Ids that move on


def _write_table(desk: Desk, *rows: str, name: str = "wire.csv") -> None:
    desk.write(name, "title,text,url\n" + "".join(f"{row}\n" for row in rows))


WHALE, STORM, TULIP = "Whale,A whale sang.,", "Storm,A storm came.,", "Tulip,A tulip opened.,"


def _titles(desk: Desk) -> list[str]:
    return sorted(one.title for one in desk.articles().values() if one.source.endswith(".csv"))


def test_a_removal_follows_its_article_and_spares_the_one_in_its_place(built: Desk) -> None:
    _write_table(built, WHALE, STORM)
    built.build()
    remove_article(built.data, "news/wire.csv#2", "Whale")
    assert _titles(built) == ["Storm"]
    _write_table(built, TULIP, WHALE, STORM)
    built.build()
    assert _titles(built) == ["Storm", "Tulip"]
    built.build()
    assert _titles(built) == ["Storm", "Tulip"]
    (built.data / "CURRENT").write_text("g000002\n")
    assert _titles(built) == ["Storm"]
    built.build()
    remove_article(built.data, "news/wire.csv#2", "Tulip")
    assert list(read_edits(built.data).removed) == ["news/wire.csv#2", "news/wire.csv#2~2"]
    assert _titles(built) == ["Storm"]
    (built.news / "wire.csv").rename(built.news / "moved.csv")
    built.build()
    assert _titles(built) == ["Storm"]
    restore_article(built.data, "news/wire.csv#2~2")
    built.build()
    assert _titles(built) == ["Storm", "Tulip"]


def test_a_removed_row_that_is_rewritten_in_its_place_stays_away(built: Desk) -> None:
    _write_table(built, WHALE, "Storm,A storm came.,https://x.org/storm")
    built.build()
    for article_id in ("news/wire.csv#2", "https://x.org/storm"):
        remove_article(built.data, article_id, "gone")
    _write_table(built, "Whale,A whale sang again.,", TULIP, "Gale,It blew over.,https://x.org/storm?utm_source=rss")
    built.build()
    assert _titles(built) == ["Tulip"]


def test_the_same_words_at_another_address_are_another_article(built: Desk) -> None:
    _write_table(built, "Storm,A storm came.,https://x.org/storm", "Storm,A storm came.,https://y.org/storm")
    built.build()
    remove_article(built.data, "https://x.org/storm", "Storm")
    built.build()
    assert [one.url for one in built.articles().values() if one.title == "Storm"] == ["https://y.org/storm"]


def test_a_correction_follows_its_article_and_spares_the_one_in_its_place(built: Desk) -> None:
    _write_table(built, WHALE, STORM)
    built.build()
    correct(built.data, "news/wire.csv#2", Correction(title="A song", publisher="The Courier"))
    built.build()
    correct(built.data, "news/wire.csv#2", Correction(published=date(2018, 11, 8)))
    _write_table(built, TULIP, WHALE, STORM)
    _write_table(built, "Whales,A whale sang.,", name="other.csv")
    built.build()
    assert _titles(built) == ["A song", "Storm", "Tulip", "Whales"]
    assert built.articles()["news/wire.csv#3"].published == date(2018, 11, 8)
    correct(built.data, "news/wire.csv#2", Correction(title="A flower"))
    built.build()
    assert _titles(built) == ["A flower", "A song", "Storm", "Whales"]
    undo_correction(built.data, "news/wire.csv#3")
    built.build()
    assert _titles(built) == ["A flower", "Storm", "Whale", "Whales"]


def test_a_list_of_an_earlier_version_holds_by_id_alone(built: Desk) -> None:
    _write_table(built, WHALE, STORM)
    built.build()
    removed = {"news/wire.csv#2": {"title": "Whale", "at": "2026-01-01T00:00:00+00:00"}}
    corrections = {"news/wire.csv#3": {"title": "Gale"}}
    (built.data / "edits.json").write_text(json.dumps({"corrections": corrections, "removed": removed}))
    assert _titles(built) == ["Storm"]
    built.build()
    assert _titles(built) == ["Gale"]


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
