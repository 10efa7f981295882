"""Slips in a question are read as what the articles have; what is English or ambiguous stays as it is."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.config import IndexConfig
from index.embedder import SentenceTransformerEmbedder
from index.snapshot import Index
from qa.spelling import respell
from tests.fakes import BagOfWords
from tests.qa.newsroom import open_newsroom

TEXT = (
    "Bruce Klingner spoke to Ségolène Dávila about the negotiations. The house of Stephen Biegun was sold. "
    "Kellner met Keltner, and Pompeo’s envoy stayed away."
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("spelling")
    source = folder / "news.jsonl"
    source.write_text(json.dumps({"text": TEXT}) + "\n", encoding="utf-8")
    build(IndexConfig(folder / "data", (source,)), BagOfWords())
    with closing(Index(folder / "data")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("What did Bruce Kligner say?", "What did Bruce Klingner say?"),
        ("what did kligner say?", "what did Klingner say?"),
        ("what did bruce klingner say about the house", "what did Bruce Klingner say about the house"),
        ("WHAT DID KLIGNER SAY?", "what did Klingner say?"),
        ("What did klingner say?", "What did klingner say?"),  # who writes one capital may mean what has none
        ("Who is Stephen Beigun?", "Who is Stephen Biegun?"),
        ("Where was Pompoe's envoy?", "Where was Pompeo's envoy?"),
        ("Where were the negociations?", "Where were the negotiations?"),
        # Who writes a capital means somebody, and not the noun that is near.
        ("What did Jane Negociations say?", "What did Jane Negociations say?"),
        ("Negociations where?", "negotiations where?"),
        ("wher was Klingner?", "where was Klingner?"),
        ("hwo many came?", "how many came?"),
        ("whos Stephen Biegun", "who's Stephen Biegun"),
        ("What did Bruce Klingner say?", "What did Bruce Klingner say?"),
        ("What did Davila say?", "What did Davila say?"),
        # A word of its own, though no article has it and "house" is near.
        ("What did the horse cost?", "What did the horse cost?"),
        # Two are near.
        ("Where was Kelner?", "Where was Kelner?"),
        ("Where was Kxxlngner?", "Where was Kxxlngner?"),
        ("Where was Aklingner?", "Where was Aklingner?"),
        ("Who met at 10:30?", "Who met at 10:30?"),
        ("Klingner was wher?", "Klingner was wher?"),
        ("kligner beigun pompoe negociations", "kligner beigun pompoe negociations"),  # as in another language
        ("Guten Tag, Kligner", "Guten Tag, Kligner"),
        ("Wann kam Kligner an?", "Wann kam Kligner an?"),
        ("klingner " * 50, "klingner " * 50),
        ("", ""),
    ],
)
def test_slips(index: Index, question: str, read: str) -> None:
    with index.snapshot() as snapshot:
        assert respell(question, snapshot, SentenceTransformerEmbedder().count_tokens) == read


def test_the_answer_shows_how_the_question_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answerer = open_newsroom(tmp_path)
    monkeypatch.setattr(answerer.embedder, "count_tokens", lambda texts: [len(text) for text in texts])
    with closing(answerer.index):
        answer = answerer.answer("wher is the harbuor bridge?")
    assert answer.question == "wher is the harbuor bridge?"
    assert answer.standalone_question == "where is the harbour bridge?"
