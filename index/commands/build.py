"""``python -m index``: build the index, or bring it up to date."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from index.build import build
from index.command_line import DONE, SOME_FAILED, Call, print_json
from index.config import IndexConfig
from index.embedder import Embedder
from index.status import report_to_dict
from index.stopping import stopping
from index.types import Progress, Report

_VERBS = {
    "read": "Reading articles",
    "split": "Splitting into passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "verify": "Verifying",
}


def build_index(call: Call) -> int:
    """Build from the sources that are named, else from those of the last build."""
    report = run_build(with_sources(call), call.open_embedder())
    if call.options.json:
        print_json(report_to_dict(report))
    else:
        print_report(report)
    return SOME_FAILED if report.rejected else DONE


def with_sources(call: Call) -> IndexConfig:
    """The settings with what ``--source`` and ``--allow-empty`` say."""
    return replace(
        call.config,
        sources=tuple(Path(source).expanduser().absolute() for source in call.options.source or ()),
        allow_empty=call.options.allow_empty,
    )


def run_build(config: IndexConfig, embedder: Embedder) -> Report:
    """Build with a progress bar, until it is done or somebody asks it to stop."""
    with stopping() as stop, _progress_bar() as show:
        return build(config, embedder, progress=show, cancelled=stop.asked)


def print_report(report: Report) -> None:
    """What a build did, for people."""
    print(
        f"Generation {report.generation}: {report.articles} articles, {report.passages} passages "
        f"in {report.seconds['total']:.1f} s."
    )
    print(
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected."
    )
    for duplicate in report.duplicates:
        print(f"  the same article again: {duplicate}")
    for rejected in report.rejected:
        print(f"  rejected {rejected.path}: {rejected.reason}")


def _progress_bar() -> AbstractContextManager[Callable[[Progress], None]]:
    """A bar on standard error while it is a terminal, and silence where it is not."""
    if not sys.stderr.isatty():
        return nullcontext(lambda progress: None)
    from index.progress_bar import ProgressBar

    return ProgressBar(_VERBS)
