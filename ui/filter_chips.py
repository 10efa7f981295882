"""The chips that say which articles may answer: those above the question box, and those of a question asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from qa.filters.words import date_words, days_words, quote_topic
from qa.types import Answer, Filters

Chip = dict[str, Any]

DATES = "dates"  # the key of the chip for what was understood from a question's own words


def chosen_chips(filters: Filters, titles: Mapping[str, str]) -> list[Chip]:
    """One for each filter, in the order of the panel; ``key`` is what ``without`` takes."""
    chips = [_chip(f"publisher:{name}", name, f"publisher {name}") for name in filters.publishers]
    if filters.since or filters.until:
        days = days_words(filters.since, filters.until)
        chips.append(_chip("days", f"Published {days}", f"published {days}"))
    if filters.topic:
        chips.append(_chip("topic", f"With {quote_topic(filters.topic)}", f"with the words {filters.topic}"))
    for one in filters.articles:
        title = titles.get(one, one)
        chips.append(_chip(f"article:{one}", title, f"article {title}"))
    return chips


def without(filters: Filters, key: str) -> Filters:
    """The filters less the one of this chip."""
    if key == "days":
        return replace(filters, since=None, until=None)
    if key == "topic":
        return replace(filters, topic=None)
    return replace(
        filters,
        publishers=tuple(name for name in filters.publishers if f"publisher:{name}" != key),
        articles=tuple(one for one in filters.articles if f"article:{one}" != key),
    )


def answer_chips(answer: Answer) -> list[Chip]:
    """What an answer was limited to: the filters chosen, and with a way to remove it what its words were taken for."""
    filters = replace(answer.filters, articles=())
    chips = [chip | {"remove": None} for chip in chosen_chips(filters, {})]
    if named := len(answer.filters.articles):
        chips.append(_chip("articles", "1 chosen article" if named == 1 else f"{named} chosen articles", None))
    dates = answer.dates
    if dates and not dates.dropped:
        label = f"“{dates.words}”: {_taken_for(answer)}"
        chips.append(_chip(DATES, label, f"{label}; ask again without it"))
    return chips


def answer_note(answer: Answer) -> str | None:
    """What the chips cannot say: that dates gave way, how many articles have none, that others come closer."""
    notes = [date_words(answer.dates)] if answer.dates and answer.dates.dropped else []
    if answer.undated:
        left = (
            "1 article without a date was"
            if answer.undated == 1
            else f"{answer.undated:,} articles without a date were"
        )
        notes.append(f"{left} left out.")
    if answer.outcome == "no_evidence" and _is_closer_outside(answer):
        notes.append("What the filters left out comes closer: see below how this was found.")
    return " ".join(notes) or None


def _is_closer_outside(answer: Answer) -> bool:
    best = max((hit.score for hit in answer.evidence), default=1.0)  # without any, nothing is shown of how it was found
    return any(one.why == "filter" and one.hit.score > best for one in answer.left_out)


def _taken_for(answer: Answer) -> str:
    assert answer.dates
    if answer.dates.effect == "newest":
        return "newest first"
    days = days_words(answer.dates.since, answer.dates.until)
    return f"published {days}" + (", first" if answer.dates.effect == "first" else "")


def _chip(key: str, label: str, remove: str | None) -> Chip:
    return {"key": key, "label": label, "remove": f"Remove filter: {remove}" if remove else None}
