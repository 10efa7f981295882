"""``python -m index.web``: follow pages and feeds, and fetch what is new on them."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from index.command_line import DONE, SOME_FAILED, add_common_options, config_from, print_json, run_for_people
from index.config import IndexConfig
from index.web.fetch import Client
from index.web.refresh import SourceReport, follow, refresh
from index.web.sources import Source, read_sources, remove_source


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parse(arguments)
    return run_for_people(
        partial(_run, config_from(options), options), stopped="Stopped. What was fetched until now is kept."
    )


def _run(config: IndexConfig, options: argparse.Namespace) -> int:
    client = Client(allow_private=config.allow_private_urls)
    if options.command == "add":
        return _add(config.data, client, options.url)
    if options.command == "remove":
        removed = remove_source(config.data, options.url)
        print(f"Removed, and with it {removed} {'article' if removed == 1 else 'articles'} that only it brought.")
        return DONE
    if options.command == "list":
        _list(read_sources(config.data), as_json=options.json)
        return DONE
    return _refresh(config.data, client, options.url, as_json=options.json)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m index.web",
        description="Follow web pages and feeds. What they bring is kept in the data directory's web/pages/.",
        epilog="Exit status: 0 done, 3 done but some sources failed, 1 failed, 2 wrong usage.",
    )
    parser.set_defaults(json=False)
    add_common_options(parser, json_prints=None)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add = commands.add_parser("add", help="follow a page or an RSS or Atom feed, and fetch it")
    add.add_argument("url", metavar="URL")
    listing = commands.add_parser("list", help="show the sources and how they have been doing")
    add_common_options(listing, json_prints="them", again=True)
    remove = commands.add_parser("remove", help="follow a source no longer, and drop the articles that only it brought")
    remove.add_argument("url", metavar="URL")
    update = commands.add_parser("refresh", help="fetch what is new")
    update.add_argument("url", nargs="*", metavar="URL", help="only these sources (default: all)")
    add_common_options(update, json_prints="the reports", again=True)
    return parser.parse_args(arguments)


def _add(data: Path, client: Client, url: str) -> int:
    source = follow(data, client, url)
    (report,) = refresh(data, client, [source.url])
    _print_report(report)
    if report.outcome == "failed":
        print(f"It stays in the list and is tried again with each refresh. Drop it: python -m index.web remove {url}")
    return SOME_FAILED if report.outcome == "failed" else DONE


def _list(sources: Sequence[Source], *, as_json: bool) -> None:
    if as_json:
        print_json({"sources": [asdict(source) for source in sources]})
        return
    if not sources:
        print("No pages or feeds are followed yet. Add one: python -m index.web add URL")
    for source in sources:
        articles = sum(bool(entry.article) for entry in source.entries)
        print(f"{source.url}  ({source.kind}, {articles} {'article' if articles == 1 else 'articles'})")
        if source.last_success:
            print(f"  last fetched {source.last_success:%Y-%m-%d %H:%M} UTC")
        if source.failing_since:
            print(f"  failing since {source.failing_since:%Y-%m-%d %H:%M} UTC: {source.last_error}")


def _refresh(data: Path, client: Client, urls: Sequence[str], *, as_json: bool) -> int:
    reports = refresh(data, client, urls, report=(lambda _: None) if as_json else _print_report)
    if as_json:
        print_json({"sources": [asdict(report) for report in reports]})
    elif not reports:
        print("No pages or feeds are followed yet. Add one: python -m index.web add URL")
    return SOME_FAILED if any(report.outcome == "failed" for report in reports) else DONE


def _print_report(report: SourceReport) -> None:
    since = f" (since {report.since:%Y-%m-%d %H:%M} UTC)" if report.since else ""
    detail = f": {len(report.saved)} new or changed" if report.outcome == "fetched" else f"{since}: {report.reason}"
    print(f"{report.outcome} {report.url}{detail if report.outcome != 'unchanged' else ''}")
    for problem in report.problems:
        print(f"  not read {problem.url}: {problem.reason}")
    if report.left:
        print(f"  {report.left} more entries wait for the next refresh")


if __name__ == "__main__":
    sys.exit(main())
