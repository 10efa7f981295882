"""Follow-ups become stand-alone questions: worked examples from the news the bot is asked about."""

import gzip
import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals import conversation as evaluation
from qa.conversation.leaning import read_leaning
from qa.conversation.standalone import standalone_question
from qa.names.entities import find_entities
from qa.types import Turn

HANG_GUARD_S = 30  # for what takes a fraction of a second, and would take minutes if it were quadratic

POSTPONED = Turn(
    "Why was Pompeo's meeting with Kim Yong Chol postponed?",
    "State department deputy spokesman Robert Palladino said the canceled meeting between Pompeo and Kim Yong Chol was "
    'simply a "timing issue".',
)
BETWEEN = Turn("What happened to the meeting between Pompeo and Kim Yong Chol?", "It was postponed.")
SUMMIT = Turn("Did Trump meet Kim Jong Un?", "Trump met Kim Jong Un in Singapore in June.")
SANCTIONS = Turn("What did Trump say about the sanctions?", '"The sanctions are in force," Trump told reporters.')
WANTS = Turn("What does North Korea want from the United States?", "North Korea wants sanctions relief.")
HALEY = Turn("Who is Nikki Haley?", "Nikki Haley was ambassador to the United Nations. She accused Russia.")
NEGOTIATOR = Turn("Who is North Korea's chief negotiator?", "Kim Yong Chol leads the negotiations, officials said.")
SEOUL = Turn("What is the population of Seoul?", "Seoul has 9.7 million people.")
MISSILES = Turn("Which missiles did North Korea destroy?", "")
YONGBYON = Turn("Where is the Yongbyon nuclear facility?", "")

FOLLOW_UPS = [
    # who "she" is when the question asked who, its answer says
    (
        Turn(
            "Who is the chief executive of Skaven Air?", "Skaven's chief executive, Aurelia Finch, put the cost at 4m."
        ),
        "Who stands in for her?",
        "Who stands in for Aurelia Finch?",
    ),
    # a company is no court
    (
        Turn("What did the Labour Court decide about Swiftbox's dismissals?", ""),
        "Will the firm appeal?",
        "Will Swiftbox appeal?",
    ),
    # pronouns for a person: the subject of the question before, in the right form
    (POSTPONED, "What did he say?", "What did Pompeo say?"),
    (POSTPONED, "What are his plans?", "What are Pompeo's plans?"),
    (SUMMIT, "What did he say afterwards?", "What did Trump say afterwards?"),
    (SUMMIT, "Did he meet him again?", "Did Trump meet Kim Jong Un again?"),
    (SANCTIONS, "What else did he say?", "What else did Trump say?"),
    (SANCTIONS, "Did he lift them?", "Did Trump lift the sanctions?"),
    (HALEY, "What did she say?", "What did Nikki Haley say?"),
    (HALEY, "Who is her successor?", "Who is Nikki Haley's successor?"),
    (HALEY, "Who succeeded her?", "Who succeeded Nikki Haley?"),
    (HALEY, "Did Russia react to her accusation?", "Did Russia react to Nikki Haley's accusation?"),
    (NEGOTIATOR, "How old is he?", "How old is Kim Yong Chol?"),
    (NEGOTIATOR, "Has he met Pompeo?", "Has Kim Yong Chol met Pompeo?"),
    # they
    (SUMMIT, "What did they discuss?", "What did Trump and Kim Jong Un discuss?"),
    (SUMMIT, "Did they sign anything there?", "Did Trump and Kim Jong Un sign anything in Singapore?"),
    (SANCTIONS, "When were they imposed?", "When were the sanctions imposed?"),
    (SANCTIONS, "Are they still in force?", "Are the sanctions still in force?"),
    (SANCTIONS, "What does Russia think of them?", "What does Russia think of the sanctions?"),
    (MISSILES, "How many of them were there?", "How many of the missiles were there?"),
    (WANTS, "When will they meet?", "When will North Korea and the United States meet?"),
    (WANTS, "Which missiles did they test?", "Which missiles did North Korea test?"),
    (WANTS, "What is their position?", "What is North Korea's position?"),
    # it, this, that
    (BETWEEN, "Why was it postponed?", "Why was the meeting between Pompeo and Kim Yong Chol postponed?"),
    (BETWEEN, "Who postponed it?", "Who postponed the meeting between Pompeo and Kim Yong Chol?"),
    (POSTPONED, "When will it take place?", "When will Pompeo's meeting with Kim Yong Chol take place?"),
    (WANTS, "What has it offered in return?", "What has North Korea offered in return?"),
    (WANTS, "What is its capital?", "What is North Korea's capital?"),
    (SEOUL, "Who governs it?", "Who governs Seoul?"),
    (YONGBYON, "When was it shut down?", "When was the Yongbyon nuclear facility shut down?"),
    (SANCTIONS, "Why are these sanctions important?", "Why are the sanctions important?"),
    # there, the former, the meeting, the country
    (WANTS, "Who lives there?", "Who lives in North Korea?"),
    (SEOUL, "Has Trump been there?", "Has Trump been in Seoul?"),
    (BETWEEN, "What did the former say?", "What did Pompeo say?"),
    (BETWEEN, "What did the latter say?", "What did Kim Yong Chol say?"),
    (BETWEEN, "Was the meeting important?", "Was the meeting between Pompeo and Kim Yong Chol important?"),
    (POSTPONED, "Was the meeting rescheduled?", "Was Pompeo's meeting with Kim Yong Chol rescheduled?"),
    (WANTS, "Who leads the country?", "Who leads North Korea?"),
    # fragments
    (POSTPONED, "When was that?", "When was Pompeo's meeting with Kim Yong Chol postponed?"),
    (SUMMIT, "When?", "When did Trump meet Kim Jong Un?"),
    (SUMMIT, "And where?", "Where did Trump meet Kim Jong Un?"),
    (SUMMIT, "Why did he?", "Why did Trump meet Kim Jong Un?"),
    (SUMMIT, "How did that happen?", "How did Trump meet Kim Jong Un?"),
    (SUMMIT, "What year was that?", "What year did Trump meet Kim Jong Un?"),
    (SUMMIT, "**When was that?**", "When did Trump meet Kim Jong Un?"),
    (SUMMIT, "How many?", "How many? (Did Trump meet Kim Jong Un?)"),
    (SUMMIT, "With whom?", "With whom? (Did Trump meet Kim Jong Un?)"),
    (SUMMIT, "And in July?", "Did Trump meet Kim Jong Un in July?"),
    (Turn("Who met Kim Jong Un in June?", ""), "in July?", "Who met Kim Jong Un in July?"),
    (Turn("Who met Kim Jong Un?", ""), "Who else?", "Who else met Kim Jong Un?"),
    (SANCTIONS, "And Pompeo?", "What did Pompeo say about the sanctions?"),
    (SANCTIONS, "What about the missiles?", "What did Trump say about the missiles?"),
    (Turn("Why did China lift the ban?", ""), "And Russia?", "Why did Russia lift the ban?"),
    (WANTS, "And Russia?", "What about Russia? (North Korea, the United States)"),
    (SUMMIT, "What about the missiles?", "What about the missiles? (Trump, Kim Jong Un)"),
    (SUMMIT, "In July?", "Did Trump meet Kim Jong Un in July?"),
    (SANCTIONS, "Pompeo?", "What did Pompeo say about the sanctions?"),
    (NEGOTIATOR, "Who is he?", "Who is Kim Yong Chol?"),
    (Turn("Summarise the article about Teff", ""), "What happened?", "What happened? (Teff)"),
    (
        Turn("What do the articles say about the shark cull?", ""),
        "What happened?",
        "What happened? (the shark cull)",
    ),
    (
        Turn("Who was killed?", "A surfer was. Worldwide, there were ten."),
        "How old was he?",
        "How old was he? (Who was killed)",
    ),
    # corrections: the question before, asked once more
    (SANCTIONS, "No, I meant Pompeo", "What did Pompeo say about the sanctions?"),
    (SANCTIONS, "Sorry, I mean Kim Yong Chol, not Trump.", "What did Kim Yong Chol say about the sanctions?"),
    (SANCTIONS, "i meant the missiles", "What did Trump say about the missiles?"),
    (SUMMIT, "I meant Kim Yong Chol", "Did Trump meet Kim Yong Chol?"),
    (SUMMIT, "Not Trump, but Pompeo", "Did Pompeo meet Kim Jong Un?"),
    (Turn("Why?", ""), "I meant the bridge", "Why? (the bridge)"),
    (SUMMIT, "No, I meant why did he leave?", "Why did Trump leave?"),
    # nothing to replace: the topic is appended
    (POSTPONED, "What happened next?", "What happened next? (Pompeo's meeting with Kim Yong Chol)"),
    (POSTPONED, "Tell me more", "Tell me more (Pompeo's meeting with Kim Yong Chol)"),
    (POSTPONED, "Really?", "Really? (Pompeo's meeting with Kim Yong Chol)"),
    (SANCTIONS, "Can you explain that?", "Can you explain that? (Trump, the sanctions)"),
    (SUMMIT, "How long did it last?", "How long did it last? (Trump, Kim Jong Un)"),
    (SUMMIT, "What was the outcome?", "What was the outcome? (Trump, Kim Jong Un)"),
]


@pytest.mark.parametrize(("turn", "question", "expected"), FOLLOW_UPS, ids=[question for _, question, _ in FOLLOW_UPS])
def test_a_follow_up_stands_alone(turn: Turn, question: str, expected: str) -> None:
    assert standalone_question(question, [turn]) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is inflation?",
        "Who won the election in France?",
        "Who is Kim Yong Chol?",
        "But why did the US cancel the exercises with South Korea?",
        "Did Pompeo say he would resign?",
        "What did Kim Yong Chol say about his country?",
        "What did the Pentagon say about its budget?",
        "When Angela Merkel met Emmanuel Macron, what did they agree on?",
        "Is it true that Trump fell in love with Kim?",
        "Is there a treaty?",
        "What time is it?",
        "What do you think?",
        "Can you show me your sources?",
        "thanks",
        "Hello!",
        "And you?",
        "🙂",
        "?!",
        "<b>Who wrote the constitution?</b>",
        "Ada Stone",
        "the harbour bridge",
        "ice cream in Rwanda",
        "Tell me more about drones",
        "Oberg resigned yesterday.",
    ],
)
@pytest.mark.parametrize("turn", [POSTPONED, SUMMIT, WANTS])
def test_what_stands_alone_is_left_as_it_is(turn: Turn, question: str) -> None:
    assert standalone_question(f"  {question}\n", [turn]) == question


@pytest.mark.parametrize(
    "question",
    [
        "How many villagers lost their roofs?",
        "How many older drivers will keep their licences?",
        "How many teachers said they would march?",
        "Which party changed its leader?",
        "Which airline says it will appeal?",
        "Which actor lost his voice?",
        "Which firms have moved their offices?",
        "Who lost his passport?",
        "Who was arrested while visiting their cousin?",
        "Did tenants have to leave their flats?",
        "When will passengers get their luggage?",
        "Did anybody get their money back?",
    ],
)
@pytest.mark.parametrize("turn", [POSTPONED, WANTS, HALEY])
def test_a_question_that_has_its_own_owner_gets_no_other(turn: Turn, question: str) -> None:
    assert standalone_question(question, [turn]) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who wrote her speeches?", "Who wrote Nikki Haley's speeches?"),
        ("Who is her deputy?", "Who is Nikki Haley's deputy?"),
        ("Which paper printed her letter?", "Which paper printed Nikki Haley's letter?"),
        ("How many people voted for her?", "How many people voted for Nikki Haley?"),
        ("Which posts has she held?", "Which posts has Nikki Haley held?"),
    ],
)
def test_what_a_question_asks_for_is_not_taken_for_the_owner_of_all(question: str, expected: str) -> None:
    assert standalone_question(question, [HALEY]) == expected


def test_without_a_history_nothing_changes() -> None:
    assert standalone_question(" Why did he?\n", []) == "Why did he?"
    assert standalone_question("Why?", [Turn("", "")]) == "Why?"
    assert standalone_question("", [SUMMIT]) == ""


def test_the_newest_turn_comes_first_but_an_older_one_serves() -> None:
    history = [SUMMIT, SEOUL]
    assert standalone_question("Who governs it?", history) == "Who governs Seoul?"
    assert standalone_question("Did he go there?", history) == "Did Trump go to Seoul?"
    newest = Turn("What did Putin say?", "")
    assert standalone_question("Why did he say it?", [SUMMIT, HALEY, newest]).startswith("Why did Putin say it")


def test_a_chain_of_follow_ups_is_followed() -> None:
    history = [SANCTIONS, Turn("And Pompeo?", ""), Turn("When did he say that?", "On Monday.")]
    assert standalone_question("What are his reasons?", history) == "What are Pompeo's reasons?"


@pytest.mark.parametrize(
    ("questions", "last"),
    [
        (
            ["Did Trump meet Kim Jong Un?", "What was the outcome?", "Why?", "And when?", "How much?"],
            "How much? (What was the outcome? Trump, Kim Jong Un)",
        ),
        (
            ["What did Pompeo say about the talks?", "What happened next?", "When?", "With whom?"],
            "With whom? (What happened next? Pompeo, the talks)",
        ),
        (["Who is moving the city?", "How many?", "How much?"], "How much? (Who is moving the city?)"),
        (["Did Trump meet Kim Jong Un?", "What was the outcome?", "And in July?"], "(Trump, Kim Jong Un)"),
        (["Who climbed Everest?", "No, I meant Lhotse", "When was that?"], "When was that? (Who climbed Lhotse?)"),
    ],
)
def test_what_is_added_does_not_pile_up(questions: list[str], last: str) -> None:
    *before, asked = questions
    assert standalone_question(asked, [Turn(question, "") for question in before]).endswith(last)


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("What was the cause?", set()),
        ("How many were hurt?", set()),
        ("How many people died?", set()),
        ("Who was to blame?", set()),
        ("Was anyone punished?", set()),
        ("Who was angry?", set()),
        ("And why?", set()),
        ("How old?", set()),
        ("Which club?", set()),
        ("Were there any survivors?", set()),
        ("Is there a cure?", set()),
        ("What did the police do?", {"police"}),
        ("When did the ceremony begin?", {"ceremony"}),
        ("How many villagers lost their roofs?", {"roofs"}),
        ("Who runs the mine?", {"mine"}),
    ],
)
def test_a_question_without_a_subject_leans_on_the_articles_cited_last(question: str, known: set[str]) -> None:
    leaning = read_leaning(question, [Turn("Who was at Hillsborough?", "It fell.", ("a", "b")), Turn("ok", "")])
    assert leaning is not None
    assert (leaning.whole, leaning.articles, leaning.nouns) == (f"{question} (Hillsborough)", ("a", "b"), known)


@pytest.mark.parametrize(
    "question",
    [
        "What is inflation?",
        "What is a drone?",
        "Who eats ice cream?",
        "Why are prices rising?",
        "How many people live in poverty?",
        "How dangerous is smoking?",
        "Who is the mayor of Seoul?",
        "How many died in 2012?",
        "What happened yesterday?",
        "What did experts say?",
        "Why was the harbour bridge closed?",
        "the cause",
        "Somebody was hurt.",
    ],
)
def test_a_question_with_a_subject_leans_on_nothing(question: str) -> None:
    assert read_leaning(question, [Turn("Who was at Hillsborough?", "It fell.", ("a",))]) is None


def test_what_a_question_says_already_is_not_put_behind_it() -> None:
    leaning = read_leaning("Who closed the bridge?", [Turn("Who opened the bridge?", "")])
    assert leaning is not None
    assert leaning.whole == "Who closed the bridge?"


def test_what_leans_reaches_back_to_the_question_that_had_a_subject() -> None:
    first, refused = Turn("Who was at Hillsborough?", "It fell.", ("a",)), Turn("What was the cause?", "")
    leaning = read_leaning("Who was to blame?", [first, refused])
    assert leaning is not None
    assert (leaning.whole, leaning.articles) == ("Who was to blame? (Hillsborough)", ("a",))
    newer = read_leaning("What was the cause?", [first, Turn("What did Seoul say?", "")])
    assert newer is not None
    assert (newer.whole, newer.articles) == ("What was the cause? (Seoul)", ())
    assert read_leaning("What was the cause?", []) is None


def test_a_refusal_still_leaves_the_question_to_refer_to() -> None:
    assert (
        standalone_question("When did she resign?", [Turn("Who is Theresa May?", "")]) == "When did Theresa May resign?"
    )


def test_the_answer_gives_the_full_name_and_the_person_when_the_question_has_none() -> None:
    turn = Turn("What did Pompeo do?", "Secretary of State Mike Pompeo travelled to Pyongyang.")
    assert standalone_question("Why did he go there?", [turn]) == "Why did Mike Pompeo go to Pyongyang?"


def test_a_question_typed_without_capitals_is_understood() -> None:
    turn = Turn("What did Pompeo say?", "Mike Pompeo said that Kim Yong Chol was a tough guy.")
    assert standalone_question("did pompeo say he was tired?", [turn]) == "did pompeo say he was tired?"
    assert standalone_question("where did he say that", [turn]).startswith("where did Mike Pompeo say that")


@given(st.text(max_size=300), st.lists(st.builds(Turn, st.text(max_size=120), st.text(max_size=300)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_one_line_that_keeps_the_content(question: str, history: list[Turn]) -> None:
    result = standalone_question(question, history)
    assert result == question.strip() or "\n" not in result


@pytest.mark.parametrize(
    "text",
    [
        "why " * 10_000,
        "Kim " * 10_000,
        "the meeting of " * 5_000,
        "'" * 50_000,
        "A.B." * 10_000,
        "a-" * 20_000,
        "(" * 20_000,
        "He said it. " * 5_000,
    ],
)
def test_long_and_odd_input_is_quick(text: str) -> None:
    began = time.perf_counter()
    assert standalone_question(text, [Turn("Did Trump meet Kim?", "Yes.")]) == text.strip()
    standalone_question("What did he say about it?", [Turn(text, text)] * 10)
    assert time.perf_counter() - began < HANG_GUARD_S


def test_entities_have_their_place_and_a_kind() -> None:
    text = "US Secretary of State Mike Pompeo told CNN that the Heritage Foundation and North Korea met in Pyongyang."
    found = find_entities(text)
    assert [(entity.name, entity.kind) for entity in found] == [
        ("Mike Pompeo", "person"),
        ("CNN", "group"),
        ("Heritage Foundation", "group"),
        ("North Korea", "country"),
        ("Pyongyang", "place"),
    ]
    assert all(text[entity.start : entity.end] == entity.name for entity in found)


def test_an_ordinary_word_that_opens_a_sentence_is_no_name() -> None:
    assert [entity.name for entity in find_entities("Officials met. Discussions failed. Why? Pompeo said so.")] == [
        "Pompeo"
    ]


def test_the_figures_of_a_small_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {
        "History": ["Donald Trump", "Summit", "Did Donald Trump meet Kim?", "I don't know."],
        "QuAC_dialog_id": "C_1",
        "Question": "Where did he stay?",
        "Rewrite": "Where did Donald Trump stay?",
    }
    (tmp_path / "canard").mkdir()
    with gzip.open(tmp_path / "canard" / "dev.json.gz", "wt", encoding="utf-8") as file:
        json.dump([record, record | {"History": record["History"][:2]}], file)
    assert evaluation.main(["--data", str(tmp_path), "--half", "all", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    ours, baseline = figures["without titles: ours"], figures["without titles: append the question before"]
    assert (ours["questions"], ours["recall"], ours["precision"]) == (1, 1.0, 1.0)
    assert (baseline["recall"], baseline["precision"]) == (1.0, 0.5)
    assert evaluation.main(["--data", str(tmp_path / "nowhere")]) == 2
