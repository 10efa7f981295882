"""A follow-up becomes a question that stands alone, before anything is retrieved; by rules, without a model.

The story: each earlier turn is read into a ``Memory`` of what it mentions, its own pronouns resolved first; then the
question's fragment is completed ("And Russia?"), or its pronouns are replaced ("his" → "Pompeo's"), and where no clean
replacement is possible the topic is appended in parentheses, so that retrieval has its words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.conversation.antecedents import CLAUSE_WORDS, POSSESSIVES, before_noun, has_antecedent
from qa.conversation.asides import SMALL_TALK, aside_of
from qa.conversation.corrections import put_right, read_correction
from qa.conversation.fragments import LEANING, ask_again, complete_fragment, one_line, sentence_case
from qa.conversation.memory import Family, Memory
from qa.conversation.mentions import Mention, Mentions, find_mentions
from qa.names.entities import Word, split_words
from qa.types import Turn
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS, QUESTION_WORDS, words

LOOK_BACK = 16  # turns
LONGEST_QUESTION = 400  # characters: what is longer carries its own content

OPENERS = words("and but so then ok okay well also or hmm yes no sorry actually")
PRONOUNS: dict[str, Family] = {
    **dict.fromkeys(("he", "him", "his"), "he"),
    **dict.fromkeys(("she", "her", "hers"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("it", "its"), "it"),
}
DEMONSTRATIVES = words("this that these those")
MUTUAL = words("meet met talk discuss discussed agree agreed trust negotiate each both together sign signed fight")
GROUP_NOUNS = words("band group company team organization organisation agency party firm club country government")
BUSINESSES = words("company firm club band")
PUBLIC = words("court council ministry parliament senate congress police government commission department army navy")
MORE = words("else other others more another")
_MORE_ABOUT = re.compile(r"\W*(?:tell me|tell us|give me|show me)?\W*(?:some |any )?more (?:about|on) ", re.I)
PEOPLE = words("people person persons man men woman women")  # who are many a story's
GOING = words("go goes went gone travel travelled traveled fly flew come came get move moved sent")
EVIDENT = words("true possible likely clear legal important necessary safe known fair")
WEATHER = words("rain raining snow snowing seem seems appear appears")


@dataclass(frozen=True, slots=True)
class _Change:
    """Put ``text`` in the place of ``question[start:end]``."""

    start: int
    end: int
    text: str


def standalone_question(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves to the conversation put in; unchanged (but stripped) when it stands alone."""
    question = question.strip()
    if not history or not 0 < len(question) <= LONGEST_QUESTION:
        return question
    return _rewrite(question, _remember(history))


def topic_of_turns(history: Sequence[Turn]) -> str:
    """What the last question of a conversation is about, in a few words."""
    return _remember(history).topic()


def _remember(history: Sequence[Turn]) -> Memory:
    memory = Memory()
    for turn in history[-LOOK_BACK:]:
        if not turn.answer and aside_of(turn.question):
            continue
        asked = turn.question.strip()
        memory.add(_rewrite(asked, memory) if len(asked) <= LONGEST_QUESTION else asked, turn.answer)
    return memory


def _rewrite(question: str, memory: Memory) -> str:
    found = split_words(question)
    if not found or memory.empty or all(word.low in SMALL_TALK for word in found):
        return question
    if memory.question and (correction := read_correction(question)):
        meant, wrong = correction
        asked = split_words(meant)
        if not asked or asked[0].low not in AUXILIARIES | QUESTION_WORDS:
            return put_right(meant, wrong, memory)
        question, found = sentence_case(meant), asked
    first = 0
    while first < len(found) - 1 and found[first].low in OPENERS:
        first += 1
    body = found[first:]
    return (
        ask_again(body, memory)
        or complete_fragment(question, body, memory, opened=first > 0)
        or _resolve(question, body, memory)
    )


def _resolve(question: str, body: list[Word], memory: Memory) -> str:
    """The question with its dependent pronouns replaced, or its topic appended, or as it is."""
    own = find_mentions(question, memory.known)
    changes, leaning = _replace_pronouns(body, own, memory)
    for change in (*_expand_nouns(question, own, memory, alone=not changes), *_tell_apart(body, memory)):
        if not any(change.start < other.end and other.start < change.end for other in changes):
            changes.append(change)
    result = _apply(question, body, changes) if changes else question
    topic = "" if own.names else _topic(body, own, memory, result, changed=bool(changes), leaning=leaning)
    if topic and topic.lower() not in result.lower():
        result = one_line(result)
        asks = body[0].low in QUESTION_WORDS | AUXILIARIES and result[-1] not in "?!."
        result = f"{result}{'?' if asks else ''} ({topic})"
    return result


def _apply(question: str, body: list[Word], changes: list[_Change]) -> str:
    """The question with the changes made and without its "And"."""
    for change in sorted(changes, key=lambda change: -change.start):
        text = sentence_case(change.text) if change.start == body[0].start else change.text
        question = question[: change.start] + text + question[change.end :]
    start = body[0].start
    before = question[:start]
    return one_line(sentence_case(question[start:]) if any(character.isalpha() for character in before) else question)


def _topic(body: list[Word], own: Mentions, memory: Memory, result: str, *, changed: bool, leaning: bool) -> str:
    """What to append to a question without names of its own that leans on the turns before; else nothing."""
    content = {word.low for word in body if word.low not in FUNCTION_WORDS | LEANING}
    lows = {word.low for word in body}
    if leaning:
        return memory.topic(result)
    if changed or any(_is_expletive(body, place) for place, word in enumerate(body) if word.low == "it"):
        return ""
    bare = not content and all(thing.head in LEANING for thing in own.things) and not lows & {"you", "your", "i", "my"}
    # A word said in the latest turn, or an "else", shows that the question goes on with it; a fresh topic has neither.
    goes_on = bool(lows & MORE) and len(content) <= 3 and not (content and _MORE_ABOUT.match(result))
    if bare or memory.continues(content - PEOPLE) or goes_on:
        return memory.topic(result) if memory.asked_names or memory.main is None else memory.main.shown
    return ""


def _replace_pronouns(body: list[Word], own: Mentions, memory: Memory) -> tuple[list[_Change], bool]:
    """The pronouns' replacements, and whether one is left whose meaning only the topic can give."""
    changes: list[_Change] = []
    seen: set[Family] = set()
    persons = own.keys
    leaning = False
    for place, word in enumerate(body):
        family = _family(body, place)
        if family is None or (family in seen and not _is_other(body, place)):
            continue  # the first of them is replaced; the others then have it before them
        change = None
        if family in ("event", "that"):
            change, lean = _resolve_demonstrative(body, place, own, memory, family)
            leaning = leaning or lean
        elif family in seen or not has_antecedent(family, body, place, own):
            mention = memory.best(family, persons)
            persons = persons | {mention.name.lower()} if mention is not None else persons
            both = memory.together(mutual=any(other.low in MUTUAL for other in body)) if family == "they" else None
            if both is not None:
                change = _Change(word.start, word.end, both[word.low in POSSESSIVES])
            elif mention is not None:
                change = _Change(word.start, word.end, _inflect(mention, body, place, family))
            leaning = leaning or (change is None and family not in seen)
        seen.add(family)
        if change is not None:
            changes.append(change)
    return changes, leaning


def _family(body: list[Word], place: int) -> Family | None:
    """What kind of pronoun a word is, if it may point to an earlier turn; None for every other word."""
    low = body[place].low
    before = body[place - 1].low if place else ""
    after = body[place + 1].low if place + 1 < len(body) else ""
    if low == "there":
        existential = before in AUXILIARIES - {"been"} or after in AUXILIARIES or before == "out"
        return None if existential or place == 0 else "there"
    if low not in DEMONSTRATIVES:
        family = PRONOUNS.get(low)
        return None if family == "it" and _is_expletive(body, place) else family
    noun = bool(after) and after not in FUNCTION_WORDS - words("same first last new one")
    if low != "that":
        return "that" if noun else "event"
    if before and before not in PREPOSITIONS | AUXILIARIES and after:
        return None  # "said that he", "the man that"
    return "that" if noun and after != "happen" and not after.endswith("ed") else "event"


def _is_expletive(body: list[Word], place: int) -> bool:
    """Whether "it" stands for nothing: "Is it true that", "What time is it?", "How long did it take to"."""
    after = [word.low for word in body[place + 1 : place + 5]]
    if not after:
        return "time" in {word.low for word in body[max(place - 3, 0) : place]}
    if after[0] in EVIDENT:
        return len(after) > 1
    return after[0] in WEATHER or (after[0] in {"like", "take", "took", "cost"} and "to" in after[1:])


def _is_other(body: list[Word], place: int) -> bool:
    """Whether "him" must mean another than the "he" before it: "Did he meet him?", not "Did he say Kim met him?"."""
    return body[place].low == "him" and not {word.low for word in body[:place]} & CLAUSE_WORDS


def _inflect(mention: Mention, body: list[Word], place: int, family: Family) -> str:
    """The mention in the form of the pronoun that it replaces."""
    low = body[place].low
    if family == "there":
        going = {word.low for word in body[max(place - 2, 0) : place]} & GOING
        return f"{'to' if going else 'in'} {mention.shown}"
    return mention.possessive if low in POSSESSIVES or (low == "her" and before_noun(body, place)) else mention.shown


def _resolve_demonstrative(
    body: list[Word], place: int, own: Mentions, memory: Memory, family: Family
) -> tuple[_Change | None, bool]:
    """The change for "that meeting" or "that", and whether the topic has to be appended instead."""
    word = body[place]
    if family == "that":
        for noun in body[place + 1 : place + 4]:
            if noun.low in FUNCTION_WORDS:
                break
            if (thing := memory.thing(noun.low)) is not None:
                return _Change(word.start, noun.end, thing.shown), False
    elif not own.names and word.low in ("that", "this") and (thing := memory.best("event", frozenset())) is not None:
        return _Change(word.start, word.end, thing.shown), False
    return None, not own.names


def _expand_nouns(question: str, own: Mentions, memory: Memory, *, alone: bool) -> list[_Change]:
    """ "the meeting" becomes "the meeting between Pompeo and Kim Yong Chol", "the company" its name; one of them."""
    for thing in own.things:
        if thing.name.lower() != f"the {thing.head}":
            continue
        earlier = memory.thing(thing.head)
        if earlier is not None and len(earlier.shown.split()) > 2 and not _sits_in(earlier, own):
            return [_Change(thing.start, thing.end, earlier.shown)]
        if alone and not own.names and thing.head in GROUP_NOUNS:
            group = memory.best("group", PUBLIC if thing.head in BUSINESSES else frozenset())
            if group is not None:
                owns = question[thing.end : thing.end + 2] in ("'s", "\u2019s")
                return [_Change(thing.start, thing.end + 2 * owns, group.possessive if owns else group.shown)]
    return []


def _sits_in(thing: Mention, own: Mentions) -> bool:
    """Whether the question names already what the longer phrase would add."""
    return any(name.name.lower() in thing.name.lower() for name in own.names)


def _tell_apart(body: list[Word], memory: Memory) -> list[_Change]:
    """ "the former" and "the latter" of the two names in the latest question."""
    if len(memory.asked_names) != 2:
        return []
    changes = []
    for place in range(1, len(body)):
        article, word = body[place - 1], body[place]
        following = body[place + 1].low if place + 1 < len(body) else ""
        alone = not following or following in FUNCTION_WORDS or body[place - 2].low in AUXILIARIES
        if article.low == "the" and word.low in ("former", "latter") and alone:
            changes.append(_Change(article.start, word.end, memory.asked_names[word.low == "latter"].shown))
    return changes
