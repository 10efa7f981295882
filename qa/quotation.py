"""``python -m qa.quotation``: who said these words, in which article first, or that no article has them."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from index.build import fingerprint_of
from index.command_line import DONE, add_common_options, config_from, print_json, run_for_people
from index.embedder import SentenceTransformerEmbedder
from index.snapshot import Index
from qa.checking import Checked, check_quotation
from qa.places import Place, turned

NOT_FOUND = 4


def verdict_words(checked: Checked) -> str:
    """The verdict as the beginning of a sentence, without who and where."""
    match checked.verdict:
        case "exact" if checked.places[0].differs:
            return f"Exactly these words, but for {' and '.join(checked.places[0].differs)}"
        case "exact":
            return "Exactly these words"
        case "near":
            nearly = f"Nearly these words ({checked.places[0].similarity:.0%} alike)"
            turns = turned(checked.places[0].marks)
            differ = "differs" if len(turns) == 1 else "differ"
            return f"{nearly}, but {' and '.join(turns)} {differ}, so they say something else" if turns else nearly
        case "shortened":
            return (
                f"These words, in {len(checked.pieces)} pieces and in this order; what stands between them is left out"
            )
        case "spliced":
            articles = len({place.article_id for place in checked.places})
            where = "one article" if articles == 1 else f"{articles} articles"
            return f"Put together from {len(checked.places)} places in {where}: nobody here said this as one sentence"
        case "none":
            return "No article here has these words, or nearly these"


def speaker_words(place: Place) -> str:
    """Who says the words of a place: a name, or why there is none."""
    if place.speaker:
        return f"{place.speaker}, reported without quotation marks" if place.reported else place.speaker
    if place.unnamed in ("he", "she"):
        return f"said by somebody the article calls “{place.unnamed}” here"
    if place.unnamed:
        return f"said by an unnamed person here (“{place.unnamed}”)"
    if place.quoted:
        return "said by an unnamed person here: no speaker is named nearby"
    return "written by the article, not attributed to anyone"


def checked_to_json(checked: Checked) -> dict[str, Any]:
    """The result as JSON values."""
    return {
        "words": checked.words,
        "verdict": checked.verdict,
        "verdict_words": verdict_words(checked),
        "pieces": list(checked.pieces),
        "places": [_place_to_json(place) for place in checked.places],
    }


def _place_to_json(place: Place) -> dict[str, Any]:
    return {
        "article_id": place.article_id,
        "title": place.title,
        "publisher": place.publisher,
        "published": place.published.isoformat() if place.published else None,
        "start": place.start,
        "end": place.end,
        "words": place.words,
        "similarity": round(place.similarity, 4),
        "differs": list(place.differs),
        "marks": [{"change": mark.change, "text": mark.text} for mark in place.marks],
        "quoted": place.quoted,
        "reported": place.reported,
        "speaker": place.speaker,
        "unnamed": place.unnamed,
        "also": [
            {
                "article_id": carrier.article_id,
                "title": carrier.title,
                "publisher": carrier.publisher,
                "published": carrier.published.isoformat() if carrier.published else None,
            }
            for carrier in place.also
        ],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m qa.quotation",
        description="Find who said these words, and in which article first.",
        epilog="Exit status: 0 found, exactly or nearly; 1 failed; 2 wrong usage; 4 no article has the words.",
    )
    parser.add_argument("words", help="the quotation")
    add_common_options(parser, json_prints="the result")
    return run_for_people(partial(_look_up, parser.parse_args(arguments)), stopped="Stopped.")


def _look_up(options: argparse.Namespace) -> int:
    config = config_from(options)
    embedder = SentenceTransformerEmbedder(config.embedding_model)
    index = Index(config.data, fingerprint_of(config, embedder))
    with index.snapshot() as snapshot:
        checked = check_quotation(snapshot, options.words, embedder)
    index.close()
    if options.json:
        print_json(checked_to_json(checked))
    else:
        _print_checked(checked)
    return NOT_FOUND if checked.verdict == "none" else DONE


def _print_checked(checked: Checked) -> None:
    print(f"{verdict_words(checked)}.")
    for place in checked.places:
        published = place.published.isoformat() if place.published else "date unknown"
        print(f"\n{speaker_words(place)}, in {', '.join(filter(None, (place.title, place.publisher, published)))}")
        marked = {"same": "{}", "pasted": "[-{}-]", "article": "{{+{}+}}"}  # your words, and the article's
        shown = " ".join(marked[mark.change].format(mark.text.strip()) for mark in place.marks)
        print(f"  {shown or place.words}")
        if place.also:
            print(f"  also in {'; '.join(one.publisher or one.title for one in place.also)}")


if __name__ == "__main__":
    sys.exit(main())
