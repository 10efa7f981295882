"""``python -m evals.throughput``: a full build beside LangChain's own quick start, on the same texts and weights.

LangChain: RecursiveCharacterTextSplitter (1000 characters, 200 of overlap), HuggingFaceEmbeddings and
Chroma.from_documents to disk, as its pages show it. Ours: ``index.build.build`` into an empty data directory, with all
that it checks. The two take turns; both models are loaded before. Then a build with nothing new, and one new article
built and asked for.

It needs ``pip install -c constraints.txt -e '.[evals]'`` and ``pip install --no-deps langchain-huggingface==1.2.3``,
whose metadata asks for huggingface-hub below 2; of that library HuggingFaceEmbeddings uses nothing.
"""

import argparse
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.results import keep_result
from index.build import build
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder, Vectors, packaged_model
from index.snapshot import Index
from qa.retriever import HybridRetriever

_NEW_ARTICLE = "The lighthouse of Skagen was painted green overnight.\n\nNobody in Skagen knows who painted it."
_NEW_QUESTION = "Who painted the lighthouse of Skagen?"


class _TimedEmbedder(SentenceTransformerEmbedder):
    """Knows how long the encoder has taken."""

    seconds = 0.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        began = time.monotonic()
        try:
            return super().embed(texts)
        finally:
            self.seconds += time.monotonic() - began


class _Ours:
    def __init__(self) -> None:
        self.embedder = _TimedEmbedder()
        self.embedder.embed(["Load now."])
        self.embedder.count_tokens(["And this."])
        self.passages = 0
        self.encoder_shares: list[float] = []

    def build(self, texts: Path, data: Path) -> None:
        before = self.embedder.seconds
        report = build(IndexConfig(data, (texts,)), self.embedder)
        self.passages = report.passages
        if report.added:
            self.encoder_shares.append((self.embedder.seconds - before) / report.seconds["total"])

    def coverage(self, data: Path) -> dict[str, int]:
        """Words of all articles, those outside every passage, and the tokens of the longest passage."""
        words = outside = longest = 0
        index = Index(data)
        with index.snapshot() as snapshot:
            for summary in snapshot.summaries():
                article, passages = snapshot.article(summary.id), snapshot.passages_of(summary.id)
                assert article is not None
                longest = max(longest, *self.embedder.count_tokens([passage.text for passage in passages]))
                spans = [(passage.start, passage.end) for passage in passages]
                for word in re.finditer(r"\S+", article.text):
                    words += 1
                    # Letter by letter: two sentences without a space between them are one word here.
                    letters = range(*word.span())
                    outside += not all(any(start <= at < end for start, end in spans) for at in letters)
        index.close()
        window = self.embedder.max_tokens
        return {"words": words, "words_outside": outside, "longest_passage_tokens": longest, "window_tokens": window}

    def answer_new_article(self, texts: Path, data: Path) -> float:
        """Seconds from the start of a build with one article more until it is the best hit."""
        retriever, index = HybridRetriever(self.embedder), Index(data)
        with index.snapshot() as snapshot:
            retriever.retrieve(snapshot, _NEW_QUESTION)
        (texts / "new.txt").write_text(_NEW_ARTICLE, encoding="utf-8")
        began = time.monotonic()
        self.build(texts, data)
        with index.snapshot() as snapshot:
            hits = retriever.retrieve(snapshot, _NEW_QUESTION)
        seconds = time.monotonic() - began
        index.close()
        if "Skagen" not in hits[0].passage.text:
            raise RuntimeError("the new article does not answer")
        return seconds


class _LangChain:
    def __init__(self) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_huggingface import HuggingFaceEmbeddings
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        self._chroma, self._document = Chroma, Document
        self.embeddings = HuggingFaceEmbeddings(model_name=str(packaged_model()))
        self.embeddings.embed_query("Load now.")
        self.splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        self.chunks = 0

    @property
    def dtype(self) -> str:
        return str(self.embeddings._client.dtype)

    def build(self, texts: Path, data: Path) -> None:
        documents = [
            self._document(page_content=path.read_text(encoding="utf-8-sig"), metadata={"source": path.name})
            for path in sorted(texts.glob("*.txt"))
        ]
        chunks = self.splitter.split_documents(documents)
        self._chroma.from_documents(chunks, self.embeddings, persist_directory=str(data))
        self.chunks = len(chunks)


def measure(source: Path, every: int, rounds: int) -> dict[str, object]:
    """Builds of every ``every``-th text under ``source`` in turns, ``rounds`` of each."""
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "texts")
        texts.mkdir()
        for path in sorted(source.rglob("*.txt"))[::every]:
            shutil.copy(path, texts / path.name)
        count = len(list(texts.iterdir()))
        ours, langchain = _Ours(), _LangChain()
        seconds: dict[str, list[float]] = {"ours": [], "langchain": []}
        for turn in range(rounds):
            for name, builder in (("ours", ours.build), ("langchain", langchain.build)):
                data = Path(folder, f"{name}-{turn}")
                seconds[name].append(_timed(builder, texts, data))
                print(f"{name}: {count} articles in {seconds[name][-1]:.1f} s", flush=True)
        data = Path(folder, "ours-0")
        rates = {name: [round(count / took, 2) for took in taken] for name, taken in seconds.items()}
        return {
            "articles": count,
            "passages": {"ours": ours.passages, "langchain": langchain.chunks},
            "dtype": {"ours": ours.embedder.precision, "langchain": langchain.dtype},
            "articles_per_s": rates,
            "ratio": round(statistics.median(rates["ours"]) / statistics.median(rates["langchain"]), 2),
            "encoder_share": round(statistics.median(ours.encoder_shares), 3),
            "coverage": ours.coverage(data),
            "nothing_new_s": round(_timed(ours.build, texts, data), 2),
            "one_new_article_answered_s": round(ours.answer_new_article(texts, data), 2),
        }


def _timed(action: Callable[[Path, Path], None], texts: Path, data: Path) -> float:
    began = time.monotonic()
    action(texts, data)
    return time.monotonic() - began


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.throughput", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--every", type=int, default=1, help="every N-th text only")
    parser.add_argument("--rounds", type=int, default=3, help="builds of each kind")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    figures = measure(options.data / "onestop_english", options.every, options.rounds)
    for name, value in figures.items():
        print(f"{name:<28} {value}")
    if options.keep:
        keep_result("throughput", figures)


if __name__ == "__main__":
    main()
