"""Settings are kept, used for the next question, and survive nonsense; health is said in plain words."""

import shutil
import threading
from collections import namedtuple
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from index.generations import write_atomically
from qa.confidence import THRESHOLD
from qa.history.conversations import Conversations
from qa.types import AS_SET, Options, StreamEvent, Turn
from ui.asking import Stop
from ui.chat import ask
from ui.desk import Desk, open_desk
from ui.escape import escape_label
from ui.health import clippings_version, describe_models, describe_room
from ui.warmup import Warmup


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CLIPPINGS_DATA", str(tmp_path))
    open_desk.clear()
    yield tmp_path
    open_desk.clear()


def draw_settings() -> None:
    from ui.settings import show_settings

    show_settings()


def open_settings() -> AppTest:
    return AppTest.from_function(draw_settings, default_timeout=60).run()


def words(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_what_is_set_is_kept_and_shown_again(data: Path) -> None:
    app = open_settings()
    assert not app.exception
    assert [slider.value for slider in app.slider] == [10]
    app.slider[0].set_value(20).run()
    app.toggle[0].set_value(True).run()
    assert [slider.value for slider in app.slider] == [20, THRESHOLD]
    app.slider[1].set_value(0.7).run()
    conversations = Conversations(data / "conversations.db")
    assert conversations.settings() == Options(k=20, threshold=0.7)
    again = open_settings()
    assert [slider.value for slider in again.slider] == [20, 0.7]
    again.toggle[0].set_value(False).run()
    assert conversations.settings() == Options(k=20)
    assert len(again.slider) == 1


def test_nothing_is_set_by_looking(data: Path) -> None:
    open_settings()
    assert Conversations(data / "conversations.db").settings() == AS_SET


def test_values_that_the_page_does_not_offer_are_shown_as_the_nearest(data: Path) -> None:
    Conversations(data / "conversations.db").set_settings(Options(k=500, threshold=0.0, model="gone:model"))
    app = open_settings()
    assert not app.exception
    assert [slider.value for slider in app.slider] == [30, 0.05]
    assert app.radio[0].options == ["Quotes only", escape_label("model (gone)")]


def test_a_question_is_asked_as_set(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Options] = []
    begun = threading.Event()

    def take(self: Desk, question: str, history: Sequence[Turn], options: Options, stop: Stop) -> Iterator[StreamEvent]:
        asked.append(options)
        begun.set()
        return iter(())

    monkeypatch.setattr(Desk, "_ask", take)
    desk = open_desk()
    desk.conversations.set_settings(Options(k=7))
    conversation = desk.conversations.create("").id
    ask(conversation, "Who?")
    assert begun.wait(30)
    assert asked == [Options(k=7)]


def test_health_without_an_index_says_what_to_do(data: Path) -> None:
    said = words(open_settings())
    for expected in ("Build it on the Articles page", "Data directory", str(data), "free", "Models", "0.1.0"):
        assert expected in said


def test_health_says_why_the_last_build_failed_and_which_source_does(data: Path) -> None:
    write_atomically(
        data / "build.json",
        '{"state": "failed", "progress": null, "eta_s": null, "started": null, "finished": null, "report": null, '
        '"error": "Nothing could be read from <b>here</b>."}',
    )
    said = words(open_settings())
    assert "Last build: Nothing could be read from &lt;b&gt;here&lt;/b&gt;." in said


def test_a_disk_that_is_nearly_full_wants_attention(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not describe_room(tmp_path).trouble
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 5_000_000))
    sign = describe_room(tmp_path)
    assert sign.trouble
    assert "only 5.0 MB" in sign.words


def test_a_data_directory_that_is_gone_wants_attention(tmp_path: Path) -> None:
    assert describe_room(tmp_path / "gone").trouble


def test_models_that_could_not_be_opened_want_attention() -> None:
    warmup = Warmup(lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert not describe_models(warmup).trouble
    warmup.state, warmup.error = "failed", "The model is missing."
    assert describe_models(warmup).words == "The model is missing."
    assert describe_models(warmup).trouble
    warmup.state = "ready"
    assert describe_models(warmup).words == "ready"


def test_the_version_is_known_without_an_installation() -> None:
    assert clippings_version().count(".") == 2
