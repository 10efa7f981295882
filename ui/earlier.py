"""What an article was before, and how it became what it is: pure values for the article panel."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.edits import CORRECTED
from index.sentences import split_sentences
from index.types import Article, Version
from index.versions import Change, differences
from ui.wording import count, day, moment


@dataclass(frozen=True, slots=True)
class Earlier:
    """The panel shows how version ``number`` (0 is the newest of the earlier ones) became the one after it."""

    number: int


def describe_versions(versions: Sequence[Version]) -> list[str]:
    """When each was seen, newest first."""
    return [f"{moment(one.seen_from)} to {_end(one)}" for one in versions]


def _end(version: Version) -> str:
    begin, end = version.seen_from.astimezone(), version.seen_until.astimezone()
    return f"{end:%H:%M}" if begin.date() == end.date() else moment(end)


def describe_changes(versions: Sequence[Version], article: Article, number: int) -> dict[str, object] | None:
    """What the next version changed in version ``number``; None if there is no such version any more."""
    if not 0 <= number < len(versions):
        return None
    before, after = versions[number], versions[number - 1] if number else article
    changes = differences(before.text, after.text)
    next_one = "the version that is shown and answers now" if number == 0 else "the next earlier version"
    return {
        "heading": f"What changed {moment(before.seen_until)}",
        "summary": f"{_summary(changes)} Compared with {next_one}.",
        "fields": _fields(before, after),
        "pieces": [{"kind": change.kind, "text": change.text} for change in changes],
    }


def _summary(changes: Sequence[Change]) -> str:
    added, removed = (
        sum(max(1, len(list(split_sentences(change.text)))) for change in changes if change.kind == kind)
        for kind in ("added", "removed")
    )
    said = [
        f"{count(number, 'sentence')} {what}" for number, what in ((added, "added"), (removed, "removed")) if number
    ]
    return f"{' and '.join(said)}." if said else "The words are the same."


def _fields(before: Version, after: Version | Article) -> list[dict[str, str]]:
    pairs = [
        ("title", "Title", before.title, after.title),
        ("published", "Date", day(before.published), day(after.published)),
        ("publisher", "Publisher", before.publisher or "unknown", after.publisher or "unknown"),
    ]
    # What was corrected here did not come with the new version.
    corrected = [name for name, *_ in pairs if getattr(getattr(after, "origins", None), name, "") == CORRECTED]
    return [
        {"label": label, "before": old, "after": new}
        for name, label, old, new in pairs
        if old != new and name not in corrected
    ]
