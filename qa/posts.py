"""Who holds which post: the post whose holder a question asks for, and whether a sentence names it.

"Who is the finance director of Brel?" is answered by no sentence about another of Brel's officers, nor by one about
the former finance director. A reader of spans takes both gladly: they are names in the right place.
"""

import re
from dataclasses import dataclass

from qa.keywords import content_words
from qa.vocabulary import AUXILIARIES, QUESTION_WORDS, TITLE_PARTS, words

_POSTS = words(
    "executive manager director chair president secretary treasurer spokesperson minister premier mayor governor "
    "chancellor rector dean headteacher coach captain judge prosecutor lawyer surgeon nurse editor commissioner "
    "ambassador superintendent inspector sheriff marshal bishop archbishop conductor curator warden speaker senator "
    "founder owner regulator ombudsman coroner umpire referee envoy leader head chief boss officer"
)
_VAGUE = words("leader head chief boss officer")  # posts only with a word more: "head of planning"
# Other words for a post, each told as the first. An office and what its holder does are one: "chaired by".
_OTHER_WORDS = tuple(
    (re.compile(rf"\b(?:{others})\b", re.I), one)
    for one, others in (
        ("chief executive", r"ceo|chief executive officer|managing director"),
        ("finance director", r"cfo|chief financial officer|finance (?:chief|head)|head of finance"),
        ("chair", r"chair(?:man|woman|person|s|ed)|vice-chair\w*"),
        ("spokesperson", r"spokes(?:man|woman)|press officer|(?:speaks|speaking|spoke) for"),
        ("headteacher", r"head ?teacher|headmaster|headmistress|principal"),
        ("coach", r"head coach|coach(?:es|ed)|manage[sd]|manager"),
        ("captain", r"skipper(?:s|ed)?|captain(?:s|ed)"),
        ("lawyer", r"attorney|barrister|solicitor|counsel|(?:representing|represent(?:s|ed)|for the defen[cs]e)"),
        ("prime minister", r"premier"),
        ("envoy", r"special representative"),
        ("director", r"direct(?:s|ed)"),
        ("editor", r"edit(?:s|ed)|editor-in-chief"),
        ("founder", r"(?:co-?)?found(?:er|ed|s)"),
        ("owner", r"own(?:s|ed)|belong(?:s|ed)"),
    )
)
_HOLDER = re.compile(
    r"^(?:(?:and|so|but) )?who(?:['’]s| is| was| are| were| became| will be)(?: now| currently)? (?P<post>.+?)\W*$",
    re.I,
)
_DOER = re.compile(
    r"^(?:(?:and|so|but) )?who(?: now)? (?P<post>chairs|chaired|coaches|coached|captains|captained|edits)\b", re.I
)
# "Brel finance director", "Spokesperson for Brel?"
_BRIEF = re.compile(
    rf"^(?!.*\b(?:{'|'.join(QUESTION_WORDS | AUXILIARIES)})\b)(?P<post>(?:[\w'’&.-]+ ){{0,5}}[\w'’&.-]+)\W*$", re.I
)
_OWNER = re.compile(r"^.*?['’]s? +(?=\S)")  # "Brel Foods' " before the post
_BEHIND = re.compile(  # "of Brel Foods", "when it closed"; not "of planning"
    r" +(?:of|at|for|in|on|to|with|from|under) +(?=(?:the|this|that|its)\b|(?-i:[A-Z\d])).*$|"
    r" +(?:when|while|that|who|during|before|after|since|until)\b.*$|[,(].*$",
    re.I,
)
_IN_TURN = re.compile(r"\b(?:before|after|succe\w+|predecess\w+|replac\w+)\b", re.I)
_NEW = words("new now current currently present today next")
_LESSER = words("former ex deputy vice assistant late outgoing previous then")
# "former finance director", and no other of the sentence
_LESSER_POST = re.compile(rf"\b(?:{'|'.join(_LESSER)})[ -](?:\w+[ -]){{0,2}}?(?:{'|'.join(_POSTS)})\b", re.I)
_OFFICIAL = _POSTS | TITLE_PARTS
_STEMS, _LESSER_STEMS, _VAGUE_STEMS = (frozenset(content_words(" ".join(group))) for group in (_POSTS, _LESSER, _VAGUE))
_NOT_NOW = re.compile(r"\bwho (?:was|were|became)\b|\b(?:1\d{3}|20\d\d)\b", re.I)
_LEAVING = re.compile(
    r"\b(?:resign(?:s|ed|ing|ation)?|sack(?:s|ed)|fired|dismiss(?:es|ed)|oust(?:s|ed)|quits?|retire[sd]?|died|"
    r"(?:step|stepp|stand|stood)(?:s|ed|ing)? (?:down|aside)|left|(?:replac|succeed)ed by|moves?|moved)\b",
    re.I,
)
_COMING = re.compile(  # "sacked Tom Reed and put Ada Stone in charge"
    r"\b(?:(?:replac|succeed|follow)ed by|will (?:replace|succeed|follow)|succeeds|replaces|(?:takes?|took) over|"
    r"in charge|put|named?|names|appoint\w*|elect\w*|promot\w*|swor[en]|new|interim|acting|caretaker)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post by its words, as ``content_words`` has them; ``now`` where its present holder is asked for."""

    words: frozenset[str]
    now: bool


def asked_post(question: str) -> Post | None:
    """The post whose holder is asked for: "Who is Brel's CFO?" → finance director; None where none is."""
    asked = _HOLDER.match(question) or _DOER.match(question) or _BRIEF.match(question)
    if not asked or _IN_TURN.search(question):
        return None
    told = _in_one_word(_BEHIND.sub("", _OWNER.sub("", asked["post"].replace(" of State", ""))))
    last = told.split()[-1]
    if last.lower() not in _POSTS and (last[0].isupper() or asked.re is _BRIEF):
        return None  # "Secretary of State Ada Stone", "Mayor resigns"
    named = content_words(" ".join(word for word in told.split() if _is_of_a_post(word)))
    if not named & _STEMS or named <= _VAGUE_STEMS:
        return None
    return Post(frozenset(named), now=not _NOT_NOW.search(question))


def names_post(post: Post, sentence: str) -> bool:
    """Whether a sentence names the post, and not only a deputy or a former holder of it."""
    told = f"{sentence} {_in_one_word(sentence)}"
    if not post.words & _LESSER_STEMS:
        told = _LESSER_POST.sub(" ", told)
    return post.words <= content_words(told)


def _is_of_a_post(word: str) -> bool:
    return word.lower() not in _NEW and (word.islower() or word.lower() in _OFFICIAL)


def _in_one_word(text: str) -> str:
    for others, one in _OTHER_WORDS:
        text = others.sub(one, text)
    return text


def names_holder(post: Post, sentence: str) -> bool:
    """Whether it names the post of somebody who does not leave it there, where its present holder is asked for.

    Of a sentence that tells of a leaving, the one who comes may be the holder.
    """
    leaves = post.now and _LEAVING.search(sentence) and not _COMING.search(sentence)
    return names_post(post, sentence) and not leaves
