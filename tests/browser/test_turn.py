"""What can be done with an answer, and what a composed one says of its sentences."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.types import Answer, Statement
from tests.browser.answers import ACCOUNTS, CARS, PRICE, SAILORS, cite, keep, quote

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

QUESTION = "What did the repairs of the bridge cost?"


@pytest.fixture
def page(newsroom, open_page) -> Page:
    conversation = keep(newsroom.data, quote(newsroom.data, QUESTION, PRICE, CARS))
    page = open_page(f"{newsroom.url}/?c={conversation}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator(".chip")).to_have_count(2)
    return page


def composed(data: Path) -> Answer:
    citations = cite(data, PRICE, SAILORS)
    statements = (
        Statement(PRICE, (1,), "verbatim"),
        Statement("The union wants other posts for the sailors.", (2,), "supported", found=(2,)),
        Statement("The mayor promised <b>50</b> new ferries.", (), "unsupported", missing=("the number 50",)),
    )
    answer = Answer("What now?", "What now?", "answered", None, statements, citations, (), "g")
    return replace(answer, model="ollama:small", notice="The model was slow.")


def test_a_composed_answer_marks_what_is_not_confirmed_and_whose_citation_it_is(newsroom, open_page) -> None:
    page = open_page(f"{newsroom.url}/?c={keep(newsroom.data, composed(newsroom.data))}")
    turn = page.locator(".turn")
    expect(turn.locator(".doubtful")).to_have_text("The mayor promised <b>50</b> new ferries.")
    expect(turn.locator(".doubt")).to_have_text("not confirmed: the number 50")
    expect(turn.locator(".doubtful")).to_have_css("text-decoration-line", "underline")  # not by colour alone
    expect(turn.locator(".statement")).to_have_text(
        [f"{PRICE} (word for word)", "The union wants other posts for the sailors. (supported)"]
    )
    expect(turn.locator(".chip.by-us")).to_have_text("2")
    expect(turn.get_by_role("button", name=re.compile(r"^Citation 2: .*\(found by us\)$"))).to_be_visible()
    expect(turn.locator(".notice")).to_have_text("The model was slow.")
    expect(turn.locator(".checked")).to_contain_text("Written by small (ollama).")
    expect(turn.locator(".checked")).to_contain_text("1 word for word, 1 supported, 1 not confirmed.")
    turn.locator(".chip.by-us").hover()
    expect(page.locator(".preview")).to_contain_text("We found this citation")


def copied(page: Page, kind: str) -> str:
    """What the clipboard holds as this kind."""
    words: str = page.evaluate(
        "async kind => { const [item] = await navigator.clipboard.read();"
        " return item.types.includes(kind) ? (await (await item.getType(kind)).text()) : ''; }",
        kind,
    )
    return words


@pytest.mark.parametrize(
    ("choice", "kind", "expected"),
    [
        ("Plain text", "text/plain", f"{PRICE} [1]"),
        ("Markdown", "text/plain", "Harbour bridge reopens"),
        ("Formatted, for mail and Word", "text/html", "<"),
    ],
)
def test_an_answer_is_copied_with_its_citations(page, choice, kind, expected) -> None:
    opener = page.get_by_role("button", name="Copy the answer with its citations")
    opener.click()
    page.get_by_role("button", name=choice).click()
    expect(page.locator(".said")).to_contain_text("with citations")
    expect(opener).to_be_focused()
    words = copied(page, kind)
    assert expected in words
    assert QUESTION in words and "The Coastal Courier" in words


def test_the_menu_of_copies_works_by_keyboard(page) -> None:
    opener = page.get_by_role("button", name="Copy the answer with its citations")
    opener.press("Enter")
    expect(page.get_by_role("button", name="Plain text")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Markdown")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Markdown")).to_be_hidden()
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")


def test_the_copied_link_shows_the_answer_again(page, open_page) -> None:
    page.get_by_role("button", name="Copy a link to this answer").click()
    expect(page.locator(".said")).to_have_text("Link copied")
    other = open_page(copied(page, "text/plain"))
    expect(other.locator(".question")).to_have_text(QUESTION)
    expect(other.locator(".chip")).to_have_count(2)
    expect(other.get_by_role("button", name="Edit the question and ask again")).to_have_count(0)


def test_asking_again_adds_a_turn_and_the_old_one_stays(page) -> None:
    page.get_by_role("button", name="Ask this question again").click()
    expect(page.locator(".question")).to_have_text([QUESTION, QUESTION])
    expect(page.locator(".turn").last.locator(".sources, .closest")).to_be_visible()
    expect(page.locator(".turn").first.locator(".chip")).to_have_count(2)


def test_an_edited_question_is_asked_anew_and_the_old_one_stays(page) -> None:
    page.get_by_role("button", name="Edit the question and ask again").click()
    box = page.get_by_role("textbox", name="Edit the question")
    expect(box).to_be_focused()
    expect(box).to_have_value(QUESTION)
    page.keyboard.press("Escape")
    expect(page.locator(".question")).to_have_text([QUESTION])
    page.get_by_role("button", name="Edit the question and ask again").click()
    box.fill("How many cars cross the <b>bridge</b>?")
    box.press("Enter")
    expect(page.locator(".question")).to_have_text([QUESTION, "How many cars cross the <b>bridge</b>?"])
    expect(page.locator(".turn").last.locator(".sources, .closest")).to_be_visible()


def test_a_rating_and_its_reason_are_kept_and_can_be_taken_back(page) -> None:
    good, bad = (page.get_by_role("button", name=f"{which} answer") for which in ("Good", "Poor"))
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    bad.click()
    page.get_by_label("Incomplete").check()
    page.get_by_label("In your words (optional)").fill("Nothing of <i>1998</i>")
    page.locator(".reasons").get_by_role("button", name="Send").click()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".rated-reason")).to_have_text("Incomplete: Nothing of <i>1998</i>")
    bad.click()
    expect(bad).to_have_attribute("aria-pressed", "false")


def test_how_an_answer_was_found_lists_every_candidate_and_opens_it(newsroom, open_page, steps) -> None:
    page = open_page(newsroom.url)
    turn = steps.ask(page, QUESTION)
    turn.get_by_text("How this was found").click()
    candidates = turn.locator(".candidate")
    expect(candidates.first).to_be_visible()
    assert candidates.count() >= 5
    expect(turn.locator(".candidate.quoted").first).to_contain_text("[1]")
    expect(candidates.first).to_contain_text(re.compile(r"words.*meaning.*score.*reader\s*\d+%.*(Quoted|Read)", re.S))
    candidates.last.get_by_role("button").click()
    expect(page.get_by_text(f"Passage {candidates.count()} of {candidates.count()}")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()


def test_a_card_marks_a_title_that_is_derived_and_says_the_age(newsroom, open_page) -> None:
    data = newsroom.data
    citations = tuple(replace(one, title_derived=True) for one in cite(data, ACCOUNTS))
    answer = replace(quote(data, "When?", ACCOUNTS), citations=citations)
    page = open_page(f"{newsroom.url}/?c={keep(data, answer)}")
    expect(page.locator(".source-title")).to_have_class(re.compile("derived"))
    expect(page.locator(".source-facts")).to_contain_text("years old")


def test_related_questions_come_after_the_answer_and_are_answered(newsroom, open_page, steps) -> None:
    page = open_page(newsroom.url)
    turn = steps.ask(page, "What did Bruce Klingner say about the negotiations?")
    related = turn.locator(".related-question").first
    question = related.text_content() or ""
    assert question not in ("", "What did Bruce Klingner say about the negotiations?")
    related.click()
    expect(page.locator(".question").last).to_have_text(question)
    expect(page.locator(".turn").last.locator(".chip").first).to_be_visible()
