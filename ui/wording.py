"""How the pages say numbers, dates and spans of time."""

from collections.abc import Iterable
from datetime import date, datetime

from index.types import ArticleSummary

UNKNOWN_DATE = "date unknown"


def count(number: int, noun: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def day(published: date | None) -> str:
    """``8 November 2018`` or ``date unknown``."""
    return f"{published.day} {published:%B %Y}" if published else UNKNOWN_DATE


def age(published: date | None, today: date | None = None) -> str:
    """``3 days ago``, ``8 years old``; empty for a date that is unknown or still to come."""
    days = ((today or date.today()) - published).days if published else -1
    if published is None or days < 0:
        return ""
    if days < 2:
        return "yesterday" if days else "today"
    if days < 14:
        return f"{count(days, 'day')} ago"
    if days < 61:
        return f"{count(days // 7, 'week')} ago"
    if days < 730:
        return f"{count(int(days / 30.44), 'month')} ago"
    return f"{count(int(days / 365.25), 'year')} old"


def moment(when: datetime, now: datetime | None = None) -> str:
    """``today at 14:05`` or ``8 November 2018 at 14:05``, in the time zone of the machine."""
    local = when.astimezone()
    today = (now or datetime.now()).astimezone().date()
    return f"today at {local:%H:%M}" if local.date() == today else f"{day(local.date())} at {local:%H:%M}"


def origin_words(origin: str) -> str:
    """Where a field of an article comes from: ``from the front matter``, ``derived from the first sentence``."""
    if not origin or origin.startswith(("corrected ", "detected ")):
        return origin
    if origin == "first sentence":
        return "derived from the first sentence"
    return f"from {origin}" if origin.startswith(("the ", "a ", "an ")) else f"from the {origin}"


def span(seconds: float) -> str:
    """``about 40 seconds``, ``about 3 minutes``."""
    if seconds < 55:
        return f"about {count(max(5, round(seconds / 5) * 5), 'second')}"
    if seconds < 90 * 60:
        return f"about {count(max(1, round(seconds / 60)), 'minute')}"
    return f"about {count(round(seconds / 3600), 'hour')}"


def size(number: int) -> str:
    """``820 kB``, ``1.4 GB``."""
    for unit, bytes_ in (("GB", 1e9), ("MB", 1e6)):
        if number >= bytes_:
            return f"{number / bytes_:,.1f} {unit}"
    return f"{-(-number // 1000):,} kB"


def holdings(articles: Iterable[ArticleSummary]) -> str:
    """What the collection holds, in a sentence: articles, publishers, and the dates that are known."""
    listed = list(articles)
    publishers = sorted({article.publisher for article in listed if article.publisher})
    dates = sorted(article.published for article in listed if article.published)
    parts = [count(len(listed), "article")]
    if len(publishers) > 3:
        parts.append(f"from {count(len(publishers), 'publisher')}")
    elif publishers:
        parts.append("from " + " and ".join(filter(None, [", ".join(publishers[:-1]), publishers[-1]])))
    return " ".join(parts) + ", " + _dates(dates, len(listed))


def _dates(dates: list[date], articles: int) -> str:
    if not dates:
        return "dates unknown"
    spanned = day(dates[0]) if dates[0] == dates[-1] else f"{day(dates[0])} to {day(dates[-1])}"
    undated = articles - len(dates)
    return f"{spanned} ({count(undated, 'article')} without a date)" if undated else spanned
