"""Two people log in through a real OpenID provider: neither sees what the other asked, in any way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.history.conversations import Conversations
from tests.browser.identity import CLIENT, provide

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

QUESTION = "What did Bruce Klingner say about the negotiations?"
OTHER = "What did Joseph Dunford say?"

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "only for this test"
client_id = "{client}"
client_secret = "told to nobody"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture
def app(indexed: Path, serve, free_port: int, tmp_path: Path) -> Iterator[str]:
    data = tmp_path / "data"
    shutil.copytree(indexed, data)
    told = tmp_path / "secrets.toml"
    with provide() as provider:
        told.write_text(SECRETS.format(port=free_port, client=CLIENT, provider=provider), encoding="utf-8")
        with serve(data, port=free_port, STREAMLIT_SECRETS_FILES=str(told)) as running:
            yield running


def log_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text(f"Logged in as {name}")).to_be_visible()


def test_two_people_never_see_each_others_conversations(app, open_page, steps) -> None:
    ann, bob = open_page(app.url), open_page(app.url)
    expect(ann.get_by_text("Log in to ask about the articles")).to_be_visible()
    expect(ann.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    log_in(ann, "Ann Archer")
    log_in(bob, "Bob Baker")
    steps.ask(ann, QUESTION)
    steps.ask(bob, OTHER)
    for page, own in ((ann, QUESTION), (bob, OTHER)):
        page.reload()
        expect(page.locator(".row .title")).to_have_text([own])
        expect(page.locator(".question")).to_have_text([own])

    conversation = ann.url
    everyones = Conversations(app.data / "conversations.db", owner=None)
    anns = next(one for one in everyones.list() if one.title == QUESTION)
    bob.goto(conversation)
    expect(bob.get_by_text("The conversation in that address no longer exists.")).to_be_visible()
    bob.goto(f"{app.url}/answer?id={everyones.turns(anns.id)[0].id}")
    expect(bob.get_by_text("does not exist")).to_be_visible()
    bob.goto(app.url)
    bob.get_by_label("Search conversations").fill("Klingner")
    expect(bob.get_by_text("No conversations found")).to_be_visible()

    ann.get_by_role("button", name="Log out").click()
    expect(ann.get_by_role("button", name="Log in")).to_be_visible()
    ann.goto(conversation)
    expect(ann.get_by_text("Log in to ask about the articles")).to_be_visible()
    log_in(ann, "Ann Archer")
    expect(ann.locator(".row .title")).to_have_text([QUESTION])
