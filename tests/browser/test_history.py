"""Coming back to what was asked: search, pins, the address of an answer, files to take away, a server that dies."""

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from qa.history.conversations import Conversations
from qa.types import Options

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)  # a slow machine should fail late, never early

QUESTION = "What did Bruce Klingner say about the negotiations?"
OTHER = "What did Joseph Dunford say?"


@pytest.fixture
def data(indexed: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "data"
    shutil.copytree(indexed, copied)
    return copied


def choose(page: Page, title: str, action: str) -> None:
    """Choose an action in the menu of a conversation."""
    page.get_by_role("button", name=f"More for {title}").click()
    page.get_by_role("menuitem", name=f"{action} {title}").click()


def test_conversations_are_searched_pinned_and_found_again(data, serve, open_page, steps) -> None:
    with serve(data) as app:
        page = open_page(app.url)
        steps.ask(page, QUESTION)
        page.get_by_role("button", name="New conversation").click()
        expect(page.get_by_text("What do the articles say?")).to_be_visible()
        expect(page.locator(".turn")).to_have_count(0)  # the page's old part may go a moment after the new one came
        steps.ask(page, OTHER)
        rows = page.locator(".row .title")
        expect(rows).to_have_text([OTHER, QUESTION])

        choose(page, QUESTION, "Pin")
        expect(page.locator(".heading")).to_have_text(["Pinned", "Today"])
        expect(rows).to_have_text([QUESTION, OTHER])
        page.reload()
        expect(rows).to_have_text([QUESTION, OTHER])

        box = page.get_by_label("Search conversations")
        box.fill("heritage")  # said in the answer alone
        expect(page.get_by_text("1 conversation found")).to_be_visible()
        expect(page.locator(".excerpt mark")).to_have_text("Heritage")
        expect(box).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".question")).to_have_text([QUESTION])
        box.fill("zeppelin")
        expect(page.get_by_text("No conversations found")).to_be_visible()
        box.press("Escape")
        expect(rows).to_have_text([QUESTION, OTHER])


def test_the_menu_of_a_conversation_is_used_by_keyboard(data, serve, open_page) -> None:
    Conversations(data / "conversations.db").create("Trade")
    with serve(data) as app:
        page = open_page(app.url)
        more = page.get_by_role("button", name="More for Trade")
        more.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem", name="Pin Trade")).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("menuitem", name="Export Trade")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("menu")).to_have_count(0)
        expect(more).to_be_focused()
        expect(more).to_have_attribute("aria-expanded", "false")


def test_an_answers_address_shows_the_same_in_another_tab_and_what_changed_since(
    data, serve, build, open_page, steps, tmp_path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(Path(__file__).parents[2] / "seeds", source)
    build(data, "--source", str(source))
    with serve(data) as app:
        page = open_page(app.url)
        asked = steps.ask(page, QUESTION)
        words = asked.locator(".answer").text_content()
        conversations = Conversations(data / "conversations.db")
        turn = conversations.turns(conversations.list()[0].id)[0]

        kept = open_page(f"{app.url}/answer?id={turn.id}")
        expect(kept.locator(".question")).to_have_text(QUESTION)
        assert kept.locator(".answer").text_content() == words
        expect(kept.get_by_text(turn.answer.generation)).to_be_visible()
        kept.locator(".chip").first.click()
        assert steps.marked_words(kept) == turn.answer.citations[0].quote
        kept.get_by_role("button", name="Close the article").click()

        (source / Path(turn.answer.citations[0].source).name).unlink()
        build(data, "--source", str(source))
        kept.reload()
        expect(kept.get_by_text("no longer in the index")).to_be_visible()
        assert kept.locator(".answer").text_content() == words

        kept.get_by_role("button", name="Open its conversation").click()
        expect(kept.get_by_test_id("stChatInputTextArea")).to_be_visible()
        assert f"c={turn.conversation}" in kept.url
        conversations.delete(turn.conversation)
        gone = open_page(f"{app.url}/answer?id={turn.id}")
        expect(gone.get_by_text("does not exist")).to_be_visible()


def test_a_conversation_is_taken_away_with_its_sources(data, serve, open_page, steps) -> None:
    with serve(data) as app:
        page = open_page(app.url)
        steps.ask(page, QUESTION)
        choose(page, QUESTION, "Export")
        files = {}
        for name in ("Markdown", "HTML", "JSON"):
            with page.expect_download() as download:
                page.get_by_role("dialog").get_by_role("button", name=name).click()
            files[name] = Path(download.value.path()).read_text(encoding="utf-8")
            assert download.value.suggested_filename.startswith("clippings-what-did-bruce-klingner")
        answer = json.loads(files["JSON"])["turns"][0]
        assert answer["question"] == QUESTION
        assert answer["citations"][0]["quote"] in " ".join(files["Markdown"].replace("\\", "").split())
        page.keyboard.press("Escape")  # the button that was clicked kept the focus
        expect(page.get_by_role("dialog")).to_have_count(0)

        page.set_content(files["HTML"])
        expect(page.locator("h2")).to_have_text(QUESTION)
        expect(page.locator("li")).to_have_count(len(answer["citations"]))


def test_a_question_that_the_app_died_over_is_asked_again(data, serve, open_page, steps) -> None:
    conversations = Conversations(data / "conversations.db")
    conversation = conversations.create("")
    conversations.ask(conversation.id, QUESTION, Options(k=7))  # as a process leaves it that is killed meanwhile
    with serve(data) as app:
        page = open_page(f"{app.url}/?c={conversation.id}")
        expect(page.get_by_text("The app was stopped before this was answered.")).to_be_visible()
        steps.ask(page, OTHER)
        page.reload()
        expect(page.locator(".failure")).to_be_visible()
        page.locator(".failure").get_by_role("button", name="Ask again").click()
        expect(page.locator(".failure")).to_have_count(0)
        expect(page.locator(".question")).to_have_text([OTHER, QUESTION])
        kept = page.get_by_role("button", name="Edit the question and ask again")  # offered once an answer is kept
        expect(kept).to_have_count(2)
        assert [turn.question for turn in conversations.turns(conversation.id)] == [OTHER, QUESTION]
        assert conversations.unanswered(conversation.id) == []


def test_settings_are_kept_and_the_look_is_chosen(data, serve, open_page) -> None:
    with serve(data) as app:
        page = open_page(app.url)
        page.get_by_role("link", name="Settings").click()
        page.get_by_role("slider", name="Passages of evidence").press("ArrowRight")
        expect(page.get_by_text("11", exact=True)).to_be_visible()
        page.reload()
        expect(page.get_by_role("slider", name="Passages of evidence")).to_have_value("11")
        assert Conversations(data / "conversations.db").settings().k == 11
        for look, scheme in (("Dark", "rgb(22, 21, 19)"), ("Light", "rgb(253, 252, 249)")):
            page.get_by_role("radio", name=look).click()
            for path in ("/settings", "/"):
                page.goto(app.url + path)
                expect(page.locator(".stApp")).to_have_css("background-color", scheme)
            page.goto(f"{app.url}/settings")
            expect(page.get_by_role("radio", name=look)).to_be_checked()


@pytest.mark.parametrize("path", ["/settings", "/answer?id=gone"])
def test_nothing_is_wider_than_a_phone(data, serve, open_page, path) -> None:
    with serve(data) as app:
        page = open_page(app.url + path, width=360, height=740)
        expect(page.locator(".clp-heading").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
