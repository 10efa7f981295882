"""``python -m qa``: ask from the command line, one question or a file of them."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO, Any

from index.command_line import DONE, SOME_FAILED, add_common_options, config_from, print_json, run_for_people
from index.errors import BadInput, ClippingsError
from qa.answerer import Answerer, open_answerer
from qa.config import QaConfig
from qa.filters.forms import add_filter_options, filters_of, read_filters
from qa.filters.words import filter_lines
from qa.public import answer_to_json
from qa.remarks import REFUSAL
from qa.stories import count_tellers
from qa.types import QUOTES, Answer, Options, Turn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    return run_for_people(partial(_ask, _parse(arguments)), stopped="Stopped.")


def _ask(options: argparse.Namespace) -> int:
    answerer = open_answerer(config_from(options), replace(QaConfig.from_env(), k=options.k))
    asked_for = Options(model=options.model, filters=filters_of(options))
    if options.model not in (None, QUOTES):
        answerer.models.open(options.model)
    if options.batch:
        return _answer_batch(answerer, options.batch, asked_for)
    answer = answerer.answer(options.question, options=asked_for)
    if answerer.index.notice:
        print(answerer.index.notice, file=sys.stderr)
    if options.json:
        print_json(answer_to_json(answer, None))
    else:
        _print_answer(answer)
    return DONE


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m qa",
        description="Answer a question from the index, in the articles' own words or, with a chat model, from them.",
        epilog="Exit status: 0 done (also where the articles do not answer), 1 failed, 2 wrong usage, 3 done but some "
        "lines of a batch could not be asked.",
    )
    parser.add_argument("question", nargs="?", help="the question")
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help='JSON Lines of {"id", "question", "history": [{"question", "answer"}], "filters": {"publishers", "since", '
        '"until", "articles", "topic"}}, of which only the question is needed, or - for standard input; '
        "writes one JSON line for each, in order",
    )
    add_common_options(parser, json_prints="the answer")
    parser.add_argument(
        "-k", type=int, default=QaConfig().k, help="how many passages are evidence (default: %(default)s)"
    )
    add_filter_options(parser)
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="a chat model: openai:NAME, anthropic:NAME, ollama:NAME, or openai:NAME@http://HOST:PORT/v1 for a server "
        f"that speaks OpenAI's protocol; {QUOTES} for none (default: CLIPPINGS_MODEL, or {QUOTES})",
    )
    options = parser.parse_args(arguments)
    if (options.question is None) == (options.batch is None):
        parser.error("give either a question or --batch FILE")
    if not 1 <= options.k <= 100:
        parser.error("-k must be from 1 to 100")
    if options.batch not in (None, "-") and not Path(options.batch).is_file():
        parser.error(f"--batch {options.batch}: there is no such file")
    return options


def _answer_batch(answerer: Answerer, batch: str, options: Options) -> int:
    """One JSON line for each line of ``batch``; a line that cannot be answered gets an ``error`` instead."""
    status = DONE
    with nullcontext(sys.stdin.buffer) if batch == "-" else open(batch, "rb") as lines:
        for number, line in _numbered(lines):
            asked: dict[str, Any] = {}
            try:
                asked = _read_line(line, number)
                history = [Turn(turn["question"], turn["answer"]) for turn in asked["history"]]
                filters = options.filters if asked["filters"] is None else read_filters(asked["filters"])
                answer = answerer.answer(asked["question"], history, replace(options, filters=filters))
                print(json.dumps(answer_to_json(answer, asked["id"])), flush=True)
            except ClippingsError as error:
                print(json.dumps({"id": asked.get("id"), "error": str(error)}), flush=True)
                status = SOME_FAILED
    if answerer.index.notice:
        print(answerer.index.notice, file=sys.stderr)
    return status


def _numbered(lines: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _read_line(line: bytes, number: int) -> dict[str, Any]:
    try:
        fields = json.loads(line)
        asked = {"id": fields.get("id"), "question": fields["question"], "history": fields.get("history") or []}
        asked["filters"] = fields.get("filters")
        turns = [(turn["question"], turn["answer"] or "") for turn in asked["history"]]
        if not all(isinstance(text, str) for text in (asked["question"], *(t for turn in turns for t in turn))):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            f'Line {number} is not an object of the form {{"id", "question", "history": [{{"question", "answer"}}]}}.'
        ) from None
    asked["history"] = [{"question": question, "answer": answer} for question, answer in turns]
    return asked


def _print_answer(answer: Answer) -> None:
    if answer.notice:
        print(f"{answer.notice}\n")
    if answer.understood:
        print(f"Understood as: {answer.understood}\n")
    for line in filter_lines(answer):
        print(f"{line}\n")
    if not answer.searched:
        return
    if answer.outcome == "no_evidence":
        print(REFUSAL)
        if answer.evidence:
            print("\nClosest passages, not an answer:")
        for hit in answer.evidence[:3]:
            print(f"  {hit.passage.article_id}: {hit.passage.text}\n")
        return
    if answer.short_answer:
        print(f"{answer.short_answer}\n")
    print(f"{answer.text}\n")
    for statement in answer.statements:
        if statement.verdict == "unsupported":
            print(f"Not found in the passages: {statement.text}")
            print("".join(f"    {missing}\n" for missing in statement.missing))
    for citation in answer.citations:
        published = citation.published.isoformat() if citation.published else "date unknown"
        place = ", ".join(filter(None, (citation.title, citation.publisher, published, citation.source)))
        print(f"[{citation.number}] {place}")
        if told := count_tellers(citation):
            print(f"    {told}, also: {'; '.join(c.publisher or c.title for c in citation.carried_by)}")


if __name__ == "__main__":
    sys.exit(main())
