"""Asking, checking a citation, coming back: the reader's way through the app."""

import re

import pytest
from playwright.sync_api import Page, expect

from index.snapshot import Index
from qa.history.conversations import Conversations

pytestmark = pytest.mark.browser

QUESTION = "What did Bruce Klingner say about the negotiations?"
OTHER = "What did Joseph Dunford say?"


def test_a_suggested_question_is_answered_with_citations_that_hold(app, open_page, steps) -> None:
    page = open_page(app.url)
    expect(page.get_by_text("2 articles")).to_be_visible()
    page.locator(".st-key-suggestion_0 button").click()
    turn = page.locator(".turn")
    expect(turn.locator(".sources")).to_be_visible()
    chips = turn.locator(".chip")
    expect(chips.first).to_have_attribute("aria-label", re.compile(r"^Citation 1: .+"))
    for place in range(chips.count()):
        number = int(chips.nth(place).text_content())
        chips.nth(place).click()
        expect(page.get_by_text(f"Citation {number} of ")).to_be_visible()
        assert steps.marked_words(page) == steps.cited_words(turn, number)


def test_the_marked_words_are_the_articles_words_at_the_cited_place(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, QUESTION)
    turn.locator(".chip").first.click()
    marked = steps.marked_words(page)
    expect(page.locator("mark").first).to_be_in_viewport()
    expect(page.locator("mark").first).to_be_in_viewport(ratio=1)
    conversations = Conversations(app.data / "conversations.db")
    answer = conversations.turns(conversations.list()[0].id)[-1].answer
    citation = answer.citations[0]
    index = Index(app.data)
    with index.snapshot() as snapshot:
        article = snapshot.article(citation.article_id)
    index.close()
    assert article is not None
    assert marked == citation.quote == article.text[citation.start : citation.end]


def test_opening_an_article_leaves_the_conversation_where_it_was(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, QUESTION)
    chip = turn.locator(".chip").first
    chip.scroll_into_view_if_needed()
    chip.click()
    expect(page.locator("mark").first).to_be_visible()
    expect(chip).to_be_in_viewport()
    expect(chip).to_have_attribute("aria-expanded", "true")
    expect(turn.locator(".question")).to_have_text(QUESTION)
    page.get_by_role("button", name="Close the article").click()
    expect(page.locator(".panel")).to_have_count(0)
    expect(turn.locator(".chip").first).to_be_visible()


def test_the_preview_shows_title_date_and_quote(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, QUESTION)
    turn.locator(".chip").first.hover()
    card = turn.page.locator(".preview")
    expect(card).to_be_visible()
    expect(card.locator(".preview-quote")).to_have_text(steps.cited_words(turn, 1))
    expect(card).to_contain_text("date unknown")


def test_next_and_previous_citation(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, OTHER)
    turn.locator(".chip").first.click()
    expect(page.get_by_role("button", name="Previous citation")).to_be_disabled()
    total = turn.locator(".source .quote").count()
    for number in range(2, total + 1):
        page.get_by_role("button", name="Next citation").click()
        expect(page.get_by_text(f"Citation {number} of {total}")).to_be_visible()
        assert steps.marked_words(page) == steps.cited_words(turn, number)


def test_keyboard_opens_and_closes_an_article(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, QUESTION)
    chip = turn.locator(".chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("region", name="Article text")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip).to_be_focused()


def test_a_follow_up_and_a_reload_keep_the_conversation_and_its_citations(app, open_page, steps) -> None:
    page = open_page(app.url)
    steps.ask(page, QUESTION)
    steps.ask(page, "When was he there?")
    assert "?c=" in page.url
    page.reload()
    expect(page.locator(".turn")).to_have_count(2)
    turn = page.locator(".turn").first
    expect(turn.locator(".question")).to_have_text(QUESTION)
    turn.locator(".chip").first.click()
    assert steps.marked_words(page) == steps.cited_words(turn, 1)


def test_a_question_that_is_too_long_is_declined_and_kept(app, open_page, steps) -> None:
    page = open_page(app.url)
    question = "why " * 10_000
    turn = steps.ask(page, question)
    failure = turn.locator(".failure")
    expect(failure).to_be_visible()
    expect(failure).not_to_contain_text("Traceback")
    expect(turn.locator(".question")).to_contain_text("why why")
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION)
    box.press("Enter")
    expect(page.locator(".question").last).to_have_text(QUESTION)
    expect(page.locator(".chip").first).to_be_visible()
    page.get_by_role("button", name="Remove this question").click()
    expect(page.locator(".question")).to_have_text([QUESTION])


def test_the_longest_question_there_may_be_is_answered(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, (f"{QUESTION} " * 40)[:2_000].strip())
    expect(turn.locator(".failure")).to_have_count(0)
    expect(turn.locator(".candidate, .sources").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440


def test_an_empty_question_is_ignored(app, open_page) -> None:
    page = open_page(app.url)
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill("   ")
    box.press("Enter")
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def titles(page: Page) -> list[str]:
    return page.locator(".row .open").all_text_contents()


def test_a_conversation_can_be_renamed_and_deleted(app, open_page, steps) -> None:
    page = open_page(app.url)
    steps.ask(page, QUESTION)
    page.get_by_role("button", name=f"More for {QUESTION}").first.click()
    page.get_by_role("menuitem", name=f"Rename {QUESTION}").click()
    page.get_by_label("New name").fill("Klingner $5 **bold**")
    page.get_by_label("New name").press("Enter")
    expect(page.locator(".row.current .open")).to_have_text("Klingner $5 **bold**")
    page.get_by_role("button", name="More for Klingner $5 **bold**").click()
    page.get_by_role("menuitem", name="Delete Klingner $5 **bold**").click()
    expect(page.get_by_text("Delete this conversation?")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    expect(page.locator(".row .open", has_text="Klingner $5")).to_have_count(0)
    assert "?c=" not in page.url


def test_two_tabs_do_not_mix(app, open_page, steps) -> None:
    one, two = open_page(app.url), open_page(app.url)
    steps.ask(one, QUESTION)
    steps.ask(two, OTHER)
    one.reload()
    two.reload()
    expect(one.locator(".question")).to_have_text([QUESTION])
    expect(two.locator(".question")).to_have_text([OTHER])


def test_a_conversation_is_opened_from_the_list_and_left_for_a_new_one(app, open_page, steps) -> None:
    page = open_page(app.url)
    steps.ask(page, OTHER)
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    page.get_by_role("link", name="Articles").click()
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    page.locator(".row .open", has_text=OTHER).first.click()
    expect(page.locator(".question")).to_have_text([OTHER])
    assert "?c=" in page.url


def test_on_a_narrow_screen_the_article_covers_the_chat(app, open_page, steps) -> None:
    page = open_page(app.url, width=360, height=740)
    turn = steps.ask(page, QUESTION)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    turn.locator(".chip").first.click()
    assert steps.marked_words(page) == steps.cited_words(turn, 1)
    box = page.locator(".panel").bounding_box()
    assert box is not None and (box["x"], box["width"]) == (0, 360)
    expect(page.locator("mark").first).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close the article").click()
    expect(page.locator(".panel")).to_have_count(0)
