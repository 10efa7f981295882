"""The values that cross the borders of question answering: hits, citations, statements, answers and stream events."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from index.types import Passage

Outcome = Literal["answered", "no_evidence"]
Verdict = Literal["verbatim", "supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a hit came from: score and 1-based rank in each stage that found it."""

    dense: float | None = None
    dense_rank: int | None = None
    lexical: float | None = None
    lexical_rank: int | None = None
    read: float | None = (
        None  # how probable the reader finds it that the passage answers, 0 to 1; None: it was not read
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A scored passage; higher is better."""

    passage: Passage
    score: float
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage that came near and is no evidence."""

    hit: Hit
    why: Literal["filter", "copy", "rank"]  # its article may not answer; a newer article has it too; others came closer


@dataclass(frozen=True, slots=True)
class Carrier:
    """Another article that tells the story of a cited one: the same source, not a second one."""

    article_id: str
    title: str
    publisher: str | None
    published: date | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verified pointer: the article's ``text[start:end] == quote`` in the version with ``article_digest``."""

    number: int
    article_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    title: str
    publisher: str | None
    published: date | None
    source: str
    url: str | None
    article_digest: str
    carried_by: tuple[Carrier, ...] = ()  # newest first
    title_derived: bool = False  # from the text, since the article has none of its own


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer with the numbers of its citations, and how it stands against what they cite."""

    text: str
    citations: tuple[int, ...]
    verdict: Verdict
    found: tuple[int, ...] = ()  # those of its citations that its writer did not give and we found
    missing: tuple[str, ...] = ()  # what the cited passages do not bear out, in words for the reader


@dataclass(frozen=True, slots=True)
class Side:
    """One of the answers where articles differ: the article's ``text[start:end] == quote``, which has ``value``."""

    value: str
    article_id: str
    title: str
    publisher: str | None
    published: date | None
    start: int
    end: int
    quote: str
    article_digest: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer; what is empty lets all of them. Both days belong to the range."""

    publishers: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    articles: tuple[str, ...] = ()  # ids
    topic: str | None = None  # words that the article must contain


@dataclass(frozen=True, slots=True)
class DateWords:
    """What words of a question, such as “last week”, say about the dates of the articles that should answer it.

    ``only`` articles of these days may answer, or they come ``first``, or the ``newest`` do. Both days belong to the
    range; None is open.
    """

    words: str
    effect: Literal["only", "first", "newest"]
    since: date | None = None
    until: date | None = None
    dropped: bool = False  # no article of these days answers, so all were asked


@dataclass(frozen=True, slots=True)
class Options:
    """How one question is to be answered; None is the setting's own value."""

    k: int | None = None  # passages of evidence
    threshold: float | None = None  # 0 to 1: how sure the reader must be
    model: str | None = None  # a chat model as qa.chat_models.models names it, or QUOTES
    filters: Filters = Filters()
    read_dates: bool = True  # whether dates in the question's own words count too


QUOTES = "quotes"  # no chat model: the articles' own words
AS_SET = Options()


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation, as plain text, and the ids of the articles that were cited."""

    question: str
    answer: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer. Every cited passage is in ``evidence``; ``no_evidence`` has no statements and no citations."""

    question: str
    standalone_question: str
    outcome: Outcome
    short_answer: str | None
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    evidence: tuple[Hit, ...]  # best first
    generation: str
    timings_ms: dict[str, float] = field(default_factory=dict)
    model: str | None = None  # the chat model that wrote it; None for quotes
    chosen: str | None = None  # who was to answer, a model or QUOTES, whoever did; None where that was not kept
    filters: Filters = Filters()
    notice: str | None = None  # why it is not the answer asked for, such as a model that did not answer
    stopped: bool = False  # by the reader, before its end
    dates: DateWords | None = None  # what was understood from the question's own words
    undated: int = 0  # articles left out because a range of dates was asked for and theirs is not known
    differing: tuple[Side, ...] = ()  # where the articles give different numbers or dates: one each, newest first
    left_out: tuple[LeftOut, ...] = ()  # the nearest of what is no evidence, for whoever asks how it was found
    searched: bool = True  # False for a greeting and the like, which ``notice`` replies to

    @property
    def refused(self) -> bool:
        """Whether the articles were asked and do not answer."""
        return self.outcome == "no_evidence" and self.searched and not self.stopped

    @property
    def cited_articles(self) -> tuple[str, ...]:
        """The ids of the articles that are cited, in the order in which they are."""
        return tuple(dict.fromkeys(citation.article_id for citation in self.citations))

    @property
    def understood(self) -> str | None:
        """How the question was read; None where it was read as it stands, give or take capitals."""
        differs = self.standalone_question.strip().lower() != self.question.strip().lower()
        return self.standalone_question if differs else None

    @property
    def text(self) -> str:
        """The answer as one text with its citation numbers: ``A sentence. [1] Another. [2]``."""
        return " ".join(
            statement.text + "".join(f" [{number}]" for number in statement.citations) for statement in self.statements
        )


@dataclass(frozen=True, slots=True)
class Awaiting:
    """The model of this title was asked, and nothing comes until it writes."""

    model: str


@dataclass(frozen=True, slots=True)
class Delta:
    """More words of the answer being streamed, plain text without citation markers."""

    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """The words streamed since the last of these are this sentence of a model, whose citations come next."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class Cited:
    """A verified citation that belongs right behind the words streamed so far."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was streamed so far does not stand: another answer begins, and Finished says why."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a stream: the whole answer."""

    answer: Answer


StreamEvent = Awaiting | Delta | Judged | Cited | Withdrawn | Finished
