"""What the words of a question say about dates, on the questions that reporters ask; today is a Wednesday."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.filters.dates import read_dates

TODAY = date(2026, 11, 18)

# (the question, what is understood: the words, their effect, and both days)
QUESTIONS = [
    ("What was reported last week about Brexit?", ("last week", "only", "2026-11-09", "2026-11-15")),
    ("What was said last week about the troops?", ("last week", "only", "2026-11-09", "2026-11-18")),
    ("What did Trump say yesterday?", ("yesterday", "only", "2026-11-17", "2026-11-18")),
    ("Which articles were published this month?", ("this month", "only", "2026-11-01", "2026-11-18")),
    ("What happened in the last three days?", ("in the last three days", "only", "2026-11-15", "2026-11-18")),
    ("What happened over the past two weeks?", ("over the past two weeks", "only", "2026-11-04", "2026-11-18")),
    ("in the past few days, what did Kim say?", ("in the past few days", "only", "2026-11-15", "2026-11-18")),
    ("What did Pompeo do in July 2018?", ("in July 2018", "first", "2018-07-01", "2018-08-07")),
    ("Articles from July 2018 about North Korea", ("from July 2018", "only", "2018-07-01", "2018-07-31")),
    ("What happened on 12 June 2018?", ("on 12 June 2018", "first", "2018-06-12", "2018-06-19")),
    ("What happened on June 12, 2018?", ("on June 12, 2018", "first", "2018-06-12", "2018-06-19")),
    ("What happened on the 12th of June 2018?", ("on the 12th of June 2018", "first", "2018-06-12", "2018-06-19")),
    ("What was published on 2018-06-12?", ("on 2018-06-12", "only", "2018-06-12", "2018-06-12")),
    ("What has Dunford said since June?", ("since June", "first", "2026-06-01", None)),
    ("Stories since June about the ferry", ("since June", "only", "2026-06-01", None)),
    ("Who led the party before 2018?", ("before 2018", "first", None, "2018-01-07")),
    ("articles before 2018 on sanctions", ("before 2018", "only", None, "2017-12-31")),
    (
        "What was reported between March and May 2019?",
        ("between March and May 2019", "only", "2019-03-01", "2019-05-31"),
    ),
    ("What changed between March and May 2019?", ("between March and May 2019", "first", "2019-03-01", "2019-06-07")),
    ("Coverage from March to May 2019", ("from March to May 2019", "only", "2019-03-01", "2019-05-31")),
    ("news from March–May 2019", ("from March–May 2019", "only", "2019-03-01", "2019-05-31")),
    ("What's the latest on the Brexit backstop?", ("latest", "newest", None, None)),
    ("What is the newest estimate of the cost?", ("newest", "newest", None, None)),
    ("What is the most recent missile test?", ("most recent", "newest", None, None)),
    ("What has been said recently about wages?", ("recently", "newest", None, None)),
    ("By when must it end at the latest?", None),
    ("Who won the 2018 election?", None),
    ("What was agreed at the June 12 summit?", None),
    ("What did Kim say at last week's talks?", None),
    ("What was in last week's articles about Kim?", ("last week", "only", "2026-11-09", "2026-11-15")),
    ('Who said "we met in July 2018"?', None),
    ("What did Theresa May say?", None),
    ("Who was prime minister before May?", None),
    ("What happened in May?", ("in May", "first", "2026-05-01", "2026-06-07")),
    ("How many people march on Washington in march?", None),
    ("How many cases were reported in July 2018?", ("in July 2018", "first", "2018-07-01", "2018-08-07")),
    ("How many articles from July 2018 mention Kim?", ("from July 2018", "only", "2018-07-01", "2018-07-31")),
    ("What did Dunford hint on Monday?", ("on Monday", "first", "2026-11-16", "2026-11-18")),
    ("What happened last Monday?", ("last Monday", "only", "2026-11-16", "2026-11-18")),
    ("What has happened since Monday?", ("since Monday", "only", "2026-11-16", None)),
    ("What did he say two weeks ago?", ("two weeks ago", "only", "2026-11-01", "2026-11-14")),
    ("What did he say a year ago?", ("a year ago", "only", "2025-05-20", "2026-05-26")),
    ("Is Korea safe today?", None),
    ("What happened today?", ("today", "only", "2026-11-18", "2026-11-18")),
    ("What was published today?", ("today", "only", "2026-11-18", "2026-11-18")),
    ("What did Trump say before the summit?", None),
    ("Which missiles were tested in 2017 and which in 2018?", None),
    (
        "Which articles from August 2018 mention the meeting on 12 June 2018?",
        ("from August 2018", "only", "2018-08-01", "2018-08-31"),
    ),
    ("When in July did Pompeo visit Pyongyang?", ("in July", "first", "2026-07-01", "2026-08-07")),
    ("Date of Pompeo's third Pyongyang trip?", None),
    ("Sept. 11 attacks: who was behind them?", None),
    ("What will happen in 2030?", None),
    ("What will Lisbon extend by 2030?", None),
    ("What did the press write in December 2017?", ("in December 2017", "only", "2017-12-01", "2017-12-31")),
    ("Anything written about the ferry last month?", ("last month", "only", "2026-10-01", "2026-10-31")),
    ("What happened in the last days of the war?", None),
    ("Who won last year?", ("last year", "only", "2025-01-01", "2026-01-07")),
    ("What was the budget this year?", ("this year", "only", "2026-01-01", "2026-11-18")),
    ("Who spoke last?", None),
    ("What happened on 31 February 2018?", None),
    ("What happened last night?", ("last night", "only", "2026-11-17", "2026-11-18")),
    ("What happened last weekend?", ("last weekend", "only", "2026-11-14", "2026-11-18")),
    ("What happened after 2018?", ("after 2018", "first", "2019-01-01", None)),
    ("What was published after 12 June 2018?", ("after 12 June 2018", "only", "2018-06-13", None)),
    ("news until August 2018", ("until August 2018", "only", None, "2018-08-31")),
    ("What happened in late July 2018?", ("in late July 2018", "first", "2018-07-01", "2018-08-07")),
    ("Apple iphone sales last quarter?", None),
    ("What happened in October's vote?", None),
    ("stories of 5 Nov. 2018", ("of 5 Nov. 2018", "only", "2018-11-05", "2018-11-05")),
    ("What was written in 1984 about privacy?", ("in 1984", "only", "1984-01-01", "1984-12-31")),
    ("Did he write the book 1984?", None),
    ("How many of the 2000 soldiers died in 1950?", ("in 1950", "first", "1950-01-01", "1951-01-07")),
    ("What did The Daily report in July 2018?", ("in July 2018", "first", "2018-07-01", "2018-08-07")),
    ("What did the UN report in July 2018 say?", ("in July 2018", "first", "2018-07-01", "2018-08-07")),
    ("Which articles mention the meeting on 12 June 2018?", ("on 12 June 2018", "first", "2018-06-12", "2018-06-19")),
    ("What was written about the meeting on 12 June 2018?", ("on 12 June 2018", "first", "2018-06-12", "2018-06-19")),
    ("Articles about what happened in June 2018", ("in June 2018", "first", "2018-06-01", "2018-07-07")),
    ("What was published about the ferry since March 2018?", ("since March 2018", "only", "2018-03-01", None)),
    ("What was in today's papers?", ("today", "only", "2026-11-18", "2026-11-18")),
    ("What happened in the last week of July 2018?", ("of July 2018", "first", "2018-07-01", "2018-08-07")),
    ("What has happened over the past year?", ("over the past year", "only", "2025-11-18", "2026-11-18")),
    ("Who came to the talks of June 2018?", ("of June 2018", "first", "2018-06-01", "2018-07-07")),
    ("What did the papers say in July 2018?", ("in July 2018", "only", "2018-07-01", "2018-07-31")),
    ("What's in the news today?", ("today", "only", "2026-11-18", "2026-11-18")),
    ("Which of last month's stories are about the bridge?", ("last month", "only", "2026-10-01", "2026-10-31")),
    ("What will Kim say next week?", None),
    ("What did he say the day before yesterday?", ("the day before yesterday", "only", "2026-11-16", "2026-11-18")),
    ("Who was killed in the July 6 visit?", None),
    ("What happened during 2017?", ("during 2017", "first", "2017-01-01", "2018-01-07")),
    # These are asked of an event or a thing, and must not keep an article out.
    ("What scientist published a book in 2011?", ("in 2011", "first", "2011-01-01", "2012-01-07")),
    ("Which research was published in 1998?", ("in 1998", "first", "1998-01-01", "1999-01-07")),
    ("Where did he hold a press conference in May 2000?", ("in May 2000", "first", "2000-05-01", "2000-06-07")),
    ("What thirty-seven story building was built in 1972?", ("in 1972", "first", "1972-01-01", "1973-01-07")),
    ("What has changed over the past years?", None),
    ("How much lower was the sea then than it is today?", None),
    ("In Sept 1706 who gave up the city?", None),
    ("What's new today?", ("today", "only", "2026-11-18", "2026-11-18")),
]


@pytest.mark.parametrize(("question", "understood"), QUESTIONS)
def test_what_is_understood(question: str, understood: tuple[str, str, str | None, str | None] | None) -> None:
    read = read_dates(question, TODAY)
    days = read and tuple(day and day.isoformat() for day in (read.since, read.until))
    assert (read and (read.words, read.effect, *(days or ()))) == understood


def test_in_an_archive_a_month_without_a_year_is_the_last_that_it_has() -> None:
    read = read_dates("articles from July", TODAY, newest=date(2018, 11, 8))
    assert read
    assert (read.since, read.until) == (date(2018, 7, 1), date(2018, 7, 31))
    read = read_dates("What was published since December?", TODAY, newest=date(2018, 11, 8))
    assert read
    assert read.since == date(2017, 12, 1)


@pytest.mark.parametrize(
    ("today", "question", "days"),
    [
        (date(2024, 3, 1), "What was published yesterday?", (date(2024, 2, 29), date(2024, 2, 29))),
        (date(2026, 1, 1), "What was published last month?", (date(2025, 12, 1), date(2025, 12, 31))),
        (date(2026, 1, 1), "What was published last year?", (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2026, 11, 15), "What was published this week?", (date(2026, 11, 9), date(2026, 11, 15))),
        (date(2026, 11, 15), "What was published last weekend?", (date(2026, 11, 7), date(2026, 11, 8))),
        (date(2026, 11, 15), "What was published this weekend?", (date(2026, 11, 14), date(2026, 11, 15))),
        (date(2026, 3, 1), "What was published in February 2024?", (date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_the_edges_of_the_calendar(today: date, question: str, days: tuple[date, date]) -> None:
    read = read_dates(question, today)
    assert read
    assert (read.since, read.until) == days


DATED = (
    "in on since before after until between and from to the last past this a few three 999 weeks ago years day July "
    "may 29 February 31 2018 0000-00-00 2018-13-45 12th of yesterday today Monday week articles published , . ' \" -"
)
PIECES = st.sampled_from(DATED.split())


@given(st.lists(PIECES | st.text(max_size=6), max_size=12).map(" ".join), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
@settings(max_examples=400, deadline=None)
def test_whatever_is_asked_the_days_are_in_order_and_the_words_in_the_question(question: str, today: date) -> None:
    read = read_dates(question, today)
    if read is None:
        return
    assert read.words in question
    assert read.since is None or read.until is None or read.since <= read.until
    assert read.since is None or read.since <= today
    assert (read.since is None and read.until is None) == (read.effect == "newest")


@pytest.mark.parametrize("letter", ["\u0130", "\u0131", "\u017f", "\u212a"])
def test_letters_that_only_look_alike_to_a_pattern_are_read_as_none(letter: str) -> None:
    for plain in "isk":
        for question in ("articles from fifteen five weeks ago", "since September", "six weeks ago", "last week"):
            read_dates(question.replace(plain, letter), TODAY)
