"""Looking after the collection from the page: corrections, removals, earlier versions, feeds, and damage."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.index.web.conftest import Server

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

FERRY = """---
title: Tern ferry to stop
date: 2026-02-01
publisher: Nordhavn Post
---
The Tern ferry will stop running on {day}, the harbour master of Nordhavn said.

The Tern has carried passengers between Nordhavn and the island of Lyng since 1987.
"""
BAKERY = "The glass bakery on Orchid Street sold 900 loaves a day in March, baker Mona Quill said.\n"
LIGHTHOUSE = "The lighthouse of Skagen was painted orange by forty volunteers in May, keeper Aud Strand said."
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Skagen Herald</title>'
    "<item><title>Lighthouse painted</title><link>{url}</link></item></channel></rss>"
)


@pytest.fixture(scope="module")
def web() -> Iterator[Server]:
    server = Server()
    server.says("/feed", FEED.format(url=server.url("/lighthouse")), kind="application/rss+xml")
    page = f"<article><h1>Lighthouse painted</h1>{f'<p>{LIGHTHOUSE}</p>' * 3}</article>"
    server.says("/lighthouse", f"<html><body>{page}</body></html>")
    yield server
    server.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory, build, serve) -> Iterator[object]:
    """Two articles from a folder, one of which has had an earlier version."""
    folder = tmp_path_factory.mktemp("collection")
    news, data = folder / "news", folder / "data"
    news.mkdir()
    (news / "bakery.txt").write_text(BAKERY, encoding="utf-8")
    for day in ("3 March", "4 April"):
        (news / "ferry.md").write_text(FERRY.format(day=day), encoding="utf-8")
        build(data, "--source", str(news))
    with serve(data, CLIPPINGS_ALLOW_PRIVATE_URLS="1") as running:
        yield running


def open_article(page: Page, title: str) -> None:
    page.locator("tbody").get_by_role("button", name=title, exact=True).click()
    expect(page.locator(".panel .title")).to_contain_text(title)


def test_a_date_and_a_publisher_can_be_corrected_to_unknown(app, open_page) -> None:
    page = open_page(f"{app.url}/articles")
    open_article(page, "Tern ferry to stop")
    page.get_by_role("button", name="Correct title").click()
    page.get_by_label("Date", exact=True).fill("")
    page.get_by_label("Publisher", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".fact", has_text="date unknown")).to_have_attribute("title", "corrected here")
    expect(page.locator(".fact", has_text="publisher unknown")).to_have_attribute("title", "corrected here")
    for name, fact in (("date", "1 February 2026"), ("publisher", "Nordhavn Post")):
        page.get_by_role("button", name="Correct title").click()
        page.get_by_role("button", name=f"Take the correction of the {name} back").click()
        expect(page.locator(".fact", has_text=fact)).to_have_attribute("title", "from the front matter")


def test_a_correction_shows_everywhere_and_survives_a_rebuild(app, open_page, steps) -> None:
    page = open_page(f"{app.url}/articles")
    open_article(page, "Tern ferry to stop")
    expect(page.locator(".fact", has_text="Nordhavn Post")).to_have_attribute("title", "from the front matter")
    page.get_by_role("button", name="Correct title").click()
    page.get_by_label("Title", exact=True).fill(" ")
    page.get_by_label("Publisher", exact=True).fill("Lyng Herald")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field", has_text="Title").get_by_role("alert")).to_contain_text("cannot be without a title")
    expect(page.get_by_label("Publisher", exact=True)).to_have_value("Lyng Herald")
    page.get_by_label("Title", exact=True).fill("The <b>Tern</b> retires")
    page.get_by_label("Date", exact=True).fill("2026-02-03")
    page.get_by_role("button", name="Save").click()
    row = page.locator("tbody tr", has_text="The <b>Tern</b> retires")
    expect(row).to_contain_text("Lyng Herald")
    expect(row).to_contain_text("3 February 2026")
    expect(page.locator(".fact", has_text="Lyng Herald")).to_have_attribute("title", "corrected here")
    page.get_by_role("button", name="Close the article").click()
    page.get_by_role("button", name="Rebuild index").click()
    expect(page.get_by_text("nothing to do").or_(page.get_by_text("2 articles unchanged"))).to_be_visible()
    expect(row).to_be_visible()
    page.get_by_role("link", name="Chat").click()
    turn = steps.ask(page, "When will the Tern ferry stop running?")
    expect(turn.locator(".source").first).to_contain_text("The <b>Tern</b> retires")
    expect(turn.locator(".source").first).to_contain_text("Lyng Herald")


def test_a_correction_can_be_taken_back(app, open_page) -> None:
    page = open_page(f"{app.url}/articles")
    page.locator("tbody tr", has_text="bakery.txt").get_by_role("button").click()
    page.get_by_role("button", name="Correct title").click()
    page.get_by_label("Publisher", exact=True).fill("Orchid Times")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("tbody tr", has_text="Orchid Times")).to_be_visible()
    page.get_by_role("button", name="Correct title").click()
    page.get_by_role("button", name="Take the correction of the publisher back").click()
    expect(page.locator("tbody tr", has_text="bakery.txt")).to_be_visible()
    expect(page.locator("tbody tr", has_text="Orchid Times")).to_have_count(0)


def test_a_removed_article_answers_no_more_until_it_is_restored(app, open_page, steps) -> None:
    question = "How many loaves did the glass bakery on Orchid Street sell?"
    page = open_page(app.url)
    expect(steps.ask(page, question).locator(".answer")).to_contain_text("900 loaves")
    page.locator(".chip").first.click()
    page.get_by_role("button", name="Remove from the collection").click()
    expect(page.locator(".ask")).to_contain_text("The file that it was read from is not touched")
    page.get_by_role("button", name="Remove the article from the collection").click()
    expect(page.locator(".panel")).to_have_count(0)
    page.get_by_role("link", name="Articles").click()
    removed = page.locator(".st-key-removed")
    expect(removed.get_by_role("button", name="Restore")).to_be_visible()
    expect(page.locator("tbody tr", has_text="ferry.md")).to_be_visible()
    expect(page.locator("tbody tr", has_text="bakery.txt")).to_have_count(0)
    page.get_by_role("link", name="Chat").click()
    expect(page.locator(".turn")).to_have_count(1)
    assert "900" not in (steps.ask(page, question).text_content() or "")
    page.get_by_role("link", name="Articles").click()
    removed.get_by_role("button", name="Restore").click()
    expect(page.locator("tbody tr", has_text="bakery.txt")).to_be_visible()
    expect(removed).to_have_count(0)
    page.get_by_role("link", name="Chat").click()
    expect(page.locator(".turn")).to_have_count(2)
    expect(steps.ask(page, question).locator(".answer")).to_contain_text("900 loaves")


def test_an_earlier_version_shows_what_changed(app, open_page) -> None:
    page = open_page(f"{app.url}/articles")
    page.locator("tbody tr", has_text="ferry.md").get_by_role("button").click()
    page.get_by_text("1 earlier version").click()
    page.get_by_role("button", name="What changed in the version").click()
    expect(page.locator(".diff del")).to_contain_text("3 March")
    expect(page.locator(".diff ins")).to_contain_text("4 April")
    expect(page.locator(".diff del .hidden-words").first).to_have_text("removed: ")
    page.keyboard.press("Escape")
    expect(page.locator(".diff")).to_have_count(0)
    expect(page.locator(".panel .text")).to_contain_text("4 April")


def test_an_added_feed_is_answered_from_and_a_refused_address_is_explained(app, open_page, steps, web) -> None:
    page = open_page(f"{app.url}/articles")
    page.get_by_text("From the web").click()
    address = page.get_by_label("Address of a page")
    address.fill("http://169.254.169.254/latest")
    address.press("Enter")
    expect(page.get_by_text("is a link-local address")).to_be_visible()
    expect(address).to_have_value("http://169.254.169.254/latest")
    address.fill(web.url("/feed"))
    address.press("Enter")
    entries = page.locator(".st-key-web_sources")
    expect(entries).to_contain_text("Skagen Herald")
    expect(page.locator("tbody tr", has_text="Lighthouse painted")).to_be_visible()
    expect(address).to_have_value("")
    address.fill(web.url("/gone"))
    address.press("Enter")
    expect(entries).to_contain_text("Failing since today")
    expect(page.locator(".stSidebar")).to_contain_text("1 of 2 sources cannot be fetched")
    page.get_by_role("link", name="Chat").click()
    turn = steps.ask(page, "Who painted the lighthouse of Skagen orange?")
    expect(turn.locator(".answer")).to_contain_text("forty volunteers")
    page.get_by_role("link", name="Articles").click()
    page.get_by_role("button", name="Remove: Skagen Herald").click()
    expect(entries).to_contain_text("The article that only it has brought leaves the collection.")
    entries.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("tbody tr", has_text="Lighthouse painted")).to_have_count(0)
    expect(entries).not_to_contain_text("Skagen Herald")


def test_keeping_up_is_a_setting_and_brings_in_what_is_new(app, open_page) -> None:
    page = open_page(f"{app.url}/articles", height=1800)
    page.get_by_text("Keeping up: off").click()
    (app.data.parent / "news" / "museum.txt").write_text("A museum in Lyng bought two lost Vermeer sketches.\n")
    page.locator("label", has_text="every 5 minutes").click()
    expect(page.get_by_text("It last succeeded today")).to_be_visible()
    expect(page.locator("tbody tr", has_text="museum.txt")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Keeping up: every 5 minutes")).to_be_visible()


def test_a_damaged_index_says_so_and_is_rebuilt_from_the_page(app, open_page, steps) -> None:
    newest = sorted((app.data / "generations").glob("g*"))[-1]
    (newest / "catalog.db").write_bytes(b"damaged")
    (newest / "manifest.json").write_text("{}", encoding="utf-8")
    page = open_page(app.url)
    notice = page.get_by_role("alert").filter(has_text="Until then the index that was built on")
    expect(notice).to_be_visible()
    page.get_by_role("button", name="Rebuild index").click()
    expect(notice).to_have_count(0)
    expect(steps.ask(page, "When will the Tern ferry stop running?").locator(".answer")).to_contain_text("4 April")
