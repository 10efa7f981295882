"""Whose session this is: the one who logged in where Streamlit's log-in is set up, else the one local user."""

from collections.abc import Mapping
from hashlib import sha256

import streamlit as st

from index.errors import ClippingsError
from qa.history.conversations import LOCAL
from ui.escape import escape_label
from ui.guard import reports_trouble
from ui.notice import show_heading, show_notice, show_words


class NotLoggedIn(ClippingsError):
    """Nobody is logged in although log-in is set up."""


def current_user() -> str:
    """The key of this session's user; LOCAL where no log-in is set up. Raises NotLoggedIn."""
    if not is_login_set_up():
        return LOCAL
    if not st.user.is_logged_in:
        raise NotLoggedIn("Log in to see your conversations.")
    # Only the issuer and the subject together never pass to another person; not every provider tells them.
    named = (st.user.get("iss"), st.user.get("sub")) if st.user.get("sub") else ("", st.user.get("email"))
    if not named[1]:
        raise NotLoggedIn("Your log-in provider does not say who you are: it has to give “sub” or “email”.")
    return sha256(repr(tuple(map(str, named))).encode()).hexdigest()[:32]


def is_login_set_up() -> bool:
    """Whether the app's secrets hold an ``[auth]`` section."""
    return "is_logged_in" in st.user


def is_somebody() -> bool:
    """Whether the pages may be shown to this session's user."""
    return not is_login_set_up() or bool(st.user.is_logged_in)


def show_login() -> None:
    """What is drawn for those who have yet to log in, instead of the pages."""
    with st.container(key="chat"):
        show_heading("Clippings")
        if trouble := st.session_state.pop("trouble", None):
            show_notice(trouble, "trouble")
        show_words("Log in to ask about the articles and to see your conversations.", "lead")
        for provider in _providers():
            name = f"Log in with {provider}" if provider else "Log in"
            st.button(escape_label(name), key=f"login_{provider}", type="primary", on_click=_log_in, args=(provider,))


def show_logout() -> None:
    """Who is logged in, and a way out; nothing where no log-in is set up."""
    if is_login_set_up():
        show_words(f"Logged in as {st.user.get('name') or st.user.get('email') or 'you'}")
        st.button("Log out", key="logout", on_click=st.logout)


@reports_trouble
def _log_in(provider: str | None) -> None:
    try:
        st.login(provider)
    except Exception as error:  # Streamlit's own words name the package or the setting that is missing
        raise NotLoggedIn(str(error)) from error


def _providers() -> list[str | None]:
    """The providers that the secrets name; None is the one without a name."""
    auth = st.secrets["auth"]
    named = [str(name) for name in auth if isinstance(auth[name], Mapping) and name != "client_kwargs"]
    return [*([None] if "client_id" in auth else []), *named]
