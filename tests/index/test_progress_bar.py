"""The progress bar: a stage's name, count and total, drawn on standard error."""

import pytest

from index.progress_bar import ProgressBar
from index.types import Progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then draws although this is no terminal
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.usefixtures("shown")
def test_a_stage_is_named_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar({"embed": "Embedding passages"}) as show:
        show(Progress("embed", 3, 10))
        show(Progress("embed", 7, 10))
    output, errors = capsys.readouterr()
    assert output == ""
    assert "Embedding passages" in errors
    assert "7/10" in errors.replace(" ", "")


@pytest.mark.usefixtures("shown")
@pytest.mark.xfail(
    strict=True, reason="rich takes total=None for 'as it was': the last stage shows the one before's total"
)
def test_a_stage_without_a_total_does_not_show_the_last_ones(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressBar({"write": "Writing", "verify": "Verifying"}) as show:
        show(Progress("write", 10, 10))
        show(Progress("verify", 0, None))
    assert "0/10" not in capsys.readouterr().err.replace(" ", "")
