"""What the turns of a conversation mentioned, and which of it a pronoun most likely means."""

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from qa.conversation.mentions import Mention, find_mentions, find_names
from qa.names.entities import Gender, is_capital, split_words
from qa.vocabulary import FUNCTION_WORDS

Family = Literal["he", "she", "they", "it", "there", "that", "event", "group"]  # of a pronoun
LONGEST_ANSWER = 2_000  # characters: what comes later in a turn is hardly ever meant
# Long answers share words with any question: only their first sentence or two shows what a question goes on with.
ANSWER_OPENING = 200
TOPIC_WORDS = 12
TOPIC_PARTS = 3

# How well a mention fits a pronoun. Tuned on half of CANARD's development dialogues (evals/conversation.py).
FIT: dict[Family, dict[str, float]] = {
    "he": {"person": 1.0, "unknown": 0.95, "role": 0.4},
    "she": {"person": 1.0, "unknown": 0.95, "role": 0.4},
    "they": {"group": 1.0, "country": 0.7, "plural": 0.8, "thing": 0.35, "unknown": 0.35, "person": 0.3},
    "it": {"noun": 0.7, "thing": 1.0, "group": 0.6, "country": 0.6, "unknown": 0.2, "place": 0.5},
    "there": {"place": 1.0, "country": 1.0},
    "event": {"noun": 0.7},
    "group": {"group": 1.0, "country": 0.6, "thing": 0.5, "unknown": 0.4},
}
ASKED_DECAY = 0.8  # of a question's mention with each turn
TOLD_DECAY = 0.4  # of an answer's mention with each turn
TOLD = 0.2  # weight of a mention in an answer; in a question it is 1
LEAST_IT = 0.12  # below it the pronoun means what happened rather than a name
SAME_GENDER, OTHER_GENDER = 1.2, 0.2  # a guess of gender may be wrong
AS_SINGULAR = 0.5  # of what looks plural, for a singular pronoun
TOLD_TO_WHO = 0.7  # weight of the first name of an answer to "Who …?"
LATER = 0.7  # of each name of an answer behind the one before
ASKED_LATER = 0.9  # of each name of a question behind the one before: its subject comes first
INSIDE = 0.65  # of a name that only tells which thing is meant: "the Yongbyon facility"


# Not "Who is Ada Stone?" nor "Who did Ada Stone meet?".
_ASKS_WHO = re.compile(
    r"(?:who|which)\b(?! (?:(?:is|was|are|were|did|does|do|has|have|had|will|would) )?(?-i:[A-Z]))", re.I
)


@dataclass(slots=True)
class Memory:
    """The mentions of the turns so far, weighted by how recent and how often asked about; fed turn by turn."""

    question: str = ""  # the latest, standing alone but for its context
    context: str = ""  # what was put in parentheses behind it
    asked_names: tuple[Mention, ...] = ()  # the names in the latest question
    _answer: str = ""
    _asked_things: tuple[Mention, ...] = ()
    _mentions: dict[str, Mention] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        return not self.question and not self._mentions

    @property
    def known(self) -> dict[str, Mention]:
        """The names so far by their last word in lower case, to find them in a question typed without capitals."""
        sure = [m for m in self._mentions.values() if not m.head and m.kind in ("person", "country", "group")]
        return {mention.name.lower().split()[-1]: mention for mention in sure}

    def add(self, question: str, answer: str) -> None:
        """Take in one turn; its question stands alone, as ``standalone_question`` writes it."""
        self._mentions = {
            key: replace(old, asked=old.asked * ASKED_DECAY, told=old.told * TOLD_DECAY)
            for key, old in self._mentions.items()
        }
        answer = answer[:LONGEST_ANSWER]
        asked, told = find_mentions(question[:LONGEST_ANSWER], self.known), find_names(answer)
        who = question[:4].lower() == "who " and bool(told)
        for place, mention in enumerate(asked.names):
            inside = mention.kind not in ("person", "unknown") and any(
                t.start <= mention.start and mention.end < t.end for t in asked.things
            )
            self._note(replace(mention, asked=ASKED_LATER**place * (INSIDE if inside else 1.0)))
        for mention in asked.things:
            self._note(replace(mention, asked=0.3 if who and mention.person else 1.0))
        for place, mention in enumerate(told):
            # "Who leads the talks?" asks for the name that the answer begins with.
            weight = TOLD_TO_WHO if who and place == 0 else TOLD * LATER**place
            self._note(replace(mention, told=weight))
        self._learn_gender(answer, told)
        self.question, self.context = part_context(question)
        self._answer = answer
        self.asked_names = tuple(self._mentions.get(self._key(mention), mention) for mention in asked.names)
        self._asked_things = asked.things

    @property
    def recalled(self) -> str:
        """The latest question with its context; of a bare "Why?" the context alone, so that they do not pile up."""
        bare = {word.low for word in split_words(self.question)} <= FUNCTION_WORDS
        return shorten(self.context if bare and self.context else f"{self.question} {self.context}".strip())

    def together(self, *, mutual: bool) -> tuple[str, str] | None:
        """Two or three names of one kind in the latest question, as one phrase and as an owner: "Pompeo and Kim"."""
        people = [m for m in self.asked_names if m.kind == "person" or (m.kind == "unknown" and " " not in m.name)]
        countries = [m for m in self.asked_names if m.kind == "country"]
        for names in (people, countries if mutual else []):
            distinct = list(dict.fromkeys(m.shown for m in names))
            if 2 <= len(distinct) <= 3:
                shown = ", ".join(distinct[:-1]) + " and " + distinct[-1]
                return shown, ", ".join(distinct[:-1]) + " and " + names[-1].possessive
        return None

    def best(self, family: Family, own: frozenset[str]) -> Mention | None:
        """The mention that a pronoun of the family means; none of the question's ``own`` names."""
        fit = FIT[family]
        gender = {"he": "male", "she": "female"}.get(family)
        # "Who heads Skaven Air?": whom "she" means is in the answer.
        others = {one.name for one in self.asked_names} if _ASKS_WHO.match(self.question) else set()
        chosen, most = None, 0.0
        for mention in self._mentions.values():
            if any(name in mention.name.lower() or mention.name.lower() in name for name in own):
                continue
            if family in ("he", "she") and mention.name in others and mention.gender is None and mention.asked <= 1:
                continue
            score = mention.weight * fit.get("plural" if family == "they" and mention.plural else _role(mention), 0.0)
            if gender and mention.gender is not None:
                score *= SAME_GENDER if mention.gender == gender else OTHER_GENDER
            if mention.plural and family != "they":
                score *= AS_SINGULAR
            if score > most:
                chosen, most = mention, score
        doubtful = chosen is not None and gender is not None and chosen.gender not in (None, gender)
        return None if doubtful or (family == "it" and most < LEAST_IT) else chosen

    def thing(self, head: str) -> Mention | None:
        """The latest noun phrase with that noun."""
        fitting = [m for m in self._mentions.values() if m.head and _same_noun(m.head, head)]
        return max(fitting, key=lambda mention: mention.weight, default=None)

    @property
    def main(self) -> Mention | None:
        """The name that the conversation is about now."""
        names = [mention for mention in self._mentions.values() if not mention.head]
        return max(names, key=lambda mention: mention.weight, default=None)

    def continues(self, content: set[str]) -> bool:
        """Whether one of the words was said in the latest turn."""
        latest = {word.low.rstrip("s") for word in split_words(f"{self.question} {self._answer[:ANSWER_OPENING]}")}
        return any(word.rstrip("s") in latest for word in content)

    def topic(self, known: str = "") -> str:
        """What the latest question is about, in a few words, without what is ``known`` anyway."""
        things = [t for t in self._asked_things if len(self.asked_names) < 2 or len(t.name.split()) > 3]
        parts: list[str] = []
        for mention in (*self.asked_names, *things):
            low = mention.name.lower()
            if not any(low in part.lower() for part in (*parts, known)):
                parts = [part for part in parts if part.lower() not in low]
                parts.append(mention.shown)
        text = ", ".join(parts[:TOPIC_PARTS])
        if not text and not self.asked_names:
            text = self.recalled.rstrip(" ?!.")
        return " ".join(text.split()[:TOPIC_WORDS])

    def _key(self, mention: Mention) -> str:
        """The key of what is mentioned: a surname finds the full name when only one fits."""
        low = mention.name.lower()
        if mention.head or low in self._mentions:
            return low
        longer = [key for key, old in self._mentions.items() if not old.head and _names_same(low, key)]
        return longer[0] if len(longer) == 1 else low

    def _note(self, mention: Mention) -> None:
        """Add a mention to what is known; the full name takes over what was known of the surname."""
        key = self._key(mention)
        low = mention.name.lower()
        if not mention.head and key == low:
            for short in [old for old, known in self._mentions.items() if not known.head and _names_same(old, low)]:
                if not any(other != low and _names_same(short, other) for other in self._mentions):
                    known = self._mentions.pop(short)
                    mention = replace(mention, asked=mention.asked + known.asked, told=mention.told + known.told)
        old_one = self._mentions.get(key)
        if old_one is not None:
            mention = replace(
                old_one,
                kind=mention.kind if old_one.kind == "unknown" else old_one.kind,
                asked=old_one.asked + mention.asked,
                told=old_one.told + mention.told,
                gender=old_one.gender or mention.gender,
            )
        self._mentions[key] = mention

    def _learn_gender(self, text: str, names: list[Mention]) -> None:
        """The first "he" or "she" behind a person tells which of them to use."""
        for name in names:
            if name.kind not in ("person", "unknown"):
                continue
            key = self._key(name)
            if key not in self._mentions or self._mentions[key].gender is not None:
                continue
            window = text[name.end : name.end + 120]
            for word in split_words(window):
                if is_capital(word) and word.low not in FUNCTION_WORDS:
                    break
                if word.low in {"he", "his", "him", "she", "her"}:
                    gender: Gender = "female" if word.low in {"she", "her"} else "male"
                    self._mentions[key] = replace(self._mentions[key], gender=gender, kind="person")
                    break


def shorten(text: str) -> str:
    """The first words of an earlier question, as they fit into parentheses."""
    parts = text.split()
    return " ".join(parts[:TOPIC_WORDS]) + (" …" if len(parts) > TOPIC_WORDS else "")


def part_context(question: str) -> tuple[str, str]:
    """The question and what stands in parentheses at its end."""
    asked, bracket, context = question.rpartition(" (")
    return (asked, context[:-1]) if bracket and question.endswith(")") and ")" not in context[:-1] else (question, "")


def _role(mention: Mention) -> str:
    if not mention.head:
        return mention.kind
    return "role" if mention.person else "plural" if mention.plural else "noun"


def _names_same(short: str, long: str) -> bool:
    """Whether the short name is the first or the last word of the long one."""
    parts = long.split()
    return len(parts) > 1 and short in (parts[0], parts[-1])


def _same_noun(one: str, other: str) -> bool:
    return one == other or one + "s" == other or other + "s" == one
