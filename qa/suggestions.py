"""Questions that the articles can answer: for a reader who has not asked one yet, and after an answer."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from index.sentences import split_sentences
from index.snapshot import Snapshot
from qa.names.entities import find_entities
from qa.types import Answer

Ask = Callable[[str], Answer]

_MOST_ARTICLES = 12
_SPARE = 4  # questions that may turn out to have no answer before fewer are offered: each costs a whole answer
_SAID_BEFORE = re.compile(r"\b(said|says|added|warned|argues|argued|wrote|tweeted)(,? [a-z]+)? $")
_SAID_AFTER = re.compile(r"^ (said|says|told|added|warned|argues|argued|wrote|tweeted)\b")
_INTRODUCED = re.compile(r"^, (?:an?|the|who|former|director|head|president|professor|chief|leader)\b")


def suggest(snapshot: Snapshot, ask: Ask, count: int = 4) -> list[str]:
    """Up to ``count`` questions about people, from one article after another, that ``ask`` answers with their name."""
    texts = [
        article.text
        for summary in snapshot.summaries()[:_MOST_ARTICLES]
        if (article := snapshot.article(summary.id)) is not None
    ]
    raised = [
        _begin_with(("What", "Who")[place % 2], dict.fromkeys(_ask_about_people(text)))
        for place, text in enumerate(texts)
    ]
    return _answered(_take_turns(raised), ask, count, lambda answer, name: name in answer.statements[0].text)


def related(snapshot: Snapshot, ask: Ask, answer: Answer, count: int = 3) -> list[str]:
    """Up to ``count`` questions that the articles cited in ``answer`` raise, and that ``ask`` answers otherwise."""
    cited = dict.fromkeys(citation.article_id for citation in answer.citations)
    texts = [article.text for article_id in cited if (article := snapshot.article(article_id)) is not None]
    asked = f"{answer.question} {answer.standalone_question}".lower()
    known = {one.text for one in answer.statements}
    raised = [
        [
            (question, name)
            for question, name in dict.fromkeys(_ask_about_people(text))
            if _last(name).lower() not in asked
        ]
        for text in texts
    ]
    return _answered(_take_turns(raised), ask, count, lambda other, _: other.statements[0].text not in known)


def _answered(
    questions: Iterable[tuple[str, str]], ask: Ask, count: int, suits: Callable[[Answer, str], bool]
) -> list[str]:
    """The first ``count`` of the questions whose answer suits, given the name of whom they ask about."""
    found: list[str] = []
    for tried, (question, name) in enumerate(questions):
        if len(found) == count or tried == count + _SPARE:
            break
        answer = ask(question)
        if answer.statements and suits(answer, name):
            found.append(question)
    return found


def _begin_with(word: str, raised: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(raised, key=lambda asked: not asked[0].startswith(word))


def _last(name: str) -> str:
    return name.split()[-1]


def _take_turns(raised: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[str, str]]:
    turns = range(max(map(len, raised), default=0))
    return list(dict.fromkeys(one[turn] for turn in turns for one in raised if turn < len(one)))


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
