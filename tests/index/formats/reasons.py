"""What a reason for a rejection must be."""

import re


def assert_sentence(reason: str) -> None:
    """For a person: it ends as a sentence does, says what to do, and shows nothing of the machinery."""
    assert re.fullmatch(r".{15,400}[.)]|.* in\.pdf out\.pdf", reason), reason
    assert not re.search(r"Traceback|Error\b|None|<class|clippings-", reason), reason
    # "What is wrong: what to do." or "What is wrong. What to do."; a folder and a pipe have no way out but the obvious
    assert re.search(r"[.:)] [“A-Z]|: [a-z]", reason) or reason in (
        "not a regular file.",
        "the article has no text.",
    ), reason
