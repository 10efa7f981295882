"""Keeps the app alive when something fails: people read plain words, the log gets the details."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec

import streamlit as st

from index.errors import ClippingsError
from ui.notice import show_notice

log = logging.getLogger(__name__)

WENT_WRONG = "Something went wrong. The details are in the log. What you have done so far is kept."

P = ParamSpec("P")


@contextmanager
def plain_words() -> Iterator[None]:
    """Show what fails inside as a notice in the page instead of a traceback."""
    try:
        yield
    except ClippingsError as error:
        show_notice(str(error), "trouble")
    except Exception:
        log.exception("A page could not be drawn")
        show_notice(WENT_WRONG, "trouble")


def reports_trouble(act: Callable[P, None]) -> Callable[P, None]:
    """For callbacks, which cannot draw: what fails is shown at the top of the page that follows."""

    @wraps(act)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            act(*args, **kwargs)
        except ClippingsError as error:
            st.session_state.trouble = str(error)
        except Exception:
            log.exception("%s failed", act.__name__)
            st.session_state.trouble = WENT_WRONG

    return guarded


def show_trouble() -> None:
    """Say once what a callback could not do, in a place of its own, so that nothing below is mounted anew by it."""
    trouble: str | None = st.session_state.pop("trouble", None)
    with st.container(key="trouble"):
        if trouble:
            show_notice(trouble, "trouble")
