"""The Articles page: what is indexed, how to add to it, and how the build is doing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from index.articles import EXTENSIONS
from index.errors import ClippingsError
from index.types import ArticleSummary
from index.uploads import has_another, keep_upload
from ui.article import open_reading, show_article
from ui.build_panel import show_build, show_fallback
from ui.collection import Collection, look_at
from ui.desk import Desk, open_desk
from ui.following import show_following
from ui.keeping_panel import show_keeping
from ui.languages import language_name
from ui.notice import show_heading, show_notice, show_words
from ui.part import part, sent
from ui.reading import Pointer, Reading
from ui.removing import show_removed
from ui.wording import day, holdings, moment

KEY = "article_table"

_table = part("table")


def show_library() -> None:
    """The page."""
    desk = open_desk()
    with st.container(key="library"):
        show_heading("Articles")
        show_fallback(desk)
        held = look_at(desk.index)
        _show_holdings(held)
        with st.container(key="keeping"):
            _show_uploader(desk)
            refusal = desk.refusal() if held.info else None
            if refusal:
                show_notice(refusal, "trouble")
            show_build(desk, urgent=held.info is None or refusal is not None)
        with st.container(key="sources", gap="xsmall"):
            show_following(desk)
            show_keeping(desk)
        if held.summaries:
            _show_table(held.summaries)
        show_removed(desk)
    show_article(desk)


def _show_holdings(held: Collection) -> None:
    if held.trouble:
        show_notice(held.trouble, "trouble")
    elif held.info is None:
        show_words("There is no index yet. Build it to ask about the articles.", "lead")
    else:
        through = held.info.through
        reach = f"It reaches through {day(through)}." if through else "None of the articles has a date."
        show_words(f"{holdings(held.summaries)}.", "lead")
        show_words(f"The index was built {moment(held.info.created)}. {reach}")


def _show_uploader(desk: Desk) -> None:
    """Take files; as soon as they are there, keep them and bring the index up to date."""
    round_ = st.session_state.setdefault("upload_round", 0)
    files = st.file_uploader(
        "Add articles: drop files here, or choose them",
        type=list(EXTENSIONS),
        accept_multiple_files=True,
        key=f"upload_{round_}",
    )
    if files:
        st.session_state.refused, st.session_state.doubtful = [], {}
        for file in files:
            name, content = file.name, file.getvalue()
            if has_another(desk.config.data, name, content):
                st.session_state.doubtful[name] = content
            else:
                _keep(desk, name, content)
        st.session_state.upload_round = round_ + 1  # a fresh, empty uploader
        st.rerun()
    for place, name in enumerate(st.session_state.get("doubtful", {})):
        _ask_about(desk, place, name)
    if refused := st.session_state.get("refused"):
        for reason in refused:
            show_notice(reason, "caution")
        st.button("Dismiss", key="dismiss_refused", on_click=refused.clear)


def _keep(desk: Desk, name: str, content: bytes, *, beside: bool = False) -> None:
    try:
        keep_upload(desk.config.data, name, content, beside=beside)
    except ClippingsError as error:
        st.session_state.refused.append(str(error))
    else:
        desk.rebuilding.start()


def _ask_about(desk: Desk, place: int, name: str) -> None:
    """What to do with a file where another one has its name already."""

    def settle(*, keep: bool, beside: bool = False) -> None:
        content = st.session_state.doubtful.pop(name)
        if keep:
            _keep(desk, name, content, beside=beside)

    show_notice(f"{name}: a file of this name was added before, and says something else.", "caution")
    with st.container(horizontal=True, key=f"doubtful_{place}"):
        for label, choice in (
            ("Keep both", {"keep": True, "beside": True}),
            ("Replace the earlier one", {"keep": True}),
            ("Leave it out", {"keep": False}),
        ):
            st.button(label, key=f"{label}_{place}_{name}", on_click=settle, kwargs=choice)


def _show_table(summaries: Sequence[ArticleSummary]) -> None:
    titles = {summary.id: summary.title for summary in summaries}
    stories = Counter(summary.story for summary in summaries if summary.story)
    rows = [describe_row(summary, stories) for summary in summaries]
    _table(key=KEY, data={"rows": rows}, on_open_change=partial(_open, titles))


def describe_row(summary: ArticleSummary, stories: Mapping[str, int]) -> dict[str, object]:
    """A row of the table; ``stories`` says how many articles tell each story."""
    return {
        "id": summary.id,
        "title": summary.title,
        "derived": summary.title_derived,
        "publisher": summary.publisher,
        "date": summary.published.isoformat() if summary.published else "",
        "day": day(summary.published),
        "words": summary.words,
        "passages": summary.passages,
        "language": language_name(summary.language),
        "story": summary.story,
        "tellers": stories.get(summary.story, 0) if summary.story else 0,
        "source": place_words(summary),
        "added": summary.added.isoformat(),
        "addedDay": day(summary.added.astimezone().date()),
        "notes": summary.notes,
    }


def place_words(summary: ArticleSummary) -> str:
    """The file that an article is read from, or for one from the web its address."""
    if summary.url and summary.source.startswith("pages/"):
        return summary.url.partition("://")[2]
    return summary.source


def _open(titles: dict[str, str]) -> None:
    asked_for = sent(KEY, "open")
    if isinstance(asked_for, dict) and asked_for["id"] in titles:
        open_reading(Reading((Pointer(asked_for["id"], titles[asked_for["id"]]),)))
