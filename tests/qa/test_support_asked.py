"""Facts put to the reader as questions: another one in their place is told, and a doubt of the rules is settled."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from qa.reader import Reading
from qa.support import Source, SupportChecker
from tests.fakes import BagOfWords

PREDATORS = Source(
    "Bears are the most abundant carnivore in Europe, with around 17,000 individuals, alongside 12,000 wolves. "
    "Ada Stone counted them with Ben Hill. The survey began in Norway in 2012 and ended in Finland in 2014."
)


@dataclass
class ScriptedReader:
    """A Reader that finds the scripted words, wherever they stand, as the answer to a question with the key in it."""

    answers: dict[str, str]
    margin: float = 5.0
    questions: list[str] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.questions.append(question)
        words = next((words for key, words in self.answers.items() if key in question), "")
        return [self._reading(passage.find(words) if words else -1, words) for passage in passages]

    def _reading(self, start: int, words: str) -> Reading:
        if start < 0:
            return Reading(-20.0, 0, 0, ())
        return Reading(self.margin, start, start + len(words), ((start, 0.95), (0, 0.05)))


def check(sentence: str, reader: ScriptedReader, source: Source = PREDATORS) -> tuple[str, ...]:
    return SupportChecker(BagOfWords(), reader).check(sentence, [source]).missing


@pytest.mark.parametrize(
    ("sentence", "given", "asked", "found", "missing"),
    [
        (
            "There are 12,000 bears, the most abundant carnivore in Europe.",
            "12,000",
            "There are how many bears, the most abundant carnivore in Europe?",
            "17,000",
            "the number 12,000 (the article has “17,000” there)",
        ),
        (
            "The survey of carnivore numbers in Europe began in 2014.",
            "2014",
            "The survey of carnivore numbers in Europe began in what year?",
            "2012",
            "the date 2014 (the article has “2012” there)",
        ),
    ],
)
def test_another_fact_in_the_same_place_is_told(
    sentence: str, given: str, asked: str, found: str, missing: str
) -> None:
    reader = ScriptedReader({asked: found})
    assert check(sentence, reader) == (missing,)
    assert asked in reader.questions
    assert check(sentence, ScriptedReader({}, 1.0)) == (), "without an answer nothing is held against it"
    assert check(sentence, ScriptedReader({asked: given})) == (), "where the reader finds the very fact, it stands"


def test_a_name_of_another_kind_is_no_rival() -> None:
    sentence = "Bears are the most abundant carnivore in Norway."
    assert check(sentence, ScriptedReader({"carnivore in what": "Europe"})) != ()
    assert check("Ada Stone counted the carnivore in 2012.", ScriptedReader({"who counted": "Europe"})) == ()


def test_who_opens_the_sentence_of_the_article_as_well_is_no_other() -> None:
    queue = Source("Ada Stone bought two. Hill, who was late, said she had come out to buy her grandson a toy.")
    asked = "who said she had come"
    assert check("Hill said she had come to buy her grandson a toy.", ScriptedReader({asked: "Ada Stone"}), queue) == ()
    assert check("Stone said she had come to buy her grandson a toy.", ScriptedReader({asked: "Hill"}), queue) != ()


def test_what_it_or_she_does_is_not_done_by_who_is_named_behind() -> None:
    site = Source("In 2012 it launched a service to reach Portugal. No rival, says Ada Stone, is as cheap as Fundo.")
    assert check("Fundo launched a service in 2012.", ScriptedReader({"": "Portugal"}), site) == ()
    assert check("Fundo is a service that was launched in 2012.", ScriptedReader({"": "Portugal"}), site) != ()


def test_what_stands_in_the_likest_sentence_is_not_held_against_another_one() -> None:
    reserve = Source("7 people died in 2012 in the park. It has 120 tigers, followed by the reserve with 17.")
    asked = {"by the reserve with how many": "7"}
    assert check("The park has 120 tigers, followed by the reserve with 17.", ScriptedReader(asked), reserve) == ()
    assert check("In the park died 17 people in 2012.", ScriptedReader({"how many people": "7"}), reserve) != ()


def test_a_fact_that_the_sentence_has_as_well_must_have_changed_places() -> None:
    right = "There are around 17,000 bears and 12,000 wolves in Europe."
    one_way = {"around how many bears": "12,000"}
    assert check(right, ScriptedReader(one_way)) == ()
    swapped = "There are around 12,000 bears and 17,000 wolves in Europe."
    both = {"around how many bears": "17,000", "and how many wolves": "12,000"}
    assert check(swapped, ScriptedReader(both)) != ()


def test_long_sentences_do_not_keep_the_reader_busy() -> None:
    reader = ScriptedReader({})
    check(f"There are 12,000 bears in Europe{', and in Europe' * 60}.", reader)
    check("In Europe there are " + ", ".join(["12,000 wolves"] * 30) + ".", reader)
    assert len(reader.questions) <= 24


@pytest.mark.parametrize("sentence", ["", "12,000", "?", "In 2012."])
def test_any_sentence_and_an_empty_passage(sentence: str) -> None:
    check(sentence, ScriptedReader({"": "12,000"}), Source(""))
    check(sentence, ScriptedReader({"": "12,000"}))


TALKS = Source(
    "The mayor, Ada Stone, welcomed the ferry. It will ruin fishermen such as Ben Hill, he told the council."
)


def test_who_says_something_is_asked_without_what_is_said_of_the_speaker() -> None:
    question = "Who said that the ferry will ruin the fishermen?"
    for sentence in (
        "Ada Stone, the mayor, said the ferry will ruin the fishermen.",
        "Ada Stone told the council that the ferry will ruin the fishermen.",
    ):
        reader = ScriptedReader({question: "Ben Hill"})
        assert check(sentence, reader, TALKS) == ("this is said by Ben Hill, not by Ada Stone",)
        assert question in reader.questions
        assert check(sentence, ScriptedReader({question: "Ada Stone"}), TALKS) == ()
        assert check(sentence, ScriptedReader({question: "Ben Hill"}, 0.5), TALKS) == (), "an unsure reader"
