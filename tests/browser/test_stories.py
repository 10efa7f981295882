"""A source that others carry too: one quiet line on its card, each name opening that article."""

import pytest
from playwright.sync_api import expect

from index.snapshot import Index
from qa.history.conversations import Conversations
from qa.types import Answer, Carrier, Citation, Statement
from tests.turns import add_turn

pytestmark = pytest.mark.browser

OUTLETS = ("Reuters", "<b>AP</b>", "BBC", "CNN", "Die Zeit", "Le Monde", "El País", "The Evening Post")


@pytest.fixture
def conversation(app) -> str:
    """A conversation whose answer quotes one of the two articles, which the other one and articles now gone carry."""
    index = Index(app.data)
    with index.snapshot() as snapshot:
        quoted, other = (snapshot.article(summary.id) for summary in snapshot.summaries())
        passage = snapshot.passages_of(quoted.id)[0]
    index.close()
    carriers = (
        Carrier(other.id, other.title, OUTLETS[0], None),
        *(Carrier(f"gone-{outlet}", f"Title in {outlet}", outlet, None) for outlet in OUTLETS[1:]),
    )
    quote = quoted.text[:60]
    citation = Citation(
        1,
        quoted.id,
        passage.id,
        0,
        60,
        quote,
        quoted.title,
        "The Daily",
        None,
        quoted.source,
        None,
        quoted.digest,
        carriers,
    )
    answer = Answer("Who?", "Who?", "answered", None, (Statement(quote, (1,), "verbatim"),), (citation,), (), "g")
    conversations = Conversations(app.data / "conversations.db")
    id_ = conversations.create("Who?").id
    add_turn(conversations, id_, "Who?", answer)
    return id_


@pytest.mark.parametrize("width", [1440, 360])
def test_the_card_names_who_carries_the_story_and_each_name_opens_its_article(
    app, conversation, open_page, width
) -> None:
    page = open_page(f"{app.url}/?c={conversation}", width=width, height=800)
    line = page.locator(".carriers")
    expect(line).to_have_text(
        "9 outlets carry this story: The Daily, Reuters, <b>AP</b>, BBC, CNN, Die Zeit, Le Monde, 2 more"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    line.get_by_role("button", name="Reuters").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Article text")).to_be_focused()
    expect(page.locator(".panel mark")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)
    expect(line.get_by_role("button", name="Reuters")).to_be_focused()


def test_further_names_are_shown_on_request_and_an_article_that_is_gone_says_so(app, conversation, open_page) -> None:
    page = open_page(f"{app.url}/?c={conversation}")
    line = page.locator(".carriers")
    line.get_by_role("button", name="2 more").press("Enter")
    expect(line).to_have_text(f"9 outlets carry this story: The Daily, {', '.join(OUTLETS)}")
    expect(line.get_by_role("button", name="El País")).to_be_focused()
    line.get_by_role("button", name="The Evening Post").click()
    expect(page.get_by_text("This article is no longer in the index.")).to_be_visible()
