"""Filters in words for people: what was chosen, what was understood from the question, and what that left out."""

from datetime import date

from qa.types import Answer, DateWords, Filters


def filter_lines(answer: Answer) -> list[str]:
    """What should be said with an answer of the articles that could give it; empty where all could."""
    lines = []
    if chosen := chosen_words(answer.filters):
        lines.append(f"Asked only of articles {chosen}.")
    if answer.dates:
        lines.append(date_words(answer.dates))
    if answer.undated:
        left = "1 article whose date is" if answer.undated == 1 else f"{answer.undated:,} articles whose dates are"
        lines.append(f"Left out: {left} not known.")
    return lines


def chosen_words(filters: Filters) -> str:
    """``from The Daily or The Weekly, published since 1 July 2018, with the words “ferry”``; empty without filters."""
    parts = []
    if filters.publishers:
        parts.append("from " + " or ".join(filters.publishers))
    if filters.since or filters.until:
        parts.append("published " + days_words(filters.since, filters.until))
    if filters.topic:
        parts.append(f"with the words {quote_topic(filters.topic)}")
    if filters.articles:
        parts.append("named " + " or ".join(filters.articles))
    return ", ".join(parts)


def quote_topic(topic: str) -> str:
    """``“ferry talks”``; words in quotation marks, which stand side by side, have one pair, not two."""
    whole = topic.count('"') == 2 and topic.startswith('"') and topic.endswith('"')
    return f"“{topic[1:-1] if whole else topic}”"


def date_words(dates: DateWords) -> str:
    """What was made of the words of a question, in a sentence."""
    days = days_words(dates.since, dates.until)
    if dates.effect == "newest":
        return f"Because of “{dates.words}”, the newest articles come first."
    if dates.effect == "first":
        return f"Because of “{dates.words}”, articles published {days} come first."
    if dates.dropped:
        return f"Nothing published {days} (“{dates.words}”) answers this, so all articles were asked."
    return f"Because of “{dates.words}”, only articles published {days} were asked."


def days_words(since: date | None, until: date | None) -> str:
    """``on 1 July 2018``, ``from 1 to 31 July 2018``, ``since 1 July 2018`` or ``until 31 July 2018``."""
    if since is None or until is None:
        return f"since {_day(since)}" if since else f"until {_day(until)}" if until else "at any time"
    if since == until:
        return f"on {_day(since)}"
    shared = "%B %Y" if since.year != until.year else "%B" if since.month != until.month else ""
    return f"from {f'{since.day} {since.strftime(shared)}'.strip()} to {_day(until)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
