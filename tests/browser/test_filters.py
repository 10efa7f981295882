"""Choosing which articles may answer: the panel, the chips, and what a question's own words are taken for."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

pytestmark = pytest.mark.browser

LAST_WEEK = date.today() - timedelta(date.today().weekday() + 4)
HOSTILE = "<b>The</b> **Post** $x$ & Sons"
NEWS = (
    {
        "id": "daily",
        "title": "Harbour bridge opens after nine years",
        "publisher": "The Daily",
        "date": "2018-07-04",
        "text": "Mayor Ada Stone opened the harbour bridge on Wednesday. The bridge cost 40 million crowns, said Ada "
        "Stone. It will shorten every journey into the old town by half an hour.",
    },
    {
        "id": "weekly",
        "title": "What the bridge really cost",
        "publisher": "The Weekly",
        "date": str(LAST_WEEK),
        "text": "The harbour bridge cost the city 52 million crowns, its auditors found. The auditors counted the "
        "interest on the loans that the mayor had left out.",
    },
    {
        "id": "post",
        "title": "Ferrymen mourn <i>their</i> trade",
        "publisher": HOSTILE,
        "text": "The harbour bridge cost the ferrymen their work. Forty of them met on the quay for a last song.",
    },
)
QUESTION = "What did the harbour bridge cost?"


@pytest.fixture(scope="module")
def app(build, serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    folder = tmp_path_factory.mktemp("filters")
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in NEWS), encoding="utf-8")
    build(folder / "data", "--source", str(source))
    with serve(folder / "data") as running:
        yield running


def open_panel(page: Page) -> Locator:
    panel = page.locator(".st-key-filter_fields")
    for _ in range(5):  # a page that is drawn anew behind the click may close it again
        page.get_by_role("button", name=re.compile("Filter$")).click()
        try:
            panel.wait_for(timeout=5_000)
            return panel
        except TimeoutError:
            continue
    raise AssertionError("The filters were never shown")


def choose(page: Page, panel: Locator, label: str, option: str) -> None:
    options = page.get_by_role("option", name=option)
    field = panel.get_by_label(label)
    field.click()
    # The click may have closed a list that was open from before, and a page drawn anew closes it too.
    for _ in range(5):
        try:
            options.click(timeout=5_000)
            return
        except TimeoutError:
            field.press("ArrowDown")  # opens the list, and leaves an open one open
    raise AssertionError(f"{option} was never offered under {label}")


def close_panel(page: Page) -> None:
    page.keyboard.press("Escape")
    if page.locator(".st-key-filter_fields").is_visible():
        page.keyboard.press("Escape")
    expect(page.locator(".st-key-filter_fields")).to_have_count(0)


def sources(turn: Locator) -> str:
    return " ".join(turn.locator(".source-facts, .preview-facts").all_text_contents())


def row(page: Page) -> Locator:
    return page.locator(".st-key-filters .filter")


def test_a_publisher_is_chosen_and_taken_away(app, open_page, steps) -> None:
    page = open_page(app.url)
    panel = open_panel(page)
    expect(panel).to_contain_text("All 3 articles may answer.")
    choose(page, panel, "Publishers", "The Weekly (1)")
    expect(panel).to_contain_text("1 of 3 articles may answer.")
    close_panel(page)
    expect(row(page)).to_have_text(["The Weekly×"])
    turn = steps.ask(page, QUESTION)
    assert "The Weekly" in sources(turn)
    assert "The Daily" not in sources(turn)
    expect(turn.locator(".filter")).to_have_text(["The Weekly"])
    page.reload()
    expect(row(page)).to_have_text(["The Weekly×"])

    page.get_by_role("button", name="Remove filter: publisher The Weekly").click()
    expect(row(page)).to_have_count(0)
    turn = steps.ask(page, QUESTION)
    assert "The Weekly" in sources(turn)
    assert "The Daily" in sources(turn)
    expect(turn.locator(".filter")).to_have_count(0)
    expect(page.locator(".turn").first.locator(".filter")).to_have_text(["The Weekly"])


def test_names_show_as_they_are_written(app, open_page, steps) -> None:
    page = open_page(app.url)
    panel = open_panel(page)
    choose(page, panel, "Publishers", HOSTILE)
    choose(page, panel, "Articles", "Ferrymen mourn <i>their</i> trade")
    close_panel(page)
    expect(row(page)).to_have_text([f"{HOSTILE}×", "Ferrymen mourn <i>their</i> trade×"])
    turn = steps.ask(page, QUESTION)
    expect(turn.locator(".filter")).to_have_text([HOSTILE, "1 chosen article"])


def test_dates_and_words_and_another_conversation(app, open_page, steps) -> None:
    page = open_page(app.url)
    panel = open_panel(page)
    panel.get_by_role("textbox", name="Topic").fill("auditor")
    panel.get_by_role("textbox", name="Topic").press("Enter")
    expect(panel).to_contain_text("1 of 3 articles may answer.")
    panel.get_by_role("spinbutton", name="year, From").click()
    page.keyboard.type("20180101")
    for key in ("Enter", "Tab", "Tab"):  # a date counts when its field is left
        page.keyboard.press(key)
    expect(row(page)).to_have_text(["Published since 1 January 2018×", "With “auditor”×"])
    close_panel(page)
    page.get_by_role("button", name="Remove filter: with the words auditor").click()
    expect(row(page)).to_have_text(["Published since 1 January 2018×"])
    panel = open_panel(page)
    expect(panel).to_contain_text("2 of 3 articles may answer. 1 article without a date left out.")
    expect(panel.get_by_role("textbox", name="Topic")).to_have_value("")
    close_panel(page)
    turn = steps.ask(page, QUESTION)
    expect(turn).to_contain_text("1 article without a date was left out.")
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_text("What do the articles say?")).to_be_visible()
    expect(row(page)).to_have_count(0)


def test_last_week_is_understood_and_can_be_taken_away(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, "What was reported last week about the cost of the harbour bridge?")
    expect(turn.locator(".filter")).to_contain_text(["“last week”: published "])
    assert "The Daily" not in sources(turn)
    turn.get_by_role("button", name=re.compile("ask again without it")).click()
    expect(page.locator(".turn")).to_have_count(2)
    again = page.locator(".turn").last
    expect(again.locator(".sources")).to_be_visible()
    expect(again.locator(".filter")).to_have_count(0)
    assert "The Daily" in sources(again)


def test_days_without_an_answer_give_way(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, "What did the harbour bridge cost, according to articles from July 2016?")
    expect(turn).to_contain_text("Nothing published from 1 to 31 July 2016 (“from July 2016”) answers this")
    expect(turn.locator(".chip").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_many_filters_leave_room_for_the_question(app, open_page, steps, width: int) -> None:
    page = open_page(app.url, width=width, height=740)
    panel = open_panel(page)
    for name in ("The Daily", "The Weekly", HOSTILE):
        choose(page, panel, "Publishers", name)
    for name in ("Harbour bridge", "What the bridge", "Ferrymen"):
        choose(page, panel, "Articles", name)
    close_panel(page)
    expect(row(page)).to_have_count(6)
    box = page.get_by_test_id("stBottom").bounding_box()
    assert box
    assert box["height"] < 740 / 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    steps.ask(page, QUESTION)


def test_the_keyboard_takes_filters_away_and_is_left_at_the_next(app, open_page, steps) -> None:
    page = open_page(app.url)
    panel = open_panel(page)
    for name in ("The Daily", "The Weekly"):
        choose(page, panel, "Publishers", name)
    close_panel(page)
    page.get_by_role("button", name="Remove filter: publisher The Daily").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove filter: publisher The Weekly")).to_be_focused()
    expect(row(page)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(row(page)).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile("Filter$"))).to_be_focused()


def test_filters_that_let_no_article_pass_are_said_before_and_after_asking(app, open_page, steps) -> None:
    page = open_page(app.url)
    panel = open_panel(page)
    panel.get_by_label("Topic", exact=True).fill("zebra")
    page.keyboard.press("Enter")
    close_panel(page)
    expect(page.get_by_text("No article passes these filters.")).to_be_visible()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION)
    box.press("Enter")
    turn = page.locator(".turn")
    expect(turn.get_by_text("No article passes the filters, so none was asked.")).to_be_visible()
    expect(turn.get_by_text("The articles do not answer this.")).to_have_count(0)
