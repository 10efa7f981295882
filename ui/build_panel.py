"""How the index is being built, or was: progress that outlives a reload, since it is read from the status file."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from index.status import BuildStatus, read_status
from index.types import Progress, Rejected, Report
from index.uploads import remove_upload, uploads_folder
from ui.desk import Desk
from ui.entries import Data, show_entries
from ui.guard import reports_trouble
from ui.notice import show_list, show_notice, show_words
from ui.wording import count, moment, span

POLL_RUNNING = 0.5
POLL_IDLE = 4.0  # a build started on the command line shows as well
NAMED_AT_MOST = 50

_STAGES = {
    "read": "Reading articles",
    "split": "Splitting them into passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "verify": "Verifying the index",
}


def show_fallback(desk: Desk) -> None:
    """Say that an older generation answers, if one does since the newest is damaged, and offer to build it anew."""
    if fallback := desk.fallback():
        show_notice(fallback, "trouble")
        if not desk.rebuilding.running:
            st.button("Rebuild index", key="rebuild_damaged", type="primary", on_click=desk.rebuilding.start)


def follow_build(desk: Desk) -> None:
    """On pages that show no more of it, say that this process builds; draw the page anew when that has ended."""
    if desk.rebuilding.running:
        st.fragment(_follow, run_every=POLL_RUNNING)(desk)


def _follow(desk: Desk) -> None:
    if desk.rebuilding.running:
        show_words("Bringing the index up to date…")
    else:
        st.rerun()


def show_build(desk: Desk, urgent: bool) -> None:
    """Draw the state of the build and keep it up to date; ``urgent``: questions cannot be answered without a build."""
    status = read_status(desk.config.data)
    running = _is_running(desk, status)
    poll = POLL_RUNNING if running else POLL_IDLE
    st.fragment(_show, run_every=poll)(desk, urgent, running, _built(status))


def _is_running(desk: Desk, status: BuildStatus) -> bool:
    return desk.rebuilding.running or status.state == "running"


def _built(status: BuildStatus) -> str | None:
    return status.report.generation if status.report else None


def _show(desk: Desk, urgent: bool, ran_before: bool, generation_before: str | None) -> None:
    status = read_status(desk.config.data)
    running = _is_running(desk, status)
    if running:
        _show_progress(desk, status)
    else:
        label = "Build the index" if urgent else "Rebuild index"
        st.button(label, key="rebuild", on_click=desk.rebuilding.start, type="primary" if urgent else "secondary")
        _show_outcome(desk, status)
    built = _built(status)
    if running != ran_before or (built and built != generation_before):  # short builds come and go between two looks
        st.rerun()


def _show_progress(desk: Desk, status: BuildStatus) -> None:
    with st.container(key="progress"):
        progress = status.progress if status.state == "running" else None
        if desk.rebuilding.waiting:
            show_words("Another build is under way; this one follows it.")
        show_words(describe_progress(progress, status.eta_s, desk.warmup.state == "ready"), "quiet")
        st.progress(progress.done / progress.total if progress and progress.total else 0.0)
        if desk.rebuilding.stopping:
            show_words("Stopping… What is done is kept for the next build.")
        elif desk.rebuilding.running:
            st.button("Cancel", key="cancel", on_click=desk.rebuilding.cancel)
        elif desk.keeping.minutes and not desk.keeping.elsewhere:
            show_words("This build keeps the index up to date.")
        else:
            show_words("This build was started outside the app.")


def describe_progress(progress: Progress | None, eta_s: float | None, warm: bool) -> str:
    """``Embedding passages: 120 of 640, about 20 seconds left``."""
    if progress is None:
        return "Starting…" if warm else "Warming up before the build starts…"
    words = _STAGES.get(progress.stage, progress.stage)
    if progress.total:
        words += f": {progress.done:,} of {progress.total:,}"
    elif progress.done:
        words += f": {progress.done:,} so far"
    return words + (f", {span(eta_s)} left in this step" if eta_s and eta_s > 1 else "")


def _show_outcome(desk: Desk, status: BuildStatus) -> None:
    if desk.rebuilding.error and desk.rebuilding.error != status.error:
        show_notice(desk.rebuilding.error, "trouble")
    if status.state == "failed" and status.error:
        show_notice(status.error, "plain" if desk.rebuilding.stopped else "caution")
    if status.report:
        when = f" {moment(status.finished)}" if status.finished else ""
        show_words(f"Last build{when}: {describe_report(status.report)}.")
        with st.container(gap="xsmall"):
            _show_names(desk, status.report)


def describe_report(report: Report) -> str:
    """``2 articles added, 1 changed, 40 unchanged, 1 rejected``."""
    parts = [
        (len(report.added), "added"),
        (len(report.changed), "changed"),
        (len(report.removed), "removed"),
        (report.unchanged, "unchanged"),
        (len(report.rejected), "rejected"),
    ]
    said = [f"{number:,} {what}" for number, what in parts if number]
    if not said:
        return "nothing to do"
    head, _, tail = said[0].partition(" ")
    return ", ".join([f"{head} {'article' if head == '1' else 'articles'} {tail}", *said[1:]])


def _show_names(desk: Desk, report: Report) -> None:
    if report.rejected:
        with st.expander(f"Rejected: {len(report.rejected):,}", expanded=True):
            rows = [describe_rejected(desk.config.data, one) for one in report.rejected[:NAMED_AT_MOST]]
            show_entries("rejected", rows, _remover(desk))
            _show_rest(len(report.rejected))
    changes = [("added", report.added), ("changed", report.changed), ("removed", report.removed)]
    if report.duplicates:
        with st.expander(f"The same article again: {len(report.duplicates):,}"):
            show_list([split_duplicate(one) for one in report.duplicates[:NAMED_AT_MOST]])
            _show_rest(len(report.duplicates))
    named = [(name, what) for what, names in changes for name in names]
    if named:
        with st.expander(f"What changed: {count(len(named), 'article')}"):
            show_list(named[:NAMED_AT_MOST])
            _show_rest(len(named))


def describe_rejected(data: Path, rejected: Rejected) -> Data:
    """Its row: the file's name without the server's folders, and a way out where it was uploaded."""
    path = Path(rejected.path)
    uploaded = path.parent == uploads_folder(data)
    row: Data = {
        "key": path.name,
        "title": path.name if uploaded else str(Path(path.parent.name, path.name)),
        "facts": [],
        "details": [rejected.reason],
    }
    if uploaded and path.is_file():
        row |= {"action": "Remove", "ask": "Remove this file? It was added here.", "confirm": "Remove"}
    return row


def _remover(desk: Desk) -> Callable[[str], None]:
    @reports_trouble
    def remove(name: str) -> None:
        remove_upload(desk.config.data, name)
        desk.rebuilding.start()

    return remove


def split_duplicate(duplicate: str) -> tuple[str, str]:
    """The id of an article that is another one once more, and which it is and why."""
    name, _, why = duplicate.rpartition(": the same ")
    return name, f"the same {why}"


def _show_rest(number: int) -> None:
    if number > NAMED_AT_MOST:
        show_words(f"and {number - NAMED_AT_MOST:,} more")
