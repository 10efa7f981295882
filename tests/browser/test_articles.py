"""Adding articles, building the index, and articles that are full of markup."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FERRY = """The Tern ferry will stop running on 3 March, the harbour master of Nordhavn said.

"We cannot afford the repairs, which would cost $4 million," said harbour master Ingrid Solbakken. Passengers may use
the bus over the new bridge instead.

The Tern has carried passengers between Nordhavn and the island of Lyng since 1987.
"""

MARKUP = """# A *loud* title for $5 and $10 <img src="http://evil.example/title.png">

The glass bakery on Orchid Street sold <b>900</b> loaves at $5 to $10 each, baker Mona Quill said.
![image](http://evil.example/a.png) [link](http://evil.example/b) <img src="http://evil.example/c.png">
<script>window.broken = true</script> $x^2$ :red[red] :material/home: https://evil.example/bare

The bakery on Orchid Street opened in **1931**.
"""


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "tern ferry.txt"
    path.write_text(FERRY, encoding="utf-8")
    return path


@pytest.fixture
def markup(tmp_path: Path) -> Path:
    path = tmp_path / "loud_$5_*b*.md"
    path.write_text(MARKUP, encoding="utf-8")
    return path


def test_an_added_article_can_be_asked_about(app, open_page, steps, ferry) -> None:
    page = open_page(f"{app.url}/articles")
    steps.upload(page, ferry)
    steps.wait_for_build(page)
    expect(page.get_by_text("1 article added, 2 unchanged")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("link", name="Chat").click()
    turn = steps.ask(page, "How much would the repairs of the Tern ferry cost?")
    expect(turn.locator(".answer")).to_contain_text("$4 million")
    turn.locator(".chip").first.click()
    assert steps.marked_words(page) == steps.cited_words(turn, 1)
    assert steps.marked_words(page) in FERRY.replace("use\nthe", "use the")


def test_markup_shows_as_the_characters_it_is(app, open_page, steps, markup) -> None:
    page = open_page(f"{app.url}/articles")
    steps.upload(page, markup)
    steps.wait_for_build(page)
    expect(page.locator("tbody tr", has_text="$5 and $10")).to_be_visible()
    page.get_by_role("link", name="Chat").click()
    question = "How many **loaves** did the glass bakery on Orchid Street sell <b>for</b> $5 to $10?"
    turn = steps.ask(page, question)
    expect(turn.locator(".question")).to_have_text(question)
    expect(page.locator(".row.current .open")).to_contain_text("**loaves**")
    turn.locator(".chip").first.click()
    panel = page.locator(".panel")
    for shown in ("<b>900</b>", "![image](http://evil.example/a.png)", "$x^2$", "<script>", ":red[red]"):
        expect(panel).to_contain_text(shown)
    assert page.evaluate("window.broken") is None
    for where in (panel, turn):
        assert where.locator("img, script, a, b, .katex").count() == 0


def test_the_table_searches_sorts_and_opens(app, open_page) -> None:
    page = open_page(f"{app.url}/articles")
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    total = rows.count()
    page.get_by_role("button", name="Words").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Words")
    counts = [int(cell.replace(",", "")) for cell in page.locator('td[data-label="Words"]').all_text_contents()]
    assert counts == sorted(counts, reverse=True)
    page.get_by_label("Search the articles").fill("001_a97a")
    expect(rows).to_have_count(1)
    expect(page.get_by_text(f"1 of {total}")).to_be_visible()
    title = rows.first.get_by_role("button").text_content()
    rows.first.get_by_role("button").click()
    expect(page.locator(".panel .title")).to_have_text(title)
    expect(page.locator(".panel .text p").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)


def test_a_file_that_cannot_be_used_is_refused_in_plain_words(app, open_page, steps, tmp_path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n", encoding="utf-8")
    page = open_page(f"{app.url}/articles")
    steps.upload(page, empty)
    expect(page.get_by_text("empty.txt: the file is empty.")).to_be_visible()


def test_what_was_refused_can_be_put_away_and_what_was_rejected_removed(app, open_page, steps, tmp_path) -> None:
    empty, broken = tmp_path / "empty.txt", tmp_path / "broken.csv"
    empty.write_text(" ", encoding="utf-8")
    broken.write_text("a,b\n1,2\n", encoding="utf-8")
    page = open_page(f"{app.url}/articles")
    steps.upload(page, empty, broken)
    rejected = page.locator(".st-key-rejected")
    expect(rejected.get_by_text("broken.csv", exact=True)).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("the file is empty")).to_have_count(0)
    steps.click_when_still(rejected.get_by_role("button", name="Remove: broken.csv"))
    steps.click_when_still(rejected.get_by_role("button", name="Remove", exact=True))
    expect(rejected).to_have_count(0)
    assert not (app.data / "articles" / "broken.csv").exists()


def test_another_file_of_the_same_name_is_asked_about(app, open_page, steps, tmp_path) -> None:
    quay = tmp_path / "quay.txt"
    kept = app.data / "articles"
    page = open_page(f"{app.url}/articles")
    for words, answer, files in (
        ("The quay of Merrow was widened by nine metres.", None, {"quay.txt": "Merrow"}),
        ("The quay of Varsk is closed until May.", "Leave it out", {"quay.txt": "Merrow"}),
        ("The quay of Varsk is closed until May.", "Keep both", {"quay.txt": "Merrow", "quay-2.txt": "Varsk"}),
        ("The quay of Torv is dry.", "Replace the earlier one", {"quay.txt": "Torv", "quay-2.txt": "Varsk"}),
    ):
        quay.write_text(words, encoding="utf-8")
        steps.upload(page, quay)
        if answer:
            steps.click_when_still(page.get_by_role("button", name=answer))
            expect(page.get_by_text("a file of this name was added before")).to_have_count(0)
        for name, place in files.items():
            row = page.locator("tbody tr", has_text=f"articles/{name}")
            expect(row.get_by_role("button", name=f"The quay of {place}")).to_be_visible()
        assert {path.name for path in kept.glob("quay*")} == set(files)


def test_the_state_of_a_build_is_still_there_after_a_reload(app, open_page) -> None:
    page = open_page(f"{app.url}/articles")
    page.get_by_role("button", name="Rebuild index").click()
    expect(page.get_by_text("Last build today")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Last build today")).to_be_visible()
