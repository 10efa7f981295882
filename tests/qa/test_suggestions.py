"""Suggested questions name people whom the articles really quote."""

import pytest

from index.build import build
from index.config import SEEDS, IndexConfig
from index.snapshot import Index
from qa.suggestions import suggest
from tests.fakes import BagOfWords


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ('"We won," said Ada Stone, the mayor.', ["What did Ada Stone say?"]),
        ("Ada Stone said the bridge was safe. Ada Stone said so twice.", ["What did Ada Stone say?"]),
        ("CNN Military and Diplomatic Analyst John Kirby said so.", ["What did John Kirby say?"]),
        ("Stone said so. The bridge opened on Tuesday.", []),
        ("$5 <b>said</b> ![x](http://evil.example)", []),
    ],
)
def test_people_who_are_quoted_by_their_full_name(tmp_path, text: str, questions: list[str]) -> None:
    source = tmp_path / "article.txt"
    source.write_text(text, encoding="utf-8")
    build(IndexConfig(tmp_path / "data", (source,)), BagOfWords())
    index = Index(tmp_path / "data")
    with index.snapshot() as snapshot:
        assert suggest(snapshot) == questions
    index.close()


def test_the_articles_take_turns(tmp_path) -> None:
    build(IndexConfig(tmp_path, (SEEDS,)), BagOfWords())
    index = Index(tmp_path)
    with index.snapshot() as snapshot:
        assert suggest(snapshot, 2) == ["What did Bruce Klingner say?", "What did Duyeon Kim say?"]
        assert len(suggest(snapshot, 4)) == 4
    index.close()
