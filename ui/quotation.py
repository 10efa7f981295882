"""The page that checks a quotation: paste words, see who said them, where first, and what differs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from index.errors import ClippingsError
from index.snapshot import Snapshot
from qa.checking import LONGEST, Checked, check_quotation
from qa.places import Place
from qa.quotation import speaker_words, verdict_words
from ui.article import open_reading, show_article
from ui.desk import Desk, open_desk
from ui.notice import show_heading, show_notice, show_words
from ui.part import part, sent
from ui.reading import Pointer, Reading
from ui.wording import count, day

KEY = "quotation_result"
PASTED = "quotation_words"

_result = part("quotation")

Data = dict[str, Any]


def show_quotation() -> None:
    """The page."""
    desk = open_desk()
    with st.container(key="quotation"):
        show_heading("Check a quotation")
        show_words("Paste words, and see who said them, in which article first, and what differs.", "lead")
        with st.form("quotation_form", border=False):
            # No max_chars: the field would take nothing at all of a longer text, without a word.
            pasted = st.text_area(f"The words to check, up to {LONGEST:,} characters", key=PASTED, height=120)
            st.form_submit_button("Check", type="primary")
        if pasted.strip():
            _show_result(desk, pasted)
    show_article(desk)


def _show_result(desk: Desk, pasted: str) -> None:
    """By words and by meaning; by words alone until the models are open."""
    answerer = desk.warmup.opened
    try:
        with (answerer.index if answerer else desk.index).snapshot() as snapshot:
            checked = check_quotation(snapshot, pasted, answerer.embedder if answerer else None)
            described = describe_checked(snapshot, checked)
    except ClippingsError as error:
        show_notice(str(error), "caution")
        return
    pointers = tuple(
        Pointer(place.article_id, place.title, place.start, place.end, place.words, place.article_digest)
        for place in checked.places
    )
    _result(key=KEY, data=described, on_open_change=partial(_open, pointers))


def describe_checked(snapshot: Snapshot, checked: Checked) -> Data:
    """The result as plain words; ``places`` are in the order of ``checked.places``."""
    return {
        "verdict": checked.verdict,
        "headline": verdict_words(checked),
        "summary": _summary(checked),
        "pieced": bool(checked.pieces),
        "searched": count(len(snapshot.summaries()), "article"),
        "places": [_describe_place(snapshot, place) for place in checked.places],
    }


def _summary(checked: Checked) -> str:
    """Who said it, and where it stands first."""
    if not checked.places or checked.verdict == "spliced":
        return ""
    first = checked.places[0]
    where = ", ".join(filter(None, (f"in “{first.title}”", first.publisher, day(first.published))))
    return f"{speaker_words(first)}, {where}"


def _describe_place(snapshot: Snapshot, place: Place) -> Data:
    article = snapshot.article(place.article_id)
    low, high = place.paragraph
    text = article.text if article else ""
    return {
        "who": speaker_words(place),
        "named": place.speaker is not None,
        "title": place.title,
        "publisher": place.publisher,
        "day": day(place.published),
        "before": text[low : place.start],
        "words": [{"change": mark.change, "text": mark.text} for mark in place.marks]
        or [{"change": "same", "text": place.words}],
        "after": text[place.end : high],
        "alike": f"{place.similarity:.0%} alike" if place.marks else "",
        "differs": f"differs in {' and '.join(place.differs)}" if place.differs else "",
        "also": _also_words(place),
    }


def _also_words(place: Place) -> str:
    """``also in 2 articles of the same story: AP, BBC``."""
    if not place.also:
        return ""
    names = ", ".join(carrier.publisher or carrier.title for carrier in place.also)
    return f"also in {count(len(place.also), 'article')} of the same story: {names}"


def _open(pointers: Sequence[Pointer]) -> None:
    asked_for = sent(KEY, "open")
    if isinstance(asked_for, dict) and 0 <= int(asked_for["place"]) < len(pointers):
        open_reading(Reading((pointers[int(asked_for["place"])],)))
