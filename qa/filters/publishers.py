"""The publisher that a question names as the one to tell: "What does the Harbour Post say about ferries?"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.keywords import content_words

_SAYS = (
    r"what (?:does|did|do|has|have|is|was) (?:the )?{name} (?:say|said|saying|report|reported|reporting|write|written|"
    r"print|printed|publish|published)(?: (?:about|on|of))?(?= )"
)
_COVERAGE = r"(?:the )?{name}(?:['’]s?)? (?:articles?|story|stories|reports?|coverage|reporting) (?:about|on|of)(?= )"
_ACCORDING = r"(?:as reported by|according to|in) (?:the )?{name}(?!['’]s|\w),?"
_ARTICLES = "What do the articles say about"


@dataclass(frozen=True, slots=True)
class ToldBy:
    """A publisher, and what its articles are asked: the question less its name."""

    publisher: str
    question: str


def read_publisher(question: str, publishers: Iterable[str]) -> ToldBy | None:
    """Whom the question wants to tell; None where it names no publisher, or only speaks of one.

    "Who owns the Harbour Post?" speaks of it. A name of a single word may mean something else: "in Nature".
    """
    low = question.casefold()
    for publisher in sorted(set(publishers), key=len, reverse=True):
        name = re.sub(r"^the ", "", publisher, flags=re.I)
        if not name or name.casefold() not in low:
            continue
        for pattern, instead in ((_SAYS, _ARTICLES), (_COVERAGE, "articles about"), (_ACCORDING, "")):
            if pattern is _ACCORDING and " " not in name:
                pattern = pattern.replace("|in)", ")")
            found = re.search(rf"(?<!\w){pattern.format(name=re.escape(name))}", question, re.I)
            rest = found and re.sub(
                r"\s+(?=[?.!,]|$)", "", f"{question[: found.start()]}{instead}{question[found.end() :]}"
            )
            if rest and content_words(rest) - content_words(_ARTICLES):
                rest = " ".join(rest.split()).lstrip(" ,")
                return ToldBy(publisher, rest[:1].upper() + rest[1:])
    return None
