"""Good articles beside ten bad ones, each bad in its own way."""

from pathlib import Path

_BAD = {
    "latin1.txt": "Caf\u00e9 prices rose.".encode("latin-1"),
    "empty.txt": b"",
    "blank.md": b" \n\n\t\n",
    "broken.json": b'{"text": "An article that is cut',
    "textless.jsonl": b'{"title": "A headline and nothing under it"}\n',
    "columns.csv": b"a,b\n1,2\n",
    "damaged.pdf": b"%PDF-1.7\nnot really\n",
    "damaged.docx": b"PK\x03\x04 not really",
    "wordless.html": b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
    "damaged.zip": b"PK\x05\x06 cut",
}


def write_articles(folder: Path, good: int) -> set[str]:
    """Write ``good`` articles and the bad ones; the names of the bad."""
    folder.mkdir(parents=True)
    for number in range(good):
        text = f"Item {number}: the council met for the {number}th time.\n\nIt was about road {number}."
        (folder / f"item-{number:03d}.txt").write_text(text, encoding="utf-8")
    for name, content in _BAD.items():
        (folder / name).write_bytes(content)
    return set(_BAD)
