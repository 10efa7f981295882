"""The page of one answer, which shows it again as it was: how it was asked, and what has changed since."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from index.errors import BadInput, ClippingsError
from index.snapshot import Index
from index.types import Article
from qa.export.document import describe_circumstances, export_turn
from qa.history.conversations import StoredTurn
from qa.types import Answer
from ui.article import show_article
from ui.conversations import choose_conversation
from ui.desk import Desk, open_desk
from ui.exporting import show_downloads
from ui.found import look_up
from ui.notice import show_heading, show_list, show_notice, show_words
from ui.offers import describe_offers, rate
from ui.reading import lay_out, read_citations
from ui.sought import seek
from ui.turn import show_answer
from ui.wording import count, day, moment


def show_kept() -> None:
    """The page."""
    desk = open_desk()
    with st.container(key="kept"):
        try:
            turn = desk.conversations.turn(st.query_params.get("id", ""))
        except BadInput as error:
            show_heading("This answer cannot be shown")
            show_notice(str(error))
            return
        _show_turn(desk, turn)
    show_article(desk)


def _show_turn(desk: Desk, turn: StoredTurn) -> None:
    circumstances = [f"Asked {moment(turn.asked)}", *describe_circumstances(turn.answer)]
    show_words(" · ".join(circumstances))
    for title, what in find_changes(desk.index, turn.answer):
        show_notice(f"{title}: {what}", "caution")
    offers = describe_offers(turn, None)
    show_answer(desk.index, f"kept {turn.id}", 0, turn.question, turn.answer, False, offers, partial(rate, desk, turn))
    st.button("Open its conversation", key="to_conversation", on_click=_to_conversation, args=(turn,))
    show_words("Take this answer away", "label")
    show_downloads("export_answer", turn.question, partial(export_turn, turn))
    if turn.answer.evidence:
        _show_evidence(desk.index, turn.answer)


def _to_conversation(turn: StoredTurn) -> None:
    choose_conversation(turn.conversation)
    seek(turn)


def find_changes(index: Index, answer: Answer) -> list[tuple[str, str]]:
    """The articles quoted that are no longer as they were: their title, and what became of them."""
    changes: dict[str, tuple[str, str]] = {}
    articles = _look_up(index, [one.article_id for one in answer.citations])
    if articles is None:  # why the index cannot be read is said elsewhere
        return []
    for citation in answer.citations:
        reading = read_citations([citation], citation.number, 0)
        assert reading is not None
        notice = lay_out(articles.get(citation.article_id), reading.pointers).notice
        if notice:
            changes[citation.article_id] = (citation.title, notice)
    return list(changes.values())


def _show_evidence(index: Index, answer: Answer) -> None:
    """In full, since an article may be gone by now."""
    articles = look_up(index, answer.evidence)
    with st.expander(f"The evidence word for word: {count(len(answer.evidence), 'passage')}, best first"):
        rows = []
        for hit in answer.evidence:
            article = articles.get(hit.passage.article_id)
            about = f"{article.title}, {day(article.published)}." if article else f"{hit.passage.article_id}."
            rows.append((about, hit.passage.text))
        show_list(rows)


def _look_up(index: Index, article_ids: Sequence[str]) -> dict[str, Article] | None:
    """Those of the articles that are still there; None if the index cannot be read."""
    try:
        with index.snapshot() as snapshot:
            found = {article_id: snapshot.article(article_id) for article_id in dict.fromkeys(article_ids)}
    except ClippingsError:
        return None
    return {article_id: article for article_id, article in found.items() if article}
