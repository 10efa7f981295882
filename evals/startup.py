"""``python -m evals.startup``: how long from starting the app to the page, and to the first answer, in a real browser.

Needs playwright and Chromium (``make test`` installs the first). The seeds are indexed before the clock starts; each
run is a new server process, whose page is opened as soon as it listens; the question is asked as soon as its box shows.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from evals.results import keep_result
from index.config import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_FIRST_PAINT_MS = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
QUESTION = "How many soldiers are stationed on the Korean peninsula?"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    from playwright.sync_api import sync_playwright

    chromium = os.environ.get("CLIPPINGS_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        environment = os.environ | {"CLIPPINGS_DATA": data}
        subprocess.run([sys.executable, "-m", "index"], cwd=PROJECT, env=environment, check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        runs = [_run(browser, environment) for _ in range(options.runs)]
        browser.close()
    figures = {
        name: {"min": min(values), "median": statistics.median(values), "max": max(values)}
        for name in runs[0]
        for values in [[run[name] for run in runs]]
    }
    for name, spread in figures.items():
        print(f"{name}: " + ", ".join(f"{key} {value:.2f} s" for key, value in spread.items()))
    if options.keep:
        keep_result("startup", {"runs": options.runs, "seconds": figures})


def _run(browser: "Browser", environment: dict[str, str]) -> dict[str, float]:
    with serve(environment) as (url, began):
        page = browser.new_page()
        wait_for_server(url)
        asked_for = time.monotonic() - began
        page.goto(url, wait_until="commit")
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for()
        usable = time.monotonic() - began
        painted = asked_for + page.evaluate(_FIRST_PAINT_MS) / 1_000
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".turn .chip").first.wait_for()
        answered = time.monotonic() - began
        page.close()
    return {
        "process start to first contentful paint": round(painted, 2),
        "process start to the question box": round(usable, 2),
        "process start to first answer": round(answered, 2),
    }


def wait_for_server(url: str) -> None:
    """Until somebody listens there. Raises TimeoutError after twenty seconds."""
    address = urlsplit(url)
    for _ in range(1_000):
        with suppress(OSError), socket.create_connection((address.hostname, address.port or 80)):
            return
        time.sleep(0.02)  # nobody listens yet
    raise TimeoutError(f"{url} did not answer")


@contextmanager
def serve(environment: dict[str, str]) -> Iterator[tuple[str, float]]:
    """The app at an address, and when its process was started (time.monotonic)."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless=true"]
    began = time.monotonic()
    server = subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield f"http://localhost:{port}", began
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
