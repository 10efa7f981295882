"""The web in the Articles page: add a page or feed, see how those that are followed do, follow one no longer."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from index.errors import ClippingsError
from ui.desk import Desk
from ui.entries import Data, show_entries
from ui.fetching import Outcome
from ui.guard import reports_trouble
from ui.notice import show_notice, show_words
from ui.wording import count, moment

if TYPE_CHECKING:
    from index.web.sources import Source

POLL_BUSY = 0.5
NAMED_AT_MOST = 5
_KINDS = {"feed": "feed", "page": "page", "unknown": "not fetched yet"}


def followed(data: Path) -> "tuple[Source, ...]":
    """The pages and feeds that are followed. Raises BadInput if their list cannot be read."""
    if not (data / "web" / "sources.json").is_file():
        return ()  # without the web's libraries, which take a moment to import
    from index.web.sources import read_sources

    return read_sources(data)


def failing_words(sources: "Sequence[Source]") -> str | None:
    """``2 of 5 sources cannot be fetched``, or None."""
    failing = sum(1 for source in sources if source.failing_since)
    if not failing:
        return None
    return (
        f"{failing:,} of {len(sources):,} sources cannot be fetched"
        if len(sources) > 1
        else "the source cannot be fetched"
    )


def failing_now(desk: Desk) -> str | None:
    """As failing_words, for the page that is about to be drawn. Raises BadInput if the list cannot be read."""
    # What has been fetched is noted before the list is read: what ends while the page is drawn draws it once more.
    st.session_state.web_seen = _seen(desk)
    return failing_words(followed(desk.config.data))


def show_following(desk: Desk) -> None:
    """Draw it; while something is being fetched it follows how far that is."""
    try:
        sources = followed(desk.config.data)
    except ClippingsError:  # said inside
        sources = ()
    failing = failing_words(sources)
    label = ": " + (failing or count(len(sources), "source")) if sources else ""
    with st.expander(f"From the web{label}", key="from_the_web", expanded=failing is not None):
        busy, outcome = st.session_state.get("web_seen", _seen(desk))
        st.fragment(_show, run_every=POLL_BUSY if busy else None)(desk, busy, outcome)


def _seen(desk: Desk) -> tuple[bool, Outcome | None]:
    return desk.fetching.doing is not None, desk.fetching.outcome


def _show(desk: Desk, was_busy: bool, outcome_before: Outcome | None) -> None:
    _show_form(desk)
    doing = desk.fetching.doing
    if doing:
        show_words(f"{doing}…")
    elif desk.fetching.outcome:
        _show_outcome(desk.fetching.outcome)
    try:
        sources = followed(desk.config.data)
    except ClippingsError as error:
        show_notice(str(error), "trouble")
        sources = ()
    if sources:
        show_entries("web_sources", [describe_source(one, sources) for one in sources], _remover(desk))
        st.button("Check now", key="check_web", on_click=desk.fetching.check, disabled=doing is not None)
    if (doing is not None) != was_busy or desk.fetching.outcome is not outcome_before:
        st.rerun()


def _show_form(desk: Desk) -> None:
    outcome = desk.fetching.outcome
    if outcome and outcome.added and not outcome.refused and outcome.added == st.session_state.get("web_asked"):
        st.session_state.web_address, st.session_state.web_asked = "", None
    with st.form("web_form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Address of a page, or of an RSS or Atom feed", key="web_address", placeholder="https://")
        st.form_submit_button("Add", key="web_add", on_click=_add, args=(desk,))


def _add(desk: Desk) -> None:
    url = st.session_state.web_address.strip()
    if url:
        st.session_state.web_asked = url
        desk.fetching.add(url)


def _show_outcome(outcome: Outcome) -> None:
    if outcome.trouble:
        show_notice(outcome.trouble, "caution")
    else:
        show_words(describe_outcome(outcome))


def describe_outcome(outcome: Outcome) -> str:
    """``Fetched: 3 articles are new or have changed. 1 could not be read.``"""
    saved = sum(len(report.saved) for report in outcome.reports)
    problems = sum(len(report.problems) for report in outcome.reports)
    failed = sum(report.outcome == "failed" for report in outcome.reports)
    left = sum(report.left for report in outcome.reports)
    said = [
        f"{count(saved, 'article')} {'is' if saved == 1 else 'are'} new or changed." if saved else "Nothing is new."
    ]
    if problems:
        said.append(f"{count(problems, 'entry') if problems == 1 else f'{problems:,} entries'} could not be read.")
    if left:
        said.append(f"{left:,} more wait for the next time.")
    if failed:
        said.append(f"{count(failed, 'source')} could not be fetched.")
    return " ".join(said)


def describe_source(source: "Source", sources: "Sequence[Source]") -> Data:
    """The row of a source among the others."""
    articles = {entry.article for entry in source.entries if entry.article}
    elsewhere = {entry.article for other in sources if other.url != source.url for entry in other.entries}
    unread = [entry for entry in source.entries if entry.error]
    details = [f"Not read: {entry.error}" for entry in unread[:NAMED_AT_MOST]]
    if len(unread) > NAMED_AT_MOST:
        details.append(f"and {len(unread) - NAMED_AT_MOST:,} more that could not be read")
    last = f"last fetched {moment(source.last_success)}" if source.last_success else ""
    return {
        "key": source.url,
        "title": source.title or source.url,
        "facts": [_KINDS[source.kind], count(len(articles), "article"), last, source.url if source.title else ""],
        "trouble": f"Failing since {moment(source.failing_since)}: {source.last_error}"
        if source.failing_since
        else None,
        "details": details,
        "action": "Remove",
        "ask": removal_question(len(articles - elsewhere)),
        "confirm": "Remove",
    }


def removal_question(articles: int) -> str:
    """What is asked before a source is followed no longer; ``articles`` are those that only it has brought."""
    if not articles:
        return "Follow it no longer?"
    those = (
        "The article that only it has brought leaves"
        if articles == 1
        else (f"The {articles:,} articles that only it has brought leave")
    )
    return f"Follow it no longer? {those} the collection."


def _remover(desk: Desk) -> Callable[[str], None]:
    @reports_trouble
    def remove(url: str) -> None:
        from index.web.sources import remove_source

        remove_source(desk.config.data, url)
        desk.rebuilding.start()

    return remove
