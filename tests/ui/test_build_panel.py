from pathlib import Path

from index.types import Progress, Rejected, Report
from ui.build_panel import describe_progress, describe_rejected, describe_report, split_duplicate


def report(added: int = 0, changed: int = 0, unchanged: int = 0, rejected: int = 0) -> Report:
    return Report(
        "g",
        added + changed + unchanged,
        10,
        tuple(f"a{n}" for n in range(added)),
        tuple(f"c{n}" for n in range(changed)),
        (),
        unchanged,
        tuple(Rejected(f"r{n}", "it is empty") for n in range(rejected)),
        {"total": 1.0},
    )


def test_progress_says_how_far_and_how_long() -> None:
    assert describe_progress(Progress("embed", 120, 1640), 22.0, True) == (
        "Embedding passages: 120 of 1,640, about 20 seconds left in this step"
    )
    assert describe_progress(Progress("read", 12, None), None, True) == "Reading articles: 12 so far"
    assert describe_progress(None, None, True) == "Starting…"
    assert describe_progress(None, None, False) == "Warming up before the build starts…"


def test_a_report_names_only_what_happened() -> None:
    assert describe_report(report(added=1, unchanged=40)) == "1 article added, 40 unchanged"
    assert describe_report(report(changed=2, rejected=1)) == "2 articles changed, 1 rejected"
    assert describe_report(report()) == "nothing to do"


def test_a_duplicate_is_split_behind_its_id_whatever_the_id_holds() -> None:
    assert split_duplicate("https://a.example/x: y: the same address as news/b.txt") == (
        "https://a.example/x: y",
        "the same address as news/b.txt",
    )


def test_a_rejected_file_is_named_without_the_servers_folders_and_can_go_where_it_was_uploaded(tmp_path: Path) -> None:
    uploaded = tmp_path / "articles" / "empty.csv"
    uploaded.parent.mkdir()
    uploaded.write_text("?")
    row = describe_rejected(tmp_path, Rejected(str(uploaded), "it has no text"))
    assert (row["title"], row["details"], row["action"]) == ("empty.csv", ["it has no text"], "Remove")
    for elsewhere in ("/srv/secret/news/wire.jsonl:3", f"{uploaded}:3"):
        row = describe_rejected(tmp_path, Rejected(elsewhere, "it has no text"))
        assert "action" not in row
        assert str(tmp_path) not in row["title"]
        assert "/srv" not in row["title"]
