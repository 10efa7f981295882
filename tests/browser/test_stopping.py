"""An answer that comes slowly: nothing moves, it can be stopped, and it goes on without a page that looks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]  # steps are patient

ROOT = Path(__file__).parents[2]

# The app with an answerer that writes a word at a time: for ever, or twenty of them if that is asked for. A
# notice comes with the sixth word where one is asked for.
SCRIPT = """
import runpy
import sys
import threading

sys.path.insert(0, {root!r})
from qa.types import Answer, Delta, Finished, Statement
from ui.desk import Desk


def write(self, question, history, options, stop):
    words = ["Well"]
    pause = threading.Event()
    while not stop() and not ("twenty" in question and len(words) == 20):
        yield Delta(words[-1] + " ")
        pause.wait(0.1)
        words.append(f"word{{len(words)}}")
        Desk.noticed = "notice" in question and len(words) > 6
    Desk.noticed = False
    said = Statement(" ".join(words[:-1]), (), "unsupported", missing=("any source",))
    yield Finished(Answer(question, question, "answered", None, (said,), (), (), "g", model="m", stopped=stop()))


Desk._ask = write
Desk.refusal = lambda self: "Something has come to notice." if getattr(Desk, "noticed", False) else None
runpy.run_path({app!r}, run_name="__main__")
"""


@pytest.fixture(scope="module")
def slow(serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("slow")
    script = data / "slow.py"
    script.write_text(SCRIPT.format(root=str(ROOT), app=str(ROOT / "app.py")), encoding="utf-8")
    with serve(data, script) as app:
        yield app.url


def ask(page, question: str):  # type: ignore[no-untyped-def]
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(page.locator(".answer")).to_contain_text("word3")
    return page.locator(".turn")


def test_stop_keeps_what_came_also_for_the_next_visit(slow, open_page) -> None:
    page = open_page(slow)
    turn = ask(page, "Write on and on")
    turn.get_by_role("button", name="Stop answering").click()
    expect(turn.locator(".notice")).to_contain_text("You stopped this answer; what had come is kept.")
    expect(turn.locator(".status")).to_have_count(0)
    words = turn.locator(".answer").text_content() or ""
    assert "Well word1 word2 word3" in words
    page.reload()
    expect(turn.locator(".answer")).to_have_text(words)


def test_nothing_moves_and_the_stop_button_stays_the_same_while_words_come(slow, open_page) -> None:
    page = open_page(slow)
    turn = ask(page, "Write on and on")
    stop = turn.get_by_role("button", name="Stop answering")
    stop.focus()
    stop.evaluate("node => { window.before = node; }")
    places = [turn.locator(css).bounding_box() for css in (".question", ".answer")]
    expect(turn.locator(".answer")).to_contain_text("word12")
    assert stop.evaluate("node => node === window.before")
    expect(stop).to_be_focused()
    later = [turn.locator(css).bounding_box() for css in (".question", ".answer")]
    assert [(box["x"], box["y"]) for box in places] == [(box["x"], box["y"]) for box in later]
    page.keyboard.press("Enter")
    expect(turn.locator(".notice")).to_be_visible()


def test_a_notice_that_comes_meanwhile_leaves_the_turn_and_its_focus_alone(slow, open_page) -> None:
    page = open_page(slow)
    turn = ask(page, "Write on and on, with a notice")
    stop = turn.get_by_role("button", name="Stop answering")
    stop.focus()
    stop.evaluate("node => { window.before = node; }")
    expect(turn.locator(".answer")).to_contain_text("word8")
    look = "node => { node.value = 'Write'; node.dispatchEvent(new Event('input')); }"
    page.get_by_label("Search conversations").evaluate(look)  # the whole page is drawn again
    expect(page.get_by_text("Something has come to notice.")).to_be_visible()
    assert stop.evaluate("node => node === window.before")
    expect(stop).to_be_focused()
    stop.click()
    expect(turn.locator(".notice")).to_be_visible()


def test_an_answer_is_finished_and_kept_when_its_page_is_gone(slow, open_page) -> None:
    page = open_page(slow)
    ask(page, "Write twenty")
    address = page.url
    page.context.close()
    again = open_page(address)
    expect(again.locator(".answer")).to_contain_text("word18")
    expect(again.locator(".checked")).to_contain_text("Written by m.")
    expect(again.locator(".notice")).to_have_count(0)
