"""Copies of one story: quoted once, from the newest or fullest of them, and named with who else carries them."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from index.build import build
from index.config import IndexConfig
from index.snapshot import Index
from index.types import Article, Passage
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.public import answer_to_json
from qa.quotes import Features, Quote
from qa.stories import count_independent, count_tellers, let_newest_speak, newest_first
from qa.types import Answer, Carrier, Citation, Filters, Options
from tests.fakes import BagOfWords
from tests.qa.newsroom import WordReader

WIRE = (
    "The harbour bridge was closed on Friday after divers found a crack in its eastern pillar. "
    "Engineer Paula Brandt said the crack was eleven metres long and had grown since the spring. "
    "Lorries are sent through the tunnel until the pillar has been filled with concrete."
)
ENDING = " Shipping under the bridge goes on as before, the port authority said in a short note to its captains."
OWN = "Our readers on Gull Street hear the drills by night and have asked the mayor for hotel rooms."
ARTICLES = (
    {"id": "ap", "title": "Bridge shut", "date": "2024-05-03", "publisher": "AP", "text": WIRE + ENDING},
    {"id": "bbc", "title": "Bridge closed", "date": "2024-05-04", "publisher": "BBC", "text": f"Agencies. {WIRE}"},
    {"id": "cnn", "title": "Bridge is shut", "date": "2024-05-04", "publisher": "CNN", "text": WIRE + ENDING},
    {"id": "old", "title": "Crack found", "publisher": "Evening Post", "text": f"{WIRE} {OWN}"},
    {
        "id": "own",
        "title": "What the divers saw",
        "date": "2024-05-01",
        "publisher": "The Daily",
        "text": "Our reporter went down with the divers to see the crack. It is deep and dark, said Paula Brandt.",
    },
)
QUESTION = "What did engineer Paula Brandt say?"


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("wire")
    source = folder / "news.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    embedder = BagOfWords()
    build(IndexConfig(folder / "data", (source,)), embedder)
    index = Index(folder / "data")
    yield Answerer(index, embedder, WordReader(), QaConfig())
    index.close()


@pytest.fixture(scope="module")
def answer(answerer: Answerer) -> Answer:
    return answerer.answer(QUESTION)


def test_a_sentence_of_the_wire_is_quoted_once_from_the_newest_and_fullest_article(answer: Answer) -> None:
    assert answer.statements[0].text.startswith("Engineer Paula Brandt said the crack was eleven metres long")
    assert answer.citations[0].article_id == "cnn"
    assert len({statement.text for statement in answer.statements}) == len(answer.statements)


def test_copies_leave_the_evidence_to_other_sources(answerer: Answerer, answer: Answer) -> None:
    assert sorted(hit.passage.article_id for hit in answer.evidence) == ["cnn", "old", "own"]
    assert len(answerer.answer(QUESTION, options=Options(k=3)).evidence) == 3


def test_a_citation_knows_who_else_carries_the_story(answer: Answer) -> None:
    assert answer.citations[0].carried_by == (
        Carrier("bbc", "Bridge closed", "BBC", date(2024, 5, 4)),
        Carrier("ap", "Bridge shut", "AP", date(2024, 5, 3)),
        Carrier("old", "Crack found", "Evening Post", None),
    )
    assert count_tellers(answer.citations[0]) == "4 outlets carry this story"


def test_an_article_that_is_alone_is_carried_by_none(answerer: Answerer) -> None:
    (citation,) = answerer.answer("Where did our reporter go down with the divers?").citations[:1]
    assert (citation.article_id, citation.carried_by, count_tellers(citation)) == ("own", (), "")


def test_what_only_one_of_the_copies_has_is_still_found(answerer: Answerer) -> None:
    answer = answerer.answer("Who on Gull Street asked the mayor for hotel rooms?")
    assert (answer.statements[0].text, answer.citations[0].article_id) == (OWN, "old")


def test_the_json_names_the_carriers_and_counts_one_source(answer: Answer) -> None:
    form = answer_to_json(answer, None)
    schema = json.loads(Path(__file__).with_name("answer.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(form, schema)
    assert form["citations"][0]["carried_by"][0] == {
        "article_id": "bbc",
        "title": "Bridge closed",
        "publisher": "BBC",
        "published": "2024-05-04",
    }
    assert form["citations"][0]["carried_by"][2]["published"] is None


def cite(article: str, publisher: str | None, *carried_by: tuple[str, str | None]) -> Citation:
    carriers = tuple(Carrier(other, "Title", outlet, None) for other, outlet in carried_by)
    return Citation(1, article, "p", 0, 1, "A", "Title", publisher, None, "a.txt", None, "d", carriers)


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (cite("a", "AP"), ""),
        (cite("a", "AP", ("b", "BBC")), "2 outlets carry this story"),
        (cite("a", "AP", ("b", "BBC"), ("c", "ap")), "2 outlets carry this story"),
        (cite("a", "AP", ("b", "AP")), "2 articles tell this story"),
        (cite("a", None, ("b", "AP"), ("c", "BBC")), "3 articles tell this story"),
    ],
)
def test_outlets_are_counted_only_where_all_are_known(citation: Citation, said: str) -> None:
    assert count_tellers(citation) == said


def test_copies_are_one_independent_source() -> None:
    one, copy, other = cite("ab", "AP", ("cd", "BBC")), cite("cd", "BBC", ("ab", "AP")), cite("ac", "CNN")
    assert [count_independent(cited) for cited in ((), (one,), (one, copy), (one, copy, other))] == [0, 1, 1, 2]


def test_the_state_of_things_is_told_newest_first(answerer: Answerer) -> None:
    with answerer.index.snapshot() as snapshot:
        passages = [snapshot.passages_of(article_id)[0] for article_id in ("own", "old", "bbc")]
        quotes = [Quote(passage, passage.start, passage.end, passage.text, 1.0) for passage in passages]
        now = newest_first(snapshot, "What is the latest about the bridge?", quotes)
        ever = newest_first(snapshot, "What did the divers see?", quotes)
    assert [quote.passage.article_id for quote in now] == ["bbc", "own", "old"]
    assert ever == quotes


def test_what_came_near_and_is_no_evidence_is_kept_with_the_reason(answerer: Answerer) -> None:
    answer = answerer.answer(QUESTION, (), Options(filters=Filters(publishers=("BBC", "AP", "CNN")), k=1))
    why = {one.why: one.hit.passage.article_id for one in answer.left_out}
    assert why["filter"] in ("old", "own")
    assert why["copy"] in ("ap", "bbc", "cnn")
    evidence = {hit.passage.id for hit in answer.evidence}
    assert evidence and not evidence & {one.hit.passage.id for one in answer.left_out}
    assert all(one.why != "filter" for one in answerer.answer(QUESTION).left_out)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How long is the crack?", "bbc"),
        ("When will the bridge be open?", "bbc"),
        ("How long was the crack at first?", "own"),
        ("How many people died when the pillar fell?", "bbc"),
        ("How many people first died?", "own"),
        ("How long did divers think the crack was?", "own"),
        ("How long is the crack in the Severn bridge?", "own"),
    ],
)
def test_the_newest_of_the_sentences_that_surely_answer_speaks_first(
    answerer: Answerer, question: str, first: str
) -> None:
    with answerer.index.snapshot() as snapshot:
        articles = {key: article for key in ("own", "bbc") if (article := snapshot.article(key))}
    scored = [scored_sentence(articles["own"], 1.5, 0.9), scored_sentence(articles["bbc"], 1.0, 0.8)]
    found = let_newest_speak(question, scored, [quote.text for quote, _ in scored], articles)
    assert found[0][0].passage.article_id == first


def test_a_newer_sentence_that_the_reader_is_not_sure_of_stays_behind(answerer: Answerer) -> None:
    with answerer.index.snapshot() as snapshot:
        articles = {key: article for key in ("own", "bbc") if (article := snapshot.article(key))}
    scored = [scored_sentence(articles["own"], 1.5, 0.9), scored_sentence(articles["bbc"], 1.0, 0.5)]
    assert let_newest_speak("How long is the crack?", scored, [one.text for one, _ in scored], articles) == scored


def scored_sentence(article: Article, score: float, read: float) -> tuple[Quote, Features]:
    passage = Passage(f"{article.id}-0", article.id, 0, 0, len(article.text), article.text)
    features = Features(read, read, read, read, 0.5, words=0.5, before=0, found=0.5, spoken=0.0, fitting=1.0)
    return Quote(passage, 0, len(article.text), article.text, score), features
