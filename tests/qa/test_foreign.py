"""A question in another language is known by its script or its words, and one of names is not taken for it."""

import pytest

from qa.foreign import OTHER, foreign_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Guten Tag", "German"),
        ("Was ist passiert?", "German"),
        ("Wer hat die Brücke eröffnet?", "German"),
        ("Bonjour!", "French"),
        ("Qui a gagné ?", "French"),
        ("¿Cuántos muertos?", "Spanish"),
        ("Кто?", OTHER),
        ("桥在哪里？", "Chinese"),
        ("橋はどこですか", "Japanese"),
        ("اين الجسر؟", "Arabic"),
        ("Who is 金正恩?", None),
        ("Who opened the bridge?", None),
        ("Der Spiegel", None),
        ("Los Angeles", None),
        ("Charles de Gaulle", None),
        ("minister resignation Zimbabwe economy", None),
        ("No comment", None),
        ("🙂", None),
        ("", None),
    ],
)
def test_the_language_of_a_question(question: str, language: str | None) -> None:
    assert foreign_language(question) == language
