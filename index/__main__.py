"""``python -m index``: build the index from the command line, look after it, and keep it up to date."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial

from index.command_line import Call, add_common_options, config_from, run_for_people
from index.commands.articles import forget_article, plan_build, restore_removed
from index.commands.build import build_index
from index.commands.generations import audit, go_back, list_generations
from index.commands.watch import watch_sources
from index.embedder import SentenceTransformerEmbedder

_STATUSES = (
    "Exit status: 0 done, 3 done but some articles were rejected, 1 failed with the index as it was before, "
    "2 wrong usage."
)
_SOURCE = (
    "a folder or file of articles; may be given several times (default: the sources of the last build, at first "
    "seeds/). What was uploaded in the app or fetched from the web always belongs to the index."
)
_ALLOW_EMPTY = "let a source folder be empty that had articles: they leave the index"
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parse(arguments)
    config = config_from(options)
    call = Call(config, options, partial(SentenceTransformerEmbedder, config.embedding_model))
    return run_for_people(
        partial(options.run, call), failed=options.failed, stopped="Stopped. The index is as it was before."
    )


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="Build the index, or bring it up to date with its sources. The commands look after what was built.",
        epilog=_STATUSES,
    )
    parser.set_defaults(run=build_index, failed="The index was not changed. ", command=None)
    parser.add_argument("--source", action="append", metavar="PATH", help=_SOURCE)
    parser.add_argument("--allow-empty", action="store_true", help=_ALLOW_EMPTY)
    add_common_options(parser, json_prints="the report")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, run: Callable[[Call], int], help_: str, json_prints: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_, description=f"{help_[0].upper()}{help_[1:]}.", epilog=_STATUSES)
        command.set_defaults(run=run, failed="")
        add_common_options(command, json_prints=json_prints, again=True)
        return command

    would = add("plan", plan_build, "say what a build would do, and do nothing", "it")
    would.add_argument("--source", action="append", metavar="PATH", default=argparse.SUPPRESS, help=_SOURCE)
    would.add_argument("--allow-empty", action="store_true", default=argparse.SUPPRESS, help=_ALLOW_EMPTY)
    out = add("forget", forget_article, "take an article out of the index, and keep it out", "what was done")
    out.add_argument("id", metavar="ID", help="the article's id, as the Articles page shows it")
    out.add_argument("--now", action="store_true", help="delete every other generation as well: its text is gone then")
    again = add("restore", restore_removed, "let an article back in that was taken out", "what was done")
    again.add_argument("id", metavar="ID", help="the id that it was taken out by")
    add("generations", list_generations, "list the generations on disk: which answers, and whether each is sound", "it")
    back = add("rollback", go_back, "let another generation answer; the next build starts from it", "it")
    back.add_argument("name", nargs="?", metavar="NAME", help="such as g000002 (default: the newest other sound one)")
    look = add("verify", audit, "look through the generation that answers for damage", "what was found")
    which = look.add_mutually_exclusive_group()
    which.add_argument("name", nargs="?", metavar="NAME", help="another generation, such as g000002")
    which.add_argument("--all", action="store_true", help="every generation")
    keep = add("watch", watch_sources, "bring the web sources and the index up to date again and again", "each round")
    keep.add_argument(
        "--every", type=_seconds, default=300.0, metavar="TIME", help="seconds, or such as 5m or 1h (default: 5m)"
    )
    options = parser.parse_args(arguments)
    _check_sources(parser, options)
    return options


def _check_sources(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if options.source and options.command not in (None, "plan"):
        parser.error(f"--source is for a build, not for {options.command}")
    if options.allow_empty and options.command not in (None, "plan"):
        parser.error(f"--allow-empty is for a build, not for {options.command}")
    for source in options.source or ():
        if not os.path.exists(os.path.expanduser(source)):
            parser.error(f"--source {source}: there is no such file or folder")


def _seconds(written: str) -> float:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", written)
    if not match or not float(match[1]):
        raise argparse.ArgumentTypeError(f"{written!r} is no time; write seconds, or such as 5m or 1h")
    return float(match[1]) * _UNITS[match[2]]


if __name__ == "__main__":
    sys.exit(main())
