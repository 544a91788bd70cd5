"""What a hospital adds to a leaflet: it comes back as it was kept, and some words and numbers may not stand there."""

import json
from dataclasses import replace

import pytest

from sdm.rules.chain import canonical
from sdm.rules.edition import Outcome
from sdm.rules.local_parts import (
    Contact,
    LocalParts,
    from_document,
    is_impossible,
    is_phone_number,
    missing_about_number,
    what_changed,
    word_problems,
)

COUNTED = Outcome("The clot came back.", figure="", in_100=3, period="over 1 year", seen_in="140 people", source="Us")
WHOLE = LocalParts(Contact("Vein nurses", "01632 960 007", "9am to 5pm", "veins@a.example"), (COUNTED,), "Come back.")


@pytest.mark.parametrize("parts", [WHOLE, LocalParts()])
def test_they_come_back_as_they_were_kept(parts):
    assert from_document(json.loads(canonical(parts.as_document()))) == parts


def test_a_hospital_that_adds_nothing_says_nothing():
    assert (from_document(None), from_document(None).says_something) == (LocalParts(), False)
    assert LocalParts(Contact("Vein nurses", phone="01632 960 007")).says_something is False
    assert (LocalParts(results=(COUNTED,)).says_something, LocalParts(afterwards="Come back.").says_something) == (
        True,
        True,
    )


def test_how_to_reach_somebody_is_on_one_line_without_gaps():
    assert WHOLE.contact.details == "01632 960 007, 9am to 5pm, veins@a.example"
    assert Contact("Vein nurses", email="veins@a.example").details == "veins@a.example"


@pytest.mark.parametrize(
    "text",
    [
        "1 in 20 people had it.",
        "It halves the risk.",
        "50% less pain",
        "5% had it.",
        "It is rare.",
        "We recommend the procedure.",
        "It is the **best choice**.",
    ],
)
def test_what_an_edition_is_warned_of_is_refused(text):
    assert len(word_problems(text)) >= 1


def test_numbers_in_100_and_plain_words_may_stand():
    assert word_problems("You come back after 6 weeks. 3 in 100 people came earlier.") == ()
    assert word_problems("It is rare.", has_number=True) == ()


def test_a_number_needs_its_time_its_people_and_its_source():
    assert missing_about_number(COUNTED) == ()
    assert missing_about_number(Outcome("Bleeding", figure="", in_100=0)) == ("period", "seen_in", "source")
    assert missing_about_number(Outcome("We have done this since 2019.", figure="")) == ()


def test_a_change_is_called_by_what_it_changed():
    assert what_changed(LocalParts(), WHOLE) == "Whom to ask, What was seen here, What happens afterwards"
    assert what_changed(WHOLE, LocalParts(WHOLE.contact, WHOLE.results)) == "What happens afterwards"
    assert what_changed(WHOLE, WHOLE) == ""


@pytest.mark.parametrize(
    ("in_100", "seen_in", "impossible"),
    [
        (95, "3 people", True),
        (95, "three patients treated here", True),
        (33, "3 people", False),
        (34, "3 people", False),
        (67, "3 people", False),
        (0, "3 people", False),
        (100, "1 person", False),
        (1, "50 adults", True),
        (2, "50 adults", False),
        (95, "all 140 people treated here from 2023 to 2025", False),
        (95, "1,200 people", False),
        (95, "everybody from 2023 to 2025", False),
        (95, "3 women and 4 men", False),
        (95, "", False),
        (None, "3 people", False),
    ],
)
def test_a_number_has_to_be_possible_for_the_count(in_100, seen_in, impossible):
    assert is_impossible(replace(COUNTED, in_100=in_100, seen_in=seen_in)) is impossible


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("abc", False), ("12345", False), ("01632 960 007", True), ("+44 1632 960007 extension 3", True)],
)
def test_a_phone_number_can_be_rung(text, is_one):
    assert is_phone_number(text) is is_one
