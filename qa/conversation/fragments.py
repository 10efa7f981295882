"""Fragments of questions, completed from the question before: "Why?", "When was that?", "And Russia?", "In July?"."""

from qa.conversation.memory import Memory
from qa.conversation.mentions import BE_FORMS, Mention, find_mentions
from qa.names.entities import Word, split_words
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS, QUESTION_WORDS, TIMES, words

POINTING = words("he him his she her hers they them their theirs it its this that these those")
ADDRESSING = words("i me we us you")
ADVERBIAL = words("when where why how since")  # their questions keep the rest of the question before as it is
AGAIN = words("many much long often far else exactly so not come for one ones when year month day date")
DATES = words("year month day date")
REQUESTED = words("happen so be the case done")
LEANING = words(
    "happen happened happens true real mean explain tell detail details elaborate continue go interesting aspect "
    "aspects article important information info significant notable fact facts thing things anything something "
    "nothing else other others next then after before now later sure know reason reasons result results outcome "
    "more example examples happening say said says come about year day date time place long far often many much "
    "kind sort type one ones way ways succeed successful effect impact response reaction work well end start "
    "begin did do does get got make made"
)  # words that say nothing of their own


def ask_again(body: list[Word], memory: Memory) -> str | None:
    """The question before, asked with a new question word; None when this is no bare question word."""
    lows = [word.low for word in body]
    if (lows[0] not in QUESTION_WORDS and lows[0] != "since") or len(lows) > 6 or not memory.question:
        return None
    stop = next((place for place, low in enumerate(lows) if low in AUXILIARIES), len(lows))
    asked, tail = lows[:stop], lows[stop:]
    if len(tail) == 2 and tail[1] in {"he", "she", "they"} and tail[0] not in BE_FORMS:
        tail = []  # "Why did he?", but not "Who is he?"
    if tail and not (len(tail) > 1 and tail[1] in {"that", "this", "it"} and set(tail[2:]) <= REQUESTED):
        return None
    if not asked or not set(asked[1:]) <= AGAIN or (set(asked[1:]) & DATES and (not tail or tail[1] == "it")):
        return None
    opening = sentence_case(" ".join(word.text for word in body[:stop]))
    put_before = None if memory.context else _put_before(opening, asked, memory.question)
    return put_before or f"{sentence_case(_text(body))}? ({memory.recalled})"


def _put_before(opening: str, asked: list[str], question: str) -> str | None:
    """The question word before what the earlier question asks; None when the two do not go together."""
    question = question.rstrip(" ?!.")
    before = split_words(question)
    if len(before) < 3:
        return None
    lead, second = before[0].low, before[1]
    if asked[-1] == "else" and asked[0] == lead:
        rest = before[2] if second.low == "else" else second
        return f"{opening} {question[rest.start :]}?"
    if (asked[0] not in ADVERBIAL or asked[-1] in {"many", "much", "else", "not"}) and asked[-1] not in DATES:
        return None
    if lead in AUXILIARIES:
        return f"{opening} {question[before[0].start].lower()}{question[before[0].start + 1 :]}?"
    if lead in ADVERBIAL and second.low in AUXILIARIES:
        return f"{opening} {question[second.start :]}?"
    return None


def complete_fragment(question: str, body: list[Word], memory: Memory, *, opened: bool) -> str | None:
    """A fragment without a verb, put into the question before; None when this is no fragment.

    ``opened`` says that an "And" or the like stood before the body.
    """
    lows = [word.low for word in body]
    about = lows[:2] in (["what", "about"], ["how", "about"])
    rest = body[2:] if about else body
    if not rest or len(rest) > 8 or not memory.question or set(lows) & POINTING:
        return None
    if {word.low for word in rest} <= ADDRESSING or not (about or opened or len(rest) <= 4):
        return None
    asks_on = about or opened or question.rstrip().endswith("?") or rest[0].low in PREPOSITIONS
    if not asks_on:
        return None  # "Ada Stone", "the harbour bridge": a topic of its own
    asks = AUXILIARIES | QUESTION_WORDS
    whom = rest[0].low in PREPOSITIONS and rest[-1].low in QUESTION_WORDS  # "With whom?"
    if any(word.low in asks for word in rest[: -1 if whom else None]) or not (about or _is_phrase(rest)):
        return None
    phrase = question[rest[0].start : rest[-1].end]
    if rest[0].low in PREPOSITIONS:
        phrase = phrase[0].lower() + phrase[1:]
    if whom:
        return one_line(f"{sentence_case(phrase)}? ({memory.recalled})")
    swapped = _swap(phrase, rest, memory.question.rstrip(" ?!."))
    if swapped is not None:
        return one_line(swapped) + "?" + (f" ({memory.context})" if memory.context else "")
    names = ", ".join(name.shown for name in memory.asked_names if name.name.lower() not in phrase.lower())
    lead = _text(body) if about else f"What about {phrase}"
    return one_line(f"{sentence_case(lead)}? ({names or memory.recalled})")


def _is_phrase(rest: list[Word]) -> bool:
    """Whether the words look like a name or a phrase rather than a request."""
    first = rest[0]
    return (
        first.low in PREPOSITIONS | {"the", "a", "an"}
        or (first.text[0].isupper() and first.low not in FUNCTION_WORDS and bool(find_mentions(first.text).names))
        or any(word.text[0].isupper() and word.low not in FUNCTION_WORDS for word in rest[1:])
        or (len(rest) == 1 and first.low not in FUNCTION_WORDS | LEANING and first.low.endswith("s"))
    )


def _swap(phrase: str, rest: list[Word], previous: str) -> str | None:
    """The previous question with its part of the same kind replaced by the phrase; None when none fits alone."""
    before = split_words(previous)
    if len(before) < 3:
        return None
    if rest[0].low in PREPOSITIONS:
        for place in range(max(1, len(before) - 4), len(before)):
            if before[place].low == rest[0].low and _is_time(before[-1]) == _is_time(rest[-1]):
                return previous[: before[place].start] + phrase
        return f"{previous} {phrase}"
    new = find_mentions(phrase).names
    if len(new) == 1 and len(rest) <= 4:
        same = [name for name in find_mentions(previous).names if same_kind(name, new[0])]
        if len(same) == 1:
            start = same[0].start - 4 * (previous[max(same[0].start - 4, 0) : same[0].start].lower() == "the ")
            return previous[:start] + phrase + previous[same[0].end :]
    for place in range(1, len(before) - 1):
        if before[place].low == "about":
            return previous[: before[place + 1].start] + phrase
    return None


def same_kind(one: Mention, other: Mention) -> bool:
    """Whether one may stand in the other's place."""
    return _family(one) == _family(other)


def _family(mention: Mention) -> str:
    return {"unknown": "person", "group": "country", "place": "country"}.get(mention.kind, mention.kind)


def _is_time(word: Word) -> bool:
    return word.low in TIMES or (word.text.isdigit() and len(word.text) in (1, 2, 4))


def _text(body: list[Word]) -> str:
    return " ".join(word.text for word in body)


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())
