"""Checking a quotation in the browser: the verdict, the differences, and the article at its words."""

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

SAID = "the more we succeed on the diplomatic path, the more uncomfortable we will be in the military space"


def check(page: Page, words: str) -> Locator:
    box = page.get_by_role("textbox", name="The words to check")
    box.fill(words)
    page.get_by_role("button", name="Check", exact=True).click()
    verdict = page.locator(".verdict")
    expect(verdict).to_be_visible()
    return verdict


def test_exact_words_name_their_speaker_and_open_the_article_there(app, open_page) -> None:
    page = open_page(f"{app.url}/quotation")
    expect(page.get_by_role("heading", name="Check a quotation")).to_be_visible()
    verdict = check(page, f"“{SAID}”")
    expect(verdict).to_contain_text("Exactly these words")
    expect(verdict).to_contain_text("Joseph Dunford, in “")
    opener = page.get_by_role("button", name="Open the article there")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".panel mark")).to_have_text(SAID)
    expect(page.get_by_role("region", name="Article text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(opener).to_be_focused()


@pytest.mark.parametrize("width", [1440, 360])
def test_differences_are_marked_and_told_to_screen_readers(app, open_page, width) -> None:
    page = open_page(f"{app.url}/quotation", width=width, height=800)
    verdict = check(page, SAID.replace("uncomfortable", "relaxed"))
    expect(verdict).to_contain_text("Nearly these words")
    expect(page.locator(".place del")).to_have_text("not in the article: relaxed")
    expect(page.locator(".place ins")).to_have_text("in the article: uncomfortable")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_words_that_nobody_said_say_so_and_nothing_pasted_becomes_markup(app, open_page) -> None:
    page = open_page(f"{app.url}/quotation")
    verdict = check(page, "<img src=x onerror=alert(1)> penguins $x^2$ colonised **volcanic** islands")
    expect(verdict).to_contain_text("No article here has these words")
    expect(page.locator(".place")).to_have_count(0)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_words_that_are_too_many_are_refused_and_stay_in_the_field(app, open_page) -> None:
    page = open_page(f"{app.url}/quotation")
    box = page.get_by_role("textbox", name="The words to check, up to 2,000 characters")
    box.fill("words " * 400)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(
        page.get_by_text("The quotation has 2,400 characters; at most 2,000 can be checked at once.")
    ).to_be_visible()
    expect(box).to_have_value("words " * 400)


def test_the_page_is_reached_from_the_sidebar(app, open_page) -> None:
    page = open_page(app.url)
    page.get_by_role("link", name="Check a quotation").click()
    expect(page.get_by_role("textbox", name="The words to check")).to_be_visible()
