"""``python -m evals.retrieval``: how well passages are found, by words, by meaning and by both.

SQuAD 2.0 dev: its answerable questions over all 1,204 paragraphs. OneStopQA: its questions over its 162 advanced
paragraphs. Each paragraph is an article of a real index; an article ranks with its best passage. One gold paragraph a
question, so nDCG@10 is 1/log2(1 + rank).
"""

import argparse
import gzip
import json
import math
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.results import keep_result
from index.build import build
from index.config import IndexConfig
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.passages import PASSAGE_TOKENS
from index.snapshot import Index
from qa.retriever import DENSE_WEIGHT, HybridRetriever, fuse
from qa.types import Hit

_WEIGHTS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


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


def measure(corpus: Corpus, embedder: Embedder, tokens: int, every: int) -> dict[str, dict[str, float]]:
    """nDCG@10 and hit@1 for each weight of the dense score, over every ``every``-th question."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "paragraphs.jsonl")
        rows = ({"id": key, "text": text} for key, text in corpus.paragraphs.items())
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        config = IndexConfig(Path(folder, "data"), (source,))
        build(replace(config, passage_tokens=tokens), embedder)
        index = Index(config.data)
        retriever = HybridRetriever(embedder)
        sums = {weight: [0.0, 0.0] for weight in _WEIGHTS}
        questions = corpus.questions[::every]
        with index.snapshot() as snapshot:
            for question, gold in questions:
                hits = retriever.retrieve(snapshot, question, k=100)
                for weight, (gain, first) in sums.items():
                    rank = _rank(hits, weight, gold)
                    sums[weight] = [gain + (1 / math.log2(1 + rank) if rank <= 10 else 0.0), first + (rank == 1)]
        index.close()
    return {
        str(weight): {"ndcg@10": round(gain / len(questions), 4), "hit@1": round(first / len(questions), 4)}
        for weight, (gain, first) in sums.items()
    }


def _rank(hits: Sequence[Hit], weight: float, gold: str) -> int:
    """The gold article's rank among articles, each at its best passage."""
    best_lexical = max((hit.explanation.lexical or 0.0 for hit in hits), default=1.0) or 1.0
    best: dict[str, float] = {}
    for hit in hits:
        score = fuse(hit.explanation.dense or 0.0, hit.explanation.lexical or 0.0, best_lexical, weight)
        best[hit.passage.article_id] = max(score, best.get(hit.passage.article_id, -1.0))
    if gold not in best:
        return 1_000
    return 1 + sum(score > best[gold] for score in best.values())


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.retrieval", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with squad/, onestopqa/")
    parser.add_argument("--tokens", type=int, nargs="+", default=[PASSAGE_TOKENS], help="passage sizes to measure")
    parser.add_argument("--every", type=int, default=1, help="measure every N-th question only")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    embedder = SentenceTransformerEmbedder()
    results = {}
    for corpus in (read_squad(options.data), read_onestopqa(options.data)):
        for tokens in options.tokens:
            found = results[f"{corpus.name}, {tokens} tokens"] = measure(corpus, embedder, tokens, options.every)
            print(f"{corpus.name}, passages of {tokens} tokens, {len(corpus.questions[:: options.every])} questions")
            for weight, figures in found.items():
                name = {"0.0": "BM25 alone", "1.0": "dense alone", str(DENSE_WEIGHT): "fused, as shipped"}.get(
                    weight, ""
                )
                print(
                    f"  dense weight {weight}  nDCG@10 {figures['ndcg@10']:.3f}  hit@1 {figures['hit@1']:.3f}  {name}"
                )
    if options.keep:
        keep_result("retrieval", results)


if __name__ == "__main__":
    main()
