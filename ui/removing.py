"""Taking an article out of the collection, and letting it back in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import streamlit as st

from index.edits import Removal, read_edits, remove_article, restore_article
from index.types import Article
from ui.desk import Desk
from ui.entries import show_entries
from ui.guard import reports_trouble
from ui.notice import show_heading, show_words
from ui.wording import moment

OUT = "The index is updated at once; from then on no answer uses it or a copy of it."
UPLOADED = "It was added here, so its text is deleted from the data directory. To have it back, add it again."
FETCHED = "It was fetched from the web, so its text is deleted here. If you restore it, it is fetched again."
IN_A_FILE = "The file that it was read from is not touched. It stays out until you restore it on the Articles page."


def removal_words(data: Path, article: Article) -> list[str]:
    """What removing an article will do, in sentences."""
    if (data / article.source).is_file():
        return [OUT, UPLOADED]
    if (data / "web" / article.source).is_file():
        return [OUT, FETCHED]
    return [OUT, IN_A_FILE]


def remove(desk: Desk, article: Article) -> None:
    """Take it out of the collection with a build that starts now."""
    remove_article(desk.config.data, article.id, article.title)
    desk.rebuilding.start()


def show_removed(desk: Desk) -> None:
    """List what was removed, if anything was, each with a way back."""
    removed = together(one for one in read_edits(desk.config.data).removed.values() if not one.text_gone)
    if not removed:
        return
    with st.container(key="removed"):
        show_heading("Removed articles", 2)
        show_words("These stay out of the collection although a source may still hold them.")
        rows = [
            {
                "key": one.article_id,
                "title": one.title,
                "facts": [f"removed {moment(one.at)}", one.article_id],
                "action": "Restore",
            }
            for one in removed
        ]
        titles = {one.article_id: one.title for one in removed}
        show_entries("removed_articles", rows, _restorer(desk, titles))


def _restorer(desk: Desk, titles: dict[str, str]) -> Callable[[str], None]:
    @reports_trouble
    def restore(article_id: str) -> None:
        if article_id in titles:
            restore_article(desk.config.data, article_id)
            desk.rebuilding.start()
            desk.fetching.fetch_again(article_id)

    return restore


def together(removals: Iterable[Removal]) -> list[Removal]:
    """The removals, last first; of articles that were the same and went together, one."""
    by_moment: dict[datetime, Removal] = {}
    for one in removals:
        by_moment.setdefault(one.at, one)
    return [by_moment[at] for at in sorted(by_moment, reverse=True)]
