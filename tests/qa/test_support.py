"""Sentences against the passages that they cite: what is borne out, what is not, and what the reader is told."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences
from qa.support import Source, Support, SupportChecker
from qa.support.dates import bears_out as dates_bear_out
from qa.support.dates import find_days
from qa.support.numbers import bears_out as numbers_bear_out
from qa.support.numbers import find_quantities
from tests.fakes import BagOfWords

HARBOUR = Source(
    text=(
        "The council approved the new harbour on 4 March 2018. Mayor Ada Stone said it would cost £1.5 million. "
        "“We have waited twenty years for this harbour,” said Stone, who was elected in 2015. “The old pier is not "
        "safe.”\n\n"
        "But Ben Hill, a fisherman, was unhappy. “The ferries will drive us out,” he said, “and the town will be "
        "poorer.” Fish landings fell by 12 per cent last year, from 300 tonnes to 264 tonnes. The World Harbour "
        "Organization did not object to the plan. On Monday 28,500 people marched through Leeport."
    ),
    title="Leeport gets a harbour",
    publisher="The Leeport Post",
    published=date(2018, 3, 8),
)


@pytest.fixture(scope="module")
def checker() -> SupportChecker:
    return SupportChecker(BagOfWords())


def check(checker: SupportChecker, sentence: str, *sources: Source) -> Support:
    return checker.check(sentence, sources or (HARBOUR,))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council approved the new harbour on 4 March 2018.",
        'Stone said: "We have waited twenty years for this harbour."',
        "“The old pier is not safe,” Ada Stone said.",
        "The ferries “will drive us out … and the town will be poorer”, said Ben Hill.",
        "Hill fears that the ferries 'will drive us out'.",
        "Mr Hill said the ferries “will drive us out and the town will be poorer”.",
    ],
)
def test_verbatim(checker: SupportChecker, sentence: str) -> None:
    assert check(checker, sentence) == Support("verbatim", (), pytest.approx(1, abs=1))


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour was approved by the council on March 4.",
        "Mayor Stone said the harbour would cost £1,500,000.",
        "The council has waited 20 years for a harbour.",
        "Fish landings fell 12% last year.",
        "The WHO did not object to the harbour plan.",
        "On 5 March 28,500 people marched through Leeport.",
        "More than 28,000 people marched on Monday.",
        "Landings dropped from 300 tonnes to 264 tonnes.",
    ],
)
def test_supported(checker: SupportChecker, sentence: str) -> None:
    support = check(checker, sentence)
    assert (support.verdict, support.missing) == ("supported", ())


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("On Monday 25,800 people marched through Leeport.", "the number 25,800"),
        ("Mayor Stone said the harbour would cost £1.7 million.", "the number £1.7 million"),
        ("Mayor Stone said the harbour would cost $1.5 million.", "the number $1.5 million"),
        ("The council approved the new harbour on 6 March 2018.", "the date 6 March 2018"),
        ("The council approved the new harbour in 2016.", "the year 2016"),
        ("Mayor Ada Stein said it would cost £1.5 million.", "the name Ada Stein"),
        (
            "Mayor Stone said: “The old pier is safe.”",
            "the quotation “The old pier is safe.” (the article has “The old pier is not safe”)",
        ),
        (
            "“The ferries will drive us out,” Stone said.",
            "“The ferries will drive us out” is not said by Stone",
        ),
        (
            "“We have waited twenty years, and the town will be poorer,” said Stone.",
            "the quotation “We have waited twenty years, and the town will be poorer” is spliced from two places",
        ),
        ("“Nobody wants more tourists here,” said Hill.", "the quotation “Nobody wants more tourists here”"),
        ("The WHO objected to the plan.", 'the article says "not", the sentence does not'),
        ("The council did not approve the new harbour.", 'the sentence says "not", the article does not'),
        ("Fish landings rose by 12 per cent last year.", 'the sentence says "rose", the article "fell"'),
        (
            "Landings changed from 264 tonnes to 300 tonnes.",
            "from 264 to 300 (the article has it the other way round)",
        ),
        ("Spring lambs are sold in the market hall every week.", "nothing in the passage says this"),
    ],
)
def test_unsupported_and_why(checker: SupportChecker, sentence: str, missing: str) -> None:
    support = check(checker, sentence)
    assert support.verdict == "unsupported"
    assert missing in support.missing


@pytest.mark.parametrize(
    ("given", "claimed"),
    [
        ("It cost 1.5 million pounds.", "It cost £1,500,000."),
        ("Some 28,500 soldiers are there.", "More than 28,000 soldiers are there."),
        ("A dozen ferries run.", "Twelve ferries run."),
        ("They ran for three-and-a-half years.", "They ran for more than three years."),
        ("Half of the ferries run.", "Only 50% of the ferries run."),
        ("Sales fell by 12 per cent.", "Sales fell by 12%."),
        ("It took one hundred and twenty days.", "It took 120 days."),
        ("Hundreds of ferries run.", "Hundreds of ferries run."),
        ("At least five ferries run.", "No fewer than five ferries run."),
        ("The ferry is 10% faster.", "The ferry is a tenth faster."),
        ("The ferry is 11.5 years old.", "The ferry is eleven and a half years old."),
    ],
)
def test_numbers_are_one_in_words_and_digits(given: str, claimed: str) -> None:
    (one,), (two,) = find_quantities(given), find_quantities(claimed)
    assert numbers_bear_out(one, two)


@pytest.mark.parametrize(
    ("given", "claimed"),
    [
        ("It cost £15 million.", "It cost £1.5 million."),
        ("Sales fell by 12 per cent.", "Sales fell by 12."),
        ("It cost £5.", "It cost $5."),
        ("It took five months.", "It took five years."),
        ("More than 100 ferries run.", "Less than 100 ferries run."),
        ("Hundreds of ferries run.", "Thousands of ferries run."),
    ],
)
def test_numbers_that_differ(given: str, claimed: str) -> None:
    (one,), (two,) = find_quantities(given), find_quantities(claimed)
    assert not numbers_bear_out(one, two)


@pytest.mark.parametrize(
    ("given", "claimed", "same"),
    [
        ("on Nov. 2", "on 2 November 2018", True),
        ("on Wednesday", "on 7 November", True),  # the article appeared on Thursday, 8 November 2018
        ("yesterday", "on Wednesday", True),
        ("last month", "in October 2018", True),
        ("in 1994", "in the 1990s", True),
        ("on Nov. 2", "on 2 November 2017", False),
        ("on Wednesday", "on 8 November", False),
        ("on June 12", "on July 12", False),
        ("in 1994", "in the 1980s", False),
    ],
)
def test_dates(given: str, claimed: str, same: bool) -> None:
    (one,), (two,) = find_days(f"It happened {given}."), find_days(f"It happened {claimed}.")
    assert dates_bear_out(one, two, date(2018, 11, 8), frozenset()) is same


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Ada Stone", True),
        ("Mr Hill's", True),
        ("the WHO", True),
        ("the Leeport Post", True),
        ("Ada Hill", False),
        ("Eve Stone", False),
        ("the IMF", False),
    ],
)
def test_names(checker: SupportChecker, name: str, known: bool) -> None:
    missing = check(checker, f"The council heard of {name} plan for the harbour.").missing
    assert any(message.startswith("the name") for message in missing) is not known


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’", "«{}»"])
def test_a_changed_word_shows_in_any_quotation_marks(checker: SupportChecker, marks: str) -> None:
    right, wrong = marks.format("The old pier is not safe"), marks.format("The old pier is quite safe")
    assert check(checker, f"Stone said: {right}.").verdict == "verbatim"
    assert check(checker, f"Stone said: {wrong}.").missing == (
        "the quotation “The old pier is quite safe” (the article has “The old pier is not safe”)",
    )


def test_he_is_whom_the_article_around_the_passage_names(checker: SupportChecker) -> None:
    lead = "Ben Hill has fished here for forty years."
    passage = "“The ferries will drive us out,” he said."
    source = Source(passage, context=f"{lead} {passage}")
    assert checker.check("“The ferries will drive us out,” Ben Hill said.", [source]).verdict == "verbatim"
    assert checker.check("“The ferries will drive us out,” Ada Stone said.", [source]).verdict == "unsupported"


def test_an_uncited_sentence_finds_the_passage_that_bears_it_out(checker: SupportChecker) -> None:
    other = Source("Spring lambs are sold in the market hall every week.")
    assert checker.find("The council approved the harbour on March 4.", [other, HARBOUR]) == 1
    assert checker.find("The council approved the harbour on March 5.", [other, HARBOUR]) is None
    assert checker.find("The council approved the harbour on March 4.", []) is None


def test_all_sentences_of_an_answer_are_embedded_at_once() -> None:
    embedder = BagOfWords()
    embed, calls = embedder.embed, []
    embedder.embed = lambda texts: calls.append(len(texts)) or embed(texts)  # type: ignore[method-assign,func-returns-value]
    SupportChecker(embedder).check_all([("The WHO did not object.", [HARBOUR]), ("Landings fell.", [HARBOUR])])
    assert len(calls) == 1


SENTENCES = [HARBOUR.text[start:end] for start, end in split_sentences(HARBOUR.text)]
WITH_DIGITS = [sentence for sentence in SENTENCES if re.search(r"\d", sentence)]


@given(st.sampled_from(SENTENCES))
def test_a_sentence_cut_from_the_passage_is_verbatim(sentence: str) -> None:
    assert SupportChecker(BagOfWords()).check(sentence, [HARBOUR]).verdict == "verbatim"


@given(st.sampled_from(WITH_DIGITS), st.integers(0, 20), st.integers(1, 9))
def test_with_one_digit_changed_it_is_not_supported(sentence: str, which: int, step: int) -> None:
    places = [match.start() for match in re.finditer(r"\d", sentence)]
    place = places[which % len(places)]
    changed = sentence[:place] + str((int(sentence[place]) + step) % 10) + sentence[place + 1 :]
    assert SupportChecker(BagOfWords()).check(changed, [HARBOUR]).verdict == "unsupported"


@given(st.text(max_size=300), st.text(max_size=300))
@settings(deadline=None)
def test_any_two_texts_get_a_verdict(sentence: str, passage: str) -> None:
    support = SupportChecker(BagOfWords()).check(sentence, [Source(passage)])
    assert (support.verdict == "unsupported") == bool(support.missing)


def test_long_texts_without_an_end_take_no_time_beyond_their_length(checker: SupportChecker) -> None:
    for text in ("“" * 3_000, "a, " * 3_000, "He said " * 1_500, "'a " * 3_000, "[…] " * 2_000, "1" * 5_000):
        assert checker.check(text, [HARBOUR]).verdict in ("supported", "unsupported")


PLAY = Source(
    "The offer failed to satisfy the union. Its members are unaffected by the new tariff. A fifth of the crews struck, "
    "and one in three ferries stayed in port. More than a quarter of a million people walked. "
    "Ferry fares have trebled in ten years."
)


@pytest.mark.parametrize(
    ("faithful", "altered"),
    [
        ("The offer failed to satisfy the union.", "The offer satisfied the union."),
        ("The union was not satisfied by the offer.", "The offer satisfied the union that struck."),
        (
            "The members of the union are unaffected by the tariff.",
            "The members of the union are affected by the tariff.",
        ),
        ("20% of the crews struck.", "25% of the crews struck."),
        ("A third of the ferries stayed in port.", "Half a dozen ferries in 5 stayed in port."),
        ("More than 250,000 people walked.", "More than 400,000 people walked."),
        ("Ferry fares have tripled in ten years.", "Ferry fares have doubled in ten years."),
    ],
)
def test_shares_prefixes_and_what_came_to_nothing(checker: SupportChecker, faithful: str, altered: str) -> None:
    assert check(checker, faithful, PLAY).verdict != "unsupported"
    assert check(checker, altered, PLAY).verdict == "unsupported"


ISLAND = Source(
    "The ferry costs £4 an hour. It has yet to reach the island. The council has stuck to the same plan since 2004. "
    "In 2006 the US paid for a pier, free of conditions. The mayor married at 30 and retired at 61. "
    "“The ferry is safe for passengers,” said the World Trade Organization."
)


@pytest.mark.parametrize(
    ("faithful", "altered"),
    [
        ("The ferry costs £4 an hour.", "The ferry costs £4 a day."),
        ("The ferry has not reached the island.", "The ferry has already reached the island."),
        ("The United States paid for a pier.", "The United Kingdom paid for a pier."),
        ("The US paid for a pier without conditions.", "The US paid for no pier with conditions."),
        (
            "The council has had the same plan since 2004, and two years later the US paid for a pier.",
            "The council has had the same plan since 2004, and three years later the US paid for a pier.",
        ),
        ("The mayor married at 30 and retired 31 years later.", "The mayor married at 30 and retired 32 years later."),
        ("The WTO said that the ferry is safe for passengers.", "The WHO said that the ferry is safe for passengers."),
    ],
)
def test_rates_years_between_and_what_says_no_without_not(checker: SupportChecker, faithful: str, altered: str) -> None:
    assert check(checker, faithful, ISLAND).missing == ()
    assert check(checker, altered, ISLAND).verdict == "unsupported"


def test_another_verb_may_say_the_same_without_a_not(checker: SupportChecker) -> None:
    missing = check(checker, "For years the council hasn't altered its mind on the plan.", ISLAND).missing
    assert not any("n't" in message for message in missing)
    assert check(checker, "The council has not stuck to the same plan.", ISLAND).verdict == "unsupported"


def test_the_next_paragraph_does_not_name_who_spoke_in_this_one(checker: SupportChecker) -> None:
    source = Source("Ada Stone is a judge. She was blunt. “There is no proof of that at all.”\n\nBut Hill believes it.")
    assert check(checker, "Ada Stone said there was “no proof of that at all”.", source).missing == ()


@pytest.mark.parametrize(
    ("count", "verdict"), [("three", "supported"), ("four", "unsupported"), ("two", "unsupported"), ("3", "supported")]
)
def test_what_a_passage_names_in_a_row_may_be_counted(checker: SupportChecker, count: str, verdict: str) -> None:
    ships = Source("The bakery ships its flat bread to Finland, Germany and the Faroe Islands.")
    assert checker.check(f"The bakery ships its flat bread to {count} places.", [ships]).verdict == verdict
