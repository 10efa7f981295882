"""What the page says of the pages and feeds that are followed."""

from datetime import UTC, datetime

from index.web.refresh import Problem, SourceReport
from index.web.sources import Entry, Source
from ui.fetching import Outcome
from ui.following import describe_outcome, describe_source, failing_words, removal_question

ADDED = datetime(2026, 2, 1, tzinfo=UTC)
FEED = Source(
    "https://a.example/feed",
    ADDED,
    "feed",
    "A",
    last_success=ADDED,
    entries=(
        Entry("https://a.example/1", "https://a.example/1"),
        Entry("https://a.example/2", "https://a.example/2"),
        Entry("https://a.example/3", error="https://a.example/3 answered “404 Not Found”."),
    ),
)
PAGE = Source("https://a.example/1", ADDED, "page", entries=(Entry("https://a.example/1", "https://a.example/1"),))
FAILING = Source("https://b.example/", ADDED, last_error="It did not answer.", failing_since=ADDED, failures=2)


def test_failing_sources_are_counted() -> None:
    assert failing_words([FEED, PAGE]) is None
    assert failing_words([FAILING]) == "the source cannot be fetched"
    assert failing_words([FEED, FAILING, PAGE]) == "1 of 3 sources cannot be fetched"


def test_a_source_says_how_it_does_and_what_its_removal_takes_along() -> None:
    row = describe_source(FEED, [FEED, PAGE])
    assert row["title"] == "A"
    assert row["facts"][:2] == ["feed", "2 articles"]
    assert row["trouble"] is None
    assert row["details"] == ["Not read: https://a.example/3 answered “404 Not Found”."]
    assert row["ask"] == "Follow it no longer? The article that only it has brought leaves the collection."
    assert describe_source(PAGE, [FEED, PAGE])["ask"] == "Follow it no longer?"


def test_a_failing_source_says_since_when_and_why() -> None:
    row = describe_source(FAILING, [FAILING])
    assert row["trouble"].startswith("Failing since ")
    assert row["trouble"].endswith(": It did not answer.")
    assert row["title"] == "https://b.example/"


def test_many_articles_are_counted_in_the_question() -> None:
    assert removal_question(12) == (
        "Follow it no longer? The 12 articles that only it has brought leave the collection."
    )


def test_an_outcome_names_what_is_new_and_what_failed() -> None:
    fetched = SourceReport("u", "fetched", ("a", "b"), (Problem("c", "404"),), left=3)
    assert describe_outcome(Outcome(reports=(fetched,))) == (
        "2 articles are new or changed. 1 entry could not be read. 3 more wait for the next time."
    )
    unchanged, failed = SourceReport("u", "unchanged"), SourceReport("v", "failed", reason="404")
    assert describe_outcome(Outcome(reports=(unchanged, failed))) == "Nothing is new. 1 source could not be fetched."
