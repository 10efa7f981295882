"""What an exported answer says, before it is Markdown or HTML: all of it untrusted text, none of it escaped."""

from dataclasses import dataclass

SOURCES_DIFFER = "Sources differ"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the numbers of its sources; ``doubt`` says in words what is not confirmed."""

    text: str
    numbers: tuple[int, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """One citation: the quoted words, what is known of their article, and how many tell the same."""

    number: int
    quote: str
    about: tuple[str, ...]  # title first
    url: str | None
    told: str


@dataclass(frozen=True, slots=True)
class Differing:
    """One of the values that the articles differ on, its sentence, and what is known of the article."""

    value: str
    quote: str
    about: tuple[str, ...]  # title first


@dataclass(frozen=True, slots=True)
class Told:
    """One answer, in the order in which it is said."""

    question: str
    understood: str | None
    short: str | None
    notice: str | None
    sentences: tuple[Sentence, ...]
    differing: tuple[Differing, ...]  # none, or two at least
    ending: str
    sources: tuple[Source, ...]
    facts: tuple[str, ...]
