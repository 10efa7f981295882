"""Which articles may answer in this conversation: a panel to choose them, and a chip for each choice."""

from collections import Counter
from datetime import date
from functools import partial

import streamlit as st

from index.errors import ClippingsError
from index.types import ArticleSummary
from qa.filters.scope import Scope, find_scope
from qa.types import Filters, Options
from ui.collection import look_at
from ui.desk import Desk
from ui.filter_chips import chosen_chips, without
from ui.notice import show_words
from ui.part import part, sent
from ui.wording import count, day

CHIPS = "filter_chips"
LISTED = 1_000  # articles to choose from, the newest: a list of more is no help
NONE_PASS = "No article passes these filters."

_FIELDS = ("publishers", "since", "until", "articles", "topic")  # in the order of Filters

_chips = part("filters")


def chosen_filters(desk: Desk, conversation: str | None) -> Filters:
    """Those of this conversation: what this tab chose, else what its last question was asked with."""
    kept = _kept()
    if all(_key(name, conversation) in st.session_state for name in _FIELDS):
        kept[conversation] = _read_fields(conversation)
    elif conversation not in kept:
        kept[conversation] = _last(desk, conversation) if conversation else Filters()
    return kept[conversation]


def begin_with_filters(desk: Desk, conversation: str) -> None:
    """Let a new conversation keep what was chosen before its first question."""
    kept = _kept()
    kept[conversation] = chosen_filters(desk, None)
    del kept[None]


def show_filters(desk: Desk, conversation: str | None) -> None:
    """Draw the row above the question box."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filters"):
        panel = st.popover("Filter", icon=":material/filter_list:")
        with panel, st.container(key="filter_fields", gap="small"):
            _show_panel(desk, conversation)
        filters = chosen_filters(desk, conversation)
        if filters != Filters():
            chips = chosen_chips(filters, _titles(desk, filters))
            _chips(
                key=CHIPS,
                data={"chips": chips, "warning": _warning(desk, filters)},
                on_remove_change=partial(_remove, conversation),
            )


def _show_panel(desk: Desk, conversation: str | None) -> None:
    filters = chosen_filters(desk, conversation)
    _fill_fields(conversation, filters, anew=False)
    summaries = look_at(desk.index).summaries
    listed = {one.id: one for one in summaries[:LISTED]}
    counts = Counter(one.publisher for one in summaries if one.publisher)
    titles = _titles(desk, filters)
    st.multiselect(
        "Publishers",
        [*sorted(counts, key=str.casefold), *(name for name in filters.publishers if name not in counts)],
        key=_key("publishers", conversation),
        format_func=lambda name: f"{name} ({counts[name]:,})",
        placeholder="Any publisher" if counts else "None is known",
    )
    with st.container(horizontal=True, gap="small"):
        for label, name in (("From", "since"), ("Until", "until")):
            st.date_input(
                label,
                key=_key(name, conversation),
                value=None,
                min_value=date(1600, 1, 1),
                max_value=date(2199, 12, 31),
                format="YYYY-MM-DD",
            )
    st.text_input(
        "Topic",
        key=_key("topic", conversation),
        placeholder="Words that the article has, all of them",
        max_chars=200,
    )
    _show_topics(desk, conversation)
    st.multiselect(
        "Articles",
        [*listed, *(one for one in filters.articles if one not in listed)],
        key=_key("articles", conversation),
        format_func=lambda one: _name(listed[one]) if one in listed else titles.get(one, one),
        placeholder="Any article",
    )
    show_words(_allowed_words(desk, chosen_filters(desk, conversation), len(summaries)), "quiet")


def _show_topics(desk: Desk, conversation: str | None) -> None:
    """What several articles are about, to choose instead of writing it."""
    hints = desk.hints()
    if hints and hints.topics:
        key = _key("common", conversation)
        st.pills(
            "Topics that several articles share",
            [topic.name for topic in hints.topics],
            key=key,
            on_change=_choose_topic,
            args=(conversation, key),
            label_visibility="collapsed",
        )


def _choose_topic(conversation: str | None, key: str) -> None:
    """Write the topic into its field; a name of several words as one, in quotation marks."""
    if name := st.session_state[key]:
        st.session_state[_key("topic", conversation)] = f'"{name}"' if " " in name else name
        st.session_state[key] = None


def _key(name: str, conversation: str | None) -> str:
    return f"filter-{name}-{conversation or 'new'}"


def _fill_fields(conversation: str | None, filters: Filters, *, anew: bool) -> None:
    """Let the fields show these filters: those that are not drawn yet, or ``anew`` all."""
    shown = (list(filters.publishers), filters.since, filters.until, list(filters.articles), filters.topic or "")
    for name, value in zip(_FIELDS, shown, strict=True):
        if anew or _key(name, conversation) not in st.session_state:
            st.session_state[_key(name, conversation)] = value


def _read_fields(conversation: str | None) -> Filters:
    publishers, since, until, articles, topic = (st.session_state[_key(name, conversation)] for name in _FIELDS)
    return Filters(tuple(publishers), since, until, tuple(articles), topic.strip() or None)


def _scope(desk: Desk, filters: Filters) -> Scope:
    with desk.index.snapshot() as snapshot:
        return find_scope(snapshot, "", Options(filters=filters, read_dates=False), date.today())


def _warning(desk: Desk, filters: Filters) -> str | None:
    """Why no question can be answered with these filters; None where one may be."""
    try:
        return NONE_PASS if _scope(desk, filters).within == frozenset() else None
    except ClippingsError as error:
        return str(error)


def _allowed_words(desk: Desk, filters: Filters, held: int) -> str:
    try:
        scope = _scope(desk, filters)
    except ClippingsError as error:
        return str(error)
    if scope.within is None:
        return f"All {count(held, 'article')} may answer."
    left = f" {count(scope.undated, 'article')} without a date left out." if scope.undated else ""
    return f"{len(scope.within):,} of {count(held, 'article')} may answer.{left}"


def _name(article: ArticleSummary) -> str:
    return ", ".join(filter(None, (article.title, article.publisher, day(article.published))))


def _titles(desk: Desk, filters: Filters) -> dict[str, str]:
    if not filters.articles:
        return {}
    return {one.id: one.title for one in look_at(desk.index).summaries if one.id in filters.articles}


def _remove(conversation: str | None) -> None:
    chosen = sent(CHIPS, "remove")
    if isinstance(chosen, dict):
        kept = _kept()
        kept[conversation] = without(kept.get(conversation, Filters()), str(chosen["key"]))
        _fill_fields(conversation, kept[conversation], anew=True)


def _kept() -> dict[str | None, Filters]:
    kept: dict[str | None, Filters] = st.session_state.setdefault("filters_chosen", {})
    return kept


def _last(desk: Desk, conversation: str) -> Filters:
    answered, asked = desk.asking.view(conversation)
    if asked:
        return asked[-1].options.filters
    return answered[-1].answer.filters if answered else Filters()
