"""What newsrooms and data sets call the fields of an article, in tables and in JSON."""

from collections.abc import Sequence

# The best name first. Compared in lower case, without spaces and punctuation.
_NAMES = {
    "text": "text body content article fulltext articletext articlebody articlecontent bodytext maintext story",
    "title": "title headline articletitle heading",
    "published": "date published publishedat publishdate publisheddate publicationdate pubdate datepublished datetime",
    "publisher": "publisher source outlet publication newspaper sourcename sitename site",
    "author": "author byline authors writer",
    "url": "url link articleurl sourceurl",
    "language": "language lang languagecode locale",
    "id": "id articleid guid",
}


def place_fields(names: Sequence[str]) -> dict[str, int]:
    """Which of the names, by its position, is that of which field of a Record."""
    plain: dict[str, int] = {}
    for place, name in enumerate(names):
        plain.setdefault("".join(character for character in name.casefold() if character.isalnum()), place)
    found = {}
    for field, known in _NAMES.items():
        place_of_best = next((plain[name] for name in known.split() if name in plain), None)
        if place_of_best is not None:
            found[field] = place_of_best
    return found
