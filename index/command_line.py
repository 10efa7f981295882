"""What our commands have in common: statuses, settings, JSON, errors for people."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import TextIOWrapper
from pathlib import Path

from index.config import IndexConfig
from index.embedder import Embedder
from index.errors import BuildCancelled, ClippingsError

DONE, FAILED, WRONG_USAGE, SOME_FAILED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a command: its settings and options, and the embedding model should it need one."""

    config: IndexConfig
    options: argparse.Namespace
    open_embedder: Callable[[], Embedder]


def add_common_options(parser: argparse.ArgumentParser, *, json_prints: str | None, again: bool = False) -> None:
    """``--data`` and ``--json``; ``again``: they may have been given before the name of the subcommand."""
    default = argparse.SUPPRESS if again else None
    parser.add_argument(
        "--data", metavar="DIR", default=default, help="the data directory (default: CLIPPINGS_DATA, or data/)"
    )
    if json_prints:
        parser.add_argument(
            "--json", action="store_true", default=default or False, help=f"print {json_prints} as one JSON object"
        )


def config_from(options: argparse.Namespace) -> IndexConfig:
    """The settings of the environment, and what the command line says instead."""
    config = IndexConfig.from_env()
    return replace(config, data=Path(options.data).expanduser().absolute()) if options.data else config


def print_json(value: object) -> None:
    """One object in one line; times and paths in their usual form."""
    print(json.dumps(value, default=str))


def run_for_people(command: Callable[[], int], *, failed: str = "", stopped: str) -> int:
    """The exit status of a command; errors that are meant for people go to standard error, after ``failed``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal may not know every letter of an article
    try:
        return command()
    except BuildCancelled as error:
        print(error, file=sys.stderr)
    except ClippingsError as error:
        print(f"{failed}{error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(stopped, file=sys.stderr)
    return FAILED
