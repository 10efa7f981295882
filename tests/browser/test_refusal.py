"""A question that the articles do not answer."""

import shutil

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_no_answer_is_said_plainly_and_the_closest_passages_are_no_answer(
    indexed, open_page, serve, steps, tmp_path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(indexed, data)
    with serve(data, CLIPPINGS_READER_THRESHOLD="1") as app:  # so strict that nothing is evidence enough
        page = open_page(app.url)
        turn = steps.ask(page, "What is the best recipe for lemon cake?")
        expect(turn.get_by_text("The articles do not answer this.")).to_be_visible()
        expect(turn.get_by_text("Closest passages — not an answer")).to_be_visible()
        expect(turn.locator(".chip")).to_have_count(0)
        expect(turn.locator(".closest .quote")).to_have_count(3)
        passage = turn.locator(".closest .quote").first
        words = passage.locator(".quote-words").text_content()
        passage.click()
        assert steps.marked_words(page) == words
