"""The trial of ``python -m evals.kills``, small: builds killed at random under a reader that asks on."""

from pathlib import Path

from evals.kills import run
from tests.fakes import BagOfWords
from tests.index.processes import processes


def test_killed_builds_lose_nothing_and_fail_no_question(tmp_path: Path) -> None:
    figures = run(6, tmp_path, BagOfWords, processes(), wire=60, seed=7)
    assert (figures.failures, figures.failed_questions, figures.failed_next_builds) == ([], 0, 0)
    assert figures.kills >= 6
    assert figures.moments["write"] >= 2
    assert figures.moments["publish"] >= 2
    assert figures.questions > figures.kills
