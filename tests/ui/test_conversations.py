"""The list in the sidebar: grouped, searched, and each row's actions."""

from datetime import UTC, date, datetime, timedelta

from qa.history.conversations import Conversation, Found
from ui.conversations import describe_found, group_by_day

NOON = datetime(2026, 11, 22, 12).astimezone().astimezone(UTC)
TODAY = date(2026, 11, 22)


def used(name: str, days_ago: int, pinned: bool = False) -> Conversation:
    when = NOON - timedelta(days=days_ago)
    return Conversation(name, name.title(), when, when, pinned)


def test_conversations_are_grouped_by_the_day_of_their_last_use() -> None:
    listed = [used("p", 40, True), used("a", 0), used("b", 0), used("c", 1), used("d", 2), used("e", 400)]
    groups = group_by_day(listed, TODAY)
    assert [(group["name"], [one["id"] for one in group["conversations"]]) for group in groups] == [
        ("Pinned", ["p"]),
        ("Today", ["a", "b"]),
        ("Yesterday", ["c"]),
        ("Earlier", ["d", "e"]),
    ]
    assert groups[0]["conversations"][0]["pinned"] is True


def test_a_clock_that_was_ahead_makes_no_group_of_its_own() -> None:
    assert [group["name"] for group in group_by_day([used("a", -1)], TODAY)] == ["Today"]
    assert group_by_day([], TODAY) == []


def test_what_was_found_is_marked() -> None:
    row = describe_found(Found(used("a", 0), (("A", True),), "t", (("<b>", False), ("met", True))))
    assert (row["id"], row["turn"], row["marked"]) == ("a", "t", [("A", True)])
    assert row["excerpt"] == [("<b>", False), ("met", True)]
