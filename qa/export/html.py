"""An answer as HTML: everything escaped, nothing remote, made to be read, pasted and printed."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import urlsplit

from qa.export.told import SOURCES_DIFFER, Differing, Sentence, Source, Told

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 Georgia, "Times New Roman", serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem;
  overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; line-height: 1.2; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .5rem; }
h3 { font: 600 .85rem/1.4 system-ui, sans-serif; margin: 1.2rem 0 .4rem; }
article { border-top: 1px solid GrayText; padding: 1.4rem 0; }
p { margin: .5rem 0; }
.short { font-size: 1.2rem; font-weight: 600; }
.quiet, .facts { font: .85rem/1.5 system-ui, sans-serif; }
sup { line-height: 0; }
ul { list-style: none; margin: 0; padding: 0; }
li { margin: .6rem 0; break-inside: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } h1, h2, h3 { break-after: avoid; } }
"""


def html_document(title: str, told: Sequence[Told]) -> str:
    """A page of its own that loads nothing and runs nothing, whatever it holds."""
    heading = f"<h1>{_words(title)}</h1>\n" if len(told) != 1 or told[0].question != title else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_words(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + heading
        + "".join(told_as_html(one) for one in told)
        + "</body>\n</html>\n"
    )


def told_as_html(told: Told) -> str:
    """The answer as an ``article`` element."""
    parts = [f"<h2>{_words(told.question)}</h2>"]
    parts += [f'<p class="quiet">{_words(fact)}</p>' for fact in (told.understood, told.notice) if fact]
    parts += [f'<p class="short">{_words(told.short)}</p>'] if told.short else []
    parts += [f"<p>{' '.join(_sentence(sentence) for sentence in told.sentences)}</p>"] if told.sentences else []
    if told.differing:
        parts += [f"<h3>{SOURCES_DIFFER}</h3>", "<ul>", *(_side(one) for one in told.differing), "</ul>"]
    parts += [f"<p>{_words(told.ending)}</p>"] if told.ending else []
    if told.sources:
        parts += ["<h3>Sources</h3>", "<ul>", *(_source(source) for source in told.sources), "</ul>"]
    parts += [f'<p class="facts">{_words(" · ".join(told.facts))}</p>'] if told.facts else []
    return "<article>\n" + "\n".join(parts) + "\n</article>\n"


def _sentence(sentence: Sentence) -> str:
    numbers = "".join(f"<sup>[{number}]</sup>" for number in sentence.numbers)
    return _words(sentence.text) + numbers + (f" <em>({_words(sentence.doubt)})</em>" if sentence.doubt else "")


def _side(one: Differing) -> str:
    return f"<li><strong>{_words(one.value)}</strong>: “{_words(one.quote)}” — {_about(one.about)}</li>"


def _source(source: Source) -> str:
    known = _about((*source.about, source.told))
    return f"<li>[{source.number}] “{_words(source.quote)}” — {known}{_address(source.url)}</li>"


def _about(about: Sequence[str]) -> str:
    """What is known of an article, its title set off."""
    title, *rest = about
    return ", ".join([f"<strong>{_words(title)}</strong>", *(_words(one) for one in rest if one)])


def _address(url: str | None) -> str:
    if not url:
        return ""
    if not _is_web(url):
        return f", {_words(url)}"
    return f', <a href="{_words(url)}" rel="noopener noreferrer nofollow">{_words(url)}</a>'


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _words(text: str) -> str:
    """The text with every character that HTML gives a meaning escaped; what cannot stand in HTML is shown as such."""
    written = text.encode("utf-8", "replace").decode("utf-8")
    return escape(_CONTROLS.sub("\ufffd", written))
