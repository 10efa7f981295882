"""What all sessions of the app share: settings, index, conversations, the answerer, work in the background."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from index.config import IndexConfig
from index.errors import ClippingsError
from index.snapshot import Index
from index.stopping import Stopping
from qa.config import QaConfig
from qa.history.conversations import Conversations
from qa.topics import find_topics
from qa.types import QUOTES, Answer, Options, StreamEvent, Turn
from ui.asking import Asking
from ui.fetching import Fetching
from ui.hinting import Hinting, Hints
from ui.keeping import Keeping, Wait
from ui.offered import Offered
from ui.rebuilding import Rebuilding
from ui.relating import LOOK_S, Relating
from ui.user import current_user
from ui.warmup import Warmup

if TYPE_CHECKING:
    from index.web.fetch import Client
    from qa.answerer import Answerer


class Desk:
    """One for the process; cheap to make, since the models are opened by ``warmup`` in the background."""

    def __init__(self, index_config: IndexConfig, qa_config: QaConfig) -> None:
        self.config = index_config
        self._qa_config = qa_config
        self.index = Index(index_config.data)
        self._everyones = Conversations(index_config.data / "conversations.db", owner=None)
        self.warmup = Warmup(self._open_answerer)
        self.asking = Asking(self._everyones, self._ask)
        self.offered = Offered(qa_config.models.default, busy=self.asking.busy)
        self.relating = Relating(self._relate, self.asking.busy)
        self.rebuilding = Rebuilding(self._build)
        self.fetching = Fetching(index_config.data, self._open_client, self.rebuilding.start)
        self.keeping = Keeping(index_config.data, self._watch, busy=lambda: self.rebuilding.running)
        self.hinting = Hinting(index_config.data / "hints.json", self._hint)

    @property
    def conversations(self) -> Conversations:
        """Those of the user of this session, and nobody else's. Raises NotLoggedIn."""
        return self._everyones.of(current_user())

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

    def fallback(self) -> str | None:
        """That another generation answers, since the newest is damaged; None while all is well."""
        answerer = self.warmup.opened
        index = answerer.index if answerer else self.index
        try:
            with index.snapshot():
                return index.notice
        except ClippingsError:  # the pages say so where it matters
            return None

    def hints(self) -> Hints | None:
        """What to offer while the current generation answers; None while that is being looked for."""
        try:
            with self.index.snapshot() as snapshot:
                generation = snapshot.info.name
        except ClippingsError:  # the pages say so where it matters
            return Hints("")
        known = self.hinting.known(generation)
        if known is None and self.warmup.state == "ready":
            self.hinting.want(generation)
        return known

    def _open_answerer(self) -> "Answerer":
        from qa.answerer import open_answerer

        return open_answerer(self.config, self._qa_config)

    def _ask(
        self, question: str, history: Sequence[Turn], options: Options, stop: Callable[[], bool]
    ) -> Iterator[StreamEvent]:
        return self.warmup.answerer().stream(question, history, options, stop)

    def _relate(self, answer: Answer) -> list[str]:
        from qa.suggestions import related

        with self.index.snapshot() as snapshot:
            return related(snapshot, self._try, answer)

    def _hint(self) -> Hints:
        from qa.suggestions import suggest

        self.relating.await_quiet(LOOK_S)
        with self.index.snapshot() as snapshot:
            questions = suggest(snapshot, self._try)
            return Hints(snapshot.info.name, tuple(questions), tuple(find_topics(snapshot)))

    def _try(self, question: str) -> Answer:
        """The quoted answer to a question that nobody asked, once nobody else waits for one."""
        self.relating.await_quiet(LOOK_S)
        return self.warmup.answerer().answer(question, (), Options(model=QUOTES))

    def _build(self, cancelled: Callable[[], bool]) -> object:
        embedder = self.warmup.answerer().embedder
        from index.build import build

        return build(self.config, embedder, cancelled=cancelled)

    def _open_client(self) -> "Client":
        from index.web.fetch import Client

        return Client(allow_private=self.config.allow_private_urls)

    def _watch(self, every_s: float, stop: Stopping, wait: Wait) -> Iterator[object]:
        embedder = self.warmup.answerer().embedder
        from index.watch import watch

        return watch(self.config, embedder, self._open_client(), every_s, stop, wait)


@st.cache_resource(show_spinner=False)
def open_desk() -> Desk:
    """The desk of this process."""
    desk = Desk(IndexConfig.from_env(), QaConfig.from_env())
    desk.keeping.resume()
    return desk
