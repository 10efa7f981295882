"""One question on its way to an answer: as it was asked, the time that each step takes, and what a refusal says."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.snapshot import Snapshot
from qa.chat_models.streaming import Stop
from qa.filters.scope import Scope
from qa.remarks import NOBODY_ASKED
from qa.types import Answer, Hit, LeftOut, Options, Turn
from qa.understanding import Understood


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, as it was asked."""

    question: str
    history: Sequence[Turn]
    options: Options
    stop: Stop
    clock: "Clock"

    def refuse(
        self,
        understood: Understood,
        evidence: Sequence[Hit],
        snapshot: Snapshot,
        scope: Scope,
        aside: Sequence[LeftOut] = (),
    ) -> Answer:
        """That the articles do not answer it."""
        nobody = scope.within is not None and not scope.within
        return Answer(
            question=self.question,
            standalone_question=understood.question,
            outcome="no_evidence",
            short_answer=None,
            statements=(),
            citations=(),
            evidence=tuple(evidence),
            generation=snapshot.info.name,
            timings_ms=self.clock.milliseconds(),
            filters=self.options.filters,
            notice=NOBODY_ASKED if nobody else None,
            searched=not nobody,
            dates=scope.dates,
            undated=scope.undated,
            left_out=tuple(one for one in aside if all(one.hit.passage.id != hit.passage.id for hit in evidence)),
        )


class Clock:
    """Milliseconds since the last lap, by name."""

    def __init__(self) -> None:
        self._began = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Name the time since the last lap."""
        now = time.perf_counter()
        self._laps[name] = round(self._laps.get(name, 0.0) + (now - self._last) * 1_000, 2)
        self._last = now

    def milliseconds(self) -> dict[str, float]:
        """The laps and their total."""
        return {**self._laps, "total": round((self._last - self._began) * 1_000, 2)}
