"""The address of an answer is whole, whatever page it is asked for on."""

import pytest
from streamlit.runtime.context import ContextProxy

from ui.permalink import address


@pytest.mark.parametrize(
    ("here", "expected"),
    [
        ("http://localhost:8501", "http://localhost:8501/answer?id=a_-b"),
        ("https://desk.example/clippings/", "https://desk.example/clippings/answer?id=a_-b"),
        ("https://desk.example/clippings/answer", "https://desk.example/clippings/answer?id=a_-b"),
        (None, "/answer?id=a_-b"),
    ],
)
def test_an_address_is_whole(monkeypatch: pytest.MonkeyPatch, here: str | None, expected: str) -> None:
    monkeypatch.setattr(ContextProxy, "url", property(lambda self: here))
    assert address("a_-b") == expected


def test_no_id_can_say_more_than_an_id() -> None:
    assert address("x&c=1#/../").endswith("/answer?id=x%26c%3D1%23%2F..%2F")
