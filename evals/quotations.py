"""``python -m evals.quotations``: are quotations found as they stand, changed, shortened and put together?

Quotations come from every other article of onestop_english (advanced level), which are indexed; those of the others
are in no indexed article, and must not be found.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.results import keep_result
from index.build import build, fingerprint_of
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder
from index.snapshot import Index
from index.text import decode, to_canonical
from qa.checking import Checked, check_quotation
from qa.speech.quotation_marks import find_quoted

_LEVEL = "onestop_english/Adv-Txt"
_SHORTEST, _LONGEST = 8, 60  # words of a quotation


@dataclass(frozen=True, slots=True)
class Case:
    """Words to check, and what should come of it."""

    words: str
    article: str
    verdict: str


def read_articles(data: Path) -> dict[str, str]:
    """Canonical texts by file name."""
    return {path.name: to_canonical(decode(path.read_bytes())) for path in sorted((data / _LEVEL).glob("*.txt"))}


def make_cases(articles: dict[str, str], absent: dict[str, str], each: int) -> Iterator[Case]:
    """``each`` quotations in each of five ways; the same ones every time."""
    chooser = random.Random(1)
    present = [(name, quoted) for name, text in articles.items() for quoted in quotations(text)]
    chooser.shuffle(present)
    for at in range(each):
        name, words = present[at]
        yield Case(words, name, "exact")
        yield Case(change(words, chooser), name, "near")
        parts = words.split()
        third = len(parts) // 3
        yield Case(" ".join([*parts[:third], "…", *parts[-third:]]), name, "shortened")
        other = present[-1 - at][1].split()
        yield Case(" ".join([*parts[: len(parts) // 2], *other[len(other) // 2 :]]), name, "spliced")
    missing = [words for text in absent.values() for words in quotations(text)]
    chooser.shuffle(missing)
    yield from (Case(words, "", "none") for words in missing[:each])


def quotations(text: str) -> list[str]:
    """What the text has in quotation marks, of a usual length."""
    found = (text[one.start : one.end] for one in find_quoted(text) if not one.continues)
    return [words for words in found if _SHORTEST <= len(words.split()) <= _LONGEST]


def change(words: str, chooser: random.Random) -> str:
    """``words`` with one of them replaced by another, and one left out."""
    parts = words.split()
    replaced, dropped = chooser.sample(range(1, len(parts) - 1), 2)
    parts[replaced] = "nevertheless"
    del parts[dropped]
    return " ".join(parts)


def is_right(case: Case, checked: Checked) -> bool:
    """The verdict, and the article where there is one of them; two halves that are near together are one near place."""
    found = checked.places[0].article_id.endswith(case.article) if checked.places else not case.article
    return checked.verdict == case.verdict and found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.quotations", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="a folder with onestop_english")
    parser.add_argument("--each", type=int, default=100, help="quotations in each of five ways")
    parser.add_argument("--show", action="store_true", help="print what went wrong")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    articles = read_articles(options.data)
    indexed = dict(list(articles.items())[::2])
    cases = list(make_cases(indexed, dict(list(articles.items())[1::2]), options.each))
    rights: dict[str, list[bool]] = {}
    seconds = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl")
        rows = [{"id": name, "title": name, "text": text} for name, text in indexed.items()]
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        config = IndexConfig(Path(folder, "data"), (source,))
        embedder = SentenceTransformerEmbedder(config.embedding_model)
        build(config, embedder)
        index = Index(config.data, fingerprint_of(config, embedder))
        with index.snapshot() as snapshot:
            for case in cases:
                began = time.perf_counter()
                checked = check_quotation(snapshot, case.words, embedder)
                seconds.append(time.perf_counter() - began)
                rights.setdefault(case.verdict, []).append(is_right(case, checked))
                if options.show and not rights[case.verdict][-1]:
                    place = checked.places[0] if checked.places else None
                    print(f"  {case.verdict}, got {checked.verdict}: {case.words[:150]}")
                    print(f"     {place and (round(place.similarity, 2), place.words[:150])}")
        index.close()
    figures: dict[str, float] = {verdict: round(statistics.mean(found), 3) for verdict, found in rights.items()}
    figures |= {"each": options.each, "ms, median": round(1_000 * statistics.median(seconds))}
    print(", ".join(f"{key} {value}" for key, value in figures.items()))
    if options.keep:
        keep_result("quotations", figures)


if __name__ == "__main__":
    main()
