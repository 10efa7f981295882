"""Markers and Markdown in what a model writes: the same whatever way the text is cut into tokens."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.chat_models.drafts import Draft, DraftReader, Words
from qa.chat_models.markers import LineEnd, MarkerReader, Marks, Piece


def read(tokens: list[str], count: int = 5) -> list[Piece]:
    """The pieces, with neighbouring words joined."""
    reader = MarkerReader(count)
    pieces = [piece for token in tokens for piece in reader.feed(token)]
    joined: list[Piece] = []
    for piece in [*pieces, *reader.finish()]:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def draft(tokens: list[str], count: int = 5) -> tuple[str, list[tuple[str, tuple[int, ...]]]]:
    """The words as they were streamed, and the sentences with their numbers."""
    marks, drafts = MarkerReader(count), DraftReader()
    pieces = [piece for token in tokens for piece in marks.feed(token)]
    events = [event for piece in [*pieces, *marks.finish()] for event in drafts.feed(piece)]
    events += drafts.finish()
    said = "".join(event.text for event in events if isinstance(event, Words))
    return said, [(event.text, event.numbers) for event in events if isinstance(event, Draft)]


MARKERS = [
    ("a [1][2] b", [(1,), (2,)]),
    ("a [1, 2] b", [(1, 2)]),
    ("a [1,2;3] b", [(1, 2, 3)]),
    ("a [1-3] b", [(1, 2, 3)]),
    ("a [2–4] b", [(2, 3, 4)]),
    ("a [1 to 2] b", [(1, 2)]),
    ("a [1 and 3] b", [(1, 3)]),
    ("a 【1】 b", [(1,)]),
    ("a 【2†lines 4-6】 b", [(2,)]),
    ("a ［3］ b", [(3,)]),
    ("a [[4]] b", [(4,)]),
    ("a [^1] b", [(1,)]),
    ("a [source 2] b", [(2,)]),
    ("a [Source: 2, Source: 3] b", [(2, 3)]),
    ("a [ 5 ] b", [(5,)]),
    ("a [0] b", [()]),
    ("a [99] b", [()]),
    ("a [-1] b", [()]),
    ("a [4-99999999999999999999] b", [(4, 5)]),
    ("a [3-1] b", [()]),
    ("a [1, 1] b", [(1,)]),
    ("a [1](http://evil.example/x?y=(z)) b", [(1,)]),
    ("a [1]", [(1,)]),
]


@pytest.mark.parametrize(("text", "marks"), MARKERS)
def test_every_form_of_marker_is_read_and_none_is_left_in_the_text(text: str, marks: list[tuple[int, ...]]) -> None:
    for tokens in ([text], list(text), [text[:4], text[4:]]):
        pieces = read(tokens)
        assert [piece.numbers for piece in pieces if isinstance(piece, Marks)] == marks
        words = "".join(piece for piece in pieces if isinstance(piece, str))
        assert words.split() == text.replace("]", "").split()[:1] + (["b"] if text.endswith("b") else [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**Bold** and __strong__ *words*", "Bold and strong words"),
        ("## A heading", "A heading"),
        ("- an item", "an item"),
        ("* an item", "an item"),
        ("3. third", "third"),
        ("> told", "told"),
        ("`code`", "code"),
        ("5 * 3 is snake_case!", "5 * 3 is snake_case!"),
        ("![alt](http://evil.example/x.png) text", "alt text"),
        ("[a link](http://evil.example/ 'title') text", "a link text"),
        ("[an **odd** link](javascript:alert(1))", "an odd link"),
        ("he [Reed] said", "he [Reed] said"),
        ("[sic] it stays", "[sic] it stays"),
        ("cut [12", "cut "),
        ("cut [words", "cut [words"),
        ("[1.5] stays", "[1.5] stays"),
        ("-5 degrees", "-5 degrees"),
        ("2024 began", "2024 began"),
    ],
)
def test_markdown_becomes_the_words_that_it_marks(text: str, shown: str) -> None:
    for tokens in ([text], list(text)):
        assert read(tokens) == [shown]


def test_lines_are_told_apart() -> None:
    assert read(["- one\n- two"]) == ["one", LineEnd(), "two"]


def test_an_open_bracket_is_not_held_for_ever() -> None:
    reader = MarkerReader(3)
    given = [piece for _ in range(400) for piece in reader.feed("[x ")]
    assert len("".join(map(str, given))) > 600


@given(st.text("[]【】()!*_`#- \n123abc.,", max_size=60), st.randoms(use_true_random=False))
def test_it_is_the_same_however_the_text_is_cut(text: str, cuts: random.Random) -> None:
    tokens, rest = [], text
    while rest:
        length = cuts.randint(1, 4)
        tokens.append(rest[:length])
        rest = rest[length:]
    assert read(tokens) == read([text])


@given(st.text("[]【】 -,1290.", max_size=40))
def test_no_number_in_brackets_is_ever_shown(text: str) -> None:
    for piece in read(list(text), count=3):
        assert not isinstance(piece, Marks) or set(piece.numbers) <= {1, 2, 3}
        assert not isinstance(piece, str) or "[1]" not in piece.replace(" ", "")


SENTENCES = [
    ("The bridge opened [1]. It cost 40 [2, 3].", [("The bridge opened.", (1,)), ("It cost 40.", (2, 3))]),
    ("The bridge opened. [1] It cost 40. [2]", [("The bridge opened.", (1,)), ("It cost 40.", (2,))]),
    (
        "Gen. Dunford spoke in the U.S. Senate. [1] He left.",
        [("Gen. Dunford spoke in the U.S. Senate.", (1,)), ("He left.", ())],
    ),
    ('"It is open [1]," she said.', [('"It is open," she said.', (1,))]),
    ('She said: "It is open." [2]', [('She said: "It is open."', (2,))]),
    ("[1] The bridge opened.\n[2] It cost 40.", [("The bridge opened.", (1,)), ("It cost 40.", (2,))]),
    ("The bridge opened.\n[1]\nIt cost 40.\n[2]", [("The bridge opened.", (1,)), ("It cost 40.", (2,))]),
    ("- A point [1]\n- Another [1][2]", [("A point", (1,)), ("Another", (1, 2))]),
    ("Bridge[1]opened", [("Bridge opened", (1,))]),
    ("One [9] two.", [("One two.", ())]),
    ("Twice [1] the same [1].", [("Twice the same.", (1,))]),
    ("---\n\nAfter a rule. [1]", [("After a rule.", (1,))]),
    ('He left. [1] "We stay," she said.', [("He left.", (1,)), ('"We stay," she said.', ())]),
    ('She said: "It is open. We go." [1] He left.', [('She said: "It is open. We go."', (1,)), ("He left.", ())]),
    ("He left [1] , and [2] … she", [("He left, and… she", (1, 2))]),
    ("It ended", [("It ended", ())]),
    ("", []),
    ("[1]", []),
]


@pytest.mark.parametrize(("text", "sentences"), SENTENCES)
def test_sentences_come_with_what_they_cite(text: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    for tokens in ([text], list(text), text.split(" ")[:1] + [f" {word}" for word in text.split(" ")[1:]]):
        said, found = draft(tokens)
        assert found == sentences
        assert said == " ".join(sentence for sentence, _ in sentences)


@example(["said. ", '" ', '" ', '" ', '" '])
@example(["\n", "[2] ", '" ', "… ", "… ", '" ', "Stone ", "- ", "Stone ", "Mr. ", "[1]", '" ', "U.S. "])
@given(
    st.lists(
        st.sampled_from(["Mr. ", "Stone ", "said. ", "U.S. ", "[1]", "[2] ", "\n", '" ', "it is 5.5 ", "… ", "- "]),
        max_size=25,
    )
)
def test_the_words_streamed_are_the_sentences(tokens: list[str]) -> None:
    said, found = draft(tokens)
    assert said == " ".join(sentence for sentence, _ in found)


def test_words_come_as_soon_as_they_are_certain() -> None:
    marks, drafts = MarkerReader(1), DraftReader()
    given = [
        [event.text for piece in marks.feed(token) for event in drafts.feed(piece)]
        for token in ("The", " bridge", " opened.", " [1", "] It", " cost", " 40")
    ]
    assert given == [["The"], [" bridge"], [" opened."], [], [], ["The bridge opened.", " It cost"], [" 40"]]
