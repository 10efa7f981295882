"""``python -m evals.screens``: the README's screenshots, taken of the real app over the seeds and OneStopEnglish.

Needs playwright and Chromium (``make test`` installs the first). The pictures are cut to few colours, to stay small.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from evals.startup import serve, wait_for_server
from index.config import PROJECT, SEEDS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS = PROJECT / "docs"
COLOURS = 128
PATIENCE_MS = 180_000
FACT = "How many soldiers are stationed on the Korean peninsula?"
WORDS = "What did Bruce Klingner say about the negotiations?"
UNANSWERED = "Who will be the next Pope?"
QUOTATION = (
    "the more we succeed on the diplomatic path, the more relaxed we will be in the military space"  # "uncomfortable"
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take them."""
    parser = argparse.ArgumentParser(prog="python -m evals.screens", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="a folder with onestop_english")
    options = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CLIPPINGS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    news = options.data.resolve() / "onestop_english" / "Adv-Txt"
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        environment = os.environ | {"CLIPPINGS_DATA": data}
        build = [sys.executable, "-m", "index", "--source", str(SEEDS), "--source", str(news)]
        subprocess.run(build, cwd=PROJECT, env=environment, check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        with serve(environment) as (url, _):
            wait_for_server(url)
            take_all(browser, url)
        browser.close()


def take_all(browser: "Browser", url: str) -> None:
    """Each picture from a visit of its own."""
    with visit(browser, url) as page:
        page.locator(".st-key-suggestions button").first.wait_for()
        take(page, "welcome")
    with visit(browser, url) as page:
        ask(page, FACT)
        take(page, "answer-light")
    with visit(browser, url) as page:
        ask(page, UNANSWERED)
        take(page, "refusal")
    for scheme in ("light", "dark"):
        with visit(browser, url, scheme) as page:
            ask(page, WORDS)
            page.locator(".chip").first.click()
            page.locator("mark").first.wait_for()
            take(page, f"article-{scheme}")
    with visit(browser, f"{url}/quotation") as page:
        page.get_by_role("textbox", name="The words to check").fill(QUOTATION)
        page.get_by_role("button", name="Check", exact=True).click()
        page.locator(".verdict").wait_for()
        take(page, "quotation")
    with visit(browser, url, width=360, height=780) as page:
        ask(page, FACT)
        take(page, "answer-360")


@contextmanager
def visit(
    browser: "Browser", url: str, scheme: str = "light", width: int = 1440, height: int = 900
) -> "Iterator[Page]":
    """A new visitor's page."""
    size = {"width": width, "height": height}
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


def ask(page: "Page", question: str) -> None:
    """Ask, and wait until the answer stands."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")
    page.locator(".sources, .closest").first.wait_for()
    page.get_by_role("button", name="Copy a link to this answer").wait_for()


def take(page: "Page", name: str) -> None:
    """Keep what the window shows, once it has come to rest."""
    size = page.viewport_size or {"width": 0, "height": 0}
    page.mouse.move(size["width"] // 2, size["height"] - 2)  # over nothing that shows it
    page.wait_for_timeout(1_500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(palette=commonest(picture), dither=Image.Dither.NONE).save(DOCS / f"{name}.png", optimize=True)


def commonest(picture: Image.Image) -> Image.Image:
    """A palette of the picture's commonest colours: its grounds and letters keep theirs, edges take the nearest."""
    counted = picture.getcolors(picture.width * picture.height) or []
    found = [colour for _, colour in sorted(counted, reverse=True)[:COLOURS]]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in found if isinstance(colour, tuple) for part in colour])
    return palette


if __name__ == "__main__":
    main()
