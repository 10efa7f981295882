"""The article's own text on a web page, as paragraphs: trafilatura finds it, once what is plainly no text is gone."""

import re
from typing import TYPE_CHECKING

from index.formats.page_facts import PageFacts
from index.text import to_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Elements that are not text. A figure's caption says what is on a picture, which nobody will see here.
_NO_TEXT = {
    *("script", "style", "noscript", "template", "nav", "form", "button", "dialog", "iframe", "object", "svg"),
    *(
        "figcaption",
        "amp-ad",
        "amp-consent",
        "amp-sidebar",
        "amp-list",
        "select",
        "input",
        "textarea",
        "video",
        "audio",
    ),
}
_NO_TEXT_ROLES = {"navigation", "dialog", "search", "alertdialog", "menu", "toolbar"}
# Words in the names that sites give to blocks: only such as never name an article's own block.
_NO_TEXT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|sign-?up|subscri(?:be|ption)s?|related|read-?more|see-?also|more-?on|recommended|"
    r"most-?(?:read|popular|viewed)|"
    r"shar(?:e|ing)|social|cookies?|consent|breadcrumbs?|pagination|tags?|topics|by-?line|bio|advert(?:isement)?s?|"
    r"promo|sponsored|pull-?quotes?|toc|key-?events|rating)(?:$|[\s_-])",
    re.IGNORECASE,
)
# What readers wrote: it can be longer than the article, so only whole names count.
_COMMENTS = re.compile(
    r"(?:reader-)?comments?(?:-?(?:list|section|area|thread|container))?|discussion|disqus_thread", re.I
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BLOCKS = (
    "div",
    "section",
    "aside",
    "ul",
    "ol",
    "p",
    "details",
    "figure",
    "header",
    "footer",
    "table",
    "span",
    "blockquote",
)
_ARTICLE_PARTS = ("article", "main", "body", "html")
# Lines that send the reader elsewhere, with the link that they lead to.
_POINTER = re.compile(
    r"^\W*(?:read|see|watch|listen|more|also|related|sign up|subscribe|follow|click|tap|download|"
    r"à lire|lire aussi|lesen sie|mehr zum|lea |leia|leggi|läs )",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"\b(?:subscri(?:be|ber|ption)|sign up|log in|newsletter|free article|unlimited access|abonn|registrieren)",
    re.IGNORECASE,
)
_INVITATION = re.compile(
    r"^(?:sign up|subscribe|join|get)\b.{0,150}\b(?:newsletters?|inbox|mailing list)\b.{0,80}$", re.IGNORECASE
)
# What stands between headline and text but is neither: "By …", "Last updated", a line with a day and a year.
_ABOVE_TEXT = re.compile(
    r"^(?:by|par|von|por|words)\b.{0,100}$|^(?:last |first )?(?:updated|published|posted|publié|mis à jour|publicado|"
    r"veröffentlicht|aktualisiert)\b.{0,100}$|^(?=.{0,60}$)(?=.*\b\d{1,2}\b|.*\d月).*(?:19|20)\d\d",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"\W*(advertisement|advertising|anzeige|publicité|publicidad)( [–—-] .{0,40})?\W*", re.IGNORECASE
)
_RULE = re.compile(r"^[|\s:-]+$")
_QUOTES = re.compile(r"[\"'“”„‟«»‘’‚‹›「」『』]")
_SENTENCE_END = re.compile(r"""[.!?…。！？؟][\s"'”’»“」)\]]*$""")
_SHORTEST_SENTENCE = 30
_SHORTEST_IDEOGRAPHIC_SENTENCE = 10
_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MOST_OF = 0.7
_LONGEST_CELL = 500
_LONGEST_KICKER = 60
_MOST_IN_A_BOX = 0.35


def read_text(tree: "HtmlElement", facts: PageFacts) -> list[str]:
    """The article's paragraphs, without what ``facts`` hold already; none where the page has no article.

    The tree is changed.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    _remove_what_is_no_text(tree, facts.title)
    found = bare_extraction(tree, include_comments=False)
    text = found.text or "" if isinstance(found, Document) else ""
    paragraphs = [_row(line) for line in text.split("\n") if line.strip() and not _RULE.match(line)]
    noise = (_ADVERTISEMENT, _INVITATION)
    paragraphs = [
        line for line in paragraphs if not any(p.fullmatch(line) for p in noise) and _plain(line) != _plain(facts.title)
    ]
    # Where a page has no article, its menus are what is found.
    if not any(map(_is_sentence, paragraphs)):
        return []
    return list(_without_edges(paragraphs, facts))


def _remove_what_is_no_text(tree: "HtmlElement", title: str) -> None:
    for table in [table for table in tree.iter("table") if _is_layout(table)]:
        for node in [table, *table.iter("tbody", "tr", "td", "th")]:
            node.tag = "div"
    for node in [node for node in tree.iter() if _is_never_text(node)]:
        _drop(node)
    length = len("".join(tree.itertext()))
    for node in [node for node in tree.iter(*_BLOCKS) if _is_box(node, length)]:
        _drop(node)
    for node in [node for node in tree.iter("p", "div", "li", "h2", "h3", "h4") if _is_pointer(node)]:
        _drop(node)
    _settle_articles(tree)
    for header in [node for node in tree.iter("header") if node.xpath("ancestor::article|ancestor::main")]:
        header.tag = "div"  # within an article a header holds its headings and its lead
    _drop_kickers(tree, title)
    _drop_pull_quotes(tree)


def _drop_pull_quotes(tree: "HtmlElement") -> None:
    """Drop the quotations that only say once more what the text says, as magazines set them."""
    whole = _unquoted(" ".join(tree.itertext()))
    counts: dict[str, int] = {}
    for quote in list(tree.iter("blockquote", "aside")):
        first = next(quote.iter("p"), quote)
        said = _unquoted(" ".join(first.itertext()))
        if said and said not in counts:
            counts[said] = whole.count(said)
        if counts.get(said, 0) > 1:
            counts[said] -= 1  # the last one stays
            _drop(quote)


def _drop_kickers(tree: "HtmlElement", title: str) -> None:
    """Drop the few words that stand above the headline."""
    headlines = [node for node in tree.iter("h1", "h2") if _plain(" ".join(node.itertext())) == _plain(title)]
    for headline in headlines:
        for above in list(headline.itersiblings(preceding=True)):
            if len(to_line(" ".join(above.itertext()))) <= _LONGEST_KICKER and above.getparent().tag != "body":
                _drop(above)


def _settle_articles(tree: "HtmlElement") -> None:
    """Leave one <article>: others are teasers where one holds the headline, and else parts, as in a live blog."""
    articles = list(tree.iter("article"))
    main = next((article for article in articles if next(article.iter("h1"), None) is not None), None)
    for article in articles:
        if main is None or main in article.iterancestors():
            article.tag = "div"
        elif article is not main and article not in main.iterancestors():
            _drop(article)


def _is_layout(table: "HtmlElement") -> bool:
    """Whether a table only puts columns beside each other, as old pages do."""
    return any(
        next(cell.iter("h1", "h2"), None) is not None or len("".join(cell.itertext())) > _LONGEST_CELL
        for cell in table.iter("td")
    )


def _is_never_text(node: "HtmlElement") -> bool:
    if not isinstance(node.tag, str) or node.tag in _ARTICLE_PARTS:
        return False
    return node.tag in _NO_TEXT or node.get("role") in _NO_TEXT_ROLES or node.get("hidden") is not None


def _is_box(node: "HtmlElement", whole: int) -> bool:
    """Whether a block is by its name or its words something beside the article; ``whole`` is the page’s length."""
    if next(node.iter("h1"), None) is not None:
        return False
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if any(map(_COMMENTS.fullmatch, names.split())) or _asks_to_subscribe(node):
        return True
    if not _NO_TEXT_NAMES.search(_CAMEL.sub("-", names)):
        return False
    return len("".join(node.itertext())) < _MOST_IN_A_BOX * whole  # or it is the article, whatever it is called


def _asks_to_subscribe(node: "HtmlElement") -> bool:
    """A box that speaks of nothing but subscribing."""
    if node.tag not in ("section", "aside", "div") or next(node.iter("article", "h1"), None) is not None:
        return False
    blocks = [to_line(" ".join(block.itertext())) for block in node.iter("p", "h2", "h3", "h4", "li")]
    asking = sum(len(block) for block in blocks if _SUBSCRIBE.search(block))
    return asking > _MOST_OF * sum(map(len, blocks)) and asking > 0


def _is_pointer(node: "HtmlElement") -> bool:
    """A line whose only purpose is the link in it."""
    linked = sum(len(to_line(" ".join(link.itertext()))) for link in node.iter("a"))
    text = to_line(" ".join(node.itertext()), 1000)
    if not linked or len(text) > 200:
        return False
    return (linked > _MOST_OF * len(text) and not _SENTENCE_END.search(text)) or _POINTER.match(text) is not None


def _drop(node: "HtmlElement") -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _row(line: str) -> str:
    """A table's row without the marks around it."""
    return line.strip().strip("|").strip() if line.lstrip().startswith("|") else line


def _without_edges(paragraphs: list[str], facts: PageFacts) -> list[str]:
    """Without lines that name author or day above the first sentence, or the site after the last one."""
    sentences = [number for number, paragraph in enumerate(paragraphs) if _is_sentence(paragraph)]
    names = [_plain(name) for name in facts.author.split(", ") if name]
    site = _plain(facts.publisher)

    def is_kept(number: int, paragraph: str) -> bool:
        plain = _plain(paragraph)
        if number < sentences[0]:
            return not _ABOVE_TEXT.search(paragraph) and not any(name in plain for name in names)
        return number < sentences[-1] or not site or _is_sentence(paragraph) or site not in plain

    return [paragraph for number, paragraph in enumerate(paragraphs) if is_kept(number, paragraph)]


def _is_sentence(paragraph: str) -> bool:
    shortest = _SHORTEST_IDEOGRAPHIC_SENTENCE if _IDEOGRAPHIC.search(paragraph) else _SHORTEST_SENTENCE
    return len(paragraph) >= shortest and _SENTENCE_END.search(paragraph[-10:]) is not None


def _unquoted(text: str) -> str:
    return " ".join(_QUOTES.sub("", text).split()).strip(" .,")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
