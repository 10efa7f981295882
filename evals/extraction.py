"""``python -m evals.extraction``: how well the article is told from the page around it, beside trafilatura's own way.

The pages in tests/fixtures/html were written after the manner of news sites, each with what a reader would take of it.
Text by words: precision, recall and F1 over the words of all pages, and the pages whose paragraphs are all right; a
headline that opens the text does not count.
Fields by exact comparison, a field that the page does not state being right only if it is left empty.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.results import keep_result
from index.articles import read_articles
from index.config import PROJECT
from index.text import to_canonical, to_line
from index.types import Article

PAGES = PROJECT / "tests" / "fixtures" / "html"
FIELDS = ("title", "date", "publisher", "author", "url")

# A word, or one character of a script that puts no spaces between words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_SHOWN = 70


@dataclass(frozen=True, slots=True)
class Reading:
    """What was taken from a page, or should have been: paragraphs, and FIELDS that are empty where there is none."""

    paragraphs: tuple[str, ...]
    fields: dict[str, str]


def read_expected(page: Path) -> Reading:
    """What a reader would take from the page."""
    gold = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return Reading(tuple(gold["text"]), {name: gold[name] for name in FIELDS})


def read_as_shipped(page: Path) -> Reading:
    """The article that the index would hold."""
    [found] = read_articles([page])
    if not isinstance(found, Article):
        return Reading((), dict.fromkeys(FIELDS, ""))
    fields = {
        "title": "" if found.title_derived else found.title,
        "date": found.published.isoformat() if found.published else "",
        "publisher": found.publisher or "",
        "author": found.author or "",
        "url": found.url or "",
    }
    return Reading(tuple(found.text.split("\n\n")), fields)


def read_plainly(page: Path) -> Reading:
    """The same from trafilatura as it comes."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(page.read_bytes(), with_metadata=True)
    if not isinstance(found, Document):
        return Reading((), dict.fromkeys(FIELDS, ""))
    fields = {
        "title": found.title,
        "date": found.date,
        "publisher": found.sitename,
        "author": (found.author or "").replace("; ", ", "),
        "url": found.url,
    }
    paragraphs = tuple(line for line in (found.text or "").split("\n") if line.strip())
    return Reading(paragraphs, {name: value or "" for name, value in fields.items()})


def measure(pages: Sequence[Path], read: Callable[[Path], Reading]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """The figures in per cent, and what went wrong by page."""
    same = given = wanted = 0
    right = Counter[str]()
    failures: dict[str, list[str]] = {}
    for page in pages:
        expected = read_expected(page)
        found = _without_headline(read(page), expected.fields["title"])
        ours, theirs = _words(found), _words(expected)
        same += (ours & theirs).total()
        given += ours.total()
        wanted += theirs.total()
        wrong = [f"missing: {_some(theirs - ours)}"] * bool(theirs - ours)
        wrong += [f"too much: {_some(ours - theirs)}"] * bool(ours - theirs)
        if _clean(found) == _clean(expected):
            right["text"] += 1
        elif not wrong:
            wrong = ["paragraphs cut otherwise"]
        for name in FIELDS:
            if to_line(found.fields[name]) == to_line(expected.fields[name]) or not expected.paragraphs:
                right[name] += 1
            else:
                wrong.append(f"{name}: {found.fields[name][:_SHOWN]!r} for {expected.fields[name][:_SHOWN]!r}")
        if wrong:
            failures[page.stem] = wrong
    precision, recall = same / max(given, 1), same / wanted
    figures = {
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / (precision + recall),
        **{f"{name} right": right[name] / len(pages) for name in ("text", *FIELDS)},
    }
    return {name: round(100 * value, 1) for name, value in figures.items()}, failures


def _without_headline(reading: Reading, title: str) -> Reading:
    return replace(reading, paragraphs=tuple(line for line in reading.paragraphs if to_line(line) != title))


def _words(reading: Reading) -> Counter[str]:
    return Counter(word for paragraph in reading.paragraphs for word in _WORD.findall(paragraph.casefold()))


def _clean(reading: Reading) -> str:
    return to_canonical("\n\n".join(reading.paragraphs))


def _some(words: Counter[str]) -> str:
    listed = " ".join(words)
    return f"{words.total()} ({listed[:_SHOWN]}{'…' if len(listed) > _SHOWN else ''})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.extraction", description=__doc__)
    parser.add_argument("--pages", type=Path, default=PAGES, help="a folder of NAME.html, each with its NAME.json")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    pages = sorted(options.pages.glob("*.html"))
    figures = {}
    for name, read in (("trafilatura as it comes", read_plainly), ("Clippings", read_as_shipped)):
        figures[name], failures = measure(pages, read)
        print(f"{name}, {len(pages)} pages: " + ", ".join(f"{key} {value}" for key, value in figures[name].items()))
        for page, wrong in failures.items():
            print(f"  {page}: " + "; ".join(wrong))
    if options.keep:
        keep_result("extraction", {"pages": len(pages), "per cent": figures})


if __name__ == "__main__":
    main()
