"""What is taken away says what the page said, with its sources, and holds no markup that others wrote."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from qa.export.document import (
    FORMS,
    STOPPED,
    Format,
    answer_as_html,
    answer_as_markdown,
    answer_as_plain,
    export_conversation,
    export_turn,
    file_name,
)
from qa.export.markdown import escape_markdown
from qa.history.conversations import Conversation, Feedback, StoredTurn
from qa.remarks import REFUSAL
from qa.types import Answer, Carrier, Citation, Filters, Side, Statement

FIRST = Citation(
    1,
    "a",
    "a:0",
    0,
    4,
    "The talks were\noff.",
    "Talks & tea",
    "CNN",
    date(2018, 11, 8),
    "a.txt",
    "https://x.example/1",
    "d",
)
SECOND = Citation(
    2, "b", "b:0", 0, 4, "Kim left.", "Kim", None, None, "b.txt", None, "d", (Carrier("c", "C", "AP", None),)
)
UNUSED = Citation(3, "c", "c:0", 0, 4, "Never shown.", "Unused", None, None, "c.txt", None, "d")
STATEMENTS = (
    Statement("The talks were off.", (1,), "verbatim"),
    Statement("Kim left in May.", (2,), "unsupported", (), ("May",)),
)
ANSWER = Answer(
    "Who left?",
    "Who left the talks?",
    "answered",
    "Kim",
    STATEMENTS,
    (FIRST, SECOND, UNUSED),
    (),
    "g000002",
    model="m:x",
)
REFUSED = Answer(
    "Who?", "Who?", "no_evidence", None, (), (), (), "g000002", filters=Filters(("CNN",), date(2018, 1, 2)), undated=2
)
ASKED = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)
TURN = StoredTurn("t1", "Who left?", ANSWER, ASKED, "c1", Feedback(False, "wrong <b>year</b>"))
CONVERSATION = Conversation("c1", "Talks *and* tea", ASKED, ASKED)
TURNS = [TURN, StoredTurn("t2", "Who?", REFUSED, ASKED, "c1")]


def test_plain_text_numbers_its_sources() -> None:
    assert answer_as_plain("Who left?", ANSWER) == (
        "Who left?\n\n"
        "Understood as: Who left the talks?\n\n"
        "Kim\n\n"
        "The talks were off. [1] Kim left in May. [2] (not confirmed by the articles: May)\n\n"
        "Sources\n"
        "[1] “The talks were off.” — Talks & tea, CNN, 2018-11-08, a.txt, https://x.example/1\n"
        "[2] “Kim left.” — Kim, date unknown, b.txt, 2 articles tell this story\n"
    )


def test_markdown_numbers_its_sources_and_reads_well_unrendered() -> None:
    assert answer_as_markdown("Who left?", ANSWER) == (
        "## Who left?\n\n"
        "*Understood as: Who left the talks?*\n\n"
        "**Kim**\n\n"
        "The talks were off. \\[1\\] Kim left in May. \\[2\\] *(not confirmed by the articles: May)*\n\n"
        "### Sources\n\n"
        "- \\[1\\] “The talks were off.” — **Talks & tea**, CNN, 2018-11-08, a.txt, <https://x.example/1>\n"
        "- \\[2\\] “Kim left.” — **Kim**, date unknown, b.txt, 2 articles tell this story\n"
    )


def test_html_links_a_source_on_the_web() -> None:
    html = answer_as_html("Who left?", ANSWER)
    assert "<p>The talks were off.<sup>[1]</sup> Kim left in May.<sup>[2]</sup> <em>(not confirmed" in html
    assert '<strong>Talks &amp; tea</strong>, CNN, 2018-11-08, a.txt, <a href="https://x.example/1"' in html
    assert "Never shown" not in html


SIDES = (
    Side("May", "b", "Kim & co", "AP", date(2018, 11, 9), 0, 16, "Kim left in May.", "d"),
    Side("<b>June</b>", "c", "Kim", None, None, 0, 17, "Kim left in\nJune.", "d"),
)


@pytest.mark.parametrize(
    ("write", "expected"),
    [
        (
            answer_as_plain,
            "Sources differ\n"
            "May: “Kim left in May.” — Kim & co, AP, 2018-11-09\n"
            "<b>June</b>: “Kim left in June.” — Kim, date unknown\n",
        ),
        (
            answer_as_markdown,
            "### Sources differ\n\n"
            "- **May**: “Kim left in May.” — **Kim & co**, AP, 2018-11-09\n"
            "- **\\<b\\>June\\</b\\>**: “Kim left in June.” — **Kim**, date unknown\n",
        ),
        (
            answer_as_html,
            "<h3>Sources differ</h3>\n<ul>\n"
            "<li><strong>May</strong>: “Kim left in May.” — <strong>Kim &amp; co</strong>, AP, 2018-11-09</li>\n"
            "<li><strong>&lt;b&gt;June&lt;/b&gt;</strong>: “Kim left in\nJune.” — "
            "<strong>Kim</strong>, date unknown</li>",
        ),
    ],
)
def test_what_the_articles_differ_on_goes_along_with_its_dates(write, expected: str) -> None:
    written = write("Who left?", replace(ANSWER, differing=SIDES))
    assert expected in written
    assert written.index("Sources differ") < written.index("Sources", written.index(expected) + len(expected))
    assert "differ" not in write("Who left?", ANSWER)


@pytest.mark.parametrize("write", [answer_as_plain, answer_as_markdown, answer_as_html])
def test_a_refusal_is_said(write) -> None:
    assert REFUSAL in write("Who?", REFUSED)
    assert "Sources" not in write("Who?", REFUSED)


@pytest.mark.parametrize("write", [answer_as_plain, answer_as_markdown, answer_as_html])
def test_what_was_stopped_before_a_word_is_no_refusal(write) -> None:
    written = write("Who?", replace(REFUSED, stopped=True))
    assert STOPPED in written
    assert REFUSAL not in written


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x.example/> <b>", "data:text/html,x", "http://[", "//x"]
)
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    answer = replace(ANSWER, citations=(replace(FIRST, url=url), SECOND))
    hrefs = [dict(attributes).get("href") for tag, attributes in tags(answer_as_html("Q?", answer)) if tag == "a"]
    assert all(href is not None and href.startswith("https://x.example/") for href in hrefs)
    linked = [token for token in inline(answer_as_markdown("Q?", answer)) if token.type == "link_open"]
    assert linked == []


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_conversation_keeps_when_how_and_from_what_it_was_answered(form: Format) -> None:
    text = export_conversation(CONVERSATION, TURNS, form)
    for words in (
        "Asked 2026-11-22 09:05 UTC",
        "Written by x (m)",
        "Quoted from the articles",
        "Index g000002",
        "Only articles from CNN, published since 2 January 2018",
        "Marked as not helpful",
    ):
        assert words in text
    assert text.index("Who left?") < text.index("Who?")


def test_json_holds_everything() -> None:
    kept = json.loads(export_conversation(CONVERSATION, TURNS, "json"))
    assert (kept["id"], kept["title"], len(kept["turns"])) == ("c1", "Talks *and* tea", 2)
    first, second = kept["turns"]
    assert (first["id"], first["asked"], first["model"]) == ("t1", "2026-11-22T09:05:00+00:00", "m:x")
    assert first["feedback"] == {"helpful": False, "reason": "wrong <b>year</b>"}
    assert first["citations"][0]["quote"] == FIRST.quote
    assert (second["filters"]["publishers"], second["feedback"]) == (["CNN"], None)
    assert second["filters"]["undated"] == 2
    assert json.loads(export_turn(TURN, "json")) == first


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def parse(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    return tags


def tags(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    return parse(html).found


def inline(markdown: str) -> list:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return [child for token in tokens for child in (token, *(token.children or ()))]


def with_words(words: str) -> StoredTurn:
    citation = replace(FIRST, quote=words, title=words, publisher=words, source=words, url=words)
    answer = replace(
        ANSWER,
        standalone_question=words,
        short_answer=words,
        statements=(Statement(words, (1,), "unsupported", (), (words,)),),
        citations=(citation,),
        notice=words,
        model=words,
        filters=Filters(topic=words, publishers=(words,)),
    )
    return replace(TURN, question=words, answer=answer, feedback=Feedback(True, words))


HOSTILE = st.text(st.sampled_from("*_`#[]()<>!|~$\\&;:/@.-+=0123456789)abwhtp\n\t \"'\x00\u2028é🙂\ud800"), max_size=40)
TAGS = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "h1",
    "h2",
    "h3",
    "p",
    "article",
    "strong",
    "em",
    "sup",
    "ul",
    "li",
    "a",
]


@settings(max_examples=300, deadline=None)
@given(HOSTILE)
@example("<script>alert(1)</script>")
@example('"><img src=x onerror=alert(1)>')
@example("</title><script>")
def test_html_has_no_element_but_its_own(words: str) -> None:
    for html in (
        export_turn(with_words(words), "html"),
        export_conversation(CONVERSATION, [with_words(words)], "html"),
    ):
        html.encode("utf-8")
        for tag, attributes in tags(html):
            assert tag in TAGS
            assert {name for name, _ in attributes} <= {
                "lang",
                "charset",
                "http-equiv",
                "content",
                "name",
                "class",
                "href",
                "rel",
            }


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | HOSTILE)
@example("1. one")
@example("&amp; &#36; &copy;")
@example("![x](http://x.example/y.png) [a]: b")
@example("# Title #")
@example("a\\")
@example("- [ ] x\n\n    code")
def test_markdown_shows_the_characters_that_it_was_given(words: str) -> None:
    tokens = inline(escape_markdown(words) + "\n")
    assert {token.type for token in tokens} <= {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}
    shown = "".join(token.content for token in tokens if token.type.startswith("text"))
    wanted = " ".join("".join(" " if is_control(c) else c for c in words).split())
    assert shown == wanted.replace("\x00", "\ufffd")


def is_control(character: str) -> bool:
    return ord(character) < 32 or 0x7F <= ord(character) < 0xA0 or character in "\u2028\u2029"


@settings(max_examples=200, deadline=None)
@given(HOSTILE)
def test_a_markdown_file_has_no_structure_but_its_own(words: str) -> None:
    tokens = inline(export_conversation(CONVERSATION, [with_words(words)], "markdown"))
    allowed = {"heading", "paragraph", "bullet_list", "list_item", "strong", "em"}
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds <= allowed | {"inline", "text", "text_special", "softbreak"}
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings == ["h1", "h2", "h3"]


def test_what_github_makes_a_link_or_a_picture_is_kept_apart() -> None:
    assert escape_markdown("see http://x.example, www.x.example :smile: 5:30") == (
        "see http\\://x.example, www\\.x.example \\:smile: 5:30"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_file_name_says_what_it_is_and_cannot_lead_elsewhere(form: Format) -> None:
    ending = FORMS[form].ending
    assert file_name("Who met Kim, & why?", form) == f"clippings-who-met-kim-why.{ending}"
    assert file_name("../../etc/passwd\x00", form) == f"clippings-etc-passwd.{ending}"
    assert file_name("?!", form) == f"clippings-answer.{ending}"
    assert len(file_name("x" * 500, form)) < 80
