"""``python -m evals.load``: many people at once, and connections lost in the middle of an answer, on the real app.

Each session asks its questions at an interval; measured is the time from sending a question to the first words (or the
refusal). Then one session loses its connection again and again just after asking, comes back, and must find each of its
questions once, answered. The questions are those of evals/questions over the seeds.
"""

import argparse
import asyncio
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from evals.page_client import Page
from evals.results import keep_result
from evals.startup import serve, wait_for_server
from index.config import PROJECT
from qa.history.conversations import Conversations

_PATIENCE_S = 60.0
_SEED = 7


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.load", description=__doc__)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--questions", type=int, default=10, help="of each session")
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two of them")
    parser.add_argument("--cuts", type=int, default=30, help="connections lost in the middle of an answer")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"CLIPPINGS_DATA": data}
        subprocess.run([sys.executable, "-m", "index"], cwd=PROJECT, env=environment, check=True, capture_output=True)
        with serve(environment) as (url, _):
            wait_for_server(url)
            figures = asyncio.run(_measure(url, Path(data), options))
    for name, value in figures.items():
        print(f"{name:<28} {value}")
    if options.keep:
        keep_result("load", figures)


async def _measure(url: str, data: Path, options: argparse.Namespace) -> dict[str, object]:
    questions = [
        json.loads(line)["question"]
        for line in (PROJECT / "evals/questions/seeds.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    first = Page(url)
    await first.open()
    await first.ask(questions[0])
    await first.finished(questions[0], _PATIENCE_S)  # the models are open
    await first.close()
    sessions = [_session(url, n, questions, options) for n in range(options.sessions)]
    outcomes = [outcome for outcomes in await asyncio.gather(*sessions) for outcome in outcomes]
    waits = sorted(wait for wait, _ in outcomes if wait is not None)
    return {
        "sessions": options.sessions,
        "questions": len(outcomes),
        "errors": [error for _, error in outcomes if error],
        "first_words_s": {f"p{share}": _percentile(waits, share) for share in (50, 95, 100)},
        **await _lose_connections(url, data, questions, options.cuts),
    }


async def _session(
    url: str, number: int, questions: Sequence[str], options: argparse.Namespace
) -> list[tuple[float | None, str | None]]:
    """The seconds to the first words of each question, or what went wrong."""
    dice = random.Random(_SEED * 1_000 + number)
    await asyncio.sleep(options.every * number / options.sessions)
    page = Page(url)
    await page.open()
    outcomes: list[tuple[float | None, str | None]] = []
    for question in dice.sample(questions, options.questions):
        due = time.monotonic() + options.every
        began = time.monotonic()
        try:
            await page.ask(question)
            turn = await page.words(question, _PATIENCE_S)
            outcomes.append((time.monotonic() - began, turn["error"]))
        except (TimeoutError, ConnectionError) as error:
            outcomes.append((None, repr(error)))
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    outcomes.extend((None, trouble) for trouble in page.trouble)
    await page.close()
    return outcomes


async def _lose_connections(url: str, data: Path, questions: Sequence[str], cuts: int) -> dict[str, object]:
    """Ask, lose the connection at some moment of the answer, reload; what the reader and the history then have."""
    dice, asked, query = random.Random(_SEED), [], ""
    for cut in range(cuts):
        page = Page(url, query)
        await page.open()
        question = f"{questions[cut % len(questions)].rstrip('?')} ({cut})?"
        await page.ask(question)
        asked.append(question)
        while "c=" not in page.query:  # the address of the conversation, which a browser would reload
            await asyncio.sleep(0.01)
        await asyncio.sleep(dice.uniform(0.0, 0.3))
        await page.cut()
        query = page.query
    page = Page(url, query)
    await page.open()
    await page.finished(asked[-1], _PATIENCE_S)
    shown = [turn["question"] for turn in page.turns.values()]
    await page.close()
    conversations = Conversations(data / "conversations.db")
    (conversation,) = (one for one in conversations.list() if one.id == query.partition("c=")[2].partition("&")[0])
    kept = [turn.question for turn in conversations.turns(conversation.id)]
    return {"connections_lost": cuts, "history_right": kept == asked, "page_right": shown == asked}


def _percentile(ordered: Sequence[float], share: int) -> float | None:
    return round(ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)], 2) if ordered else None


if __name__ == "__main__":
    main()
