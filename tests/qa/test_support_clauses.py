"""Clauses of a sentence against the passages: what they deny or turn round, who reports them, whose names they have."""

import pytest

from qa.support import Source, SupportChecker
from qa.support.checker import NOTHING
from tests.fakes import BagOfWords

MARKET = Source(
    "“Lenders say, 'Great idea but no idea if anybody wants it; it may be a toy that no one cares about,'” said Stone. "
    "Leeport was only renamed in 2001 (long after the ferry company was founded). "
    "The pier, with forty stalls, makes an estimated £1 million a year from rents, according to the union Quayside. "
    "Shop owners say they cannot bear the costs of paying staff. The northern white ferries are the largest ferries. "
    "There are far more southern white ferries. However, said Stone, “the plan is stimulating”. "
    "Shops sell ten toys a day compared with none in 1974."
)


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        (
            'According to Stone, lenders say that the idea is great but that they have "no idea if anybody wants it".',
            (),
        ),
        ("Stone is quoted as having no idea if anybody wants it.", ()),
        (
            "Leeport was renamed in 2001, long before the ferry company was founded.",
            ('the sentence says "before", the article "after"',),
        ),
        ("Leeport was renamed in 2001, long after the ferry company was founded.", ()),
        (
            "Stone said that the pier makes an estimated £1 million a year from rents.",
            ("this is said by the union Quayside, not by Stone",),
        ),
        ("The union Quayside said that the pier makes an estimated £1 million a year from rents.", ()),
        (
            "Members of the ferry company say that they cannot bear the costs of paying staff.",
            ("this is said by Shop owners, not by Members of the ferry company",),
        ),
        ("Owners of shops say that they cannot bear the costs of paying staff.", ()),
        ("Traders say that they cannot bear the costs of paying staff.", ()),
        (
            "The largest ferries are the southern white ferries.",
            ('the sentence says "southern", the article "northern"',),
        ),
        ("Stone called the plan “stimulating”.", ()),
        ("Hill called the plan “stimulating”.", ("“stimulating” is said by Stone, not by Hill", "the name Hill")),
        ("In 1974 the shops sold none.", ()),
        ("The staff of the pier worries shop owners, who say they “cannot bear the costs of paying staff”.", ()),
    ],
)
def test_what_a_clause_denies_turns_round_or_reports(sentence: str, missing: tuple[str, ...]) -> None:
    assert SupportChecker(BagOfWords()).check(sentence, [MARKET]).missing == missing


PARK = Source(
    "Plans of the ministry to open the mine are not without danger. “This is our best park,” says Laurence Rose of the "
    "Bird Society. “Now they want to bring the mine back. It is worrying.” Visitors sit there and do nothing but "
    "watch. The park runs an increased risk of fire. The owner of one mine, Softex, has closed it. Another owner, who "
    "would not be named, said that it would never open again: “There is no closing for a while,” he said."
)


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        (
            "“Now they want to bring the mine back,” said a spokesman for the ministry.",
            (
                "“Now they want to bring the mine back” is said by Laurence Rose of the Bird Society, not by "
                "a spokesman for the ministry",
            ),
        ),
        ("“Now they want to bring the mine back,” said a spokesman for the birds.", ()),
        (
            "“There is no closing for a while,” said the owner of Softex.",
            ("“There is no closing for a while” is said by Another owner, not by the owner of Softex",),
        ),
        ("“There is no closing for a while,” said another owner.", ()),
        ("“There is no closing for a while,” said the second owner.", ()),
        ("“Now they want to bring the mine back,” said the officer.", ()),
        (
            "The plans of the ministry to open the mine are no danger.",
            ('the sentence says "no", the article does not',),
        ),
        ("The plans of the ministry to open the mine are not without danger.", ()),
        ("Visitors of the park sit and do nothing but watch.", ()),
        ("The visitors found it hard to sit in the park and do nothing but watch.", ()),
        (
            "The park runs a reduced risk of fire.",
            ('the sentence says "reduced", the article "increased"',),
        ),
    ],
)
def test_who_has_no_name_and_what_is_denied_twice(sentence: str, missing: tuple[str, ...]) -> None:
    assert SupportChecker(BagOfWords()).check(sentence, [PARK]).missing == missing


CASTLE = Source(
    "Halden has lodged a protest against the shop that sells the castle’s name. The mayor of Elm, a small town near "
    "Oslo, will pay people to leave. When designer Ada Stone, 40, asked the bank last month, it refused. “It is slow,” "
    "she said. Dana Hill, a friend of Ben Reed and once envoy to Rome, was heard. Neither Elm nor Oslo had the means, "
    "she added. The price rose but, said Eve Lund, “it is fair”. Jan Moe, a dealer, came home with Eve Lund but said "
    "that they were “like brother and sister”. Selling Elm would be a curse."
)


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        (
            "Oslo has lodged a protest against the shop that sells the castle’s name.",
            ("the name Oslo (the article has “Halden” there)",),
        ),
        ("The town of Halden has lodged a protest against the shop that sells the castle’s name.", ()),
        ("The mayor of Oslo will pay people to leave.", ("the name Oslo (the article has “Elm” there)",)),
        ("The mayor of Elm will pay people to leave.", ()),
        ("The bank refused the designer Ben Reed.", ("the name Ben Reed (the article has “Ada Stone” there)",)),
        ("The bank refused designer Ada Stone when she asked last month.", ()),
        ("The bank refused designer Ada Stone when she asked last year.", ("the date last year",)),
        ("Dana Hill, once envoy to Rome, added that neither Elm nor Oslo had the means.", ()),
        ("The price is high, but “it is fair”, said Lund.", ()),
        ("“It is fair”, said Reed.", ("“It is fair” is said by Eve Lund, not by Reed",)),
        ("Jan Moe said that they were “like brother and sister”.", ()),
        (
            "Eve Lund said that they were “like brother and sister”.",
            ("“like brother and sister” is said by Jan Moe, not by Eve Lund",),
        ),
        ("It would be a curse to sell Elm.", ()),
        (
            "The mayor of Elm, a small town near Oslo, will pay people to leave, for selling would not be a curse.",
            ('the sentence says "not", the article does not',),
        ),
        ("As Ben Reed put it, “it is slow”.", ("“it is slow” is not said by Ben Reed",)),
        ("As Stone once put it, “it is slow”.", ()),
    ],
)
def test_who_or_what_stands_in_the_place_of_another(sentence: str, missing: tuple[str, ...]) -> None:
    assert SupportChecker(BagOfWords()).check(sentence, [CASTLE]).missing == missing


PANEL = Source(
    "In a campaign led by the chief constable, Peter Wright, the police blamed the fans. It was “an exceptional "
    "decision”, the panel said. The fund does not offer shares but allows users to offer gifts. The rise in coal use "
    "is due to gas. The decline of coal in the US has helped to cut prices. From there he made what he calls his "
    "“little plan”."
)


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        (
            "Peter Wright said it was “an exceptional decision”.",
            ("“an exceptional decision” is said by the panel, not by Peter Wright",),
        ),
        ("The panel said it was “an exceptional decision”.", ()),
        (
            "The fund offers shares and allows users to offer gifts.",
            ('the article says "not", the sentence does not',),
        ),
        ("The fund allows users to offer gifts but does not offer shares.", ()),
        ("Gas is behind the rise in coal use, and the decline in US coal has cut prices.", ()),
        (
            "The decline of coal in the US has helped to push up prices.",
            ('the sentence says "up", the article "cut"',),
        ),
        ("Wright made what he calls his “little plan”.", ()),
    ],
)
def test_the_panel_is_nobody_by_name_and_one_verb_may_be_denied_and_not(
    sentence: str, missing: tuple[str, ...]
) -> None:
    assert SupportChecker(BagOfWords()).check(sentence, [PANEL]).missing == missing


@pytest.mark.parametrize(
    ("sentence", "passage"),
    [
        ("“I saw smoke,” said Ada Stone.", "Ada Stone was first at the scene. “I saw smoke,” the officer said."),
        ("“It is safe,” said Ada Stone.", "Ada Stone, the mayor, told Reuters, “It is safe.”"),
        ("“It is safe,” said Ada Stone.", "Ada Stone, the mayor, said Monday, “It is safe.”"),
        ("The leaders of Elm and Oslo met.", "The leaders of Oslo and Elm met on Friday in Rome."),
        ("Stone visited Elm and Oslo.", "Ada Stone visited Oslo and Elm in May."),
        ("Stone met Reed and later met Hill.", "Ada Stone met Reed in Oslo. Later she saw Hill."),
        (
            "Macron said the deal was dead.",
            "Emmanuel Macron flew to Rome. The French president said the deal was dead.",
        ),
        ("“It is safe,” said Theresa May.", "Theresa May came at once. “It is safe,” Mrs May said."),
        ("“It is bad,” said the president.", "The president was angry. “It is bad,” Macron said."),
        (
            "“We were never asked,” said a resident.",
            "Residents are angry. “We were never asked,” said Ada Stone, who has lived there since 1990.",
        ),
        ("“We were never asked,” said a villager.", "Villagers are angry. “We were never asked,” a resident said."),
        ("Another resident said: “Nobody asked us.”", "Another resident said: “We are angry. Nobody asked us.”"),
        (
            "Wiping away tears, Stone hugged her son and said: “It is safe.”",
            "“It is safe,” Stone said, wiping away tears, and hugged her son.",
        ),
        ("Stone joined the bank in 2019.", "Stone left the port for the bank in 2019."),
        ("The old building was torn down.", "The old tower was demolished."),
        (
            "The law covers shops, while restaurants are exempt.",
            "The law covers shops. The law does not cover restaurants.",
        ),
    ],
)
def test_what_is_said_in_other_words_is_no_contradiction(sentence: str, passage: str) -> None:
    missing = SupportChecker(BagOfWords()).check(sentence, [Source(passage)]).missing
    assert set(missing) <= {NOTHING}, "likeness in meaning is for the encoder to tell"
