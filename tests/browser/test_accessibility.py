"""axe looks at every page, in light and dark: nothing serious in what we draw; what Streamlit brings is listed."""

from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from qa.types import Statement
from tests.browser.answers import ACCOUNTS, PRICE, SAILORS, keep, quote

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

# Serious or worse, in what Streamlit draws: the rule, and what its selector holds. Nothing at the moment.
BROUGHT_BY_STREAMLIT: tuple[tuple[str, str], ...] = ()


def look(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations", "passes"]}).response
    return found


def violations(found: dict[str, Any]) -> list[str]:
    """What is serious or critical and not known to be Streamlit's."""
    listed = [
        (rule["id"], str(node["target"]))
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]
    known = BROUGHT_BY_STREAMLIT
    return [f"{rule} {at}" for rule, at in listed if not any(rule == one and part in at for one, part in known)]


@pytest.fixture
def conversation(newsroom) -> str:
    data = newsroom.data
    answer = quote(data, "What of the bridge?", PRICE, SAILORS, ACCOUNTS)
    first, second, third = answer.statements
    doubtful = Statement("It cost fifty.", (), "unsupported", missing=("the number fifty",))
    statements = (first, replace(second, verdict="supported", found=(2,)), third, doubtful)
    return keep(data, replace(answer, statements=statements, model="ollama:small", notice="A note."))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_in_what_we_draw(newsroom, open_page, conversation, scheme, steps) -> None:
    page = open_page(newsroom.url)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.reload()
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    assert violations(look(page)) == []

    page.goto(f"{newsroom.url}/?c={conversation}")
    expect(page.locator(".chip")).to_have_count(3)
    found = look(page)
    assert violations(found) == []
    looked_at = str([node["target"] for rule in found["passes"] for node in rule["nodes"]])
    assert ".question" in looked_at  # so axe does look into our parts

    page.locator(".chip").first.click()
    expect(page.locator("mark")).to_be_visible()
    expect(page.locator(".also")).to_have_count(1)
    assert violations(look(page)) == []
    page.get_by_role("button", name="Correct title").click()
    expect(page.get_by_role("button", name="Save")).to_be_visible()
    assert violations(look(page)) == []
    page.get_by_role("button", name="Close the article").click()
    expect(page.locator(".panel")).to_have_count(0)

    page.get_by_role("button", name="Edit the question and ask again").click()
    page.get_by_role("button", name="Poor answer").click()
    assert violations(look(page)) == []
    page.keyboard.press("Escape")

    turn = steps.ask(page, "What did Mayor Ilse Brandt say?")
    turn.get_by_text("How this was found").click()
    assert violations(look(page)) == []

    page.get_by_role("link", name="Articles").click()
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    assert violations(look(page)) == []
