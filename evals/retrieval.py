"""``python -m evals.retrieval``: how well passages are found, by words, by meaning, by both, and read as well.

SQuAD 2.0 dev: its answerable questions over all 1,204 paragraphs. OneStopQA: its questions over its 162 advanced
paragraphs. Each paragraph is an article of a real index; an article ranks with its best passage. One gold paragraph a
question, so nDCG@10 is 1/log2(1 + rank). ``--read`` has the reader look at the first hits too, and asks of SQuAD only
the questions over the seven articles that it was not trained on.
"""

import argparse
import gzip
import json
import math
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from evals.results import keep_result
from index.build import build
from index.config import IndexConfig
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.passages import PASSAGE_TOKENS
from index.snapshot import Index, Snapshot
from qa.evidence import READ, rank_read
from qa.reader import Reader, SpanReader
from qa.retriever import DENSE_WEIGHT, HybridRetriever, fuse
from qa.training.examples import HELD_OUT
from qa.types import Hit

_WEIGHTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_READ_WEIGHTS = (0.1, 0.2, 0.3, 0.5)
_NAMED = {"0.0": "BM25 alone", "1.0": "dense alone", str(DENSE_WEIGHT): "fused, as shipped"}

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Paragraphs by id, and (question, id of its gold paragraph) pairs."""

    name: str
    paragraphs: dict[str, str]
    questions: list[tuple[str, str]]


def read_squad(data: Path) -> Corpus:
    """SQuAD 2.0 dev, the answerable questions."""
    with gzip.open(data / "squad" / "dev-v2.0.reconstructed.json.gz", "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"]
    corpus = Corpus("SQuAD 2.0", {}, [])
    for article in articles:
        for number, paragraph in enumerate(article["paragraphs"]):
            key = f"{article['title']}/{number}"
            corpus.paragraphs[key] = paragraph["context"]
            corpus.questions.extend((qa["question"], key) for qa in paragraph["qas"] if qa["answers"])
    return corpus


def _of_held_out(corpus: Corpus) -> Corpus:
    """The same paragraphs, and the questions over the articles that the reader has never seen."""
    return replace(corpus, questions=[one for one in corpus.questions if one[1].partition("/")[0] in HELD_OUT])


def read_onestopqa(data: Path) -> Corpus:
    """OneStopQA in its advanced wording."""
    articles = json.loads((data / "onestopqa" / "onestop_qa.json").read_text(encoding="utf-8"))["data"]
    corpus = Corpus("OneStopQA", {}, [])
    for article in articles:
        for number, paragraph in enumerate(article["paragraphs"]):
            key = f"{article['title']}/{number}"
            corpus.paragraphs[key] = paragraph["Adv"]["context"]
            corpus.questions.extend((qa["question"], key) for qa in paragraph["qas"])
    return corpus


@contextmanager
def open_paragraphs(corpus: Corpus, embedder: Embedder, tokens: int = PASSAGE_TOKENS) -> Iterator[Snapshot]:
    """An index with each of the paragraphs as an article."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paragraphs.jsonl")
        rows = ({"id": key, "text": text} for key, text in corpus.paragraphs.items())
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        config = IndexConfig(Path(folder, "data"), (source,))
        build(replace(config, passage_tokens=tokens), embedder)
        index = Index(config.data)
        with index.snapshot() as snapshot:
            yield snapshot
        index.close()


def measure(corpus: Corpus, embedder: Embedder, tokens: int, every: int) -> dict[str, Figures]:
    """The figures for each weight of the dense score, over every ``every``-th question."""
    retriever = HybridRetriever(embedder)
    ranks: dict[str, list[int]] = {str(weight): [] for weight in _WEIGHTS}
    with open_paragraphs(corpus, embedder, tokens) as snapshot:
        for question, gold in corpus.questions[::every]:
            hits = retriever.retrieve(snapshot, question, k=100)
            for weight in _WEIGHTS:
                ranks[str(weight)].append(_rank(_weigh(hits, weight), gold))
    return {weight: _figures(found) for weight, found in ranks.items()}


def measure_read(corpus: Corpus, embedder: Embedder, reader: Reader, every: int) -> dict[str, Figures]:
    """The figures by words, by meaning, by both, and for each weight of what the reader makes of the first hits."""
    retriever = HybridRetriever(embedder)
    ranks: dict[str, list[int]] = {}
    with open_paragraphs(corpus, embedder) as snapshot:
        for question, gold in corpus.questions[::every]:
            hits = retriever.retrieve(snapshot, question, k=100)
            readings = reader.read(question, [hit.passage.text for hit in hits[:READ]])
            ways = {"BM25 alone": _weigh(hits, 0.0), "dense alone": _weigh(hits, 1.0), "fused": hits}
            for weight in _READ_WEIGHTS:
                ways[f"fused, read {weight}"] = [*rank_read(hits[:READ], readings, weight), *hits[READ:]]
            for way, ranked in ways.items():
                ranks.setdefault(way, []).append(_rank(ranked, gold))
    return {way: _figures(found) for way, found in ranks.items()}


def _weigh(hits: Sequence[Hit], weight: float) -> list[Hit]:
    """The hits with the score that they have where ``weight`` of it is the dense one."""
    best_lexical = max((hit.explanation.lexical or 0.0 for hit in hits), default=1.0) or 1.0
    scores = (fuse(hit.explanation.dense or 0.0, hit.explanation.lexical or 0.0, best_lexical, weight) for hit in hits)
    return [replace(hit, score=score) for hit, score in zip(hits, scores, strict=True)]


def _rank(hits: Sequence[Hit], gold: str) -> int:
    """The gold article's rank among articles, each at its best passage."""
    best: dict[str, float] = {}
    for hit in hits:
        best[hit.passage.article_id] = max(hit.score, best.get(hit.passage.article_id, -1.0))
    if gold not in best:
        return 1_000
    return 1 + sum(score > best[gold] for score in best.values())


def _figures(ranks: Sequence[int]) -> Figures:
    gains = [1 / math.log2(1 + rank) if rank <= 10 else 0.0 for rank in ranks]
    return {
        "ndcg@10": round(sum(gains) / len(ranks), 4),
        "hit@1": round(sum(rank == 1 for rank in ranks) / len(ranks), 4),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/, onestopqa/")
    parser.add_argument("--tokens", type=int, nargs="+", default=[PASSAGE_TOKENS], help="passage sizes to measure")
    parser.add_argument("--every", type=int, default=1, help="measure every N-th question only")
    parser.add_argument("--read", action="store_true", help="measure what the reader adds")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    embedder = SentenceTransformerEmbedder()
    results: dict[str, dict[str, Figures]] = {}
    for corpus in (read_squad(options.data), read_onestopqa(options.data)):
        if options.read:
            asked = _of_held_out(corpus) if corpus.name.startswith("SQuAD") else corpus
            results[corpus.name] = measure_read(asked, embedder, SpanReader(), options.every)
        else:
            for tokens in options.tokens:
                results[f"{corpus.name}, {tokens} tokens"] = measure(corpus, embedder, tokens, options.every)
    for name, found in results.items():
        print(name)
        for way, figures in found.items():
            what = way if options.read else f"dense weight {way}  {_NAMED.get(way, '')}"
            print(f"  nDCG@10 {figures['ndcg@10']:.3f}  hit@1 {figures['hit@1']:.3f}  {what}")
    if options.keep:
        keep_result("retrieval_read" if options.read else "retrieval", results)


if __name__ == "__main__":
    main()
