"""The setting that keeps the index up to date, and how that goes."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from ui.desk import Desk
from ui.guard import reports_trouble
from ui.keeping import CHOICES, OFF
from ui.notice import Tone, show_notice, show_words
from ui.wording import moment

if TYPE_CHECKING:
    from index.watch import WatchStatus

POLL = 5.0


def show_keeping(desk: Desk) -> None:
    """Draw it."""
    minutes = desk.keeping.minutes
    with st.expander(f"Keeping up: {every_words(minutes)}", key="keeping_up"):
        st.fragment(_show, run_every=POLL)(desk, minutes)


def _show(desk: Desk, minutes_before: int) -> None:
    minutes = desk.keeping.minutes
    choices = CHOICES if minutes in CHOICES else (*CHOICES, minutes)
    st.radio(  # no list that unfolds: it would close whenever the page moves
        "Look for changes in the folders, pages and feeds, and update the index",
        choices,
        index=choices.index(minutes),
        format_func=every_words,
        horizontal=True,
        key="keep_every",
        on_change=_set,
        args=(desk,),
    )
    status = read_watch_status(desk.config.data)
    for text, tone in describe_keeping(minutes, status, desk.keeping.elsewhere, desk.keeping.trouble):
        if tone == "plain":
            show_words(text)
        else:
            show_notice(text, tone)
    if minutes != minutes_before:
        st.rerun()


@reports_trouble
def _set(desk: Desk) -> None:
    desk.keeping.set(st.session_state.keep_every)


def read_watch_status(data: Path) -> "WatchStatus | None":
    """How the last watch of the data directory goes or went."""
    if not (data / "watch.json").is_file():
        return None  # without the web's libraries, which take a moment to import
    from index.watch import read_watch

    return read_watch(data)


def every_words(minutes: int) -> str:
    """``every 15 minutes``, ``every hour``, ``off``."""
    if minutes == OFF:
        return "off"
    return {60: "every hour", 1440: "every day"}.get(
        minutes, f"every {minutes // 60} hours" if minutes % 60 == 0 else f"every {minutes} minutes"
    )


def describe_keeping(
    minutes: int, status: "WatchStatus | None", elsewhere: bool, trouble: str | None
) -> list[tuple[str, Tone]]:
    """What to say of the watching, each with its tone."""
    said: list[tuple[str, Tone]] = []
    running = status is not None and status.running
    if elsewhere or (minutes == OFF and running):
        every = f" {every_words(round(status.every_s / 60))}" if status and status.every_s >= 60 else ""
        said.append((f"“python -m index watch” keeps this index up to date already{every}.", "plain"))
    elif minutes == OFF:
        said.append(("The index changes only when you add something or rebuild it.", "plain"))
    else:
        said.append((f"Looks for changes {every_words(minutes)} while the app runs.", "plain"))
    if status and status.last_success:
        said.append((f"It last succeeded {moment(status.last_success)}.", "plain"))
    for what in filter(None, (status.trouble if status and (minutes or running) else None, trouble)):
        said.append((f"The last try failed: {what}", "caution"))
    return said
