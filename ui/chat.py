"""The chat page: the conversation, the questions under way, and the box for the next one."""

from dataclasses import replace
from functools import partial

import streamlit as st

from qa.history.conversations import StoredTurn
from qa.types import Filters
from ui.article import current_reading, show_article
from ui.asking import Asked
from ui.build_panel import follow_build, show_fallback
from ui.conversations import choose_conversation, current_conversation
from ui.desk import Desk, open_desk
from ui.evidence import show_evidence
from ui.filters import begin_with_filters, chosen_filters, show_filters
from ui.guard import reports_trouble
from ui.model_choice import chosen_model, keep_choice, show_model_choice
from ui.notice import show_notice
from ui.offers import describe_offers, question_again, rate
from ui.part import part
from ui.reading import Reading
from ui.sought import is_seeking, sought_in, stop_seeking
from ui.turn import show_answer, show_asked
from ui.welcome import show_welcome

POLL_SECONDS = 0.15
POLL_COLD_SECONDS = 0.5  # nothing can come before the models are open, and each look costs the warm-up time
RELATED_SECONDS = 2.0
INPUT = "question"

_keys = part("keys")


def show_chat() -> None:
    """The page."""
    desk = open_desk()
    conversation = current_conversation()
    with st.container(key="chat"):
        # A place of their own, empty or not: a notice that came among the turns would have them all mounted anew.
        with st.container(key="troubles"):
            _show_troubles(desk)
        if conversation is None:
            show_welcome(desk, partial(ask, None))
        else:
            _show_turns(desk, conversation)
    show_article(desk)
    waiting = desk.warmup.state == "warming"
    placeholder = "Warming up… you can already ask" if waiting else "Ask about the articles"
    with st.bottom:  # in st.bottom by name, the page does not follow its own end while an answer grows
        with st.container(key="asking", horizontal=True, horizontal_alignment="distribute", gap="small"):
            show_filters(desk, conversation)
            show_model_choice(desk, conversation)
        st.chat_input(placeholder, key=INPUT, on_submit=_submit)
        _keys(key="keys")


@reports_trouble
def ask(conversation: str | None, question: str, undated: Filters | None = None) -> None:
    """Put a question, in a new conversation if there is none yet, with the model and the filters chosen.

    ``undated``: with these filters, and whatever dates the question's words may name.
    """
    question = question.strip()
    if not question:
        return
    desk = open_desk()
    settings = desk.conversations.settings()
    options = replace(
        settings,
        model=chosen_model(conversation, settings.model),
        filters=chosen_filters(desk, conversation) if undated is None else undated,
        read_dates=undated is None,
    )
    if conversation is None:
        conversation = desk.conversations.create(question).id
        begin_with_filters(desk, conversation)
        choose_conversation(conversation)
        keep_choice(conversation)
    stop_seeking()
    desk.asking.ask(conversation, question, options)


def _submit() -> None:
    ask(current_conversation(), st.session_state[INPUT] or "")


def _show_troubles(desk: Desk) -> None:
    if st.session_state.get("stale"):
        show_notice("The conversation in that address no longer exists. This is a new one.")
    if desk.conversations.notice:
        show_notice(desk.conversations.notice, "caution")
    if refusal := desk.refusal():
        show_notice(refusal, "trouble")
    show_fallback(desk)
    follow_build(desk)
    if desk.warmup.state == "failed":
        show_notice(desk.warmup.error or "", "trouble")
        st.button("Try again", key="warm_again", on_click=desk.warmup.start)


def _show_turns(desk: Desk, conversation: str) -> None:
    """Each turn is a fragment, whether it is finished or not: a click that comes while an answer is being completed
    would be lost if its fragment were gone by then."""
    answered, asked = desk.asking.view(conversation)
    turns: list[StoredTurn | Asked] = sorted([*answered, *asked], key=lambda turn: turn.asked)
    last = len(turns) - 1
    for position, turn in enumerate(turns):
        relates = position == last and _wants_related(desk, turn)
        st.fragment(_show_turn, run_every=RELATED_SECONDS if relates else _poll_seconds(desk, turn))(
            desk, conversation, position, turn, position == last, is_done(turn), relates, current_reading()
        )


def _poll_seconds(desk: Desk, turn: StoredTurn | Asked) -> float | None:
    if is_done(turn):
        return None
    return POLL_SECONDS if desk.warmup.state == "ready" else POLL_COLD_SECONDS


def is_done(turn: StoredTurn | Asked) -> bool:
    """Whether nothing more will come of this turn."""
    return isinstance(turn, StoredTurn) or turn.stage in ("done", "failed")


def _show_turn(
    desk: Desk,
    conversation: str,
    position: int,
    turn: StoredTurn | Asked,
    last: bool,
    was_done: bool,
    relates: bool,
    reading_before: Reading | None,
) -> None:
    """Draw one turn as far as it has come; then the whole page if something happened that shows elsewhere in it."""
    desk.warmup.ease()
    done = is_done(turn)
    if isinstance(turn, StoredTurn) or (turn.answer and turn.stage != "failed"):
        assert turn.answer is not None
        offers = describe_offers(turn, question_again(turn, last)) if isinstance(turn, StoredTurn) else None
        act = partial(_act, conversation, turn)
        related = _related(desk, turn) if last else []
        newest = last and not is_seeking()
        sought = sought_in(turn.id)
        show_answer(
            desk.index, conversation, position, turn.question, turn.answer, newest, offers, act, related, sought
        )
        show_evidence(desk, conversation, position, turn.answer, last)
    else:
        show_asked(conversation, position, turn, _status(desk, turn), last, partial(_act, conversation, turn))
    related_came = relates and not _wants_related(desk, turn)
    if (
        done != was_done
        or related_came
        or current_reading() is not reading_before
        or st.session_state.pop("redraw", False)
    ):
        st.rerun()


def _wants_related(desk: Desk, turn: StoredTurn | Asked) -> bool:
    """Whether the related questions of this turn are still to be looked for."""
    return (
        isinstance(turn, StoredTurn)
        and turn.answer.outcome == "answered"
        and desk.warmup.state == "ready"
        and desk.relating.known(turn.id) is None
    )


def _related(desk: Desk, turn: StoredTurn | Asked) -> list[str]:
    """What is known to be related to the newest turn; what is not known yet is looked for."""
    if not isinstance(turn, StoredTurn):
        return []
    if _wants_related(desk, turn):
        desk.relating.want(turn.id, turn.answer)
    return desk.relating.known(turn.id) or []


@reports_trouble
def _act(conversation: str, turn: StoredTurn | Asked, chosen: dict[str, object]) -> None:
    """Do what was chosen at a turn."""
    desk = open_desk()
    match chosen:
        case {"do": "ask", "question": str(question)}:
            ask(conversation, question)
        case {"do": "undate"} if isinstance(turn, StoredTurn):
            ask(conversation, turn.question, turn.answer.filters)
        case {"do": "stop"}:
            desk.asking.stop(conversation)
        case {"do": "remove"} if isinstance(turn, Asked):
            desk.asking.remove(conversation, turn)
        case {"do": "rate"} if isinstance(turn, StoredTurn):
            rate(desk, turn, chosen)
        case _:
            return
    st.session_state.redraw = True  # what changed shows in other turns too


def _status(desk: Desk, asked: Asked) -> str | None:
    match asked.stage:
        case "reading" | "writing" if asked.stopping:
            return "Stopping…"
        case "waiting":
            return "Waiting for the answer before it…"
        case "reading" if desk.warmup.state != "ready":
            return "Warming up… your question is next."
        case "reading" if asked.awaited:
            return f"Waiting for {asked.awaited}…"
        case "reading":
            return "Reading the articles…"
        case "writing":
            return "Writing…"
        case _:
            return None
