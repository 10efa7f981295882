"""Articles that are taken out: out of the answers, and with ``--now`` out of every byte of the data directory."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

import index.__main__ as command
from index.uploads import keep_upload
from index.web.extract import Extracted
from index.web.pages import save_page
from tests.fakes import BagOfWords
from tests.index.desk import Desk
from tests.index.processes import kill_at

# No word of these begins like any other, so that full text keeps each whole.
SECRET = "Zyxomma quizzed kvetchy Ombudsman about Wyvern jackpots.\n\nXebec pylons juxtapose Thwarted bdellium."
WORDS = ["zyxomma", "quizzed", "kvetchy", "wyvern", "jackpot", "xebec", "juxtapos", "thwart", "bdellium"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(command, "SentenceTransformerEmbedder", lambda model: BagOfWords())
    monkeypatch.setenv("CLIPPINGS_DATA", str(desk.data))

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        return command.main([str(argument) for argument in arguments]), *capsys.readouterr()

    return run


def left(data: Path) -> Iterator[str]:
    """Where one of the words still is, in any case and in the encodings that databases use."""
    for path in sorted(data.rglob("*")):
        content = path.read_bytes().lower() if path.is_file() else b""
        for word in WORDS:
            if word.encode() in content or word.encode("utf-16-le") in content or word in path.name.lower():
                yield f"{path.relative_to(data)}: {word}"


def _into_source(desk: Desk) -> str:
    desk.write("secret.txt", SECRET)
    return "news/secret.txt"


def _into_upload(desk: Desk) -> str:
    keep_upload(desk.data, "secret.txt", SECRET.encode())
    return "articles/secret.txt"


def _into_upload_with_others(desk: Desk) -> str:
    lines = [{"id": "other", "text": "A comet passed Neptune."}, {"id": "secret", "text": SECRET}]
    keep_upload(desk.data, "many.jsonl", "\n".join(map(json.dumps, lines)).encode())
    return "secret"


def _into_web_page(desk: Desk) -> str:
    url = "https://example.org/a"
    save_page(desk.data, url, Extracted(SECRET, "Zyxomma"))
    return url


PLACES = [_into_source, _into_upload, _into_upload_with_others, _into_web_page]


@pytest.mark.parametrize("put", PLACES)
def test_at_once_no_byte_of_the_text_is_left(run: Run, desk: Desk, put: Callable[[Desk], str]) -> None:
    article_id = put(desk)
    run("--source", desk.news)
    desk.write("whale.txt", "A whale sang.")
    run()
    desk.write("comet.txt", "Comets pass.")
    kill_at(desk, "write")  # which leaves a draft
    before = {path: path.read_bytes() for path in desk.news.rglob("*")}
    assert article_id in desk.articles()
    assert len(list(left(desk.data))) > len(WORDS)
    with closing(desk.index()) as index, index.snapshot():  # a question that is being answered does not keep it
        status, output, errors = run("forget", article_id, "--now")
    assert (status, errors) == (0, "")
    assert output.startswith(f"{article_id} is in no answer any more.\n")
    assert ("is yours and was left as it is" in output) == (put is _into_source)
    assert list(left(desk.data)) == []
    assert article_id not in desk.articles()
    assert desk.ask("ferry crews") == ("news/ferry.txt", "news/ferry.txt")
    assert {path: path.read_bytes() for path in desk.news.rglob("*")} == before
    run()
    assert article_id not in desk.articles()
    assert list(left(desk.data)) == []


def test_forgotten_the_text_goes_with_the_generations(run: Run, desk: Desk) -> None:
    article_id = _into_upload(desk)
    run("--source", desk.news)
    status, output, _ = run("forget", article_id)
    assert status == 0
    assert "Its text is still in g000001, which goes with the builds to come" in output
    assert article_id not in desk.articles()
    assert list(left(desk.data))
    status, output, errors = run("forget", article_id, "--now")
    assert (status, errors, list(left(desk.data))) == (0, "", [])


def test_an_article_of_the_sources_can_be_restored(run: Run, desk: Desk) -> None:
    article_id = _into_source(desk)
    run("--source", desk.news)
    assert json.loads(run("forget", article_id, "--json")[1])["kept_in"] == ["g000001"]
    assert json.loads(run("restore", article_id, "--json")[1])["restored"] is True
    assert desk.ask("wyvern jackpots") == (article_id, article_id)


def test_an_upload_that_was_forgotten_is_gone(run: Run, desk: Desk) -> None:
    article_id = _into_upload(desk)
    run("--source", desk.news)
    run("forget", article_id)
    status, output, errors = run("restore", article_id)
    assert status in (1, 3)
    assert "so it is not back" in output or "was not removed" in errors


def test_what_is_not_there_cannot_be_forgotten_or_restored(run: Run, desk: Desk) -> None:
    run("--source", desk.news)
    status, output, errors = run("forget", "news/no.txt")
    assert (status, output) == (1, "")
    assert errors == "There is no article 'news/no.txt' in the index. The Articles page shows the ids.\n"
    status, output, errors = run("restore", "news/ferry.txt")
    assert (status, output) == (1, "")
    assert errors == "The article 'news/ferry.txt' was not removed, so it cannot be restored.\n"
    assert len(desk.articles()) == 6


def test_a_plan_says_what_a_build_would_do_and_does_nothing(run: Run, desk: Desk) -> None:
    run("--source", desk.news)
    before = {path: path.read_bytes() for path in desk.data.rglob("*") if path.is_file()}
    desk.write("comet.txt", "A comet passed Neptune.")
    (desk.news / "ferry.txt").unlink()
    status, output, errors = run("plan")
    assert (status, errors) == (0, "")
    assert output.splitlines() == [
        "A build would add 1, change 0 and remove 1 articles; 5 would stay as they are, 0 be rejected.",
        "It would embed 1 passages.",
        "  add news/comet.txt",
        "  remove news/ferry.txt",
    ]
    desk.write("empty.txt", "")
    status, output, _ = run("plan", "--json", "--source", desk.news)
    assert (status, json.loads(output)["changes"]["added"]) == (3, ["news/comet.txt"])
    assert {path: path.read_bytes() for path in desk.data.rglob("*") if path.is_file()} == before
