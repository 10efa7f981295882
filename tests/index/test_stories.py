"""Stories: copies of one find each other, different ones stay apart, in whatever order they come."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.stories import group_stories, signature
from index.text import to_canonical

SEEDS = [to_canonical(path.read_text(encoding="utf-8")) for path in sorted(Path("seeds").glob("*.txt"))]


def story(name: str, words: int = 400) -> str:
    """A text that shares no run of three words with another story's but by rare chance."""
    chance = random.Random(name)
    return " ".join(f"word{chance.randrange(2_000)}" for _ in range(words))


def cut(text: str, start: float, end: float) -> str:
    words = text.split(" ")
    return " ".join(words[round(start * len(words)) : round(end * len(words))])


def group(*texts: str) -> list[set[int]]:
    """The stories of more than one text, as the places of their texts."""
    return groups_of({str(place): text for place, text in enumerate(texts)})


def groups_of(texts: dict[str, str]) -> list[set[int]]:
    stories: dict[str, set[int]] = {}
    for article, found in group_stories({article: signature(text) for article, text in texts.items()}).items():
        stories.setdefault(found, set()).add(int(article))
    return [stories[found] for found in sorted(stories)]


def edit(text: str, every: int) -> str:
    return " ".join(f"{word} also" if place % every == 0 else word for place, word in enumerate(text.split(" ")))


@pytest.mark.parametrize("text", SEEDS, ids=["000", "001"])
@pytest.mark.parametrize(
    "copy",
    [
        lambda text: text,
        lambda text: text.upper().replace(",", " –"),
        lambda text: cut(text, 0, 0.5),
        lambda text: cut(text, 0, 0.34),
        lambda text: "By our correspondent\n\n" + text + "\n\n(Reporting by the Agency)\n\n" + story("boilerplate", 60),
        lambda text: "\n\n".join(reversed(text.split("\n\n"))),
        lambda text: edit(text, 12),
        lambda text: edit(cut(story("lead", 30) + " " + text, 0, 0.5), 15),
    ],
    ids=["same", "case and marks", "half", "third", "around", "reordered", "edited", "all at once"],
)
def test_an_edited_copy_tells_the_same_story(text: str, copy: object) -> None:
    assert callable(copy)
    others = [story(str(number)) for number in range(5)]
    assert group(text, *SEEDS, *others, copy(text))[0] == {0, 1 + SEEDS.index(text), 3 + len(others)}


def test_different_stories_stay_apart() -> None:
    assert group(*SEEDS) == []
    assert group(*(story(str(number)) for number in range(50))) == []


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_a_shared_paragraph_of_background_makes_no_story(share: float) -> None:
    background = story("background", round(400 * share))
    texts = [cut(story(str(number)), share, 1) + " " + background for number in range(10)]
    assert group(*texts) == []


def test_boilerplate_around_hundreds_of_articles_makes_no_story_of_them_and_hides_none() -> None:
    boilerplate = story("boilerplate", 60)
    texts = [f"{story(str(number), 260)} {boilerplate}" for number in range(300)]
    assert group(*texts, f"{boilerplate} {edit(story('299', 260), 20)}") == [{299, 300}]


def test_a_round_up_glues_no_two_stories() -> None:
    one, two = story("one"), story("two")
    for grouped in (group(one, two, f"{one} {two}"), group(one, two, f"{cut(one, 0, 0.5)} {cut(two, 0, 0.5)}")):
        assert not any({0, 1} <= told for told in grouped)


def test_versions_that_drift_away_are_not_chained_into_one_story() -> None:
    long = story("long", 2_000)
    versions = [cut(long, at / 10, at / 10 + 0.2) for at in range(9)]  # each has half in common with the next
    stories = group(*versions)
    assert all(max(told) - min(told) <= 2 for told in stories)


def test_a_quotation_that_two_briefs_share_makes_no_story_but_a_whole_brief_does() -> None:
    quotation = story("quotation", 40)
    briefs = [f"{story(str(number), 35)} {quotation}" for number in range(4)]
    assert group(*briefs) == []
    assert group(briefs[0], briefs[1], f"{briefs[0]} (Agency)") == [{0, 2}]


@pytest.mark.parametrize("text", ["", " ", "Live now", "?!", "Photo: Ada Stone, Reuters", "a b c " * 50])
def test_a_text_too_short_to_tell_is_alone(text: str) -> None:
    assert signature(text) == b""
    assert group(text, text, SEEDS[0], SEEDS[0]) == [{2, 3}]


def test_scripts_without_spaces_are_compared_too() -> None:
    chance = random.Random(1)
    one, two = ("".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(300)) for _ in range(2))
    assert group(one, two, one[:150] + "。") == [{0, 2}]


def test_nothing_and_one_article_make_no_stories() -> None:
    assert group_stories({}) == {}
    assert group_stories({"a": signature(SEEDS[0])}) == {}


def test_a_story_is_named_by_the_least_of_its_articles() -> None:
    taken = signature(SEEDS[0])
    assert group_stories({"c": taken, "b": taken, "ä": signature(SEEDS[1]), "d": taken}) == dict.fromkeys("bcd", "b")


def test_a_thousand_copies_are_one_story() -> None:
    taken = signature(SEEDS[0])
    assert set(group_stories({f"{number:04}": taken for number in range(1_000)}).values()) == {"0000"}


@pytest.mark.parametrize("damaged", [b"x", b"\x02\0\0\0" + signature(SEEDS[0])[4:], signature(SEEDS[0])[:-1]])
def test_a_signature_of_another_form_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="signature of an article has a form"):
        group_stories({"a": signature(SEEDS[0]), "b": damaged})


def test_a_signature_takes_the_same_small_room_whatever_the_length() -> None:
    assert len(signature(story("s", 30))) == len(signature(story("l", 30_000))) == 1_032


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_a_signature_is_taken_of_any_text_and_depends_on_it_alone(text: str) -> None:
    assert signature(text) == signature(text)
    assert len(signature(text)) in (0, 1_032)


FAMILIES = [
    (name, text)
    for name in "abcde"
    for text in (
        story(name),
        cut(story(name), 0, 0.4),
        cut(story(name), 0.6, 1),
        edit(story(name), 10),
        cut(story(name), 0.3, 1) + " " + story("shared background", 90),
    )
]
SIGNATURES = [signature(text) for _, text in FAMILIES]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(range(len(FAMILIES))), unique=True), st.randoms(use_true_random=False))
def test_neither_order_nor_doing_it_again_changes_the_stories(places: Sequence[int], chance: random.Random) -> None:
    signatures = {f"{place:02}": SIGNATURES[place] for place in places}
    stories = group_stories(signatures)
    shuffled = list(signatures.items())
    chance.shuffle(shuffled)
    assert group_stories(dict(shuffled)) == stories
    for found in set(stories.values()):
        members = {article: found for article in stories if stories[article] == found}
        assert min(members) == found and len(members) > 1
        assert {FAMILIES[int(article)][0] for article in members} == {FAMILIES[int(found)][0]}
        assert group_stories({article: signatures[article] for article in members}) == members
