"""What is asked that is no question, or not one for the articles: a greeting, a name, a claim, another language.

A greeting or a cry for help gets a friendly line without a search, "source?" and "what's new?" the articles that they
ask for; a bare topic, such as a name, gets the sentences
that speak of it, a claim those that bear on it; where nothing is found, the reader is told what the question may lack.
Nothing is made up.
"""

import re
from collections.abc import Sequence
from typing import Literal

from index.snapshot import Snapshot
from index.types import ArticleSummary
from qa.conversation.asides import Aside, aside_of
from qa.foreign import foreign_language
from qa.keywords import content_words, spellings
from qa.types import Turn
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, ONES, QUESTION_WORDS, TIMES, words

Form = Literal["question", "topic", "claim"]

HELLO = "Hello. Ask what you would like to know, and the articles answer in their own words."
THANKS = "You are welcome. Ask on whenever you like."
YES = "Go ahead: ask what you would like to know."
NO = 'Then ask it in other words, or say whom or what you meant: "I meant Ada Stone".'
OKAY = "Good. Ask on whenever you like."
HELP = (
    'Ask in a sentence or a few words, such as "What did Ada Stone say about ferries?". Every sentence of an answer is '
    "quoted from an article; its number opens it there. What the articles do not say is not answered."
)
UNSAID = 'That leaves open what it is about. Name it, such as "When did the harbour bridge open?".'
NOT_CITED = "No article was quoted before this. Ask something, and the number behind each sentence opens its article."
NOT_SUMMED_UP = "Articles are quoted here, not summed up: name what you would like to know about."
NOT_TRANSLATED = "Articles are quoted as they were written, and not translated."
REFUSAL = "The articles do not answer this."
NOBODY_ASKED = "No article passes the filters, so none was asked. Remove one of them and ask again."
NO_WORDS = "There are no words in that. Ask in a sentence or a few words."

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SAYING_NOTHING = words(
    "much many long far often old happen happened happens say said come about happening true exactly"
)
_NEWEST = 5  # articles, named where somebody asks what there is
_LONGEST_TITLE = 90  # characters
_REPLIES: dict[Aside | None, str] = {
    "nothing": NO_WORDS,
    "hello": HELLO,
    "thanks": THANKS,
    "yes": YES,
    "no": NO,
    "okay": OKAY,
    "help": HELP,
    "translation": NOT_TRANSLATED,
}
_POSSESSIVE = re.compile(r"['’]s?$")
_ASKING = QUESTION_WORDS | AUXILIARIES | words("tell give show list explain describe name compare date number")
_LONGEST_TOPIC = 4  # words
_ABOUT = re.compile(
    r"^\W*(?:(?:so|and|please|can you|could you|do you|have you),? )*(?:"
    r"(?:(?:what(?:['’]s| is| are)|(?:is|are) there|have|got|show me|give me|tell me|find|list|any|anything|something|"
    r"some|the|news|latest|newest|new|recent|more|all|articles?|stories|story|information|background) )+"
    r"(?:on|about|regarding|concerning)|"
    r"what do (?:the|these|your|our|any) articles (?:say|tell|report)(?: us| me)? (?:on|about)|"
    r"what do (?:we|you|they) know (?:of|about)|"
    r"(?:summari[sz]e|sum up|outline|compare|(?:(?:give|write|make)(?: me| us)? )?"
    r"an? (?:short |brief |quick )?(?:summary|overview|outline|comparison) of)"
    r"(?: (?:(?:the|all|these|your) )*(?:articles?|stories|story|news|coverage|reports?) (?:on|about|of))?) ",
    re.I,
)
_SHORTEST_CLAIM = 5
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th)?")
_TIME_WORDS = words(
    "today yesterday tomorrow tonight day days week weeks weekend month months year years decade decades ago last past "
    "recent recently latest newest nowadays lately currently"
)
_DATE_WORDS = TIMES | ONES.keys() | _TIME_WORDS
_ENOUGH = 50  # articles, in which a word that a question needs would be expected


def reply_to(question: str, history: Sequence[Turn], snapshot: Snapshot, *, composes: bool = False) -> str | None:
    """What is said instead of searching; None for everything that the articles may have something about.

    ``composes`` says that a chat model writes the answer, which can sum up and translate.
    """
    aside = aside_of(question)
    if aside in _REPLIES:
        return None if composes and aside == "translation" else _REPLIES[aside]
    if aside == "articles":
        return _list_articles(snapshot)
    if aside is None or (composes and aside == "summary"):
        asked_before = any(aside_of(turn.question) is None for turn in history)
        return None if asked_before or not _lacks_subject(question) else UNSAID
    cited = _cited_last(history, snapshot)
    if aside == "summary":
        return f"{NOT_SUMMED_UP} The whole article is behind its number: {cited}." if cited else NOT_SUMMED_UP
    if not cited:
        return NOT_CITED
    if aside == "sources":
        return f"Every sentence was quoted word for word, and its number opens it in its article: {cited}."
    return f"There is more in the article itself, which its number opens: {cited}. Or ask on about it."


def _lacks_subject(question: str) -> bool:
    """Whether no word says what a question is about: "Why?", "How much was it?"; "WHO" is a name."""
    found = _WORD.findall(question)
    lows = {word.lower() for word in found}
    named = any(word.isupper() and len(word) > 1 for word in found)
    return not named and bool(lows & QUESTION_WORDS) and lows <= FUNCTION_WORDS | _SAYING_NOTHING


def _cited_last(history: Sequence[Turn], snapshot: Snapshot) -> str:
    """The titles of the articles that the last answer quoted; empty if it quoted none."""
    answers = [turn for turn in history if aside_of(turn.question) is None]
    named = {one.id: one for one in snapshot.summaries()} if answers and answers[-1].cited else {}
    return "; ".join(_name_article(named[one]) for one in answers[-1].cited if one in named) if named else ""


def _list_articles(snapshot: Snapshot) -> str:
    """How many articles there are, and the titles of the newest."""
    summaries = snapshot.summaries()
    if not summaries:
        return "There are no articles yet. The Articles page takes some in."
    newest = "; ".join(_name_article(one) for one in summaries[:_NEWEST])
    if len(summaries) == 1:
        return f"There is one article: {newest}."
    among = "They are" if len(summaries) <= _NEWEST else "The newest" if summaries[0].published else "Among them"
    return f"There are {len(summaries):,} articles; the Articles page lists them. {among}: {newest}."


def _name_article(article: ArticleSummary) -> str:
    """``“Mayor opens bridge” (The Daily, 5 March 2024)``."""
    title = article.title if len(article.title) <= _LONGEST_TITLE else f"{article.title[:_LONGEST_TITLE].rstrip()}…"
    day = f"{article.published.day} {article.published:%B %Y}" if article.published else None
    known = ", ".join(filter(None, (article.publisher, day)))
    return f"“{title}” ({known})" if known else f"“{title}”"


def topic_of(question: str) -> str:
    """What it wants to be told about: "What's the latest on ferries?" → "ferries"; any other question as it is."""
    said = _ABOUT.match(question)
    return question[said.end() :].rstrip(" ?!.") or question if said else question


def form_of(question: str) -> Form:
    """Whether it asks, names or claims something."""
    topic = topic_of(question)
    found = _WORD.findall(topic)
    lows = [word.lower() for word in found]
    if topic != question and not set(lows) & QUESTION_WORDS:
        return "topic"
    if not found or question.rstrip().endswith("?") or lows[0] in _ASKING or set(lows) & QUESTION_WORDS:
        return "question"
    if len(found) <= _LONGEST_TOPIC and not set(lows) & AUXILIARIES:
        return "topic"
    has_capital_and_stop = question[:1].isupper() and question.rstrip()[-1:] in ".!"
    return "claim" if len(found) >= _SHORTEST_CLAIM and has_capital_and_stop else "question"


def asks_in_brief(topic: str) -> bool:
    """Whether a topic has, beside a name or another word, a thing that may be asked of it: "Utmark deficit"."""
    found = [word for word in _WORD.findall(topic_of(topic)) if content_words(word)]
    return len(found) > 1 and any(word.islower() for word in found)


def explain_silence(question: str, snapshot: Snapshot) -> str | None:
    """What may be the reason that nothing answers; None where nothing is known but that the articles do not."""
    if language := foreign_language(question):
        return f"This seems to be in {language}. Questions are understood in English only."
    lows = [word.lower() for word in _WORD.findall(question)]
    wanted = [low for low in lows if content_words(low)]
    if wanted and not any(snapshot.count_containing(word) for word in wanted):
        return "None of these words stands in any article."
    return name_unknown(question, snapshot)


def say_unanswered(questions: Sequence[str]) -> str | None:
    """Which of several questions in one the articles do not answer; None where there are none."""
    return f"The articles do not answer {' or '.join(f'“{one}”' for one in questions)}." if questions else None


def say_given_way(publisher: str) -> str:
    """That the publisher whom the question names does not answer it, and others were asked."""
    return f"No article from {publisher} answers this, so all articles were asked."


def name_unknown(question: str, snapshot: Snapshot) -> str | None:
    """Which words of a question no article has; None where all are known, or the articles are few.

    Words that say when, and publishers' names, need stand in none.
    """
    if len(snapshot.summaries()) < _ENOUGH:
        return None
    publishers = {word.lower() for one in snapshot.summaries() for word in _WORD.findall(one.publisher or "")}
    asked = dict.fromkeys(_POSSESSIVE.sub("", word) for word in _WORD.findall(question) if content_words(word))
    asked = {word: None for word in asked if not _DATE.fullmatch(word) and word.lower() not in publishers | _DATE_WORDS}
    unknown = [f"“{word}”" for word in asked if not any(map(snapshot.count_containing, spellings(word)))]
    return f"No article has the word {' or '.join(unknown)}." if unknown else None
