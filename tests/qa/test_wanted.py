"""What kind of answer a question wants, and which words are of that kind."""

import pytest

from qa.wanted import Kind, counted, fits, wanted_kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops are there?", "count"),
        ("How many of the troops stayed?", "number"),
        ("what share of women vote", "share"),
        ("What will the car cost?", "money"),
        ("What is the cost of the car?", "money"),
        ("What do children pay?", "money"),
        ("What was Brel's pre-tax profit?", "money"),
        ("How much is a ticket?", "money"),
        ("How much did revenue rise?", "change"),
        ("By how much was the tax cut?", "change"),
        ("How far did the shares fall?", "change"),
        ("How much higher is the river than in May?", "change"),
        ("How much has the price of copper risen?", "change"),
        ("How much did the fall in prices cost the firm?", "money"),
        ("What was the turnout?", "number"),
        ("And what about the turnout? (Halder)", "number"),
        ("What is the unemployment rate in Lauria?", "number"),
        ("What is inflation in Lauria?", "number"),
        ("At what age did he die?", "number"),
        ("How heavy is the probe?", "number"),
        ("What does the probe weigh?", "number"),
        ("What is the height of the tower?", "length"),
        ("What is the top speed of the train?", "speed"),
        ("What fraction of the voters stayed at home?", "share"),
        ("How often do the ferries run?", "frequency"),
        ("At what time does it close?", "time"),
        ("What is the deadline for bids?", "time"),
        ("What was the reason last year?", "sentences"),
        ("What age group is hit most?", "thing"),
        ("What is known about the price?", "sentences"),
        ("How much is known about the leak?", "sentences"),
        ("How much did Ada Stone pay for the boat?", "money"),
        ("How much water is lost?", "number"),
        ("How long did the strike last?", "duration"),
        ("How deep is the canal?", "length"),
        ("On which day did they meet?", "time"),
        ("Who's the mayor?", "person"),
        ("In which city did they meet?", "place"),
        ("Which country exports the most coal?", "place"),
        ("Where is it? (Dovria, port)", "place"),
        ("Who is Ada Stone? (Dovria, port)", "sentences"),
        ("Why? (When did the port open?)", "sentences"),
        ("Which company bought it?", "thing"),
        ("Which minister demanded a vote?", "thing"),
        ("Where was he when the bridge fell?", "place"),
        ("What did she say when the bridge fell?", "sentences"),
        ("And who's the mayor?", "person"),
        ("Who is Ada Stone?", "sentences"),
        ("Who's Ada Stone?", "sentences"),
        ("Who is Secretary of State Ada Stone?", "sentences"),
        ("Who is Bergen's mayor?", "person"),
        ("Who was Ada Stone's envoy for the North?", "person"),
        ("Who is US president?", "person"),
        ("What is the name of the port where it is said to lie?", "thing"),
        ("How quickly should it be done?", "duration"),
        ("How fast is the ferry?", "speed"),
        ("What was the minister's response to the union?", "sentences"),
        ("What did Ada Stone say?", "sentences"),
        ("What does Ada Stone say about the cost of the bridge?", "sentences"),
        ("Why did it close?", "sentences"),
        ("Is it open?", "sentences"),
    ],
)
def test_kind(question: str, kind: Kind) -> None:
    assert wanted_kind(question) == kind


@pytest.mark.parametrize(
    ("kind", "words", "fitting"),
    [
        ("number", "28,500", True),
        ("number", "three hours", True),
        ("number", "unapologetic", False),
        ("count", "43 per cent", False),
        ("count", "12 of 20, or 60%", True),
        ("count", "two in five", False),
        ("change", "12%", True),
        ("frequency", "every ten minutes", True),
        ("frequency", "ten trains", False),
        ("money", "£30,000", True),
        ("money", "30 people", False),
        ("duration", "a fortnight", True),
        ("duration", "30 people", False),
        ("length", "three miles", True),
        ("speed", "33,000mph", True),
        ("speed", "ten tons", False),
        ("share", "two-thirds", True),
        ("share", "1952", False),
        ("time", "early next year", True),
        ("time", "Singapore", False),
        ("person", "Ada Stone", True),
        ("person", "the mayor", False),
        ("place", "Duke University", True),
        ("place", "a hall", False),
        ("thing", "ferries", True),
    ],
)
def test_fit(kind: Kind, words: str, fitting: bool) -> None:
    assert fits(kind, words) is fitting


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("How many paid holidays do they have?", "paid holidays"),
        ("How many of the men stayed?", ""),
        ("How many televisions did the shop sell?", "televisions"),
        ("Who counted them?", ""),
    ],
)
def test_what_is_counted(question: str, noun: str) -> None:
    assert counted(question) == noun
