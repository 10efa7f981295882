"""A build's progress on a terminal: stage, count, rate and time left."""

from collections.abc import Callable, Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Task, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from rich.text import Text

from index.types import Progress


class _Rate(TextColumn):
    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class ProgressBar:
    """One bar for each stage, on standard error."""

    def __init__(self, verbs: Mapping[str, str]) -> None:
        """``verbs`` names each stage for a person."""
        self._verbs = verbs
        self._bars = Bars(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        )
        self._stage = ""
        self._task = self._bars.add_task("Starting", total=None)

    def __enter__(self) -> Callable[[Progress], None]:
        self._bars.start()
        return self._show

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._bars.stop()

    def _show(self, progress: Progress) -> None:
        if progress.stage != self._stage:  # a new task, since rich takes a total of None for "as it was"
            self._stage = progress.stage
            self._bars.remove_task(self._task)
            self._task = self._bars.add_task(self._verbs[progress.stage], total=progress.total, completed=progress.done)
        self._bars.update(self._task, completed=progress.done)
