"""``python -m index.web``: its words and its exit statuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from index.command_line import DONE, FAILED, SOME_FAILED, WRONG_USAGE
from index.config import IndexConfig
from index.web.__main__ import main

ARTICLE = "<article>" + "<p>The storm reached the harbour on Tuesday night and stayed there.</p>" * 4


@pytest.fixture(autouse=True)
def intranet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CLIPPINGS_DATA", str(tmp_path))
    monkeypatch.setenv("CLIPPINGS_ALLOW_PRIVATE_URLS", "1")


def test_private_addresses_are_closed_unless_the_environment_opens_them() -> None:
    assert not IndexConfig.from_env({}).allow_private_urls
    assert not IndexConfig.from_env({"CLIPPINGS_ALLOW_PRIVATE_URLS": "0"}).allow_private_urls
    assert IndexConfig.from_env({"CLIPPINGS_ALLOW_PRIVATE_URLS": "1"}).allow_private_urls


def test_a_source_is_added_listed_refreshed_and_removed(server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.url("/a")
    server.says("/a", ARTICLE, etag='"1"')
    assert main(["add", url]) == DONE
    assert capsys.readouterr().out == f"fetched {url}: 1 new or changed\n"
    assert main(["list"]) == DONE
    assert capsys.readouterr().out.startswith(f"{url}  (page, 1 article)\n  last fetched 2")
    assert main(["refresh"]) == DONE
    assert capsys.readouterr().out == f"unchanged {url}\n"
    assert main(["remove", url]) == DONE
    assert capsys.readouterr().out == "Removed, and with it 1 article that only it brought.\n"
    assert main(["list"]) == DONE
    assert "No pages or feeds are followed yet" in capsys.readouterr().out


def test_a_source_that_fails_stays_and_is_named(server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.url("/missing")
    assert main(["add", url]) == SOME_FAILED
    assert "404 Not Found" in capsys.readouterr().out
    assert main(["refresh"]) == SOME_FAILED
    assert "(since 2" in capsys.readouterr().out
    assert main(["list"]) == DONE
    assert "failing since 2" in capsys.readouterr().out


def test_a_refused_address_is_not_added(
    canary: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CLIPPINGS_ALLOW_PRIVATE_URLS", "")
    assert main(["add", f"http://127.0.0.1:{canary.port}/"]) == FAILED
    assert "CLIPPINGS_ALLOW_PRIVATE_URLS=1" in capsys.readouterr().err
    assert not (tmp_path / "web").exists()
    assert canary.connections == 0


def test_reports_come_as_json(server: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    server.says("/feed", "<rss version='2.0'><channel><item><title>x</title></item></channel></rss>", "text/xml")
    main(["--data", str(tmp_path / "other"), "add", server.url("/feed")])
    assert "not read x: The entry has no link." in capsys.readouterr().out
    assert main(["--data", str(tmp_path / "other"), "refresh", "--json"]) == DONE
    (report,) = json.loads(capsys.readouterr().out)["sources"]
    assert (report["url"], report["outcome"], report["saved"]) == (server.url("/feed"), "fetched", [])
    main(["--data", str(tmp_path / "other"), "list", "--json"])
    assert json.loads(capsys.readouterr().out)["sources"][0]["kind"] == "feed"
    main(["refresh", "--json"])
    assert json.loads(capsys.readouterr().out) == {"sources": []}


@pytest.mark.parametrize("arguments", [[], ["add"], ["nothing"], ["refresh", "--unknown"]])
def test_wrong_usage_exits_with_its_own_status(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == WRONG_USAGE


def test_what_is_not_followed_cannot_be_refreshed_or_removed(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("refresh", "remove"):
        assert main([command, "https://unknown.example/"]) == FAILED
        assert "not among the web sources" in capsys.readouterr().err
