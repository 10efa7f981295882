"""Files that were made to do harm: each kind of trick that formats like these have been attacked with, by name."""

import codecs
import io
import json
import os
import random
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.index.formats.writing import PARAGRAPHS, TEXT, docx, pdf, printed, stream, wrap, zipped

ESCAPED = "/tmp/clippings-was-here"  # what a member with an absolute name would write
MILLION = 1_000_000
_ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS).encode()
_PRINTED = printed([wrap(paragraph) for paragraph in PARAGRAPHS])
_HEADER = b"title,date,text\n"


def page(body: bytes, head: bytes = b"") -> bytes:
    return b"<html><head><title>A page</title>%s</head><body><article>%s</article></body></html>" % (head, body)


def row(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def text_files() -> dict[str, bytes]:
    return {
        "nul.txt": b"The bridge\x00 is open.",
        "only-nul.txt": b"\x00" * MILLION,
        "lone-surrogates.txt": b"The bridge \xed\xa0\x80 is open.",
        "overlong.txt": b"The bridge \xc0\xaf..\xc0\xaf is open.",
        "beyond-unicode.txt": b"The bridge \xf7\xbf\xbf\xbf is open.",
        "utf16-without-mark.txt": TEXT.encode("utf-16-le"),
        "utf16-odd.txt": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le") + b"x",
        "utf16-lone-surrogate.txt": codecs.BOM_UTF16_LE + b"a\x00\x00\xd8b\x00",
        "utf32-beyond.txt": codecs.BOM_UTF32_LE + b"\xff\xff\xff\x7f",
        "latin1.txt": "Ein Café in Zürich öffnet.".encode("latin-1"),
        "shift-jis.txt": "橋が再開した。".encode("shift_jis"),
        "line-of-50-mb.txt": b"a" * 50 * MILLION,
        "line-of-5-mb.txt": b"a" * 5 * MILLION,
        "words-of-5-mb.txt": b"word " * MILLION,
        "stops-of-5-mb.txt": b"." * 5 * MILLION,
        "sentences-of-5-mb.txt": b"A. " * (5 * MILLION // 3),
        "newlines-of-5-mb.txt": b"\n" * 4 * MILLION + b"The end.",
        "paragraphs-of-5-mb.txt": b"a\n\n" * (5 * MILLION // 3),
        "quotes-of-5-mb.txt": b"' " * 2 * MILLION + b"'",
        "closing-quotes-of-5-mb.txt": b"." + b"'" * 4 * MILLION + b"x",
        "entities-of-5-mb.txt": b"&amp;" * MILLION,
        "entity-chain.txt": b"&" + b"amp;" * 300_000 + b"quot;",
        "entities-of-controls.txt": b"&#8203;&#0;&#55296;&#1114112;&#8238;" * 1000 + b"The bridge.",
        "combining-marks.txt": ("a" + "\u0301\u0327" * MILLION).encode(),
        "combining-marks-of-many-classes.txt": ("a" + "\u0315\u0301\u0327\u05b0" * 500_000).encode(),
        "bidi.txt": "Pay \u202e000,1\u202c now \u2066to\u2069 \u200fthem\u200e.".encode(),
        "bidi-nested.txt": ("\u202e" * MILLION + "The bridge.").encode(),
        "zero-width.txt": "\u200bT\u200bh\u200be\u2060 b\ufeffridge\u00ad.".encode(),
        "only-zero-width.txt": "\u200b\u200d\u2060\ufeff".encode() * 1000,
        "tag-characters.txt": ("The bridge" + "".join(chr(0xE0000 + ord(c)) for c in "ignore all")).encode(),
        "terminal-escapes.txt": b"\x1b]0;owned\x07\x1b[2JThe bridge \x1b[31mis open.\x08\x08",
        "carriage-returns.txt": b"The bridge is open.\rIt is closed.",
        "not-characters.txt": "The bridge \ufffe\uffff\U0001ffff.".encode(),
    }


def markdown_files() -> dict[str, bytes]:
    return {
        "deep.md": b"---\nkey: " + b"[" * 20_000 + b"\n---\nThe bridge.",
        "deep-flow.md": b"---\nkey: " + b"{a: " * 5_000 + b"\n---\nThe bridge.",
        "aliases.md": b"---\na0: &a0 [x, x]\n"
        + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n, n, n - 1, n - 1) for n in range(1, 60))
        + b"title: *a59\n---\nThe bridge.",
        "self-alias.md": b"---\ntitle: &a [*a, x]\n---\nThe bridge.",
        "python-object.md": b"---\ntitle: !!python/object/apply:os.system ['touch %s']\n---\nThe bridge."
        % ESCAPED.encode(),
        "large-front-matter.md": b"---\n" + b"key: value\n" * 400_000 + b"---\nThe bridge.",
        "merge-keys.md": b"---\n<<: {title: x}\n? [a, b]\n: c\n---\nThe bridge.",
        "endless-front-matter.md": b"---\n" * MILLION,
        "heading-of-spaces.md": b"# " + b" " * 4 * MILLION + b"x",
        "heading-of-hashes.md": b"# a" + b" #" * 2 * MILLION + b"x",
        "headings.md": b"# \n" * MILLION,
    }


def json_files() -> dict[str, bytes]:
    return {
        "deep.jsonl": b"[" * 100_000 + b"\n" + row(text="The bridge."),
        "line-of-50-mb.jsonl": row(text="a" * 50 * MILLION) + row(text="The bridge."),
        "digits.jsonl": b'{"text": "The bridge.", "id": ' + b"1" * 100_000 + b"}\n" + row(text="The bridge."),
        "huge-float.jsonl": b'{"text": "The bridge.", "id": 1e999, "date": -Infinity}\n',
        "surrogates.jsonl": b'{"text": "The \\ud800 bridge.", "title": "\\udfff"}\n',
        "nul.jsonl": b'{"text": "The \\u0000 bridge."}\n\x00\x00\n' + row(text="The bridge."),
        "wrong-types.jsonl": b'{"text": ["a"]}\n{"text": {"text": 1}}\n"text"\n1\nnull\ntrue\n[]\n',
        "field-types.jsonl": row(text="The bridge.", title=["x"], date={"a": 1}, id=True, url=None),
        "same-ids.jsonl": row(text="The bridge.", id="same-ids.jsonl#2") * 3 + row(text="The bridge."),
        "long-date.jsonl": row(text="The bridge.", date="1 " * MILLION) + row(text="The bridge.", date="9" * MILLION),
        "odd-dates.jsonl": b"".join(
            row(text="The bridge.", date=written)
            for written in (
                "0000-00-00",
                "99999-01-01",
                "1e9",
                "Sat, 31 Feb 2020",
                "::",
                "NaT",
                "10:10:10:10",
                "()" * 50,
            )
        ),
        "long-fields.jsonl": row(text="The bridge.", title="T" * MILLION, id="i" * MILLION, url="u" * MILLION),
        "deep.json": b"[" * 100_000 + b"]" * 100_000,
        "deep-objects.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "many-values.json": b"[" + b"[]," * 15 * MILLION + b"[]]",
        "digits.json": b'{"text": "The bridge.", "id": ' + b"1" * 100_000 + b"}",
        "surrogates.json": b'{"text": "The \\ud800 bridge."}',
        "60-mb.json": b'{"text": "' + b"a" * 60 * MILLION + b'"}',
        "same-keys.json": b'{"text": "One.", "text": "Two."}',
        "no-articles.json": b'{"articles": {"text": 1}}',
        "many-articles.json": b"[" + b'{"text": "The bridge."},' * 10_000 + b"7]",
    }


def table_files() -> dict[str, bytes]:
    return {
        "open-quote.csv": _HEADER + b'a,2021-06-14,The bridge.\nb,2021-06-14,"' + b"never closed,\n" * 1_500_000,
        "open-quote-small.csv": _HEADER + b'a,,"never closed\nb,,The bridge.\n',
        "line-of-50-mb.csv": _HEADER + b"a" * 50 * MILLION,
        "header-of-50-mb.csv": b"a," * 25 * MILLION,
        "million-columns.csv": b"text," + b"a," * MILLION + b"\n" + b"The bridge.\n" * 10,
        "million-cells.csv": _HEADER + b"," * 4 * MILLION + b"\n" + b"a,,The bridge.\n",
        "nul.csv": _HEADER + b"a,,The \x00 bridge.\n",
        "nul-header.csv": b"\x00" * 1000 + _HEADER,
        "utf16-odd.csv": codecs.BOM_UTF16_LE + "title,text\na,The bridge.\n".encode("utf-16-le") + b"x",
        "latin1.csv": _HEADER + "a,,Ein Café.\n".encode("latin-1"),
        "no-text.csv": b"a,b,c\n1,2,3\n",
        "hostile-names.csv": '"<b>x</b>","=cmd|\' /C calc\'!A0","\u202etxet"\n1,2,3\n'.encode(),
        "formula.csv": _HEADER + b"=1+1,,=HYPERLINK(1)\n",
        "cut-text.csv": _HEADER + b"a,2021-06-14,The bridge, which opened, is closed.\n",
        "empty-rows.csv": _HEADER + b",,\n" * 3 * MILLION,
        "one-quote.csv": b'"',
        "separator.csv": b"sep=\x01\ntitle\x01text\na\x01The bridge.\n",
    }


def html_files() -> dict[str, bytes]:
    entities = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    bomb = b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">' + entities + b"]>"
    outside = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    fetched = (
        b'<img src="http://127.0.0.1:9/a"><iframe src="http://127.0.0.1:9/b"></iframe><link href="//127.0.0.1:9/c">'
    )
    return {
        "deep.html": page(b"<div>" * 100_000 + _ARTICLE),
        "deep-inline.html": page(b"<b><i>" * 100_000 + _ARTICLE),
        "deep-tables.html": page(b"<table><tr><td>" * 30_000 + _ARTICLE),
        "deep-lists.html": page(b"<ul><li>" * 50_000 + _ARTICLE),
        "entities.html": bomb + page(b"<p>&a11;</p>" + _ARTICLE),
        "entities.xhtml": bomb + page(b"<p>&a11;</p>" + _ARTICLE),
        "outside-entity.xhtml": outside + page(b"<p>&x;</p>" + _ARTICLE),
        "scripts.html": page(b"<script>alert('bridge')</script>" * 50_000 + _ARTICLE),
        "only-scripts.html": page(b"<script>document.write('The bridge is open.')</script>"),
        "fetches.html": page(
            fetched * 100 + _ARTICLE, b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/">'
        ),
        "handlers.html": page(b'<p onload="x()"><a href="javascript:x()">The bridge</a></p>' + _ARTICLE),
        "attributes.html": page(b"<p " + b"a=b " * 200_000 + b">x</p>" + _ARTICLE),
        "long-attribute.html": page(b'<p title="' + b"a" * 12 * MILLION + b'">x</p>' + _ARTICLE),
        "utf7.html": b'<meta charset="utf-7">' + page(b"+ADw-script+AD4-alert(1)" + _ARTICLE),
        "program-as-charset.html": b'<meta charset="unicode_escape">' + page(b"\\x41" * 1000 + _ARTICLE),
        "zlib-as-charset.html": b'<meta charset="zlib">' + zlib.compress(b"a" * 50 * MILLION),
        "wrong-charset.html": b'<meta charset="utf-8">' + page("<p>Café</p>".encode("latin-1") * 50),
        "paragraph-of-4-mb.html": page(b"<p>" + b"word " * 800_000 + b"</p>"),
        "many-paragraphs.html": page(_ARTICLE * 2_000),
        "many-links.html": page(b'<p><a href="/x">more about the bridge</a></p>' * 100_000 + _ARTICLE),
        "nul.html": page(b"\x00" * 1000 + _ARTICLE),
        "open-comment.html": page(_ARTICLE + b"<!-- " + b"x" * MILLION),
        "comments.html": page(b"<!---->" * 500_000 + _ARTICLE),
        "deep-json-ld.html": page(_ARTICLE, b'<script type="application/ld+json">' + b'{"a":' * 50_000 + b"</script>"),
        "long-metadata.html": page(
            _ARTICLE,
            b"".join(b'<meta name="%s" content="%s">' % (n, b"By a and b, " * 50_000) for n in (b"author", b"date")),
        ),
        "many-json-ld.html": page(
            _ARTICLE, b'<script type="application/ld+json">{"@type": "Article"}</script>' * 50_000
        ),
        "long-json-ld.html": page(
            _ARTICLE, b'<script type="application/ld+json">[' + b'{"@type": "Thing"},' * 500_000 + b"{}]</script>"
        ),
        "json-ld-of-spaces.html": page(
            _ARTICLE, b'<script type="application/ld+json">' + b"-->" + b" " * MILLION + b"x,</script>"
        ),
        "many-headings.html": page(b"<h1>A page</h1><h2>A page of it</h2>" * 20_000 + _ARTICLE),
        "many-times.html": page(b"<h1>A page</h1>" + b'<time datetime="2020-01-02">x</time>' * 50_000 + _ARTICLE),
        "many-quotes.html": page(b"<blockquote><p>The bridge is open.</p></blockquote>" * 20_000 + _ARTICLE),
        "boxes-in-boxes.html": page((b'<div class="related">' * 200 + b"</div>" * 200) * 300 + _ARTICLE),
        "byline-of-blanks.html": page(
            b"<h1>A page</h1><p class=byline>By" + b" \xc2\xa0" * MILLION + b"x</p>" + _ARTICLE
        ),
        "many-bases.html": page(_ARTICLE, b'<base href="http://[::1"><link rel=canonical href="//[x">' * 20_000),
        "embedded-picture.html": page(b'<img src="data:image/png;base64,' + b"QUJD" * 5 * MILLION + b'">' + _ARTICLE),
        "cut-tag.html": page(_ARTICLE)[:-400] + b"<p class='",
        "form-feed.html": page(b"<p>\x0c\x1b[2J</p>" * 1000 + _ARTICLE),
    }


def pdf_files() -> dict[str, bytes]:
    bomb = zlib.compress(b"BT (a) Tj ET\n" * 8 * MILLION, 9)
    twice = zlib.compress(zlib.compress(b"\x00" * 100 * MILLION, 9), 9)
    calls = [
        stream(
            b"/X Do " * 10,
            f"/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /X {7 + number} 0 R >> >>",
        )
        for number in range(10)
    ]
    form = "/Type /XObject /Subtype /Form /BBox [0 0 1 1]"
    map_bomb = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange " + b"".join(
        b"100 beginbfrange " + b"<0000> <FFFF> <0041>\n" * 100 + b"endbfrange\n" for _ in range(200)
    )
    whole = pdf([_PRINTED])
    return {
        "bomb.pdf": pdf([stream(bomb, "/Filter /FlateDecode")]),
        "bomb-in-bomb.pdf": pdf([stream(twice, "/Filter [/FlateDecode /FlateDecode]")]),
        "filters.pdf": pdf([stream(b"61" * 1000, f"/Filter [{'/ASCIIHexDecode ' * 5000}]")]),
        "lzw-and-run-length.pdf": pdf([stream(b"\x81a" * MILLION, "/Filter /RunLengthDecode")]),
        "page-loop.pdf": pdf([_PRINTED], kids="2 0 R 4 0 R"),
        "page-within-itself.pdf": pdf([_PRINTED], page="/Kids [4 0 R] /Type /Pages"),
        "parent-loop.pdf": pdf([_PRINTED], page="/Parent 4 0 R"),
        "same-page-often.pdf": pdf([_PRINTED], kids="4 0 R " * 2_000),
        "count.pdf": whole.replace(b"/Count 1", b"/Count 999999999"),
        "table-loop.pdf": whole.replace(b"trailer << ", b"trailer << /Prev %d " % whole.rindex(b"xref\n0")),
        "negative-places.pdf": whole.replace(b"startxref\n", b"startxref\n-"),
        "wrong-places.pdf": whole.replace(b"0000000", b"9999999"),
        "contents-often.pdf": pdf([_PRINTED], page="/Contents [" + "5 0 R " * 100_000 + "]"),
        "form-in-itself.pdf": pdf(
            [_PRINTED + b" /X Do"],
            resources="/XObject << /X 6 0 R >>",
            objects=[stream(b"/X Do", f"{form} /Resources << /XObject << /X 6 0 R >> >>")],
        ),
        "forms-of-forms.pdf": pdf(
            [b"/X Do"], resources="/XObject << /X 6 0 R >>", objects=[*calls, stream(_PRINTED, form)]
        ),
        "length-in-itself.pdf": pdf([b"<< /Length 5 0 R >>\nstream\n" + _PRINTED + b"\nendstream"]),
        "objects-in-themselves.pdf": pdf(
            [_PRINTED], objects=[stream(b"6 0 (x)", "/Type /ObjStm /N 1 /First 4 /Extends 6 0 R")]
        ),
        "deep-array.pdf": pdf([b"[" * 200_000 + b"] TJ"]),
        "deep-dictionary.pdf": pdf([_PRINTED], catalog="/X " + "<< /X " * 50_000 + ">>" * 50_000),
        "long-name.pdf": pdf([_PRINTED], catalog="/" + "A" * 3 * MILLION + " 1"),
        "character-map.pdf": pdf(
            [b"BT /F2 11 Tf 72 700 Td <00410042> Tj ET"],
            resources="/Font << /F2 6 0 R >>",
            objects=[
                b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 7 0 R >>",
                stream(map_bomb),
            ],
        ),
        "places.pdf": pdf(
            [b"BT /F1 1e38 Tf 1e38 1e38 Td (The bridge) Tj 0 0 0 0 0 0 Tm (is open) Tj -1e308 0 Td (.) Tj ET"]
        ),
        "wrong-operands.pdf": pdf([b"BT Tf Td Tj (x) (y) Td [] TJ << >> Tj Q Q Q (The bridge.) Tj ET"]),
        "actions.pdf": pdf(
            [_PRINTED],
            catalog=f"/OpenAction << /S /Launch /F (/bin/touch) /Win << /P ({ESCAPED}) >> >> "
            "/AA << /O << /S /JavaScript /JS (app.launchURL('http://127.0.0.1:9/')) >> >>",
        ),
        "picture.pdf": pdf([b"q 612 0 0 792 0 0 cm /I Do Q"]),
        "no-map.pdf": pdf(
            ["\x90\x81\x8d".encode("latin-1").join([b"BT /F1 11 Tf 72 700 Td (", b"\x81" * 500, b") Tj ET"])]
        ),
        "password.pdf": encrypted("secret", "RC4-128"),
        "password-aes.pdf": encrypted("secret", "AES-256"),
        "no-password-aes.pdf": encrypted("", "AES-256"),
        "wrong-encryption.pdf": whole.replace(b"/Root", b"/Encrypt << /Filter /Standard /V 99 >> /Root"),
        "truncated.pdf": whole[: len(whole) // 2],
        "noise.pdf": b"%PDF-1.7\n" + random.Random(3).randbytes(200_000) + b"%%EOF",
        "empty.pdf": b"%PDF-1.7\n%%EOF",
        "objects.pdf": b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 400_000 + b"%%EOF",
        "60-mb.pdf": whole + b"\n" * 60 * MILLION + b"%%EOF",
        "many-lines.pdf": pdf([printed([["x"] * 1000])] * 300),
        "long-title.pdf": pdf([_PRINTED], info=f"/Info << /Title ({'T ' * MILLION}) /Author 5 0 R >>"),
    }


def encrypted(password: str, algorithm: str) -> bytes:
    """A PDF that asks for this password; the empty one is tried by every reader."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([_PRINTED]))))
    writer.encrypt(password, "owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx_files() -> dict[str, bytes]:
    paragraph = "<w:p><w:r><w:t>The bridge is open.</w:t></w:r></w:p>"
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE w [<!ENTITY a0 "ha">{entities}]>'
    outside = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    template = '<Relationships><Relationship Target="http://127.0.0.1:9/t.dotm" TargetMode="External"/></Relationships>'
    return {
        "bomb.docx": zipped({"word/document.xml": b"<a>" + b" " * 100 * MILLION}),
        "bomb-of-text.docx": docx("<w:p><w:r><w:t>" + "The bridge. " * 3 * MILLION + "</w:t></w:r></w:p>"),
        "entities.docx": docx("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", bomb),
        "outside-entity.docx": docx("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", outside),
        "deep.docx": docx("<w:p>" * 100_000 + "</w:p>" * 100_000),
        "deep-tables.docx": docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph + "</w:tc></w:tr></w:tbl>" * 60),
        "many-paragraphs.docx": docx(paragraph * 200_000),
        "not-closed.docx": docx("<w:p><w:r><w:t>The bridge"),
        "closes-too-much.docx": docx("</w:p></w:p>" + paragraph),
        "not-word.docx": zipped({"mimetype": b"application/x"}),
        "outside-template.docx": zipped(
            {
                "word/document.xml": zipfile.ZipFile(io.BytesIO(docx(paragraph))).read("word/document.xml"),
                "word/_rels/document.xml.rels": template.encode(),
            }
        ),
        "old-or-encrypted.docx": bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 5000,
        "utf7.docx": zipped({"word/document.xml": b'<?xml version="1.0" encoding="utf-7"?><a>+ADw-</a>'}),
        "empty-part.docx": zipped({"word/document.xml": b""}),
    }


def zip_files() -> dict[str, bytes]:
    story = TEXT.encode()
    nested = zipped({"deep.txt": story})
    for level in range(5):
        nested = zipped({f"level{level}.zip": nested, "here.txt": story})
    bomb = zipped({"a.txt": b"\x00" * 100 * MILLION})
    whole = zipped({"a.txt": story, "b.txt": story})
    return {
        "bomb.zip": zipped({"a.jsonl": b" " * 100 * MILLION, "b.txt": story}),
        "bombs.zip": zipped({f"{n}.jsonl": b"\n" * 40 * MILLION for n in range(3)}),
        "bomb-in-zip.zip": zipped({f"{n}.zip": bomb for n in range(16)}),
        "overlapping.zip": overlapping(5000),
        "nested.zip": nested,
        "above.zip": zipped({"../above.txt": story, "a/../../above.txt": story, "good.txt": story}),
        "above-windows.zip": zipped({"..\\above.txt": story, "a\\..\\..\\above.txt": story, "good.txt": story}),
        "absolute.zip": zipped({f"{ESCAPED}.txt": story, "C:/windows/a.txt": story, "//host/a.txt": story}),
        "link.zip": links(),
        "names.zip": zipped(
            {
                "a" * 300 + ".txt": story,
                "n" * 60_000 + ".txt": story,
                "line\nbreak.txt": story,
                "\x1b[2J.txt": story,
                "txt.\u202eexe.txt": story,
                "  .txt": story,
                ".txt": story,
                "con.txt": story,
                "a.txt/": b"",
                "good.txt": story,
            }
        ),
        "same-names.zip": duplicates(),
        "encrypted.zip": whole.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        ),
        "many-members.zip": members(70_000),
        "more-members.zip": members(12_000),
        "wrong-sum.zip": stored(story).replace(b"bridge", b"brigde", 1),
        "truncated.zip": whole[:-30],
        "lying-end.zip": whole[:-12] + struct.pack("<IIH", 0xFFFFFFF0, 0, 0),
        "lying-end-64.zip": whole[:-22]
        + b"PK\x06\x06"
        + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
        + b"PK\x06\x07"
        + struct.pack("<IQI", 0, 0, 1)
        + whole[-22:],
        "lying-size.zip": whole.replace(struct.pack("<I", len(story)), struct.pack("<I", 5)),
        "unknown-method.zip": whole.replace(b"\x00\x00\x08\x00", b"\x00\x00\x63\x00"),
        "of-bad-files.zip": zipped(
            {
                **pick(pdf_files(), "page-loop.pdf", "password.pdf", "noise.pdf"),
                **pick(docx_files(), "bomb.docx"),
                "folder/good.txt": story,
                "folder/unknown.exe": b"MZ",
                "__MACOSX/._good.txt": b"x",
                ".hidden.txt": story,
            }
        ),
        "only-comment.zip": b"PK\x05\x06" + b"\x00" * 18,
        "ends-within-ends.zip": b"PK\x05\x06" * 20_000,
    }


def pick(files: dict[str, bytes], *names: str) -> dict[str, bytes]:
    return {name: files[name] for name in names}


def stored(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", content)
    return file.getvalue()


def links() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        folder = zipfile.ZipInfo("folder")
        folder.create_system = 3
        folder.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(folder, "/tmp")
        archive.writestr("folder/clippings-was-here.txt", "The bridge.")
    return file.getvalue()


def duplicates() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("a.txt", "b.txt", "b\x01.txt", "b\x02.txt"):
            archive.writestr(name, f"The bridge of {name!r}.")
    return file.getvalue().replace(b"b.txt", b"a.txt")


def members(count: int) -> bytes:
    """An archive of empty files; it lists them all at the same place."""
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 5, 0) + b"a.txt"
    names = (b"%x.txt" % number for number in range(count))
    listed = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(n), 0, 0, 0, 0, 0, 0) + n
        for n in names
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), len(local), 0)
    return local + listed + end


def overlapping(count: int) -> bytes:
    """Many members that are all the same 40 MB of nothing, packed once."""
    content = b"\n" * 40 * MILLION
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(content) + packer.flush()
    sizes = (zlib.crc32(content), len(packed), len(content))
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, *sizes, 7, 0) + b"a.jsonl" + packed
    listed = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, *sizes, 7, 0, 0, 0, 0, 0, 0) + b"a.jsonl"
        for _ in range(count)
    )
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(local), 0)
    return local + listed + end


def odd_names(folder: Path) -> None:
    """Names that a disk can hold: bytes that are no UTF-8, line breaks, the longest, folders and pipes as files."""
    for name in (b"not-utf8-\xff.txt", b"line\nbreak.txt", b"\x1b[2J.txt", b"n" * 251 + b".txt", b"-rf.txt", b"~.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(TEXT.encode())
    bad = Path(os.fsdecode(os.fsencode(folder) + b"/not-utf8-\xff.jsonl"))
    bad.write_bytes(b"nothing\n" + row(text="The bridge."))
    Path(os.fsdecode(os.fsencode(folder) + b"/not-utf8-\xff.pdf")).write_bytes(pdf([_PRINTED]))
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.pdf")


GROUPS: dict[str, Callable[[], dict[str, bytes]]] = {
    "text": text_files,
    "markdown": markdown_files,
    "json": json_files,
    "table": table_files,
    "html": html_files,
    "pdf": pdf_files,
    "docx": docx_files,
    "zip": zip_files,
}
