"""What all sessions of the app share: settings, index, conversations, the answerer, work in the background."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from index.config import IndexConfig
from index.errors import ClippingsError
from index.snapshot import Index
from qa.config import QaConfig
from qa.history import Conversations
from qa.types import StreamEvent, Turn
from ui.asking import Asking
from ui.rebuilding import Rebuilding
from ui.warmup import Warmup

if TYPE_CHECKING:
    from qa.answerer import Answerer


class Desk:
    """One for the process; cheap to make, since the models are opened by ``warmup`` in the background."""

    def __init__(self, index_config: IndexConfig, qa_config: QaConfig) -> None:
        self.config = index_config
        self._qa_config = qa_config
        self.index = Index(index_config.data)
        self.conversations = Conversations(index_config.data / "conversations.db")
        self.warmup = Warmup(self._open_answerer)
        self.asking = Asking(self.conversations, self._ask)
        self.rebuilding = Rebuilding(self._build)
        self._suggestions: tuple[str, list[str]] | None = None

    def refusal(self) -> str | None:
        """Why the index cannot be asked although it can be read: another model made it. None while all is well."""
        answerer = self.warmup.opened
        if answerer is None:
            return None
        try:
            with answerer.index.snapshot():
                return None
        except ClippingsError as error:
            return str(error)

    def suggestions(self) -> list[str]:
        """Questions that the current generation can answer."""
        from qa.suggestions import suggest

        with self.index.snapshot() as snapshot:
            if self._suggestions is None or self._suggestions[0] != snapshot.info.name:
                self._suggestions = (snapshot.info.name, suggest(snapshot, 4))
        return self._suggestions[1]

    def _open_answerer(self) -> "Answerer":
        from qa.answerer import open_answerer

        return open_answerer(self.config, self._qa_config)

    def _ask(self, question: str, history: Sequence[Turn]) -> Iterator[StreamEvent]:
        return self.warmup.answerer().stream(question, history)

    def _build(self, cancelled: Callable[[], bool]) -> object:
        embedder = self.warmup.answerer().embedder
        from index.build import build

        return build(self.config, embedder, cancelled=cancelled)


@st.cache_resource(show_spinner=False)
def open_desk() -> Desk:
    """The desk of this process."""
    return Desk(IndexConfig.from_env(), QaConfig.from_env())
