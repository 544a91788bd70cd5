"""The leaflet that ships: nothing stops it from being published, and nothing in it is made up."""

from pathlib import Path

import pytest

import sdm
from sdm.leaflets.reader import read_leaflet
from sdm.leaflets.shipped import completed
from sdm.rules.arrangements import Arrangement
from sdm.rules.edition import from_document
from sdm.rules.publishing import stands_in_leaflet, what_stops_publishing

FILE = Path(sdm.__file__).parent / "leaflets" / "content" / "ipg651.txt"
CONTENT = completed("ipg651")
POINTS = [point for option in CONTENT.options for point in (*option.benefits, *option.risks)]


def test_nothing_stops_it_from_being_published():
    assert what_stops_publishing(CONTENT) == ()


def test_its_words_are_those_of_the_file():
    read = read_leaflet(FILE.read_bytes(), reference="IPG651")
    assert CONTENT.title == read.title
    assert CONTENT.published == read.published
    assert [(one.heading, one.body) for one in CONTENT.sections] == [(one.heading, one.body) for one in read.sections]
    assert [question.wording for question in CONTENT.questions] == list(read.questions)


@pytest.mark.parametrize("question", CONTENT.questions, ids=lambda question: f"question {question.number}")
def test_every_passage_is_in_the_leaflet(question):
    assert question.passages != ()
    assert [passage for passage in question.passages if passage not in FILE.read_text()] == []


def test_every_passage_makes_sense_alone():
    """Whole sentences, whose first word does not point at a sentence before them."""
    passages = [passage for question in CONTENT.questions for passage in question.passages]
    assert [one for one in passages if not one.endswith((".", ")."))] == []
    assert [one for one in passages if one.startswith(("They ", "This is ", "It "))] == []
    assert [len(question.passages) for question in CONTENT.questions] == [1, 3, 3, 3, 2]


def test_its_source_can_stand_in_a_sentence():
    assert CONTENT.source_name.startswith("NICE: ")
    assert CONTENT.source_name.endswith("information for the public, published 12 June 2019")


def test_its_arrangements_are_nices():
    # Source: IPG651, 1.1.
    assert [(one.id, one.name, one.arrangement, one.confirmed) for one in CONTENT.indications] == [
        ("iliofemoral-dvt", "iliofemoral DVT", Arrangement.SPECIAL, True),
        ("distal-dvt", "distal DVT", Arrangement.RESEARCH, True),
    ]
    assert [one.name for one in CONTENT.indications if not stands_in_leaflet(one.evidence, CONTENT)] == []


def test_its_options_are_the_procedure_no_procedure_and_the_other_treatment_of_the_leaflet():
    assert [(option.id, option.is_procedure, option.is_no_procedure) for option in CONTENT.options] == [
        ("procedure", True, False),
        ("no-procedure", False, True),
        ("clot-busting-drugs", False, False),
    ]


def test_no_figure_is_made_up():
    """NICE gives none: not for the procedure, and not for the other options either."""
    assert {point.how_likely for point in POINTS} == {"Not known"}


def test_every_point_and_note_says_where_it_comes_from():
    sources = {point.source for point in POINTS} | {note.source for note in (*CONTENT.notes, *CONTENT.unknowns)}
    assert sources == {
        "The leaflet",
        "Our plain words",
        "NICE guidance IPG651, part 1.1",
        "NICE guidance IPG651, part 3.1",
        "NICE guidance IPG651, part 3.3",
        "NICE guidance IPG651, part 3.4",
        "NICE guidance IPG651, part 3.7",
    }
    assert [note.term for note in (*CONTENT.notes, *CONTENT.unknowns) if not note.source] == []


def test_it_is_the_same_after_a_round_through_json():
    assert from_document(CONTENT.as_document()) == CONTENT
