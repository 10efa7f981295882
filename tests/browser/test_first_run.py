"""From an empty data directory to the first answer, and back after a restart."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

QUESTION = "What did Bruce Klingner say about the negotiations?"


def test_from_nothing_to_an_answer_that_outlives_a_restart(open_page, serve, steps, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with serve(data) as app:
        page = open_page(app.url)
        expect(page.get_by_text("There is no index yet")).to_be_visible()
        page.get_by_role("link", name="Articles").click()
        page.get_by_role("button", name="Build the index").click()
        steps.wait_for_build(page)
        expect(page.get_by_text("2 articles added")).to_be_visible()
        page.get_by_role("link", name="Chat").click()
        turn = steps.ask(page, QUESTION)
        quote = steps.cited_words(turn, 1)
        address = page.url.partition("?")[2]
    with serve(data) as app:
        page = open_page(f"{app.url}/?{address}")
        turn = page.locator(".turn")
        expect(turn.locator(".question")).to_have_text([QUESTION])
        turn.locator(".chip").first.click()
        assert steps.marked_words(page) == quote
