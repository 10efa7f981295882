"""The chat without a mouse: to the question box, through the citations, into an article and out again."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.answers import ACCOUNTS, CARS, PRICE, SAILORS, keep, quote

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient


@pytest.fixture
def conversation(newsroom) -> str:
    data = newsroom.data
    return keep(data, quote(data, "What of the bridge?", PRICE, SAILORS), quote(data, "And then?", CARS, ACCOUNTS))


@pytest.fixture
def page(newsroom, open_page, conversation) -> Page:
    page = open_page(f"{newsroom.url}/?c={conversation}")
    expect(page.locator(".chip")).to_have_count(4)
    page.wait_for_function("window.clippingsKeys !== undefined")
    return page


def test_slash_leads_to_the_question_box_and_is_written_inside_it(page) -> None:
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible()
    page.locator("body").press("/")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.type("24/7")
    expect(box).to_have_value("24/7")


def test_slash_works_before_the_first_question(newsroom, open_page) -> None:
    page = open_page(newsroom.url)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    page.wait_for_function("window.clippingsKeys !== undefined")
    page.locator("body").press("/")
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()


def test_the_arrows_go_through_the_citations_of_all_answers(page) -> None:
    chips = page.locator(".chip")
    page.locator("body").press("ArrowRight")
    expect(chips.nth(0)).to_be_focused()
    for place in (1, 2, 3):
        page.keyboard.press("ArrowRight")
        expect(chips.nth(place)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(chips.nth(3)).to_be_focused()  # there is no further one
    page.keyboard.press("ArrowLeft")
    expect(chips.nth(2)).to_be_focused()


def test_the_arrows_work_wherever_nothing_is_being_written(page) -> None:
    chips = page.locator(".chip")
    page.locator(".question").last.click()  # the focus is on Streamlit's page now
    page.keyboard.press("ArrowRight")
    expect(page.locator(".chip:focus")).to_have_count(1)
    box = page.get_by_test_id("stChatInputTextArea")
    box.focus()
    page.keyboard.press("ArrowLeft")
    expect(chips.last).to_be_focused()
    box.fill("an")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("i")
    expect(box).to_have_value("ain")


def test_the_arrows_step_through_an_open_article_from_outside_it(page) -> None:
    page.locator(".chip").nth(2).click()
    expect(page.get_by_text("Citation 1 of 2")).to_be_visible()
    page.locator(".question").last.click()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Citation 2 of 2")).to_be_visible()


def test_the_turns_of_a_conversation_that_is_left_are_forgotten(page) -> None:
    page.wait_for_function("window.clippingsTurns.size === 2")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".turn")).to_have_count(0)
    page.wait_for_function("window.clippingsTurns.size === 0")


def test_enter_opens_and_escape_closes_first_the_card_then_the_article(page) -> None:
    first = page.locator(".chip").nth(0)
    page.locator("body").press("ArrowRight")
    card = page.locator(".preview:popover-open")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("The Coastal Courier")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text(PRICE)
    expect(card).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(first).to_be_focused()


def test_a_chip_describes_what_it_cites_to_those_who_do_not_see_the_card(page) -> None:
    first = page.locator(".chip").nth(0)
    expect(first).to_have_accessible_name("Citation 1: Harbour bridge reopens after eight years of repairs")
    expect(first).to_have_accessible_description(f"The Coastal Courier, 5 March 2014, {age_of(page)}. “{PRICE}”")


def age_of(page: Page) -> str:
    """The age that the source card says."""
    return (page.locator(".source-facts").first.locator("bdi").nth(2).text_content() or "").strip()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1440, 420), (1920, 1080)])
def test_the_card_is_whole_wherever_its_chip_stands(newsroom, open_page, conversation, width, height) -> None:
    page = open_page(f"{newsroom.url}/?c={conversation}", width=width, height=height)
    expect(page.locator(".chip")).to_have_count(4)
    page.wait_for_function("window.clippingsKeys !== undefined")
    page.locator("body").press("ArrowRight")
    for place in range(4):
        expect(page.locator(".chip").nth(place)).to_be_focused()
        card = page.locator(".preview:popover-open")
        expect(card).to_have_count(1)
        expect(card.locator(".preview-quote")).to_have_text((PRICE, SAILORS, CARS, ACCOUNTS)[place])
        expect(card).to_be_in_viewport(ratio=1)
        page.keyboard.press("ArrowRight")


def test_what_has_the_focus_shows_it(page) -> None:
    page.locator(".chip").nth(0).focus()
    page.keyboard.press("Tab")
    for _ in range(12):
        shown = page.evaluate(
            """() => {
                let node = document.activeElement;
                while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
                const style = getComputedStyle(node);
                return !node.closest(".turn") || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
            }"""
        )
        assert shown
        page.keyboard.press("Tab")
