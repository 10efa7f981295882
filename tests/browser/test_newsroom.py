"""A reporter's way through the app over real news: texts of OneStopEnglish beside the seeds.

The texts have no dates and publishers, so they are given some. One stands in the collection twice, as wire copy does,
and two short notes differ on a number.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

ROOT = Path(__file__).parents[2]
NEWS = ROOT.parent / "shared" / "data" / "onestop_english" / "Adv-Txt"
EVERY = 5  # of the texts; those that are asked about besides
ASKED_ABOUT = ("Nepal-adv.txt", "Amsterdam-adv.txt", "WNL SeaWorld-adv.txt")
OUTLETS = ("The Guardian", "The Observer", "The Weekly")
STRIKE = (
    "The ferry strike in Halden lasted nine days before the crews went back to work.",
    "The strike of the Halden ferry crews lasted 11 days, the company said on its website.",
)
TIGERS = "How many wild royal bengal tigers does Nepal have now?"


def write_news(path: Path) -> None:
    """The collection as one file, each text with an outlet, a day and an address."""
    texts = [
        (file, file.read_text(encoding="utf-8-sig"))
        for place, file in enumerate(sorted(NEWS.glob("*.txt")))
        if place % EVERY == 0 or file.name in ASKED_ABOUT
    ]
    rows = [
        {
            "id": file.stem,
            "text": text,
            "publisher": OUTLETS[place % 2],
            "date": f"2018-{1 + place % 12:02}-{1 + place % 28:02}",
            "url": f"https://news.example/{place}",
        }
        for place, (file, text) in enumerate(texts)
    ]
    tigers = next(row for row in rows if row["id"] == "Nepal-adv")
    rows.append(
        tigers | {"id": "copy", "publisher": "The Herald", "date": "2018-01-02", "url": "https://herald.example/1"}
    )
    for place, text in enumerate(STRIKE):
        rows.append({"id": f"strike{place}", "text": text, "publisher": OUTLETS[2], "date": f"2018-07-{16 + place}"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def indexed_news(build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not NEWS.is_dir():
        pytest.skip(f"OneStopEnglish is not in {NEWS.parent}")
    folder = tmp_path_factory.mktemp("news")
    write_news(folder / "news.jsonl")
    build(folder / "data", "--source", str(ROOT / "seeds"), "--source", str(folder / "news.jsonl"))
    return folder / "data"


@pytest.fixture(scope="module")
def app(indexed_news: Path, serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    data = tmp_path_factory.mktemp("newsroom") / "data"
    shutil.copytree(indexed_news, data)
    with serve(data) as running:
        yield running


def test_the_first_page_says_what_is_there_and_offers_what_is_answered(app, open_page, steps) -> None:
    page = open_page(app.url)
    expect(page.get_by_text(re.compile(r"\d\d articles from 4 publishers, 1 January 2018 to .* 2018"))).to_be_visible()
    expect(page.get_by_text("Last updated today at")).to_be_visible()
    offered = page.locator(".st-key-suggestions button")
    expect(offered).to_have_count(4)
    questions = offered.all_text_contents()
    for place in (0, 1):
        expect(offered).to_have_count(4)
        offered.nth(place).click()
        turn = page.locator(".turn")
        expect(turn.locator(".question")).to_have_text(questions[place])
        expect(turn.locator(".sources")).to_be_visible()
        expect(turn.locator(".chip").first).to_be_visible()
        page.get_by_role("button", name="New conversation").click()


def test_the_answer_comes_short_first_with_its_source_and_who_else_carries_it(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, TIGERS)
    expect(turn.locator(".answer")).to_contain_text("has increased to 198")
    expect(turn.locator(".carriers")).to_contain_text("2 outlets carry this story")
    expect(turn.locator(".question")).to_be_in_viewport(ratio=1)
    expect(turn.locator(".chip").first).to_be_in_viewport(ratio=1)
    chip = turn.locator(".chip").first
    chip.hover()
    card = page.locator(".preview")
    for told in (re.compile("198"), re.compile(r"\d+ \w+ 2018"), re.compile("years old")):
        expect(card).to_contain_text(told)
    chip.click()
    assert steps.marked_words(page) == steps.cited_words(turn, 1)
    expect(page.locator("mark").first).to_be_in_viewport(ratio=1)
    expect(page.locator(".panel").get_by_role("link")).to_have_attribute(
        "href", re.compile(r"^https://(news|herald)\.")
    )
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(chip).to_be_focused()


def test_two_numbers_stand_side_by_side_each_with_its_date(app, open_page, steps) -> None:
    turn = steps.ask(open_page(app.url), "How many days did the ferry strike last?")
    sides = turn.page.get_by_role("region", name="Sources differ").get_by_role("listitem")
    expect(sides).to_have_count(2)
    for value, day in (("nine", "16 July 2018"), ("11", "17 July 2018")):
        expect(sides.filter(has_text=day)).to_contain_text(value)


def test_a_refusal_shows_what_came_close_and_why_it_is_no_answer(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, "Which penguins colonised the volcanic islands of Halden?")
    expect(turn.locator(".refusal")).to_have_text("The articles do not answer this.")
    expect(turn.get_by_text("Closest passages — not an answer")).to_be_visible()
    expect(turn.locator(".closest .source-title").first).to_be_visible()
    turn.get_by_text("How this was found").click()
    expect(turn.locator(".candidate-why").first).to_have_text(re.compile(r"^(Read|Not read)"))
    expect(turn.get_by_text("Left out: the 10 above came closer.").first).to_be_visible()


def test_filters_are_understood_shown_and_explained(app, open_page, steps) -> None:
    page = open_page(app.url)
    expect(page.locator(".st-key-suggestion_0")).to_be_visible()  # topics are looked for with these
    turn = steps.ask(page, "What happened to the ferry strike in Halden in July 2018?")
    expect(turn.locator(".filter")).to_contain_text(["July 2018"])
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_test_id("stPopoverBody")
    panel.get_by_role("radiogroup", name="Topics that several articles share").get_by_role("radio").first.click()
    expect(panel).to_contain_text(re.compile(r"\d+ of \d\d articles may answer\."))
    box = panel.get_by_role("textbox", name="Topic")
    expect(box).not_to_have_value("")
    topic = box.input_value().strip('"')
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-filters .filter")).to_have_text([f"With “{topic}”×"])
    refused = steps.ask(page, TIGERS)
    expect(refused.locator(".filter")).to_have_text([f"With “{topic}”"])
    expect(refused.get_by_text("What the filters left out comes closer")).to_be_visible()
    refused.locator("summary", has_text="How this was found").click()
    why = refused.get_by_text(re.compile(rf"Left out by the filters: it does not have all of “{topic}”\."))
    expect(why.first).to_be_visible()
    page.get_by_role("button", name=re.compile("Remove filter: with the words")).click()
    expect(page.locator(".st-key-filters .filter")).to_have_count(0)


def test_behind_the_answer_are_its_dates_and_who_said_what(app, open_page, steps) -> None:
    page = open_page(app.url)
    turn = steps.ask(page, "What did Maheshwar Dhakal say?")
    expect(turn.locator(".answer")).to_contain_text("Maheshwar Dhakal")
    page.get_by_text(re.compile(r"^Timeline of the evidence \(\d+\)$")).click()
    expect(page.locator(".moment", has_text="quoted in the answer").first).to_contain_text("2018")
    page.get_by_text(re.compile(r"^Who said what \(\d+\)$")).click()
    named = page.get_by_role("row").filter(has=page.locator(".speaker:not(.unknown)"))
    expect(named.first).to_contain_text("2018")
    named.first.get_by_role("button").click()
    expect(page.locator("mark").first).to_be_visible()


def test_a_quotation_is_found_where_it_stands(app, open_page) -> None:
    page = open_page(f"{app.url}/quotation")
    words = page.get_by_role("textbox", name="The words to check")
    words.fill("But it should also come up with plans to shield people from tigers")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator(".verdict")).to_contain_text("Nearly these words")
    expect(page.locator(".place ins").first).to_contain_text("protect")


def test_a_kept_answer_is_the_same_by_its_address_and_in_a_file(app, open_page, steps) -> None:
    page = open_page(app.url)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = steps.ask(page, TIGERS)
    words = turn.locator(".answer").text_content()
    page.get_by_role("button", name="Copy a link to this answer").click()
    expect(turn.locator(".said")).to_have_text("Link copied")
    kept = open_page(page.evaluate("navigator.clipboard.readText()"))
    expect(kept.locator(".answer")).to_have_text(words)
    with kept.expect_download() as download:
        kept.get_by_role("button", name="Markdown").click()
    file = Path(download.value.path()).read_text(encoding="utf-8")
    assert "198" in file and "https://" in file
    page.get_by_role("button", name="Copy the answer with its citations").click()
    page.get_by_role("button", name="Plain text").click()
    expect(turn.locator(".said")).to_contain_text("with citations")
    assert "[1]" in page.evaluate("navigator.clipboard.readText()")


def test_the_settings_say_what_they_do_and_how_the_index_is(app, open_page) -> None:
    page = open_page(f"{app.url}/settings")
    for label in ("Passages of evidence", "How sure an answer must be"):
        expect(page.get_by_text(label).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d\d articles")).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1920])
def test_nothing_is_wider_than_the_window(app, open_page, steps, width: int) -> None:
    page = open_page(app.url, width=width, height=800)
    turn = steps.ask(page, TIGERS)
    turn.get_by_text("How this was found").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    turn.locator(".chip").first.click()
    assert steps.marked_words(page) == steps.cited_words(turn, 1)
    box = page.locator(".panel").bounding_box()
    assert box and box["x"] + box["width"] <= width
    assert (box["width"] == width) == (width == 360)
