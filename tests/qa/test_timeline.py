"""The evidence by date: one entry an article, unknown dates last, each with words that stand there."""

from collections.abc import Iterator

import pytest

from qa.answerer import Answerer
from qa.timeline import timeline
from tests.qa.newsroom import open_newsroom


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


def test_dated_articles_come_first_and_each_once(answerer: Answerer) -> None:
    answer = answerer.answer("Which ferry crews, and who opened the harbour bridge?")
    with answerer.index.snapshot() as snapshot:
        moments = timeline(snapshot, answer)
        for moment in moments:
            article = snapshot.article(moment.article_id)
            assert article and article.text[moment.start : moment.end] == moment.words
    assert moments[0].article_id == "bridge"
    assert moments[0].published is not None
    assert {moment.published for moment in moments[1:]} == {None}
    assert len({moment.article_id for moment in moments}) == len(moments)


def test_cited_words_go_before_the_passage(answerer: Answerer) -> None:
    answer = answerer.answer("Who opened the harbour bridge?")
    with answerer.index.snapshot() as snapshot:
        (moment,) = [one for one in timeline(snapshot, answer) if one.article_id == answer.citations[0].article_id]
    assert (moment.words, moment.cited) == (answer.citations[0].quote, True)
