"""``python -m index``: build or update the index from the command line."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from index.build import build
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder
from index.errors import ClippingsError
from index.status import report_to_dict
from index.types import Progress, Report

DONE, FAILED, WRONG_USAGE, SOME_REJECTED = 0, 1, 2, 3

_VERBS = {
    "read": "Reading articles",
    "split": "Splitting into passages",
    "embed": "Embedding passages",
    "write": "Writing the index",
    "verify": "Verifying",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parse(arguments)
    config = IndexConfig.from_env()
    config = replace(
        config,
        data=Path(options.data).expanduser().absolute() if options.data else config.data,
        sources=tuple(Path(source).expanduser().absolute() for source in options.source),
    )
    try:
        with _progress_bar() as show:
            report = build(config, SentenceTransformerEmbedder(config.embedding_model), progress=show)
    except ClippingsError as error:
        print(f"The index was not changed. {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("Stopped. The index is as it was before.", file=sys.stderr)
        return FAILED
    if options.json:
        print(json.dumps(report_to_dict(report)))
    else:
        _print_report(report)
    return SOME_REJECTED if report.rejected else DONE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Build the index, or bring it up to date with its sources.",
        epilog="Exit status: 0 done, 3 done but some articles were rejected, 1 failed with the index as it was before, "
        "2 wrong usage.",
    )
    parser.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="PATH",
        help="a folder or file of articles; may be given several times (default: the sources of the last build, at "
        "first seeds/). What was uploaded in the app always belongs to the index.",
    )
    parser.add_argument("--data", metavar="DIR", help="the data directory (default: CLIPPINGS_DATA, or data/)")
    parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
    options = parser.parse_args(arguments)
    for source in options.source:
        if not os.path.exists(os.path.expanduser(source)):
            parser.error(f"--source {source}: there is no such file or folder")
    return options


def _progress_bar() -> AbstractContextManager[Callable[[Progress], None]]:
    """A bar on standard error while it is a terminal, and silence where it is not."""
    if not sys.stderr.isatty():
        return nullcontext(lambda progress: None)
    from index.progress_bar import ProgressBar

    return ProgressBar(_VERBS)


def _print_report(report: Report) -> None:
    print(
        f"Generation {report.generation}: {report.articles} articles, {report.passages} passages "
        f"in {report.seconds['total']:.1f} s."
    )
    print(
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
        f"{report.unchanged} unchanged, {len(report.rejected)} rejected."
    )
    for rejected in report.rejected:
        print(f"  rejected {rejected.path}: {rejected.reason}")


if __name__ == "__main__":
    sys.exit(main())
