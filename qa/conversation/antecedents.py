"""Whether a question itself holds what its pronoun stands for: "How many people lost their homes?" stands alone."""

from collections.abc import Iterator

from qa.conversation.memory import Family
from qa.conversation.mentions import BE_FORMS, ROLE_PLURAL, Mentions, names_person
from qa.names.entities import Word, is_capital, is_plural
from qa.vocabulary import AUXILIARIES, FUNCTION_WORDS, PREPOSITIONS, QUESTION_WORDS, words

POSSESSIVES = words("his hers their theirs its")
# A verb or a word like it between name and pronoun opens another clause: "Did Pompeo say Trump fired him?"
CLAUSE_WORDS = words(
    "say says said think thinks thought believe claim claims claimed deny denied admit admitted know hope promise "
    "that if whether when while because after before and but as until since why how what want wanted to"
)
ANYBODY = words("anyone anybody someone somebody everyone everybody nobody")
# What one does to one's own: "Who lost her dog?"; but "Who wrote his speeches?" asks of another's.
LOSING = words("lose loses lost losing leave leaves left quit quits change changes changed risk risked keep keeps kept")
DURING = words("while when after before by without")  # "Who drowned while helping their neighbours?"


def has_antecedent(family: Family, body: list[Word], place: int, own: Mentions) -> bool:
    """Whether a name or noun before the pronoun at ``place``, in the same question, is what it stands for."""
    start = body[place].start
    ends = [*_mentioned(family, body, start, own), *(body[at].end for at in _plain(family, body, place))]
    asked = _asks_for_itself(family, body, place)
    if not ends:
        return asked
    low = body[place].low
    obj = low in {"him", "them"} or (low == "her" and not before_noun(body, place))
    if asked or (not obj and not (low == "it" and place == len(body) - 1)):
        return True
    # "Did Pompeo meet him?" means another; "Did Pompeo say Trump fired him?" may mean Pompeo.
    between = [word.low for word in body if max(ends) <= word.start < start]
    return any(
        word in CLAUSE_WORDS and following not in PREPOSITIONS
        for word, following in zip(between, [*between[1:], ""], strict=False)
    )


def _mentioned(family: Family, body: list[Word], start: int, own: Mentions) -> list[int]:
    """Where the names and noun phrases that the pronoun may mean end."""
    names = [name for name in own.names if name.end <= start]
    first = body[_phrase_end(body)].start
    things = [thing for thing in own.things if thing.end <= start and not (thing.definite and thing.start < first)]
    if family in ("he", "she"):
        other = "female" if family == "he" else "male"
        fitting = [name for name in names if name.kind in ("person", "unknown") and name.gender != other]
        fitting += [thing for thing in things if thing.person]
    elif family == "they":
        fitting = [name for name in names if name.kind in ("group", "country", "thing", "place") or name.plural]
        fitting += [thing for thing in things if thing.plural]
        fitting += names if len(names) > 1 and len({name.kind for name in names}) == 1 else []
    elif family == "it":
        fitting = [name for name in names if name.kind in ("group", "country", "thing")]
        fitting += [thing for thing in things if not thing.person]
    else:
        fitting = [name for name in names if name.kind in ("country", "place")]
    return [mention.end for mention in fitting]


def _plain(family: Family, body: list[Word], place: int) -> Iterator[int]:
    """The places of nouns without an article that the pronoun may mean: "residents"; not "people they met"."""
    for at in range(_phrase_end(body), place - 1):
        word, before = body[at], body[at - 1].low if at else ""
        if word.low in ANYBODY and family == "they":
            yield at
        plural = (is_plural(word.low) or word.low in ROLE_PLURAL) and word.low not in FUNCTION_WORDS
        if plural and family == "they" and not (is_capital(word) or word.possessive or before in QUESTION_WORDS):
            yield at


def _phrase_end(body: list[Word]) -> int:
    """Where what "which missiles" or "how many of the people" asks for ends, which is no antecedent of its own."""
    if body[0].low not in QUESTION_WORDS or len(body) < 3 or body[1].low in AUXILIARIES:
        return 0
    return next((at for at, word in enumerate(body) if word.low in AUXILIARIES), 0)


def _asks_for_itself(family: Family, body: list[Word], place: int) -> bool:
    """Whether what the question asks for is the owner: "Which club sacked its manager?", "Who lost her dog?".

    Or says something of itself: "Which bank says it will close?".
    """
    lows = [word.low for word in body[:place]]
    low = body[place].low
    owns = low in POSSESSIVES or (low == "her" and before_noun(body, place))
    again = low in {"he", "she", "they", "it"} and place > 2 and lows[-1] in CLAUSE_WORDS - {"to", "before", "after"}
    if not (owns or again):
        return False
    if lows[:1] == ["who"] and family != "it":
        return len(lows) > 1 and (lows[-1] in LOSING or (lows[-1].endswith("ing") and lows[-2] in DURING))
    many = lows[:2] == ["how", "many"]
    if not (many or lows[:1] == ["which"]) or len(lows) < 3 or (family != "they" and many):
        return False
    if family in ("he", "she") and not any(names_person(low) for low in lows):
        return False
    verb = _phrase_end(body)
    if not 0 < verb < place:
        return True
    # "Which songs have they played?" and "How many songs are on their album?" ask for nothing that owns.
    following = lows[verb + 1] if verb + 1 < place else ""
    nothing = lows[verb] in {"do", "does", "did"} or (lows[verb] in BE_FORMS and following in PREPOSITIONS)
    return bool(following) and not nothing


def before_noun(body: list[Word], place: int) -> bool:
    """Whether the word is followed by a noun, as "her" is in "her dog"."""
    following = body[place + 1].low if place + 1 < len(body) else "of"
    return following not in FUNCTION_WORDS - words("own next first last new")
