"""The real app in a real browser: a Streamlit server on a free port, the real index and model, a temporary data folder.

Every page fails its test if it asks any other host for anything, or if its script breaks.
"""

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(os.environ.get("CLIPPINGS_APP_ROOT") or Path(__file__).parents[2])
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000  # a slow machine should fail late, never early


@dataclass(frozen=True)
class App:
    """A running app and its data directory."""

    url: str
    data: Path


OpenPage = Callable[..., Page]


def find_chromium() -> str | None:
    named = os.environ.get("CLIPPINGS_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        missing = "No Chromium: put chromium or google-chrome on PATH, or its path in CLIPPINGS_CHROMIUM"
        if os.environ.get("CLIPPINGS_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the seeds indexed, to be copied."""
    data = tmp_path_factory.mktemp("indexed") / "data"
    build(data)
    return data


def build(data: Path, *arguments: str) -> None:
    """Build an index on the command line."""
    command = [sys.executable, "-m", "index", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, capture_output=True)


@pytest.fixture(scope="session", name="build")
def build_fixture() -> Callable[..., None]:
    """For tests that have data directories of their own."""
    return build


def environment(data: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("CLIPPINGS_")}
    return inherited | {"CLIPPINGS_DATA": str(data), "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}


@contextmanager
def serve(data: Path, script: Path = ROOT / "app.py", port: int | None = None, **settings: str) -> Iterator[App]:
    """Run the app, by default on a free port, until the block ends; ``settings`` are variables of its environment."""
    port = port or find_free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        str(port),
        "--server.headless=true",
    ]
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment(data) | settings, stdout=log, stderr=log)
        try:
            wait_until_up(f"http://localhost:{port}/_stcore/health", server, data / "server.log")
            yield App(f"http://localhost:{port}", data)
        finally:
            server.terminate()
            server.wait(120)  # a hang guard


def find_free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def free_port() -> int:
    """For servers that have to know their own address."""
    return find_free_port()


def wait_until_up(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = monotonic() + 60
    while monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def app(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with the seeds indexed; one for the tests of a module."""
    data = tmp_path_factory.mktemp("app") / "data"
    shutil.copytree(indexed, data)
    with serve(data) as running:
        yield running


@pytest.fixture(scope="session", name="serve")
def serve_fixture() -> Callable[..., AbstractContextManager[App]]:
    """For tests that run servers of their own."""
    return serve


@pytest.fixture
def steps() -> ModuleType:
    """What a reader does; a fixture, since tests here are no package to import from."""
    spec = spec_from_file_location("steps", Path(__file__).with_name("steps.py"))
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens pages of a new visitor each; checks at the end that they kept to themselves."""
    contexts, foreign, broken = [], [], []

    def watch(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("blob", "data") and address.hostname != "localhost":
            foreign.append(request.url)

    def open_(url: str, width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("request", watch)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert foreign == [], "The page asked another host"
    assert broken == [], "The page's script broke"


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the seeds and two articles that have a publisher, a date and an address, to be copied."""
    data = tmp_path_factory.mktemp("reported") / "data"
    build(data, "--source", str(ROOT / "seeds"), "--source", str(ROOT / "tests" / "fixtures" / "news"))
    return data


@pytest.fixture(scope="module")
def newsroom(reported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app with those articles; one for the tests of a module."""
    data = tmp_path_factory.mktemp("newsroom") / "data"
    shutil.copytree(reported, data)
    with serve(data) as running:
        yield running
