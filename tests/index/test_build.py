"""Builds end to end, files to real Chroma: what each one changes, and what it embeds."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build, fingerprint_of
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder
from index.errors import IndexMismatch
from index.snapshot import Index
from index.types import STAGES, Progress, Rejected
from tests.fakes import BagOfWords
from tests.index.desk import STORIES, Desk


def test_a_first_build_publishes_everything(desk: Desk) -> None:
    report, embedded = desk.build_embedding()
    assert report.generation == "g000001"
    assert (report.articles, report.passages, report.unchanged) == (6, 6, 0)
    assert report.added == tuple(f"news/{name}" for name in sorted(STORIES))
    assert (report.changed, report.removed, report.rejected) == ((), (), ())
    assert list(report.seconds) == [*STAGES, "total"]
    assert sorted(embedded) == sorted(STORIES.values())
    assert desk.ask("Which ferry crews walked out?") == ("news/ferry.txt", "news/ferry.txt")
    assert desk.ask("Lisbon tram network") == ("news/tram.txt", "news/tram.txt")


def test_nothing_new_is_nothing_done(built: Desk) -> None:
    before = sorted(built.data.rglob("*"))
    report, embedded = built.build_embedding()
    assert (report.generation, report.articles, report.unchanged) == ("g000001", 6, 6)
    assert (report.added, report.changed, report.removed, embedded) == ((), (), (), [])
    assert set(before) | {built.data / "build.json", built.data / "build.lock"} == set(built.data.rglob("*"))


def test_only_new_texts_are_embedded(built: Desk) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    report, embedded = built.build_embedding()
    assert (report.generation, report.added, report.unchanged) == ("g000002", ("news/comet.txt",), 6)
    assert embedded == ["A comet passed Neptune."]
    assert built.ask("comet Neptune") == ("news/comet.txt", "news/comet.txt")
    assert built.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")


def test_of_a_changed_article_only_the_changed_passages_are_embedded(desk: Desk) -> None:
    config = replace(desk.config, passage_tokens=5)
    desk.write("ferry.txt", "Ferry crews walked out today. They want more money now.")
    build(config, desk.embedder)
    desk.embedder.embedded.clear()
    desk.write("ferry.txt", "Ferry crews walked out today. They got more money now.")
    report = build(config, desk.embedder)
    assert (report.changed, report.unchanged) == (("news/ferry.txt",), 5)
    assert desk.embedder.embedded == ["They got more money now."]


def test_the_old_words_of_a_changed_article_are_not_found(built: Desk) -> None:
    built.write("ferry.txt", "All boats sail again.")
    assert built.build().changed == ("news/ferry.txt",)
    assert built.ask("boats sail") == ("news/ferry.txt", "news/ferry.txt")
    with built.index().snapshot() as snapshot:
        assert snapshot.search_words("crews", 5) == []
        assert len(snapshot.search_vectors(built.embedder.embed(["crews"])[0], 50)) == 6


def test_a_change_of_metadata_embeds_nothing(desk: Desk) -> None:
    desk.write("a.jsonl", '{"id": "a", "text": "A comet passed Neptune."}')
    desk.build()
    desk.write("a.jsonl", '{"id": "a", "text": "A comet passed Neptune.", "title": "Sky", "date": "2018-11-08"}')
    report, embedded = desk.build_embedding()
    assert (report.changed, embedded) == (("a",), [])
    assert (desk.articles()["a"].title, desk.articles()["a"].title_derived) == ("Sky", False)
    assert desk.ask("comet Neptune") == ("a", "a")


def test_articles_that_left_the_source_leave_the_index(built: Desk) -> None:
    (built.news / "ferry.txt").unlink()
    report, embedded = built.build_embedding()
    assert (report.removed, report.unchanged, report.articles, embedded) == (("news/ferry.txt",), 5, 5, [])
    with built.index().snapshot() as snapshot:
        assert snapshot.article("news/ferry.txt") is None
        assert snapshot.search_words("ferry crews", 5) == []
        nearest = snapshot.search_vectors(built.embedder.embed(["ferry crews"])[0], 50)
        assert "news/ferry.txt:0" not in dict(nearest)


def test_a_renamed_file_is_another_article_with_the_same_vector(built: Desk) -> None:
    (built.news / "ferry.txt").rename(built.news / "strike.txt")
    report, embedded = built.build_embedding()
    assert (report.added, report.removed, embedded) == (("news/strike.txt",), ("news/ferry.txt",), [])
    assert built.ask("ferry crews") == ("news/strike.txt", "news/strike.txt")


def test_the_same_words_of_two_publishers_are_embedded_once_and_found_twice(built: Desk) -> None:
    built.write("wire.md", f"---\npublisher: The Courier\n---\n{STORIES['ferry.txt']}")
    report, embedded = built.build_embedding()
    assert (report.added, report.duplicates, report.passages, embedded) == (("news/wire.md",), (), 7, [])
    with built.index().snapshot() as snapshot:
        assert {found for found, _ in snapshot.search_words("ferry", 5)} == {"news/ferry.txt:0", "news/wire.md:0"}


def test_all_articles_may_leave(built: Desk) -> None:
    for path in built.news.iterdir():
        path.unlink()
    report = build(replace(built.config, allow_empty=True), built.embedder)
    assert (report.articles, report.passages, len(report.removed)) == (0, 0, 6)
    with built.index().snapshot() as snapshot:
        assert snapshot.summaries() == []
        assert snapshot.search_words("ferry", 5) == []
        assert snapshot.search_vectors(built.embedder.embed(["ferry"])[0], 5) == []
    built.write("comet.txt", "A comet passed Neptune.")
    assert built.build().articles == 1
    assert built.ask("comet") == ("news/comet.txt", "news/comet.txt")


def test_rejected_files_are_reported_and_the_rest_gets_in(desk: Desk) -> None:
    desk.write("empty.txt", "")
    desk.write("bad.jsonl", '{"text": "A comet passed Neptune."}\n{oops\n')
    report = desk.build()
    assert report.articles == 7
    assert report.rejected == (
        Rejected(f"{desk.news}/bad.jsonl:2", "the line is not valid JSON. Write one whole object a line."),
        Rejected(f"{desk.news}/empty.txt", "the article has no text."),
    )


def test_offsets_are_exact_in_what_is_published(desk: Desk) -> None:
    desk.write(
        "long.txt", "\r\n\r\n".join(f"Zoë’s  café no. {n} 👍 & # 39;opened& # 39;. It is late." for n in range(80))
    )
    desk.build()
    with desk.index().snapshot() as snapshot:
        passages = snapshot.passages_of("news/long.txt")
        article = snapshot.article("news/long.txt")
    assert article
    assert len(passages) > 1
    assert all(article.text[passage.start : passage.end] == passage.text for passage in passages)


def test_the_sources_are_remembered(built: Desk, tmp_path: Path) -> None:
    built.write("comet.txt", "A comet passed Neptune.")
    assert built.build_as_before().added == ("news/comet.txt",)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "whale.txt").write_text("A whale sang.")
    report = built.build(built.news, tmp_path / "more")
    assert (report.added, report.unchanged) == (("more/whale.txt",), 7)
    assert built.build_as_before().unchanged == 8
    assert built.build(tmp_path / "more").articles == 1
    assert built.build_as_before().unchanged == 1


def test_another_source_with_the_same_articles_is_remembered_too(built: Desk, tmp_path: Path) -> None:
    built.news.rename(tmp_path / "moved")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "moved").rename(tmp_path / "elsewhere" / "news")
    report = built.build(tmp_path / "elsewhere" / "news")
    assert (report.generation, report.unchanged) == ("g000002", 6)
    assert built.build_as_before().unchanged == 6


def test_without_any_source_the_seeds_are_read(tmp_path: Path) -> None:
    report = Desk(tmp_path, tmp_path / "data").build_as_before()
    assert report.added == ("seeds/000_4ad98fe7e9fa8e4c.txt", "seeds/001_a97a5cfee3efb56a.txt")


@pytest.mark.parametrize("change", ["model", "passage size"])
def test_another_model_or_size_makes_every_passage_anew(built: Desk, change: str) -> None:
    embedder = BagOfWords("other" if change == "model" else "words")
    config = replace(built.config, passage_tokens=3 if change == "passage size" else built.config.passage_tokens)
    stale = Index(built.data, fingerprint_of(config, embedder))
    with pytest.raises(IndexMismatch, match=r"Rebuild it: python -m index$"), stale.snapshot():
        raise AssertionError("vectors of two models were mixed")
    report = build(config, embedder)
    assert (report.added, report.unchanged) == ((), 6)
    assert len(embedder.embedded) == report.passages
    with stale.snapshot() as snapshot:
        assert (snapshot.info.name, snapshot.info.articles) == ("g000002", 6)


def test_progress_goes_through_every_stage_to_its_end(desk: Desk) -> None:
    shown: list[Progress] = []
    desk.build(progress=shown.append)
    assert list(dict.fromkeys(progress.stage for progress in shown)) == list(STAGES)
    last = {progress.stage: progress for progress in shown}
    assert [(last[stage].done, last[stage].total) for stage in ("split", "embed", "write")] == [(6, 6)] * 3
    assert last["read"] == Progress("read", 6, None)
    done = [progress.done for progress in shown if progress.stage == "embed"]
    assert done == sorted(done)


def test_more_passages_than_one_batch_of_anything(desk: Desk) -> None:
    desk.write("many.jsonl", "\n".join(json.dumps({"text": f"a{n} b{n} c{n} d{n} e{n} w{n}."}) for n in range(2_100)))
    report, embedded = desk.build_embedding()
    assert (report.articles, report.passages, len(embedded)) == (2_106, 2_106, 2_106)
    assert desk.ask("w1234")[0] == "news/many.jsonl#1235"
    desk.write("comet.txt", "A comet passed Neptune.")
    assert desk.build().articles == 2_107
    assert desk.ask("comet Neptune") == ("news/comet.txt", "news/comet.txt")


def test_the_seeds_with_the_packaged_model(tmp_path: Path, model: SentenceTransformerEmbedder) -> None:
    config = IndexConfig(tmp_path / "data")
    assert build(config, model).articles == 2
    with Index(config.data, fingerprint_of(config, model)).snapshot() as snapshot:
        question = model.embed(["Why was the trip of the Secretary of State called off?"])[0]
        best = snapshot.search_vectors(question, 3)
        texts = " ".join(passage.text for passage in snapshot.passages([name for name, _ in best]).values())
    assert "Pompeo" in texts
    assert [cosine for _, cosine in best] == sorted((cosine for _, cosine in best), reverse=True)
    assert model.count_tokens([texts])[0] <= 3 * config.passage_tokens
