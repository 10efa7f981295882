"""The article beside the chat: every citation of the answer marked in it, ways between them and out of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import ACCOUNTS, CARS, PRICE, SAILORS, keep, quote

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

NEXT = "Next citation"


@pytest.fixture
def conversation(newsroom) -> str:
    return keep(newsroom.data, quote(newsroom.data, "What of the bridge?", PRICE, SAILORS, ACCOUNTS))


@pytest.fixture
def page(newsroom, open_page, conversation) -> Page:
    return open_page(f"{newsroom.url}/?c={conversation}")


def chip(page: Page, number: int):  # type: ignore[no-untyped-def]
    return page.locator(f".chip[data-number='{number}']")


def test_the_answers_other_citations_are_marked_lighter_and_lead_there(page, steps) -> None:
    chip(page, 1).click()
    assert steps.marked_words(page) == PRICE
    expect(page.locator(".also")).to_have_text([ACCOUNTS])  # of the same article; the other one is elsewhere
    shades = [
        page.locator(css).first.evaluate("node => getComputedStyle(node).backgroundColor") for css in ("mark", ".also")
    ]
    assert shades[0] != shades[1]
    page.get_by_role("button", name="Citation 3, also in this answer").click()
    expect(page.get_by_text("Citation 3 of 3")).to_be_visible()
    assert steps.marked_words(page) == ACCOUNTS
    expect(page.locator(".also")).to_have_text([PRICE])
    expect(chip(page, 3)).to_have_attribute("aria-expanded", "true")


def test_the_arrows_lead_through_the_citations_and_keep_the_focus(page, steps) -> None:
    chip(page, 1).click()
    assert steps.marked_words(page) == PRICE
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Citation 2 of 3")).to_be_visible()
    expect(page.get_by_role("heading", name="Ferry crews fear for their jobs")).to_be_visible()
    assert steps.marked_words(page) == SAILORS
    page.get_by_role("button", name="Previous citation").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citation 1 of 3")).to_be_visible()
    page.get_by_role("button", name=NEXT).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citation 2 of 3")).to_be_visible()
    expect(page.get_by_role("button", name=NEXT)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Citation 3 of 3")).to_be_visible()
    expect(page.get_by_role("button", name=NEXT)).to_be_disabled()
    expect(page.get_by_role("region", name="Article text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip(page, 1)).to_be_focused()


def test_the_browsers_back_closes_the_article_and_then_leaves(page, steps) -> None:
    address = page.url
    chip(page, 2).click()
    assert steps.marked_words(page) == SAILORS
    page.go_back()
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip(page, 2)).to_be_focused()
    assert page.url.removesuffix("#") == address
    chip(page, 1).click()
    assert steps.marked_words(page) == PRICE
    page.get_by_role("button", name="Close the article").click()
    expect(page.locator(".panel")).to_have_count(0)
    page.wait_for_function("!history.state?.clippingsArticle")  # nothing is left to go back to
    assert page.url.removesuffix("#") == address


@pytest.mark.parametrize("way", ["Escape", "Back"])
def test_closing_the_article_asks_for_one_run_of_the_page(page, steps, way) -> None:
    """A second run, for the step back, could overtake the first before it had closed anything."""
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.reload()
    chip(page, 1).click()
    assert steps.marked_words(page) == PRICE
    sent.clear()
    page.go_back() if way == "Back" else page.keyboard.press(way)
    expect(page.locator(".panel")).to_have_count(0)
    page.wait_for_function("!history.state?.clippingsArticle")
    expect(chip(page, 1)).to_be_focused()
    assert len(sent) == 1


def test_an_article_leaves_the_chat_its_room(newsroom, open_page, conversation, steps) -> None:
    page = open_page(f"{newsroom.url}/?c={conversation}", width=1024, height=768)
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    chip(page, 1).click()
    assert steps.marked_words(page) == PRICE
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    box = page.locator(".turn").bounding_box()
    assert box is not None and box["width"] >= 400
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()


def test_a_page_chosen_on_a_phone_is_not_left_behind_the_sidebar(newsroom, open_page) -> None:
    page = open_page(newsroom.url, width=390, height=844)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Articles").click()
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()


def test_the_link_to_the_source_opens_apart_and_tells_it_nothing(page) -> None:
    chip(page, 1).click()
    link = page.locator(".panel a")
    expect(link).to_have_count(1)
    expect(link).to_have_attribute("href", "https://courier.example/2014/03/05/bridge?ref=front")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_contain_text("opens in a new tab")


@pytest.mark.parametrize("width", [360, 1920])
def test_the_cited_words_are_in_view_at_every_width(newsroom, open_page, conversation, steps, width) -> None:
    page = open_page(f"{newsroom.url}/?c={conversation}", width=width, height=640)
    chip(page, 3).click()
    assert steps.marked_words(page) == ACCOUNTS
    expect(page.locator("mark").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".panel").bounding_box()
    assert box is not None and box["width"] >= (360 if width == 360 else 600)
    page.keyboard.press("Escape")
    expect(chip(page, 3)).to_be_focused()


def test_words_that_no_citation_names_stay_unmarked(page) -> None:
    chip(page, 1).click()
    expect(page.locator(".text")).to_contain_text(CARS)
    expect(page.locator("mark, .also").filter(has_text=CARS)).to_have_count(0)
