"""Filters restrict retrieval itself: the passages, with their scores, that sorting out everything would leave."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import build
from index.config import IndexConfig
from index.edits import remove_article
from index.errors import BadInput
from index.snapshot import Index, Snapshot
from index.types import ArticleSummary
from qa.answerer import Answerer
from qa.config import QaConfig
from qa.filters.publishers import ToldBy, read_publisher
from qa.filters.scope import find_scope, topic_words, yielding
from qa.remarks import NOBODY_ASKED
from qa.retriever import HybridRetriever
from qa.types import AS_SET, Answer, DateWords, Delta, Filters, Finished, Hit, Options, StreamEvent, Turn, Withdrawn
from tests.fakes import BagOfWords
from tests.qa.newsroom import WordReader

VOCABULARY = "bridge ferry strike harbour mayor crew wage museum tram glacier rocket apple north korea summit talks"
WORDS = VOCABULARY.split()
PUBLISHERS = ("The Daily", "The Weekly", "Örtliche Zeitung", "O'Reilly's \"Post\"")
FIRST = date(2018, 6, 1)
TODAY = date(2018, 9, 20)
MANY = 160


def write_news(folder: Path, seed: int) -> Path:
    """Many articles of a passage or two; a fifth has no date, a fifth no publisher."""
    chance = random.Random(seed)
    source = folder / "news.jsonl"
    with source.open("w", encoding="utf-8") as lines:
        for number in range(MANY):
            article = {"id": f"a{number}", "text": " ".join(chance.choices(WORDS, k=12)) + f" {number}."}
            if chance.random() < 0.8:
                article["date"] = str(FIRST + timedelta(chance.randrange(60)))
            if chance.random() < 0.8:
                article["publisher"] = chance.choice(PUBLISHERS)
            lines.write(json.dumps(article) + "\n")
    return source


@pytest.fixture(scope="module", params=range(3))
def collection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("collection")
    build(IndexConfig(folder / "data", (write_news(folder, request.param),)), BagOfWords())
    remove_article(folder / "data", "a7", "gone")
    index = Index(folder / "data")
    with index.snapshot() as snapshot:
        yield snapshot
    index.close()


DAYS = st.none() | st.integers(-3, 63).map(lambda days: FIRST + timedelta(days))
FILTERS = st.builds(
    Filters,
    publishers=st.lists(st.sampled_from([*PUBLISHERS, "the daily"]), max_size=2).map(tuple),
    since=DAYS,
    until=DAYS,
    articles=st.lists(st.integers(8, MANY - 1).map(lambda n: f"a{n}"), max_size=4).map(tuple),
    topic=st.none() | st.lists(st.sampled_from([*WORDS, '"north korea"', "FERRIES"]), max_size=3).map(" ".join),
)


def allows(filters: Filters, article: ArticleSummary, text: str) -> bool:
    """What the filters mean, said a second time and differently."""
    words = [word.strip(".") for word in text.lower().split()]
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    for word in topic_words(filters.topic or ""):
        if {"FERRIES": "ferry"}.get(word, word) not in (words if " " not in word else pairs):
            return False
    if filters.publishers and (article.publisher or "").lower() not in [one.lower() for one in filters.publishers]:
        return False
    if (filters.since or filters.until) and article.published is None:
        return False
    days = filters.since or date.min, article.published or date.min, filters.until or date.max
    return days[0] <= days[1] <= days[2] and (not filters.articles or article.id in filters.articles)


@given(filters=FILTERS, question=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_a_filter_finds_what_sorting_out_everything_finds(
    collection: Snapshot, filters: Filters, question: str
) -> None:
    retriever = HybridRetriever(BagOfWords())
    options = Options(filters=filters)
    if filters.since and filters.until and filters.since > filters.until:
        with pytest.raises(BadInput, match="before they begin"):
            find_scope(collection, question, options, TODAY)
        return
    texts = {one.id: article.text for one in collection.summaries() if (article := collection.article(one.id))}
    allowed = {one.id for one in collection.summaries() if allows(filters, one, texts[one.id])}
    scope = find_scope(collection, question, options, TODAY)
    assert (set(texts) if scope.within is None else scope.within) == allowed

    found = retriever.retrieve(collection, question, 10, scope.within)
    assert {hit.passage.article_id for hit in found} <= allowed
    if len(allowed) <= 50:  # beyond that, each stage proposes its best 50 alone
        everything = retriever.retrieve(collection, question, 2 * MANY)
        expected = [hit for hit in everything if hit.passage.article_id in allowed]
        scores = {hit.passage.id: hit.score for hit in expected}
        assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected[:10]], abs=1e-5)
        assert [hit.score for hit in found] == pytest.approx([scores[hit.passage.id] for hit in found], abs=1e-5)


def test_what_was_removed_takes_no_place_among_the_best(tmp_path: Path) -> None:
    build(IndexConfig(tmp_path / "data", (write_news(tmp_path, 1),)), BagOfWords())
    index = Index(tmp_path / "data")
    vector = BagOfWords().embed(["ferry strike"])[0]
    with index.snapshot() as before:
        best = dict.fromkeys(id_.partition(":")[0] for id_, _ in before.search_vectors(vector, 10))
        within = frozenset(one.id for one in before.summaries() if one.publisher)
    for gone in list(best)[:5]:
        remove_article(tmp_path / "data", gone, "gone")
    gone = set(list(best)[:5])
    with index.snapshot() as snapshot:
        for allowed in (None, within):
            for found in (
                snapshot.search_vectors(vector, 10, allowed),
                snapshot.search_words("ferry strike", 10, allowed),
            ):
                assert len(found) == 10
                assert not gone & {id_.partition(":")[0] for id_, _ in found}
        assert not gone & snapshot.containing(["ferry"])
        with pytest.raises(BadInput, match="no article"):
            find_scope(snapshot, "q", Options(filters=Filters(articles=(next(iter(best)),))), TODAY)
    index.close()


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(publishers=("The Yearly",)), r"No article is from 'The Yearly'\. Publishers: O'Reilly's"),
        (Filters(articles=("nowhere",)), r"no article 'nowhere'"),
        (Filters(since=date(2018, 7, 2), until=date(2018, 7, 1)), "end on 2018-07-01, before they begin on 2018-07-02"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_an_error(collection: Snapshot, filters: Filters, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        find_scope(collection, "q", Options(filters=filters), TODAY)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("north korea", ["north", "korea"]),
        ('"North Korea" talks', ["North Korea", "talks"]),
        ("“North Korea", ["North Korea"]),
        ("covid-19 OR NOT *", ["covid-19", "OR", "NOT"]),
        (' - " ', []),
    ],
)
def test_topic_words(topic: str, words: list[str]) -> None:
    assert topic_words(topic) == words


@given(st.text(max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_topic_breaks_the_full_text_search(collection: Snapshot, topic: str) -> None:
    assert collection.containing(topic_words(topic)) <= {one.id for one in collection.summaries()}


def hit_ids(hits: list[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


NEWS = (
    {"id": "old", "date": "2018-07-03", "publisher": "The Daily", "text": "The ferry strike cost the harbour dear."},
    {"id": "new", "date": "2018-09-12", "publisher": "The Weekly", "text": "The ferry strike cost two mayors a job."},
    {"id": "none", "text": "The ferry strike cost nobody a wink of sleep."},
    {"id": "tram", "date": "2018-09-11", "publisher": "The Daily", "text": "Lisbon extends its tram."},
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("newsroom")
    (folder / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in NEWS), encoding="utf-8")
    embedder = BagOfWords()
    build(IndexConfig(folder / "data", (folder / "news.jsonl",)), embedder)
    opened = Answerer(Index(folder / "data"), embedder, WordReader(), QaConfig(), today=lambda: TODAY)
    yield opened
    opened.index.close()


def cited(answer: Answer) -> set[str]:
    return {citation.article_id for citation in answer.citations}


def test_only_the_chosen_articles_answer(answerer: Answerer) -> None:
    question = "What did the ferry strike cost?"
    assert {hit.passage.article_id for hit in answerer.answer(question).evidence} >= {"old", "new", "none"}
    chosen = Filters(publishers=("the daily",))
    answer = answerer.answer(question, options=Options(filters=chosen))
    assert (cited(answer), answer.filters, answer.undated) == ({"old"}, chosen, 0)
    assert set(hit_ids(list(answer.evidence))) == {"old", "tram"}
    answer = answerer.answer(question, options=Options(filters=Filters(since=date(2018, 9, 12))))
    assert (cited(answer), answer.undated) == ({"new"}, 1)
    answer = answerer.answer(question, options=Options(filters=Filters(topic="lisbon")))
    assert (answer.outcome, hit_ids(list(answer.evidence))) == ("no_evidence", ["tram"])
    answer = answerer.answer(question, options=Options(filters=Filters(until=date(1999, 1, 1))))
    assert (answer.outcome, answer.evidence, answer.undated) == ("no_evidence", (), 1)
    assert answer.notice == NOBODY_ASKED
    assert not answer.refused


def test_last_week_is_a_filter_unless_it_is_taken_away(answerer: Answerer) -> None:
    question = "What did the ferry strike cost last week?"
    answer = answerer.answer(question)
    assert cited(answer) == {"new"}
    assert answer.dates == DateWords("last week", "only", date(2018, 9, 10), date(2018, 9, 20))
    assert answer.undated == 1
    free = answerer.answer(question, options=Options(read_dates=False))
    assert (free.dates, free.undated) == (None, 0)
    assert {"old", "none"} <= set(hit_ids(list(free.evidence)))


def test_days_without_an_answer_give_way_and_the_answer_says_so(answerer: Answerer) -> None:
    answer = answerer.answer("Did Lisbon extend its tram in articles from July 2018?")
    assert cited(answer) == {"tram"}
    assert answer.dates == DateWords("from July 2018", "only", date(2018, 7, 1), date(2018, 7, 31), dropped=True)
    answer = answerer.answer("Did Lisbon extend its tram in articles from July 2012?")
    assert (cited(answer), answer.dates and answer.dates.dropped) == ({"tram"}, True)


def test_what_was_chosen_does_not_give_way(answerer: Answerer) -> None:
    chosen = Options(filters=Filters(since=date(2018, 7, 1), until=date(2018, 7, 31)))
    answer = answerer.answer("What extends in Lisbon, said articles from August 2018?", options=chosen)
    assert (answer.outcome, answer.dates) == ("no_evidence", None)


def test_the_days_of_an_event_move_its_articles_forward_and_leave_none_out(answerer: Answerer) -> None:
    answer = answerer.answer("What did the ferry strike cost in July 2018?")
    assert answer.dates == DateWords("in July 2018", "first", date(2018, 7, 1), date(2018, 8, 7))
    assert hit_ids(list(answer.evidence))[0] == "old"
    assert {"new", "none"} <= set(hit_ids(list(answer.evidence)))
    nothing = answerer.answer("What did the ferry strike cost in July 2011?")
    assert nothing.dates is None


def test_the_latest_comes_first(answerer: Answerer) -> None:
    answer = answerer.answer("What is the latest on what the ferry strike cost?")
    assert answer.dates == DateWords("latest", "newest")
    dated = [citation.published for citation in answer.citations if citation.published]
    assert dated == sorted(dated, reverse=True)
    assert answer.citations[0].article_id == "new"


def test_the_latest_of_undated_articles_is_not_spoken_of(answerer: Answerer) -> None:
    answer = answerer.answer("What is the latest on the wink of sleep?")
    assert (cited(answer), answer.dates) == ({"none"}, None)


@pytest.mark.parametrize(
    ("question", "told_by"),
    [
        (
            "What does the Harbour Post say about ferries?",
            ToldBy("Harbour Post", "What do the articles say about ferries?"),
        ),
        ("According to the Daily, who opened the bridge?", ToldBy("The Daily", "Who opened the bridge?")),
        ("Who won in the harbour post?", ToldBy("Harbour Post", "Who won?")),
        ("Harbour Post coverage of the strike", ToldBy("Harbour Post", "Articles about the strike")),
        ("What did Nature report on whales?", ToldBy("Nature", "What do the articles say about whales?")),
        ("What grows in Nature?", None),
        ("Who owns the Harbour Post?", None),
        ("Who edits The Daily's sports pages?", None),
        ("What does the Harbour Post say?", None),
    ],
)
def test_the_publisher_that_is_to_tell(question: str, told_by: ToldBy | None) -> None:
    assert read_publisher(question, ["The Daily", "Harbour Post", "Nature"]) == told_by


def test_a_publisher_in_the_question_tells_and_gives_way(answerer: Answerer) -> None:
    answer = answerer.answer("According to The Weekly, what did the ferry strike cost?")
    assert (cited(answer), answer.notice, answer.filters) == ({"new"}, None, Filters())
    answer = answerer.answer("What does The Daily say about the ferry strike?")
    assert cited(answer) == {"old"}
    answer = answerer.answer("According to The Weekly, what did Lisbon extend?")
    assert (cited(answer), answer.notice) == (
        {"tram"},
        "No article from The Weekly answers this, so all articles were asked.",
    )


def test_a_follow_up_is_asked_of_the_same_articles(answerer: Answerer) -> None:
    options = Options(filters=Filters(publishers=("The Weekly",)))
    first = answerer.answer("What did the ferry strike cost?", options=options)
    after = answerer.answer("And what did it cost the mayors?", [Turn(first.question, first.text)], options)
    assert cited(after) == {"new"}


def test_days_do_not_give_way_where_the_reader_stopped_the_answer() -> None:
    dates = DateWords("last week", "only", date(2018, 9, 10))
    stopped = Finished(Answer("q", "q", "no_evidence", None, (), (), (), "g", stopped=True, dates=dates))
    assert list(yielding(lambda options: iter([stopped]), AS_SET)) == [stopped]


def test_words_that_were_streamed_before_the_days_gave_way_are_withdrawn() -> None:
    dates = DateWords("last week", "only", date(2018, 9, 10))
    bare = Answer("q", "q", "no_evidence", None, (), (), (), "g")

    def ask(options: Options) -> Iterator[StreamEvent]:
        yield Delta("Nothing" if options.read_dates else "All")
        yield Finished(replace(bare, dates=dates if options.read_dates else None))

    events = list(yielding(ask, AS_SET))
    assert events == [
        Delta("Nothing"),
        Withdrawn(),
        Delta("All"),
        Finished(replace(bare, dates=replace(dates, dropped=True))),
    ]
