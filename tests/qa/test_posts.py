"""Posts: which one a question asks the holder of, and which sentences name it."""

import pytest

from qa.posts import asked_post, names_holder, names_post


@pytest.mark.parametrize(
    ("question", "words", "now"),
    [
        ("Who is the finance director of Brel Foods?", {"financ", "director"}, True),
        ("Who is Brel Foods' CFO?", {"financ", "director"}, True),
        ("Who's the new Mayor of Dunmere?", {"mayor"}, True),
        ("And who was head of planning in Dunmere when it fell?", {"head", "plan"}, False),
        ("Who chairs Kestrel Bakeries?", {"chair"}, True),
        ("Brel Foods finance director", {"financ", "director"}, True),
        ("Spokesperson for Rask & Holm?", {"spokesperson"}, True),
        ("Who is the deputy mayor?", {"deputi", "mayor"}, True),
        ("Who was the captain of the Marisol Star?", {"captain"}, False),
    ],
)
def test_asked_post(question: str, words: set[str], now: bool) -> None:
    post = asked_post(question)
    assert post
    assert (post.words, post.now) == (words, now)


@pytest.mark.parametrize(
    "question",
    [
        "Who is Ada Stone?",
        "Who is responsible for the spill?",
        "Who wrote the report?",
        "Who is the head of it?",  # of what?
        "Who was chair of Kestrel Bakeries before Ruth Ansell?",  # the sentence may say "she succeeds"
        "What did the mayor say?",
        "Did the mayor resign?",
        "Mayor resigns",  # a topic
        "The mayor opened the bridge on Monday.",
    ],
)
def test_no_post(question: str) -> None:
    assert asked_post(question) is None


@pytest.mark.parametrize(
    ("question", "sentence", "named"),
    [
        ("Who is the CEO of Brel?", "Ottilie Marren, the company's chief executive, said so.", True),
        ("Who is the finance director of Brel?", "The former finance director, Leni Frost, left in May.", False),
        ("Who is the finance director of Brel?", "The managing director of Brel, Aksel Brandt, said so.", False),
        ("Who is the director of St Bride?", "His deputy, Mira Solano, will act as director.", True),
        ("Who is the director of St Bride?", "The deputy director, Mira Solano, denied it.", False),
        ("Who is the deputy director of St Bride?", "The deputy director, Mira Solano, denied it.", True),
        ("Who is the chairman of Aldermouth?", "The club is chaired by Denis Roe.", True),
        ("Who is the education minister?", "Health minister Lars Hult said it was a disgrace.", False),
    ],
)
def test_names_post(question: str, sentence: str, named: bool) -> None:
    post = asked_post(question)
    assert post
    assert names_post(post, sentence) is named


def test_who_leaves_a_post_held_it() -> None:
    left = "The director of St Bride, Paul Endicott, resigned on Friday."
    present, past = asked_post("Who is the director of St Bride?"), asked_post("Who was the director of St Bride?")
    assert present and past
    assert not names_holder(present, left)
    assert names_holder(past, left)
