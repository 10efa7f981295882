"""Behind an answer: the timeline and who said what, with it where sources differ; each row opens its words."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PAGE = """
from qa.types import Answer, Citation, Explanation, Hit, Side
import streamlit as st
from ui.article import show_article
from ui.desk import open_desk
from ui.evidence import show_evidence
from ui.look import apply_look
from ui.turn import show_answer

st.set_page_config(layout="wide")
apply_look()
desk = open_desk()
with desk.index.snapshot() as snapshot:
    summary = next(one for one in snapshot.summaries() if "000" in one.id)
    article, passages = snapshot.article(summary.id), snapshot.passages_of(summary.id)
quote = "where 28,500 soldiers are currently stationed"
start = article.text.index(quote)
side = Side("28,500", article.id, article.title, None, None, start, start + len(quote), quote, article.digest)
hits = tuple(Hit(passage, 1.0, Explanation()) for passage in passages)
first = article.text[:40]
cited = Citation(1, article.id, passages[0].id, 0, 40, first, article.title, None, None, "a", None, article.digest)
answer = Answer("q", "q", "answered", None, (), (cited,), hits, "g", differing=(side, side))
show_answer(desk.index, "c", 0, "q", answer, True, None, print)
show_evidence(desk, "c", 0, answer, True)
show_article(desk)
"""


@pytest.mark.parametrize("width", [1440, 360])
def test_every_row_opens_its_words(indexed: Path, tmp_path: Path, serve, open_page, steps, width: int) -> None:
    data, script = tmp_path / "data", tmp_path / "page.py"
    shutil.copytree(indexed, data)
    script.write_text(PAGE, encoding="utf-8")
    with serve(data, script) as app:
        page = open_page(app.url, width=width, height=800)
        expect(page.get_by_role("region", name="Sources differ").get_by_role("listitem")).to_have_count(2)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_text("Timeline of the evidence (1)").click()
        expect(page.locator(".moment")).to_contain_text("quoted in the answer")
        page.get_by_text("Who said what").first.click()
        row = page.get_by_role("row").filter(has_text="Frankly, the more we succeed")
        expect(row.get_by_role("rowheader")).to_have_text("Joseph Dunford")
        words = row.get_by_role("button")
        words.focus()
        page.keyboard.press("Enter")
        assert steps.marked_words(page) == (
            "Frankly, the more we succeed on the diplomatic path, "
            "the more uncomfortable we will be in the military space"
        )
        expect(page.get_by_role("region", name="Article text")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".panel")).to_have_count(0)
        expect(words).to_be_focused()
        page.get_by_role("region", name="Sources differ").get_by_role("button").first.click()
        assert steps.marked_words(page) == "where 28,500 soldiers are currently stationed"
