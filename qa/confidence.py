"""How sure it is that what was read answers the question: a logistic mix of few signs, fitted by ``evals.refusal``."""

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from index.types import Article
from qa.asked_words import asked_speaker
from qa.keywords import content_words
from qa.posts import asked_post, names_post
from qa.quotes import Features, Quote, text_before
from qa.reader import Reading
from qa.types import Hit
from qa.vocabulary import words
from qa.wanted import counted, fits, is_fact, wanted_kind

THRESHOLD = 0.5  # confidence from which an answer is given

# What the reader says of news is now and then far off, for a passage that it finds strange: it counts up to here.
_LEAST, _MOST = -14.0, 6.0
_LEAD = 250  # characters of an article's beginning
_ANYBODY = words("people persons person men women times time years year others ones things different")
_OFFICES = ("CEO", "CFO", "COO", "MP")  # no names
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OF_A_NATION = re.compile(r"[aeiouy]{0,2}(?:n|an|ian|ean|ese|ish|ic|s|ns|ans|ians)?")  # behind the root of its name
_YEAR = re.compile(r"1\d{3}|20\d\d")
_BEGINNING = re.compile(r"(?:^|[.?!:;]\s)[\s\"'“‘(]*$")  # of a sentence, up to its first word


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for and against there being an answer in the best sentence."""

    read: float  # the reader's log-odds, the mean of five: the sentence in its passage, and each alone and titled
    told: float  # 1 if no number, name or thing is asked for: the reader is shyer with these
    unheard: float  # 1 if somebody's words are asked for, and no sentence gives any
    lacking: float  # 1 if the sentence has no word of the kind asked for, or lacks what it should count
    near: float  # 1 if each name and year of the question stands near: `stands_near`
    unheld: float  # 1 if the holder of a post is asked for, and it names no such post or another's
    words: float  # share of the question's content words that the sentence has


# In the order of Signs, and the bias: python -m evals.refusal
_WEIGHTS = (0.296, 0.59, -1.488, -0.687, 1.142, -2.7, 0.39)
_BIAS = -0.4


def read_signs(
    question: str,
    scored: Sequence[tuple[Quote, Features]],
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    best_read: Sequence[Reading],
    article: Article,
) -> Signs:
    """The signs in passages that were read and whose sentences were scored, best first; there must be one of each.

    ``best_read`` is how the best sentence reads by itself, and how it and its passage read under the title of its
    article.
    """
    kind = wanted_kind(question)
    best, features = scored[0]
    post, is_near = asked_post(question), stands_near(question, best, article)
    inside = min(max(features.read, 1e-9), 1 - 1e-9)
    reading = next(one for hit, one in zip(hits, readings, strict=True) if hit.passage.id == best.passage.id)
    odds = (math.log(inside / (1 - inside)), reading.margin, *(one.margin for one in best_read))
    return Signs(
        read=sum(min(max(one, _LEAST), _MOST) for one in odds) / len(odds),
        told=float(kind == "sentences"),
        unheard=float(asked_speaker(question) is not None and not any(one.spoken > 0 for _, one in scored)),
        lacking=float((is_fact(kind) and not fits(kind, best.text)) or _lacks_counted(question, best.text)),
        near=float(is_near),
        unheld=float(post is not None and not (is_near and names_post(post, best.text))),
        words=features.words,
    )


def confidence(signs: Signs) -> float:
    """How sure it is, from 0 to 1, that the question is answered."""
    log_odds = _BIAS + sum(weight * sign for weight, sign in zip(_WEIGHTS, astuple(signs), strict=True))
    return 1.0 / (1.0 + math.exp(-log_odds))


def names(question: str) -> list[str]:
    """The years of the question, and its words that have a capital without beginning a sentence, in lower case."""
    inside = [match for match in _WORD.finditer(question) if not _BEGINNING.search(question, 0, match.start())]
    return [
        match[0].lower()
        for match in inside
        if (match[0][0].isupper() and len(match[0]) > 1 and match[0] not in _OFFICES) or _YEAR.fullmatch(match[0])
    ]


def stands_near(question: str, quote: Quote, article: Article) -> bool:
    """Whether the question's names and years all stand in the sentence, just before it, or at its article's head."""
    day = article.published
    head = f"{article.title} {article.publisher or ''} {f'{day.year} {day:%B %A}' if day else ''}"
    about = f"{text_before(article, quote.start)}{quote.text} {head} {article.text[:_LEAD]}"
    return all(_has(name, about) for name in names(question))


def _has(name: str, text: str) -> bool:
    """Whether a text has a name in lower case, or a form of it: "Korean" for "Korea", "UK" for "Britain"."""
    found = (word.lower() for word in _WORD.findall(text))
    return content_words(name) <= content_words(text) or any(
        word == name or _is_form(word, name) or _is_form(name, word) for word in found
    )


def _is_form(word: str, name: str) -> bool:
    """Whether a word is the name of a country or place with an ending, or what its people are called."""
    root = name.rstrip("aeiouy") if len(name) > 3 else name
    return word.startswith(root) and bool(_OF_A_NATION.fullmatch(word, len(root)))


def _lacks_counted(question: str, sentence: str) -> bool:
    wanted = content_words(" ".join(word for word in counted(question).split() if word.lower() not in _ANYBODY))
    return bool(wanted) and not wanted & content_words(sentence)
