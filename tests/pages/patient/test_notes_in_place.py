"""Notes on hard words: after the paragraph where a word first stands, and the leaflet's own words untouched."""

import pytest

from sdm.leaflets.shipped import completed
from sdm.pages.patient.leaflet_words import leaflet_words
from sdm.pages.patient.notes_in_place import with_notes
from sdm.rules.edition import EditionContent, Link, Note, Section

DVT, DISTAL, DISTAL_DVT = Note("DVT", "A clot."), Note("distal", "Lower down."), Note("distal DVT", "A clot low down.")


def noted(body: str, *notes: Note) -> list[list[str]]:
    """For each paragraph or list, the terms whose notes come after it."""
    content = EditionContent(title="A leaflet", sections=(Section("", body),), links=(Link("deep vein", "#"),))
    return [[note.term for note in block.notes] for block in with_notes(leaflet_words(content), notes)[0].blocks]


def test_a_note_stands_once_where_its_term_comes_first_in_the_order_of_the_words():
    body = "An acute clot, a distal one.\n\nA DVT may be distal.\n\nNothing hard here.\n\nAcute DVT."
    assert noted(body, DVT, DISTAL, Note("acute", "New.")) == [["acute", "distal"], ["DVT"], [], []]


def test_the_words_of_the_leaflet_stay_as_they_are():
    content = completed("ipg651")
    as_page = with_notes(leaflet_words(content), content.notes)
    assert [block.rows for part in as_page for block in part.blocks] == [
        block.rows for part in leaflet_words(content) for block in part.blocks
    ]
    shown = [note.term for part in as_page for block in part.blocks for note in block.notes]
    assert sorted(shown) == sorted(note.term for note in content.notes)


def test_a_note_on_a_word_of_a_heading_stands_after_the_paragraph_below_it():
    section = Section("A distal vein", "Nothing hard here.\n\nA distal vein.")
    content = EditionContent(title="DVT", sections=(Section("", "Words."), section))
    parts = with_notes(leaflet_words(content), (DVT, DISTAL))
    assert [[[note.term for note in block.notes] for block in part.blocks] for part in parts] == [
        [["DVT"]],
        [["distal"], []],
    ]


def test_the_longest_term_comes_first_and_hides_those_within_it():
    assert noted("A distal DVT is a DVT.", DVT, DISTAL, DISTAL_DVT) == [["distal DVT", "DVT"]]
    assert noted("A distal DVT.\n\nAnother distal DVT.\n\nA DVT.", DVT, DISTAL, DISTAL_DVT) == [
        ["distal DVT"],
        [],
        ["DVT"],
    ]


@pytest.mark.parametrize(
    ("term", "words", "is_there"),
    [
        ("acute", "Acute pain", True),
        ("ACUTE", "an acute pain", True),
        ("acute", "acutely ill", False),
        ("acute", "non-acute care", False),
        ("acute", "(acute)", True),
        ("DVT", "a DVT-related pain; DVT's", True),
        ("DVT", "DVTs", False),
        ("deep vein", "in a deep\nvein", True),
        ("deep vein", "in a [deep vein](#) of the leg", True),
        ("vein of", "in a [deep vein](#) of the leg", True),
        ("bleeding bruise", "- bleeding\n- bruise", False),
        ("clot (thrombus)", "A clot (thrombus).", True),
        ("c+", "c+ and c", True),
        ("+", "c+ and c", False),
        ("", "any words", False),
        (" ", "any words", False),
        ("ŵyl", "Gw\u0302yl", False),
        ("gŵyl", "Yr W\u0302yl, GW\u0302YL", True),
        ("straße", "STRASSE", True),
        ("रक्त", "रक्ता", False),
        ("रक्त", "यह रक्त है", True),
        ("血栓", "腿部深静脉血栓形成", True),
    ],
)
def test_what_counts_as_a_term_standing_there(term, words, is_there):
    found = [terms for terms in noted(words, Note(term, "What it means.")) if terms]
    assert found == ([[term]] if is_there else [])


def test_two_notes_on_one_term_are_both_shown():
    other = Note("dvt", "Deep vein thrombosis.")
    assert noted("A DVT.", DVT, other) == [["DVT", "dvt"]]
