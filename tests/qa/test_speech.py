"""Who says what: the speaker that the text gives, and none where it leaves a choice."""

import pytest

from qa.answerer import Answerer
from qa.names.entities import find_entities
from qa.speech.quotation_marks import find_quoted
from qa.speech.said import find_speech, who_said_what
from tests.qa.newsroom import open_newsroom


def heard(text: str) -> list[tuple[str | None, str]]:
    return [(speech.speaker, text[speech.start : speech.end]) for speech in find_speech(text)]


def speakers(text: str) -> list[str | None]:
    return [speech.speaker for speech in find_speech(text)]


def test_a_verb_and_a_name_behind_the_words() -> None:
    assert heard("“The bridge is safe,” said Ada Stone, the mayor.") == [("Ada Stone", "The bridge is safe")]


@pytest.mark.parametrize(
    "text",
    [
        "“We are all very glad today,” Ada Stone said.",
        "“We are all very glad today,” Ada Stone, mayor of Bergen since May, told reporters.",
        "“We are all very glad today,” said Mayor Ada Stone at the harbour.",
        "“We are all very glad today,” the mayor, Ada Stone, said.",
        "“We are all very glad today,” said the head of the town council, Ada Stone.",
        "Ada Stone said: “We are all very glad today.”",
        "Ada Stone, 48, a former judge, told the Daily: “We are all very glad today.”",
        "On Monday, deputy mayor Ada Stone added: “We are all very glad today.”",
        "“We are,” said Ada Stone, “all very glad today.”",
        '"We are all very glad today," said Ada Stone.',
        "‘We are all very glad today,’ said Ada Stone.",
        "Ada Stone left.\n\n“We are all very glad today,” said Stone.",
        "“We are all very glad today. \n\n“And tomorrow we shall be, too,” said Ada Stone.",
        "Ada Stone disagrees. “We are all very glad today.”",
        "Ada Stone was asked about it. “We are all very glad today,” she said.",
        "Ada Stone dismissed the report, calling it “a very bad one”.",
    ],
)
def test_the_speaker_is_found(text: str) -> None:
    assert speakers(text)[-1] == "Ada Stone"


@pytest.mark.parametrize(
    "text",
    [
        "“We are all very glad today.” The harbour is long.",
        "Ada Stone met Jane Reed. “We are all very glad today,” she said.",
        "Ada Stone was told “no, we are not glad”.",
        "A source in the office of Ada Stone said: “We are all very glad today.”",
        "“We are all very glad today,” said Ada Stone’s husband.",
        "“We are all very glad today,” an aide to Ada Stone said.",
        "“We are all very glad today,” said a spokesman for Ada Stone.",
        "Asked about Ada Stone, he replied: “We are all very glad today.”",
        "Ada Stone pointed out Reed’s threat to “close the whole bridge”.",
        "Ada Stone listened. “We are all very glad today,” they said.",
    ],
)
def test_a_doubtful_speaker_is_left_out(text: str) -> None:
    assert all(speaker is None for speaker in speakers(text))


def test_a_speaker_without_a_name_is_given_in_the_articles_words() -> None:
    (speech,) = find_speech("“We have never seen this work before,” a US official told CNN.")
    assert (speech.speaker, speech.unnamed) == (None, "a US official")


def test_what_follows_the_attribution_is_the_same_speakers() -> None:
    text = "“It is safe,” said Ada Stone. “It will stay so.” Jane Reed left. “It was never safe here.”"
    assert speakers(text) == ["Ada Stone", "Ada Stone", None]


def test_words_that_open_anew_without_having_been_closed_are_the_same_speakers() -> None:
    text = "Ada Stone, the mayor, said: “We are glad today. “The bridge is safe. “Come and see it, all of you.”"
    assert heard(text) == [
        ("Ada Stone", "We are glad today."),
        ("Ada Stone", "The bridge is safe."),
        ("Ada Stone", "Come and see it, all of you."),
    ]


def test_a_sentence_that_leads_to_other_words_does_not_say_who_asked_before_it() -> None:
    text = "Ada Stone said: “We are glad. “What are we waiting for?” Jane Reed, a judge, added: “It is not surprising.”"
    assert speakers(text) == ["Ada Stone", "Ada Stone", "Jane Reed"]


def test_who_leads_on_to_other_words_has_said_those_that_a_comma_ends() -> None:
    text = "“It is safe,” said Ada Stone. “It will harm us all,” the scientists write, adding: “We must be told first.”"
    assert [(one.speaker, one.unnamed) for one in find_speech(text)][1] == (None, "the scientists")


def test_a_title_in_quotation_marks_is_no_speech() -> None:
    assert find_speech("The film “Gone West” was shown, and “cheap” tickets sold out.") == ()


def test_clear_reported_speech_is_marked_as_such() -> None:
    (speech,) = find_speech(text := "The bridge opened. Ada Stone said that the bridge would shorten every journey.")
    assert (speech.speaker, speech.reported) == ("Ada Stone", True)
    assert text[speech.start : speech.end] == "the bridge would shorten every journey"


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        ("Ada Stone said the bridge was safe.", "Ada Stone", "the bridge was safe"),
        ("Corvane's chief executive, Ada Stone, said it would build a plant.", "Ada Stone", "it would build a plant"),
        ("The shadow minister, Dame Ada Stone, said it would cost more.", "Ada Stone", "it would cost more"),
        ("Farms were lost. On Monday Ada Stone said crews had been slow.", "Ada Stone", "crews had been slow"),
        ("Ada Stone told the court that her husband had changed.", "Ada Stone", "her husband had changed"),
        ("Ada Stone said on Monday that the bridge was safe.", "Ada Stone", "the bridge was safe"),
        ("Ada Stone insisted she would not resign, and warned Tom Reed.", "Ada Stone", "she would not resign"),
        ("The bridge was quite safe, said Ada Stone, the mayor of Bergen.", "Ada Stone", "The bridge was quite safe"),
        ("The bridge was quite safe, Ada Stone said on Monday.", "Ada Stone", "The bridge was quite safe"),
        ("According to Ada Stone, the mayor, the bridge is safe.", "Ada Stone", "the bridge is safe"),
        ("The bridge is quite safe, according to Ada Stone.", "Ada Stone", "The bridge is quite safe"),
        ("Ada Stone said that the bridge was safe; ferries stop.", "Ada Stone", "the bridge was safe"),
        ("Ada Stone left. She said the bridge was safe.", "Ada Stone", "the bridge was safe"),
        ("Ada Stone (Lab) said the bridge was safe.", "Ada Stone", "the bridge was safe"),
        ("Ada Stone told Reuters the firm had not been asked.", "Ada Stone", "the firm had not been asked"),
        ("According to Ada Stone, a judge who is ill, the law was bad.", "Ada Stone", "the law was bad"),
        ("Reporters said Ada Stone looked tired.", None, "Ada Stone looked tired"),
        ("The minister said prices would soon fall.", None, "prices would soon fall"),
        ("Residents of Port Selim said all shelling had stopped.", None, "all shelling had stopped"),
    ],
)
def test_reported_speech_needs_no_that(text: str, who: str | None, what: str) -> None:
    heard = [(one.speaker, text[one.start : one.end]) for one in find_speech(text) if one.reported]
    assert heard == [(who, what)]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Stone said goodbye to all who had worked there.",
        "Ada Stone said nothing as she was led away.",
        "Ada Stone was said to be quite furious with them.",
        "What Ada Stone said made no difference to anybody.",
        "If Ada Stone said she would pay, she would pay.",
        "Richard claimed the throne, imprisoned in the tower.",
        "Nobody said Ada Stone was entirely wrong.",
    ],
)
def test_what_is_not_asserted_is_no_report(text: str) -> None:
    assert not [one for one in find_speech(text) if one.reported]


def test_a_report_ends_where_another_takes_the_floor() -> None:
    text = "Ada Stone said that the bridge was safe; Tom Reed said that it was not safe."
    assert heard(text) == [("Ada Stone", "the bridge was safe"), ("Tom Reed", "it was not safe")]


def test_what_an_unnamed_speaker_adds_is_not_the_words_of_who_spoke_before() -> None:
    text = "Tom Reed said: “We did offer it.”\n\nA spokesman said no decision had been made. “We may talk,” he added."
    assert speakers(text) == ["Tom Reed", None, None]


def test_she_is_the_one_whose_words_the_sentence_before_reports() -> None:
    text = "“I saw it,” said Tom Reed.\n\nData chief Ada Stone said her men looked. “Firms must tell us,” she said."
    assert speakers(text) == ["Tom Reed", "Ada Stone", "Ada Stone"]


def test_she_may_be_the_one_of_whom_the_sentence_before_reports() -> None:
    text = "“I saw it,” said Lucy Tran.\n\nThe barrister, Alistair Hume, claimed that she lied. “I did not,” she said."
    assert speakers(text) == ["Lucy Tran", None]


def test_a_last_name_means_the_one_who_alone_has_been_named_so_far() -> None:
    text = (
        "Ted Marsh lost his boats. “All of it was in there,” said Marsh.\n\n"
        "His daughter Ella Marsh collects money. “He would never ask for it,” she said. “We are poor,” Marsh said."
    )
    assert speakers(text) == ["Ted Marsh", "Ella Marsh", "Marsh"]


@pytest.mark.parametrize("title", ["Councillor", "Cllr", "Cllr.", "Rev", "Chief Inspector"])
def test_a_title_is_no_part_of_the_name(title: str) -> None:
    assert speakers(f"Ada Stone left. “We are all very glad today,” {title} Stone said.") == ["Ada Stone"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Joeri Maas of Utrecht University left.", "Joeri Maas", "person"),
        ("Detective Sergeant Paul Amis of Weir Police left.", "Paul Amis", "person"),
        ("The Royal Society of London left.", "Royal Society of London", "place"),
        ("PORT SELIM (AFP) - Ada Stone left.", "PORT SELIM", "place"),
        ("Port Selim, 3 May – Ada Stone left.", "Port Selim", "place"),
        ("WASHINGTON — Ada Stone left.", "WASHINGTON", "place"),
        ("Ada Stone – the mayor – left.", "Ada Stone", "person"),
        ("Ada Stone (Labour) - the mayor - left.", "Ada Stone", "person"),
    ],
)
def test_who_works_where_and_who_reports_from_where(text: str, name: str, kind: str) -> None:
    assert next((one.name, one.kind) for one in find_entities(text)) == (name, kind)


def test_a_dateline_is_nobody_who_may_be_meant() -> None:
    text = "Port Selim (AFP) - Ada Stone was asked about it. “We are all very glad today,” she said."
    assert speakers(text) == ["Ada Stone"]


@pytest.mark.parametrize("text", ['He said "one" and " two', "“", '"', "“a", "”“", "", "\n", '"""', "‘’", "“”"])
def test_marks_that_do_not_pair_do_no_harm(text: str) -> None:
    for quoted in find_quoted(text):
        assert 0 <= quoted.opens <= quoted.start <= quoted.end <= quoted.closes <= len(text)
    find_speech(text)


def test_an_odd_straight_mark_does_not_turn_the_telling_into_quotations() -> None:
    text = 'It was 12" wide. "We measured it twice," said Ada Stone.'
    assert [text[one.start : one.end] for one in find_quoted(text)] == ["We measured it twice,"]


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    opened = open_newsroom(tmp_path_factory.mktemp("newsroom"))
    yield opened
    opened.index.close()


def test_rows_of_an_answer_stand_where_they_say(answerer: Answerer) -> None:
    answer = answerer.answer("What did Ada Stone say about the bridge?")
    with answerer.index.snapshot() as snapshot:
        rows = who_said_what(snapshot, answer)
        for row in rows:
            article = snapshot.article(row.article_id)
            assert article and article.text[row.start : row.end] == row.words
    assert [(row.speaker, row.words, row.article_id) for row in rows] == [
        ("Ada Stone", "The bridge will shorten every journey", "bridge")
    ]
