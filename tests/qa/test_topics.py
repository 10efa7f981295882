"""Topics are names that some articles share; as words they would not find everything else."""

from pathlib import Path

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from qa.topics import Topic, find_topics
from tests.fakes import BagOfWords

TEXTS = (
    "Ministers met in New York on Friday. The talks with China went on for us all.",
    "China will send a delegation to New York. Apple said nothing.",
    "In the US nobody spoke of China but of South Korea, and the US waited.",
    "South Korea and the US agreed. An apple a day was served. In Apple's house all is well.",
    "Nothing happened in Sweden.",
    "Nobody came to the meeting.",
)


def test_names_that_several_articles_share_the_commonest_first(tmp_path: Path) -> None:
    for place, text in enumerate(TEXTS):
        (tmp_path / f"{place}.txt").write_text(text, encoding="utf-8")
    build(IndexConfig(tmp_path / "data", (tmp_path,)), BagOfWords())
    index = Index(tmp_path / "data")
    with index.snapshot() as snapshot:
        found = find_topics(snapshot)
        assert found == [Topic("China", 3), Topic("New York", 2), Topic("South Korea", 2)]
        assert find_topics(snapshot, 1) == found[:1]
    index.close()
