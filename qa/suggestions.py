"""Questions that the articles can answer: for a reader who has not asked one yet, and after an answer."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.entities import find_entities
from qa.types import Answer

Ask = Callable[[str], Answer]

_MOST_ARTICLES = 12
_SPARE = 2  # questions that may turn out to have no answer before fewer are offered: each costs a whole answer
_SAID_BEFORE = re.compile(r"\b(said|says|added|warned|argues|argued|wrote|tweeted)(,? [a-z]+)? $")
_SAID_AFTER = re.compile(r"^ (said|says|told|added|warned|argues|argued|wrote|tweeted)\b")
_INTRODUCED = re.compile(r"^, (?:an?|the|who|former|director|head|president|professor|chief|leader)\b")


def suggest(snapshot: Snapshot, count: int = 4, ask: Ask | None = None) -> list[str]:
    """Up to ``count`` questions about people whom the articles quote, from one article after another.

    With ``ask`` only such as it answers.
    """
    texts = [
        article.text
        for summary in snapshot.summaries()[:_MOST_ARTICLES]
        if (article := snapshot.article(summary.id)) is not None
    ]
    questions = _take_turns([list(dict.fromkeys(_ask_about_speakers(text))) for text in texts])
    return questions[:count] if ask is None else _answered(questions, ask, count, frozenset())


def related(snapshot: Snapshot, ask: Ask, answer: Answer, count: int = 3) -> list[str]:
    """Up to ``count`` questions that the articles cited in ``answer`` raise, and that ``ask`` answers otherwise."""
    cited = dict.fromkeys(citation.article_id for citation in answer.citations)
    texts = [article.text for article_id in cited if (article := snapshot.article(article_id)) is not None]
    asked = f"{answer.question} {answer.standalone_question}".lower()
    per_article = [
        [question for question, name in dict.fromkeys(_ask_about_people(text)) if name.split()[-1].lower() not in asked]
        for text in texts
    ]
    return _answered(_take_turns(per_article), ask, count, frozenset(one.text for one in answer.statements))


def _answered(questions: Iterable[str], ask: Ask, count: int, known: frozenset[str]) -> list[str]:
    """The first ``count`` of the questions with an answer that begins otherwise than with a known statement."""
    found: list[str] = []
    for tried, question in enumerate(questions):
        if len(found) == count or tried == count + _SPARE:
            break
        answer = ask(question)
        if answer.statements and answer.statements[0].text not in known:
            found.append(question)
    return found


def _take_turns(per_article: Sequence[Sequence[str]]) -> list[str]:
    turns = range(max(map(len, per_article), default=0))
    questions = (one[turn] for turn in turns for one in per_article if turn < len(one))
    return list(dict.fromkeys(questions))


def _ask_about_speakers(text: str) -> Iterator[str]:
    return (question for question, _ in _ask_about_people(text) if question.endswith(" say?"))


def _ask_about_people(text: str) -> Iterator[tuple[str, str]]:
    """Questions about people whom the text quotes or introduces by their full name, each with that name."""
    for start, end in split_sentences(text):
        sentence = text[start:end]
        for entity in find_entities(sentence):
            if entity.kind != "person" or " " not in entity.name:
                continue
            before, after = sentence[: entity.start], sentence[entity.end :]
            words = entity.name.split()
            name = " ".join(words if len(words) < 4 else words[-2:])  # "Diplomatic Analyst John Kirby"
            if _SAID_BEFORE.search(before) or _SAID_AFTER.match(after):
                yield f"What did {name} say?", name
            if _INTRODUCED.match(after):
                yield f"Who is {name}?", name
