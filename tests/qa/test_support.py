"""Sentences against the passages that they cite: what is borne out, what is not, and what the reader is told."""

from datetime import date

import pytest

from qa.support import Source, Support, SupportChecker
from tests.fakes import BagOfWords

HARBOUR = Source(
    text=(
        "The council approved the new harbour on 4 March 2018. Mayor Ada Stone said it would cost £1.5 million. "
        "“We have waited twenty years for this harbour,” said Stone, who was elected in 2015. “The old pier is not "
        "safe.”\n\n"
        "But Ben Hill, a fisherman, was unhappy. “The ferries will drive us out,” he said, “and the town will be "
        "poorer.” Fish landings fell by 12 per cent last year, from 300 tonnes to 264 tonnes. The World Harbour "
        "Organization did not object to the plan. On Monday about 28,500 people marched through Leeport."
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
