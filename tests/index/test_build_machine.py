"""Any order of changes, builds, failures and kills: what is published is what a plain dictionary says, exactly."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from index.build import fingerprint_of
from index.errors import BadInput, BuildCancelled
from index.generations import Generations
from index.rollback import roll_back
from index.types import Progress
from tests.fakes import BagOfWords
from tests.index.desk import Desk
from tests.index.processes import PUBLISHING, STAGES, kill_at

PASSAGE_WORDS = 8
NAMES = st.sampled_from([f"story{n}" for n in range(6)])
# Sentences that articles share, so that passages of several have one text and one vector.
SENTENCES = st.lists(
    st.sampled_from(["Ferries sailed late on Monday.", "Trams stood still all week.", "Nobody was hurt in it."]),
    max_size=5,
).map(" ".join)


class Broken(Exception):
    """A fault that no stage of the build expects."""


class BuildMachine(RuleBasedStateMachine):
    """``wanted`` is what the folder holds, ``published`` what the last published build found there."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.desk = Desk(self.folder / "news", self.folder / "data", BagOfWords(max_tokens=PASSAGE_WORDS), True)
        self.wanted: dict[str, str] = {}
        self.published: dict[str, str] | None = None
        self.generations = Generations(self.desk.data)
        self.states: dict[str, dict[str, str]] = {}  # what each generation that was made holds
        self.reader = self.desk.index()  # open throughout, as the app is

    def teardown(self) -> None:
        self.reader.close()
        shutil.rmtree(self.folder)

    @initialize(sentences=SENTENCES)
    def first(self, sentences: str) -> None:
        self.write("story0", sentences)

    @rule(name=NAMES, sentences=SENTENCES)
    def write(self, name: str, sentences: str) -> None:
        """Add an article or change it, perhaps back to an earlier version."""
        text = f"This is {name}. {sentences}".strip()
        self.desk.write(f"{name}.txt", text)
        self.wanted[f"news/{name}.txt"] = text

    @precondition(lambda self: self.wanted)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.wanted)))
        del self.wanted[name]
        (self.folder / name).unlink()

    @rule()
    def rebuild(self) -> None:
        if not self.wanted and self.published is None:
            with pytest.raises(BadInput, match="No articles were found"):
                self.desk.build()
            return
        report = self.desk.build()
        before = self.published or {}
        self.publish()
        assert set(report.added) == self.published.keys() - before.keys()
        assert set(report.removed) == before.keys() - self.published.keys()
        assert report.articles == len(self.published)
        self.compare()

    @precondition(lambda self: self.published is not None and self.wanted != self.published)
    @rule(stage=st.sampled_from(STAGES), after=st.integers(0, 2), cancel=st.booleans())
    def fail(self, stage: str, after: int, cancel: bool) -> None:
        """Cancel the build or let it break down in ``stage``, if it comes there often enough."""
        seen = 0

        def watch(progress: Progress) -> None:
            nonlocal seen
            seen += progress.stage == stage
            if seen > after and not cancel:
                raise Broken

        try:
            self.desk.build(progress=watch, cancelled=lambda: cancel and seen > after)
        except (BuildCancelled, Broken):
            pass
        else:
            self.publish()
        self.compare()

    @precondition(lambda self: self.published is not None and self.wanted != self.published)
    @rule(moment=st.sampled_from(["read", "write", "verify", *PUBLISHING]))
    def kill(self, moment: str) -> None:
        if (moment == "write" and not self.embeds()) or (moment == "read" and not self.wanted):
            return  # the build does not come there
        before = self.generations.finished()
        kill_at(self.desk, moment)
        for finished in set(self.generations.finished()).difference(before):
            self.states[finished] = dict(self.wanted)
        if moment == "after CURRENT":
            self.publish()
        self.compare()

    @precondition(lambda self: self.published is not None)
    @rule()
    def roll_back(self) -> None:
        """Go back: to the generation before, or on to one whose build was killed just before it was published."""
        fingerprint = fingerprint_of(self.desk.config, self.desk.embedder)
        others = {name for name in self.generations.finished() if not self.generations.answers(name)}
        if not others:
            with pytest.raises(BadInput, match="no other sound generation"):
                roll_back(self.desk.data, fingerprint)
            return
        name = roll_back(self.desk.data, fingerprint).name
        assert name in others
        self.published = self.states[name]
        self.compare()

    def publish(self) -> None:
        self.published = self.states[self.generations.current()] = dict(self.wanted)

    def embeds(self) -> bool:
        """Whether the next build has an article to write, not only some to remove."""
        return any((self.published or {}).get(name) != text for name, text in self.wanted.items())

    def compare(self) -> None:
        """Catalog, full text and vectors of the published generation say what the dictionary says, and no more."""
        expected = self.published or {}
        with self.reader.snapshot() as snapshot:
            found = {summary.id: snapshot.article(summary.id) for summary in snapshot.summaries()}
            assert {name: article.text for name, article in found.items() if article} == expected
            passages = {p.id: p for name in found for p in snapshot.passages_of(name)}
            for name, text in expected.items():
                own = [p for p in passages.values() if p.article_id == name]
                assert all(text[p.start : p.end] == p.text for p in own)
                assert " ".join(p.text for p in own) == text
            for word in ("this", "ferries", "trams", "nobody", "story1"):
                with_word = {p.id for p in passages.values() if word in p.text.lower().replace(".", " ").split()}
                assert {passage_id for passage_id, _ in snapshot.search_words(word, 1_000)} == with_word
            question = self.desk.embedder.embed(["Ferries stood still. Nobody was story1"])[0]
            cosines = {p.id: float(self.desk.embedder.embed([p.text])[0] @ question) for p in passages.values()}
            nearest = dict(snapshot.search_vectors(question, 1_000))
            assert nearest.keys() == cosines.keys()
            assert np.allclose([nearest[id_] for id_ in cosines], list(cosines.values()), atol=1e-5)


TestBuildMachine = BuildMachine.TestCase
TestBuildMachine.settings = settings(
    max_examples=20,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to make a failure shorter takes minutes, since each step is a build
    suppress_health_check=list(HealthCheck),
)
