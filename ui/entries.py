"""A list of things, each with one action or none, which may ask before it acts; nothing in it is read as markup."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from ui.part import part, sent

_entries = part("entries")

Data = dict[str, Any]


def show_entries(key: str, rows: Sequence[Data], act: Callable[[str], None]) -> None:
    """Draw rows with ``key``, ``title``, ``facts`` and perhaps ``action``, ``trouble`` and ``details``.

    ``act`` hears the key of the row whose action was chosen; a row with ``ask`` first asks that, answered by a button
    with the words ``confirm``.
    """
    _entries(key=key, data={"rows": list(rows)}, on_act_change=partial(_act, key, act))


def _act(key: str, act: Callable[[str], None]) -> None:
    chosen = sent(key, "act")
    if isinstance(chosen, dict):
        act(str(chosen["key"]))
