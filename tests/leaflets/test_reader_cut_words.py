"""Words that a line end cut in two: joined where the word or the rest of the leaflet tells so, else a person looks."""

import pytest

from sdm.leaflets.layout import pieces_of
from sdm.leaflets.page_furniture import lines_of


def read(text: str) -> tuple[str, list[str]]:
    pieces, warnings = pieces_of(lines_of(text))
    return " ".join(piece.text for piece in pieces), warnings


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("You have an anaes-\nthetic first.", "You have an anaesthetic first."),
        ("You have an anaes- thetic first.", "You have an anaesthetic first."),
        ("It is a pro-\ncedure. The procedure is short.", "It is a procedure. The procedure is short."),
        ("It is a pro- cedure. The procedure is short.", "It is a procedure. The procedure is short."),
        ("It is well-\nknown, as a well-known one is.", "It is well-known, as a well-known one is."),
        ("It is for short- and long-term use.", "It is for short- and long-term use."),
        ("It is for short-\nand long-term use.", "It is for short- and long-term use."),
    ],
)
def test_what_tells_how_the_word_is_written_is_followed_without_a_word(text, seen):
    assert read(text) == (seen, [])


@pytest.mark.parametrize(
    ("text", "seen", "warning"),
    [
        ("It is self-\nservice here.", "It is self-service here.", "A line ends within “self-service”"),
        ("It is self- service here.", "It is self- service here.", "“self- service” may be one word"),
    ],
)
def test_where_nothing_tells_a_person_is_asked_to_look(text, seen, warning):
    words, warnings = read(text)
    assert (words, len(warnings)) == (seen, 1)
    assert warnings[0].startswith(warning)
