"""What the article panel says of earlier versions."""

from dataclasses import replace
from datetime import UTC, date, datetime

from index.edits import CORRECTED
from index.types import Article, Origins, Version
from ui.earlier import describe_changes, describe_versions

FIRST = Version(
    "Ferry to stop",
    "It stops on 3 March. It ran since 1987.",
    date(2026, 2, 1),
    "Post",
    datetime(2026, 2, 1, 10, tzinfo=UTC),
    datetime(2026, 2, 2, 11, tzinfo=UTC),
)
SECOND = replace(
    FIRST,
    text="It stops on 4 April. It ran since 1987.",
    seen_from=datetime(2026, 2, 2, 11, tzinfo=UTC),
    seen_until=datetime(2026, 2, 3, 12, tzinfo=UTC),
)
NOW = Article(
    "a", "Ferry stays", False, SECOND.text + " It is old.", FIRST.published, "Herald", None, None, "a.md", "digest"
)
VERSIONS = (SECOND, FIRST)


def test_each_version_is_compared_with_the_one_after_it() -> None:
    newest = describe_changes(VERSIONS, NOW, 0)
    assert newest is not None
    assert newest["pieces"] == [
        {"kind": "same", "text": "It stops on 4 April. It ran since 1987. "},
        {"kind": "added", "text": "It is old."},
    ]
    assert newest["summary"] == "1 sentence added. Compared with the version that is shown and answers now."
    assert newest["fields"] == [
        {"label": "Title", "before": "Ferry to stop", "after": "Ferry stays"},
        {"label": "Publisher", "before": "Post", "after": "Herald"},
    ]
    oldest = describe_changes(VERSIONS, NOW, 1)
    assert oldest is not None
    assert oldest["summary"] == "1 sentence added and 1 sentence removed. Compared with the next earlier version."
    assert oldest["fields"] == []


def test_a_correction_is_no_change_of_the_version() -> None:
    corrected = replace(NOW, origins=Origins(title=CORRECTED))
    changes = describe_changes(VERSIONS, corrected, 0)
    assert changes is not None
    assert [field["label"] for field in changes["fields"]] == ["Publisher"]  # type: ignore[attr-defined]


def test_versions_that_say_the_same_are_said_to() -> None:
    changes = describe_changes((replace(SECOND, text=NOW.text),), NOW, 0)
    assert changes is not None
    assert str(changes["summary"]).startswith("The words are the same.")


def test_a_version_that_is_no_longer_there_has_no_changes() -> None:
    assert describe_changes((), NOW, 0) is None


def test_versions_are_named_by_when_they_were_seen() -> None:
    local = FIRST.seen_from.astimezone()
    hours = replace(FIRST, seen_from=local.replace(hour=9, minute=5), seen_until=local.replace(hour=10, minute=0))
    days = replace(hours, seen_until=hours.seen_until.replace(day=local.day + 1))
    month = f"{local.day} February 2026", f"{local.day + 1} February 2026"
    assert describe_versions((days, hours)) == [
        f"{month[0]} at 09:05 to {month[1]} at 10:00",
        f"{month[0]} at 09:05 to 10:00",
    ]
