"""Whose conversations a session sees: its user's alone, where people log in."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from qa.history.conversations import LOCAL, Conversations
from qa.types import Answer, Options
from tests.turns import add_turn
from ui.desk import open_desk
from ui.user import NotLoggedIn, current_user

ROOT = Path(__file__).parents[2]

Claims = dict[str, Any]
ANN: Claims = {"is_logged_in": True, "iss": "https://id.example", "sub": "1", "name": "Ann <b>", "email": "a@x.example"}
BOB: Claims = {"is_logged_in": True, "iss": "https://id.example", "sub": "2", "name": "Bob", "email": "b@x.example"}
NOBODY: Claims = {"is_logged_in": False}


@pytest.fixture
def log_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Claims], None]:
    """Lets these be the claims of whoever comes next."""
    return lambda claims: monkeypatch.setattr("streamlit.user_info._get_user_info", lambda: dict(claims))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CLIPPINGS_DATA", str(tmp_path))
    open_desk.clear()
    yield tmp_path
    open_desk.clear()


def open_app(page: str = "app.py", **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / page), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def everything(app: AppTest) -> str:
    return words(app) + "".join(element.proto.json for element in app.get("bidi_component"))


def test_without_a_log_in_there_is_one_user(log_in) -> None:
    log_in({})
    assert current_user() == LOCAL


def test_a_user_is_known_by_issuer_and_subject_whatever_else_changes(log_in) -> None:
    keys = []
    for claims in (ANN, BOB, {**ANN, "email": "new@x.example"}, {**ANN, "iss": "https://other.example"}):
        log_in(claims)
        keys.append(current_user())
    assert keys[0] == keys[2]
    assert len(set(keys)) == 3
    assert LOCAL not in keys
    assert not any("a@x.example" in key for key in keys)


def test_a_provider_without_subjects_is_known_by_the_address(log_in) -> None:
    log_in({"is_logged_in": True, "email": "a@x.example"})
    first = current_user()
    log_in({"is_logged_in": True, "email": "b@x.example"})
    assert current_user() != first


@pytest.mark.parametrize("claims", [NOBODY, {"is_logged_in": True, "name": "Ann"}])
def test_nobody_in_particular_gets_nothing(log_in, claims: Claims) -> None:
    log_in(claims)
    with pytest.raises(NotLoggedIn):
        current_user()


AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "x",
    "client_id": "x",
    "client_secret": "x",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
    "client_kwargs": {"prompt": "login"},
    "news_desk": {"client_id": "y", "client_secret": "y", "server_metadata_url": "https://desk.example/"},
}


def test_those_who_have_yet_to_log_in_see_nothing_but_that(data: Path, log_in, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "authlib", None)  # as where the extra is not installed
    log_in(NOBODY)
    Conversations(data / "conversations.db").create("Of the local user")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.secrets["auth"] = AUTH
    app.run()
    assert not app.exception
    assert [button.label for button in app.button] == ["Log in", "Log in with news\\_desk"]
    assert not app.get("bidi_component") and not app.sidebar
    app.button[0].click().run()
    assert not app.exception
    assert "clp-trouble" in words(app) and "uthlib" in words(app)


def test_two_users_never_see_each_others(data: Path, log_in) -> None:
    log_in(ANN)
    anns = Conversations(data / "conversations.db", current_user())
    conversation = anns.create("Secret of Ann")
    answer = Answer("What is hidden?", "What is hidden?", "no_evidence", None, (), (), (), "g")
    turn = add_turn(anns, conversation.id, answer.question, answer)
    anns.set_settings(Options(k=23))
    local = Conversations(data / "conversations.db").create("Of the local user")

    app = open_app(c=conversation.id)
    assert "Secret of Ann" in everything(app) and "What is hidden?" in everything(app)
    assert "Ann &lt;b&gt;" in words(app)
    assert "Of the local user" not in everything(app)

    log_in(BOB)
    for app in (open_app(c=conversation.id), open_app(c=local.id)):
        assert not app.exception
        assert "no longer exists" in words(app)
        for hidden in ("Secret of Ann", "What is hidden?", "Of the local user"):
            assert hidden not in everything(app)
    for page, shown in ((draw_kept, "does not exist"), (draw_settings, "Settings")):
        app = AppTest.from_function(page, default_timeout=60)
        app.query_params["id"] = turn.id
        app.run()
        assert not app.exception
        assert shown in words(app)
        assert "What is hidden?" not in everything(app)
        assert 23 not in [slider.value for slider in app.slider]


def draw_kept() -> None:
    from ui.kept import show_kept

    show_kept()


def draw_settings() -> None:
    from ui.settings import show_settings

    show_settings()
