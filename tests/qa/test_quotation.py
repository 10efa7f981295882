"""Checking a quotation over a small newsroom with real storage: exact, nearly, shortened, spliced, or nobody's."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.config import IndexConfig
from index.errors import BadInput
from index.snapshot import Index, Snapshot
from qa.checking import Checked, check_quotation
from qa.quotation import checked_to_json, speaker_words, verdict_words
from tests.fakes import BagOfWords

WIRE = (
    "The harbour bridge was closed on Friday. “The crack has been growing since the spring,” said engineer Paula "
    "Brandt, who led the divers. “Nobody drives over it until the concrete is dry.” Lorries go through the tunnel."
)
ARTICLES = (
    {"id": "ap", "title": "Bridge shut", "date": "2024-05-03", "publisher": "AP", "text": f"{WIRE} More follows."},
    {"id": "bbc", "title": "Bridge closed", "date": "2024-05-04", "publisher": "BBC", "text": f"Agencies. {WIRE}"},
    {
        "id": "ferry",
        "title": "Ferry strike",
        "date": "2024-04-01",
        "text": "Tom Reed leads the union. “We want,” he said, “a fair wage for every crew on this coast.” The ferry "
        "company called the strike a surprise. The council had warned that wages were far too low.\n\n"
        "Ada Stone said that the town would run boats of its own. “It is difficult here,” a sailor said.",
    },
    {
        "id": "undated",
        "title": "Letters",
        "text": "“Nobody drives over it until the concrete is dry,” she said. “We have to get home somehow.”",
    },
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("quotations")
    source: Path = folder / "news.jsonl"
    source.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    build(IndexConfig(folder / "data", (source,)), BagOfWords())
    index = Index(folder / "data")
    with index.snapshot() as opened:
        yield opened
    index.close()


def check(snapshot: Snapshot, words: str) -> Checked:
    """The result, whose places stand where they say."""
    checked = check_quotation(snapshot, words)
    for place in checked.places:
        article = snapshot.article(place.article_id)
        assert article is not None
        assert article.text[place.start : place.end] == place.words
        low, high = place.paragraph
        assert low <= place.start < place.end <= high
    assert (checked.verdict == "none") == (not checked.places)
    return checked


def test_exact_words_with_their_speaker_oldest_first_and_copies_as_one_source(snapshot: Snapshot) -> None:
    checked = check(snapshot, "Nobody drives over it until the concrete is dry")
    assert (checked.verdict, verdict_words(checked)) == ("exact", "Exactly these words")
    assert [(place.article_id, place.speaker) for place in checked.places] == [
        ("ap", "Paula Brandt"),
        ("undated", None),
    ]
    assert [carrier.publisher for carrier in checked.places[0].also] == ["BBC"]
    assert checked.places[1].unnamed == "she"


@pytest.mark.parametrize(
    ("pasted", "differs"),
    [
        ("the crack has been growing since the spring", ("capitals",)),
        ("The crack has been growing, since the spring!", ("punctuation",)),
        ("“The crack has been growing since the spring,”", ()),
        ("‘THE CRACK has been  growing – since the spring’", ("capitals", "punctuation")),
    ],
)
def test_what_differs_beside_the_words_is_named(snapshot: Snapshot, pasted: str, differs: tuple[str, ...]) -> None:
    checked = check(snapshot, pasted)
    assert (checked.verdict, checked.places[0].differs) == ("exact", differs)


def test_changed_words_are_marked_one_by_one(snapshot: Snapshot) -> None:
    checked = check(snapshot, "The crack has been shrinking since the early spring")
    assert checked.verdict == "near"
    place = checked.places[0]
    assert (place.article_id, place.speaker) == ("ap", "Paula Brandt")
    assert "".join(mark.text for mark in place.marks if mark.change != "pasted") == place.words
    assert [(mark.change, mark.text.strip()) for mark in place.marks] == [
        ("same", "The crack has been"),
        ("pasted", "shrinking"),
        ("article", "growing"),
        ("same", "since the"),
        ("pasted", "early"),
        ("same", "spring"),
    ]
    assert 0.6 < place.similarity < 1


def test_a_word_slipped_in_is_no_exact_quotation(snapshot: Snapshot) -> None:
    checked = check(snapshot, "The crack has not been growing since the spring")
    assert checked.verdict == "near"
    assert [mark.text for mark in checked.places[0].marks if mark.change == "pasted"] == ["not"]


@pytest.mark.parametrize(
    ("pasted", "turns"),
    [
        ("The crack has not been growing since the spring", "a “not”"),
        ("The crack hasn't been growing since the spring", "a “not”"),
        ("The council had warned that wages were far from too low", ""),
        ("Somebody drives over it until the concrete is dry", "a “not”"),
        ("Nobody drives 12 miles over it until the concrete is dry", "a number"),
        ("Nobody drives over it until two of the concrete is dry", "a number"),
        ("The crack has been shrinking since the spring", ""),
    ],
)
def test_a_changed_number_or_a_not_is_called_another_statement(snapshot: Snapshot, pasted: str, turns: str) -> None:
    checked = check(snapshot, pasted)
    assert checked.verdict == "near"
    assert verdict_words(checked).partition("), ")[2] == (
        f"but {turns} differs, so they say something else" if turns else ""
    )


def test_the_attribution_in_the_midst_of_the_words_does_not_count(snapshot: Snapshot) -> None:
    checked = check(snapshot, "We want a fair wage for every crew on this coast")
    assert (checked.verdict, checked.places[0].speaker) == ("exact", "Tom Reed")
    assert checked.places[0].interrupted


def test_an_ellipsis_matches_piece_by_piece_in_order(snapshot: Snapshot) -> None:
    checked = check(snapshot, "The crack has been growing ... until the concrete is dry")
    assert (checked.verdict, checked.pieces) == (
        "shortened",
        ("The crack has been growing", "until the concrete is dry"),
    )
    assert [place.words for place in checked.places] == list(checked.pieces)
    turned = check(snapshot, "until the concrete is dry […] The crack has been growing")
    assert turned.verdict != "shortened"


def test_words_from_two_places_are_called_put_together(snapshot: Snapshot) -> None:
    checked = check(snapshot, "The crack has been growing since a fair wage for every crew")
    assert checked.verdict == "spliced"
    assert [place.words for place in checked.places] == [
        "The crack has been growing since",
        "a fair wage for every crew",
    ]
    assert "Put together from 2 places in 2 articles" in verdict_words(checked)


@pytest.mark.parametrize(
    "words",
    ["Penguins colonised every volcanic island long ago", "the of and", "We have to leave before it is too late"],
)
def test_words_that_nobody_said(snapshot: Snapshot, words: str) -> None:
    assert check(snapshot, words).verdict == "none"


def test_who_says_it_is_told_as_it_is(snapshot: Snapshot) -> None:
    told = {
        words: speaker_words(check(snapshot, words).places[0])
        for words in (
            "Lorries go through the tunnel",
            "the town would run boats of its own",
            "It is difficult here",
        )
    }
    assert list(told.values()) == [
        "written by the article, not attributed to anyone",
        "Ada Stone, reported without quotation marks",
        "said by an unnamed person here (“a sailor”)",
    ]


@pytest.mark.parametrize("words", ["", "  “ ” ", "bridge", "x" * 2_001])
def test_what_cannot_be_checked_is_refused(snapshot: Snapshot, words: str) -> None:
    with pytest.raises(BadInput):
        check_quotation(snapshot, words)


def test_the_json_has_everything_in_plain_values(snapshot: Snapshot) -> None:
    form = json.loads(json.dumps(checked_to_json(check(snapshot, "The crack has been shrinking since the spring"))))
    assert form["verdict"] == "near"
    assert form["places"][0]["published"] == "2024-05-03"
    assert {mark["change"] for mark in form["places"][0]["marks"]} == {"same", "article", "pasted"}
