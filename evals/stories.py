"""``python -m evals.stories``: are articles that tell one story grouped, and those of different stories kept apart?

OneStopEnglish has each story in three wordings. Every other story is set aside for tuning; the figures are of the rest.
Copies are made of the Advanced wording as newsrooms edit wire copy; lures are stories with a part of another one in
them. A pair of articles that share a group is right if both tell one story; precision and recall are of such pairs,
among all the stories of the half at once.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from evals.results import keep_result
from index.sentences import split_sentences
from index.stories import group_stories, signature
from index.text import to_canonical

WORDINGS = ("Adv", "Int", "Ele")
# Seven stories whose files hold another one's text in at least one wording.
MISFILED = {
    "arctic mapping",
    "royal baby",
    "skydiver",
    "wnl arctic ramadan",
    "wnl the millenials",
    "wnl tributes",
    "wnl use of e-cig",
}
BOILERPLATE = (
    "Sign up to our morning newsletter for the stories that matter, chosen by our editors and sent to your inbox "
    "every day at seven. You can change your mind at any time with the link at the foot of each message."
)
LEADS = (
    "It was the news that everybody had been waiting for, and yet when it came hardly anybody seemed ready for it.",
    "What follows has been pieced together from several accounts, and some details could not be confirmed at once.",
)

Stories = Mapping[str, str]  # story → text
Edit = Callable[[random.Random, str, str], str]  # the story's text and another story's → the edited text


def read_wordings(data: Path) -> dict[str, dict[str, str]]:
    """Wording → story → canonical text."""
    found: dict[str, dict[str, str]] = {}
    for wording in WORDINGS:
        for path in sorted((data / "onestop_english" / f"{wording}-Txt").glob("*.txt")):
            story = re.sub(rf"[ -]*{wording}$", "", path.stem, flags=re.I).strip().lower()
            if story not in MISFILED:
                found.setdefault(wording, {})[story] = to_canonical(path.read_bytes().decode("utf-8-sig", "replace"))
    return found


def _first(share: float) -> Edit:
    def cut(_: random.Random, text: str, __: str) -> str:
        sentences = _sentences(text)
        return " ".join(sentences[: max(1, round(share * len(sentences)))])

    return cut


def _without_some(chance: random.Random, text: str, _: str) -> str:
    return " ".join(sentence for sentence in _sentences(text) if chance.random() > 0.3)


def _reordered(chance: random.Random, text: str, _: str) -> str:
    sentences = _sentences(text)
    chance.shuffle(sentences)
    return " ".join(sentences)


def _another_lead(chance: random.Random, text: str, _: str) -> str:
    return "\n\n".join([chance.choice(LEADS), *text.split("\n\n")[1:]])


def _paragraph_inserted(chance: random.Random, text: str, other: str) -> str:
    paragraphs = text.split("\n\n")
    paragraphs.insert(chance.randrange(len(paragraphs)), chance.choice(other.split("\n\n")))
    return "\n\n".join(paragraphs)


def _in_a_page(_: random.Random, text: str, __: str) -> str:
    return f"By our own correspondent and agencies\n\n{text}\n\n(Reporting by the Agency in London)\n\n{BOILERPLATE}"


def _lightly_edited(chance: random.Random, text: str, _: str) -> str:
    """One word in twelve misspelt, dropped or doubled."""
    words = []
    for word in text.split(" "):
        kind = chance.randrange(36)
        words.append({0: "", 1: f"{word} also", 2: word[:1] + word[2:]}.get(kind, word))
    return " ".join(words)


def _halved_and_edited(chance: random.Random, text: str, other: str) -> str:
    half = _first(0.5)(chance, _another_lead(chance, text, other), other)
    return _in_a_page(chance, _lightly_edited(chance, half, other), other)


EDITS: dict[str, Edit] = {
    "first half": _first(0.5),
    "first third": _first(1 / 3),
    "three sentences in ten dropped": _without_some,
    "sentences reordered": _reordered,
    "another lead": _another_lead,
    "a paragraph inserted": _paragraph_inserted,
    "credit and boilerplate around": _in_a_page,
    "one word in twelve edited": _lightly_edited,
    "halved, another lead, edited, boilerplate": _halved_and_edited,
}


def _with_background(share: float) -> Edit:
    def add(_: random.Random, text: str, other: str) -> str:
        """So much of ``other``, half of it at most, that it is ``share`` of the whole."""
        words = other.split(" ")
        wanted = round(len(text.split(" ")) * share / (1 - share))
        return text + "\n\n" + " ".join(words[: min(wanted, len(words) // 2)])

    return add


def _brief_with_boilerplate(_: random.Random, text: str, __: str) -> str:
    return " ".join(text.split(" ")[:80]) + "\n\n" + BOILERPLATE


def _round_up(_: random.Random, text: str, other: str) -> str:
    return "\n\n".join(" ".join(one.split(" ")[: len(one.split(" ")) // 2]) for one in (text, other))


LURES: dict[str, Edit] = {
    "a tenth is another story": _with_background(0.1),
    "a fifth is another story": _with_background(0.2),
    "three tenths are another story": _with_background(0.3),
    "briefs of 80 words with one boilerplate": _brief_with_boilerplate,
    "round-ups of two halves": _round_up,
}


def edit_all(stories: Stories, edit: Edit) -> dict[str, str]:
    """Each story edited; the other story is the next one, so that every run makes the same texts."""
    names = sorted(stories)
    return {
        name: edit(random.Random(name), stories[name], stories[after])
        for name, after in zip(names, [*names[1:], *names[:1]], strict=True)
    }


def score(articles: Iterable[tuple[str | None, str]]) -> dict[str, float]:
    """Precision, recall and F1 of grouped pairs, and how many were wrong.

    ``articles`` are (story, text); a story of None may be grouped with any one story, but not glue two together.
    """
    told: dict[str, str | None] = {}
    signatures = {}
    for number, (story, text) in enumerate(articles):
        told[str(number)] = story
        signatures[str(number)] = signature(text)
    groups: dict[str, list[str]] = {}
    for article, group in group_stories(signatures).items():
        if (story := told[article]) is not None:
            groups.setdefault(group, []).append(story)
    right = wrong = 0
    for stories in groups.values():
        same = sum(count * (count - 1) // 2 for count in Counter(stories).values())
        right += same
        wrong += len(stories) * (len(stories) - 1) // 2 - same
    wanted = sum(n * (n - 1) // 2 for story, n in Counter(told.values()).items() if story is not None)
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "wrong pairs": wrong}


def measure(wordings: Mapping[str, Stories], names: Sequence[str]) -> dict[str, dict[str, float]]:
    """The figures for each pair of wordings, each edit and each lure alone, and for all of them in one collection."""
    half = {wording: {name: stories[name] for name in names} for wording, stories in wordings.items()}
    original = list(half["Adv"].items())
    results = {
        f"wordings {one} and {two}": score([*half[one].items(), *half[two].items()])
        for one, two in combinations(WORDINGS, 2)
    }
    results["three wordings"] = score([pair for stories in half.values() for pair in stories.items()])
    together: list[tuple[str | None, str]] = [pair for stories in half.values() for pair in stories.items()]
    for name, edit in EDITS.items():
        edited = list(edit_all(half["Adv"], edit).items())
        results[f"copies: {name}"] = score([*original, *edited])
        together += edited
    for name, edit in LURES.items():
        # A round-up tells no story of its own; any other lure is the story whose text it begins with.
        lures = [(None if edit is _round_up else story, text) for story, text in edit_all(half["Adv"], edit).items()]
        results[f"lures: {name}"] = score([*original, *lures])
        if edit is not _round_up:  # a group of its own cannot keep a lure from the other story's
            alone = score([*lures[::2], *original[1::2]])
            results[f"lures: {name}, its own story missing"] = {"wrong pairs": alone["wrong pairs"]}  # none is right
        together += lures
    results["all together"] = score(together)
    return results


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m evals.stories", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with onestop_english/")
    parser.add_argument("--tune", action="store_true", help="measure the half that the thresholds were set on instead")
    parser.add_argument("--keep", action="store_true", help="keep the figures in evals/results")
    options = parser.parse_args(arguments)
    wordings = read_wordings(options.data)
    names = sorted(wordings["Adv"])[0 if options.tune else 1 :: 2]
    results = measure(wordings, names)
    print(f"{len(names)} stories in {len(WORDINGS)} wordings")
    for name, found in results.items():
        print(f"  {name:74}  " + "  ".join(f"{figure} {value:g}" for figure, value in found.items()))
    if options.keep:
        keep_result("stories", {"stories": len(names), **results})


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


if __name__ == "__main__":
    main()
