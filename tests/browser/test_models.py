"""A chat model on a real socket, in the browser: what a reader sees while it writes, when it fails, and afterwards."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.qa.fault_server import FAULTS, KEY, ModelServer, Script, Wire, messages_text

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("steps")]

QUESTION = "What did the repairs of the bridge cost?"
PRICE = "The repairs of the bridge cost 41 million euros."
INVENTED = "The council will sell the bridge for 55 million euros."


@pytest.fixture(scope="module")
def house(serve, build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The app with a model that has a key; ``server.script`` is what it writes."""
    data = tmp_path_factory.mktemp("house") / "data"
    build(data, "--source", str(Path(__file__).parents[1] / "fixtures" / "news"))
    server = ModelServer(lambda request: "")
    settings = {"MODEL": "test-model", "MODEL_URL": server.url, "MODEL_KEY": KEY, "MODEL_FIRST_TOKEN_S": "3"}
    with serve(data, **{f"CLIPPINGS_{name}": value for name, value in settings.items()}) as app:
        yield SimpleNamespace(url=app.url, data=data, server=server)
    server.close()


def after_understanding(script: Script) -> Script:
    return lambda request: "{}" if "JSON object" in messages_text(request) else script(request)


def passage_with(request: dict[str, Any], words: str) -> int:
    """The number under which the model is shown the passage with these words."""
    text = messages_text(request)
    return int(text[: text.index(words)].rpartition(" passage ")[2].split()[0])


def answer_in_full(request: dict[str, Any]) -> str:
    return f"{PRICE} {INVENTED} [{passage_with(request, '41 million')}]"


def put(page: Page, question: str) -> Locator:
    """Ask without waiting for the answer; returns its turn."""
    turns = page.locator(".turn")
    before = turns.count()
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    expect(turns).to_have_count(before + 1)
    return turns.last


def choice(page: Page) -> Locator:
    return page.get_by_label("Who answers")


def test_the_choice_shows_a_whole_name_where_there_is_room(house, open_page) -> None:
    page = open_page(house.url)
    expect(choice(page)).to_have_value(re.compile("test-model"))
    expect(choice(page)).to_be_visible()
    choice(page).evaluate("node => { node.value = 'qwen2.5-7b-instruct-q4_k_m.gguf (127.0.0.1:8080)'; }")
    assert choice(page).evaluate("node => node.scrollWidth <= node.clientWidth")


def test_each_sentence_has_its_verdict_while_the_next_is_written(house, open_page) -> None:
    goes_on = Event()

    def script(request: dict[str, Any]) -> Any:
        def write(wire: Wire) -> None:
            wire.begin()
            wire.token(f"{PRICE} {INVENTED} [{passage_with(request, '41 million')}] It reop")
            goes_on.wait(60)
            wire.token("ened.")
            wire.end()

        return write

    house.server.script = script
    page = open_page(house.url)
    turn = put(page, QUESTION)
    expect(turn.locator(".chip.by-us")).to_have_text("1")
    expect(turn.locator(".doubt")).to_contain_text("not confirmed: the number 55")
    turn.locator(".chip.by-us").evaluate("node => { window.before = node; }")
    expect(turn.get_by_role("button", name="Stop answering")).to_be_visible()
    goes_on.set()
    expect(turn.locator(".checked")).to_contain_text("Written by test-model (127.0.0.1:")
    expect(turn.locator(".answer")).to_contain_text("It reopened.")
    assert turn.locator(".chip.by-us").first.evaluate("node => node === window.before"), "it was drawn anew"


def test_stop_and_a_reload_keep_what_came_and_a_half_sentence_is_not_judged(house, open_page) -> None:
    def script(request: dict[str, Any]) -> Any:
        def write(wire: Wire) -> None:
            wire.begin()
            wire.token(f"{PRICE} The mayor wou")
            wire.stall()

        return write

    house.server.script = script
    page = open_page(house.url)
    put(page, QUESTION)
    expect(page.locator(".answer")).to_contain_text("The mayor wou")
    page.reload()
    turn = page.locator(".turn")
    expect(turn.locator(".answer")).to_contain_text("The mayor wou")
    expect(choice(page)).to_have_value(re.compile("test-model"))
    turn.get_by_role("button", name="Stop answering").click()
    expect(turn.locator(".notice")).to_have_text("You stopped this answer; what had come is kept.")
    expect(turn.locator(".doubt")).to_have_text("not confirmed: the sentence breaks off here")
    expect(turn.locator(".statement")).to_have_text(f"{PRICE} (supported)")


def test_a_failure_says_why_and_the_key_is_nowhere(house, open_page) -> None:
    page = open_page(house.url)
    for fault, words in (
        ("401", "refused the key that it was given"),
        ("429", "takes no more questions at the moment"),
        ("stalled before the first token", "was silent for 3 seconds"),
        ("cut", "the connection broke off"),
    ):
        house.server.script = after_understanding(lambda request, fault=fault: FAULTS[fault])
        turn = put(page, QUESTION)
        if fault.startswith("stalled"):
            expect(turn.locator(".status")).to_contain_text("Waiting for test-model (127.0.0.1:")
        expect(turn.locator(".sources")).to_be_visible()
        expect(turn.locator(".status")).to_have_count(0)
        expect(turn.locator(".notice")).to_contain_text(words)
        expect(turn.locator(".notice")).to_contain_text("The articles are quoted instead.")
        expect(turn.locator(".answer")).to_contain_text("41 million euros")
        assert KEY not in page.content()
    page.goto(f"{house.url}/settings")
    expect(page.get_by_text("test-model (127.0.0.1")).to_be_visible()
    assert page.locator("a[href*='127.0.0.1']").count() == 0
    assert KEY not in page.content()
    kept = [path for path in house.data.rglob("*") if path.is_file()]
    assert {"conversations.db", "server.log"} <= {path.name for path in kept}
    assert [path.name for path in kept if KEY.encode() in path.read_bytes()] == []


def test_who_answers_is_chosen_for_a_conversation_and_stays_chosen(house, open_page, steps) -> None:
    house.server.script = after_understanding(lambda request: "The articles do not say.")
    page = open_page(house.url)
    turn = steps.ask(page, QUESTION)
    expect(turn.locator(".notice")).to_contain_text("found no answer in the passages. “Quotes only” has sentences")
    expect(turn.locator(".refusal")).to_be_visible()
    page.reload()
    expect(choice(page)).to_have_value(re.compile("test-model"))
    choice(page).click()
    page.get_by_role("option", name="Quotes only").click()
    page.get_by_role("button", name="Ask this question again").click()
    quoted = page.locator(".turn").nth(1)
    expect(quoted.locator(".answer")).to_contain_text("41 million euros, 9 million more than planned")
    expect(quoted.locator(".checked, .notice")).to_have_count(0)
    page.reload()
    expect(choice(page)).to_have_value("Quotes only")
    house.server.script = after_understanding(answer_in_full)
    choice(page).click()
    page.get_by_role("option", name=re.compile("test-model")).click()
    page.locator(".turn").last.get_by_role("button", name="Ask this question again").click()
    expect(page.locator(".turn").last.locator(".checked")).to_contain_text("1 supported, 1 not confirmed")


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_verdicts_are_legible_on_a_phone(house, open_page, appearance: str) -> None:
    house.server.script = after_understanding(answer_in_full)
    page = open_page(house.url, width=360, height=780)
    page.emulate_media(color_scheme=appearance)  # type: ignore[arg-type]
    page.reload()
    turn = put(page, QUESTION)
    expect(turn.locator(".checked")).to_be_visible()
    doubt = turn.locator(".doubt")
    expect(doubt).to_be_visible()
    assert contrast(doubt) >= 4.5
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box = doubt.bounding_box()
    assert box is not None
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360


def contrast(node: Locator) -> float:
    """The ratio, as WCAG reckons it, of the words' colour to that of the page behind them."""
    ratio: float = node.evaluate(
        """node => {
            const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
            const light = (color) => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
                    .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const page = getComputedStyle(document.querySelector(".stApp")).backgroundColor;
            const [low, high] = [light(getComputedStyle(node).color), light(page)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
        }"""
    )
    return ratio
