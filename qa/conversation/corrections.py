"""What the reader takes back: "No, I meant Oberg" asks the question before once more, with Oberg in it."""

import re
from difflib import SequenceMatcher

from qa.conversation.fragments import one_line, same_kind, sentence_case
from qa.conversation.memory import Memory
from qa.conversation.mentions import Mention, find_mentions

_MEANT = re.compile(
    r"\W*(?:(?:no|nope|sorry|oops|actually|wait|well|oh|hm+)\b\W*)*"
    r"(?:(?:i|we) (?:(?:really|actually) )?(?:meant|mean)(?: to (?:say|ask))?|i was (?:asking|talking)|make that)\b"
    r"\W*(?:about )?(?P<meant>\w.*?)(?:,? (?:and )?not (?P<wrong>[^,]+?))?[\s.!]*",
    re.I | re.S,
)
_RATHER = re.compile(r"\W*(?:no\b\W*)?not (?P<wrong>[^,?]+?)(?:,(?: but)?| but) (?P<meant>\w[^,]*?)[\s.!]*", re.I)


def read_correction(question: str) -> tuple[str, str] | None:
    """What was meant, and what was wrong where that is said: "Not Kim, but Pompeo" → ("Pompeo", "Kim")."""
    said = _MEANT.fullmatch(question) or _RATHER.fullmatch(question)
    return (said["meant"], said["wrong"] or "") if said else None


def put_right(meant: str, wrong: str, memory: Memory) -> str:
    """The question before with what was meant in the place of what is most like it."""
    meant = meant.rstrip(" ?")
    question = memory.question
    given, asked = find_mentions(meant), find_mentions(question, memory.known)
    like = given.names or given.things
    rivals = list(asked.names if given.names else asked.things) or [*asked.names, *asked.things]
    if not rivals:
        return one_line(f"{question.rstrip(' ?!.')}? ({meant})")
    kin = [one for one in rivals if like and same_kind(one, like[0])] or rivals
    replaced = max(kin, key=lambda one: _alike(one, wrong or meant))
    article = question[: replaced.start].lower().endswith("the ")
    before = question[: replaced.start - 4 * article]
    context = f" ({memory.context})" if memory.context else ""
    return sentence_case(one_line(f"{before}{meant}{question[replaced.end :]}{context}"))


def _alike(mention: Mention, name: str) -> float:
    return SequenceMatcher(None, mention.name.lower(), name.lower()).ratio()
