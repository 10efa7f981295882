"""What a reader does in the app, by the names that the reader sees."""

from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PATIENCE_MS = 60_000  # a slow machine should fail late, never early

expect.set_options(timeout=PATIENCE_MS)


def ask(page: Page, question: str) -> Locator:
    """Ask and wait for the answer; returns its turn."""
    turns = page.locator(".turn")
    before = turns.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(turns).to_have_count(before + 1)
    turn = turns.last
    expect(turn.locator(".sources, .closest, .failure")).to_be_visible()
    expect(turn.locator(".status")).to_have_count(0)
    return turn


def marked_words(page: Page) -> str:
    """The highlighted words of the open article; paragraphs are separated as they are in its text."""
    expect(page.locator("mark").first).to_be_visible()
    return "\n\n".join(page.locator("mark").all_text_contents())


def cited_words(turn: Locator, number: int) -> str:
    """The words that the answer says it quotes."""
    quote = turn.get_by_role("button", name=f"Read quote {number} in the article")
    return quote.locator(".quote-words").text_content() or ""


def upload(page: Page, *paths: Path) -> None:
    """Give files to the uploader of the Articles page."""
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files([str(path) for path in paths])


def click_when_still(button: Locator) -> None:
    """Click once the page has been drawn: where elements still come and go, a click can miss."""
    expect(button).to_have_count(1)
    expect(button.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    button.click()


def wait_for_build(page: Page) -> None:
    """Wait until a build has begun and ended; a short one may be over before it is seen."""
    with suppress(PlaywrightTimeout):
        page.get_by_test_id("stProgress").wait_for(timeout=10_000)
    expect(page.get_by_role("button", name="Rebuild index")).to_be_visible()
