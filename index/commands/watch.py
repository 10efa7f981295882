"""``watch``: keep the index up to date, and say each time how that went."""

import sys
import time
from dataclasses import asdict
from datetime import datetime

from index.command_line import DONE, Call, print_json
from index.errors import BuildCancelled
from index.status import report_to_dict
from index.stopping import stopping
from index.watch import Round, watch
from index.web.fetch import Client

_NAP_S = 1.0


def watch_sources(call: Call) -> int:
    """Refresh and rebuild until Ctrl-C or SIGTERM, which is how it is meant to end."""
    client = Client(allow_private=call.config.allow_private_urls)
    with stopping() as stop:
        try:
            for done in watch(call.config, call.open_embedder(), client, call.options.every, stop, _wait):
                (_print_json if call.options.json else _print_round)(done)
        except (KeyboardInterrupt, BuildCancelled):
            print("Stopped watching.", file=sys.stderr)
    return DONE


def _wait(seconds: float) -> None:
    """Sleep in naps: a signal that comes right before a sleep begins does not end it, and is heeded only behind it."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, _NAP_S))


def _print_json(done: Round) -> None:
    report = report_to_dict(done.report) if done.report else None
    print_json(asdict(done.status) | {"sources": [asdict(source) for source in done.sources], "report": report})
    sys.stdout.flush()


def _print_round(done: Round) -> None:
    now = datetime.now().astimezone()
    for source in done.sources:
        for problem in source.problems:
            print(f"  not read {problem.url}: {problem.reason}")
    status, report = done.status, done.report
    words = []
    if report:
        changed = f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed"
        words.append(f"{report.articles:,} articles: {changed}.")
    if status.trouble:
        last = f"{status.last_success:%Y-%m-%d %H:%M} UTC" if status.last_success else "never"
        words.append(f"Failed: {status.trouble} Last success: {last}.")
    print(f"{now:%Y-%m-%d %H:%M:%S}  {' '.join(words)}", flush=True)
    for rejected in report.rejected if report else ():
        print(f"  rejected {rejected.path}: {rejected.reason}")
    for failing in status.failing:
        print(f"  failing since {failing.since:%Y-%m-%d %H:%M} UTC: {failing.url}: {failing.error}", flush=True)
