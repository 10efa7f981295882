"""A search in the conversations leads to the turn in which the words stand, and shows them."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import ACCOUNTS, CARS, PRICE, SAILORS, keep, quote

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

MARKED = "() => [...(CSS.highlights.get('clippings-sought') ?? [])].map(range => range.toString())"
STANDS_AT_THE_TOP = "one => { const { top } = one.getBoundingClientRect(); return top >= 0 && top < 120; }"


@pytest.fixture
def page(newsroom, open_page) -> Page:
    """A conversation of twelve turns; only the fourth speaks of sailors."""
    told = [PRICE, CARS, ACCOUNTS, SAILORS, *(PRICE, CARS) * 4]
    turns = [quote(newsroom.data, f"Question {place}?", words) for place, words in enumerate(told, 1)]
    conversation = keep(newsroom.data, *turns)
    keep(newsroom.data, quote(newsroom.data, "Something else?", CARS))
    page = open_page(newsroom.url)
    page.get_by_label("Search conversations").fill("sailor post")
    expect(page.get_by_role("list", name="Found")).to_be_visible()
    page.locator(".row .open").filter(has_text="sailor").first.click()
    expect(page.locator(".turn")).to_have_count(12)
    assert f"c={conversation}" in page.url
    return page


def question(page: Page, asked: str) -> Locator:
    return page.locator(".question", has_text=asked)


def test_the_conversation_opens_at_the_turn_with_its_words_marked(page, steps) -> None:
    expect(page.locator(".answer", has_text=SAILORS)).to_be_in_viewport()
    page.wait_for_function("() => CSS.highlights.has('clippings-sought')")
    assert page.evaluate(MARKED) == ["sailor", "post"]
    page.wait_for_function(STANDS_AT_THE_TOP, arg=question(page, "Question 4?").element_handle())
    page.wait_for_timeout(800)  # and stays there
    assert question(page, "Question 4?").evaluate(STANDS_AT_THE_TOP)
    expect(page.locator(".answer", has_text=SAILORS)).to_be_in_viewport(ratio=1)


def test_the_next_question_ends_the_search_and_stands_at_the_top(page, steps) -> None:
    steps.ask(page, "What did the repairs of the bridge cost?")
    page.wait_for_function("() => !CSS.highlights.has('clippings-sought')")
    expect(page.locator(".question").last).to_be_in_viewport()
    page.reload()
    expect(page.locator(".question").last).to_be_in_viewport()
