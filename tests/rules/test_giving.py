"""A consent counts once it was given in one of the ways, with what belongs to it, and was signed just now."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from sdm.rules.giving import (
    HEIGHT,
    MOST_POINTS,
    MOST_STROKES,
    WIDTH,
    Given,
    NoDrawing,
    drawn_from,
    has_ink,
    path_of,
    shares_a_word,
    why_not_given,
)

NOW = datetime(2026, 3, 27, 14, 30, tzinfo=UTC)
POINT = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
STROKES = st.lists(st.lists(POINT, min_size=1, max_size=20), min_size=1, max_size=10)
WORDS = st.sampled_from(["", " ", "\u200b", "Jo Lee"])
TAP, SIGNATURE = (((1, 2), (3, 4)),), (((1, 2), (200, 40)), ((30, 20), (60, 90)))


@for_all(
    way=st.sampled_from(["", "thought", "on-screen", "on-paper", "spoken"]),
    signed_as=WORDS,
    kept_where=WORDS,
    witness=WORDS,
    drawn=st.sampled_from([(), TAP, SIGNATURE]),
    ago=st.sampled_from([None, -1, 0, 60, 299, 301, 10**6]),
)
def test_it_counts_with_all_that_belongs_to_its_way_and_never_without(way, signed_as, kept_where, witness, drawn, ago):
    checked_at = None if ago is None else NOW - timedelta(seconds=ago)
    one = Given(way, signed_as, drawn, kept_where, witness, checked_at)
    has = {
        "on-screen": drawn == SIGNATURE or signed_as == "Jo Lee",
        "on-paper": kept_where == "Jo Lee",
        "spoken": witness == "Jo Lee",
    }
    counts = has.get(way, False) and ago in (0, 60, 299)
    assert (why_not_given(one, NOW) == "") == counts


@pytest.mark.parametrize(
    ("witness", "counts"),
    [
        ("Sister Jo Lee", True),
        ("Mr Ellis", True),
        ("Dr Tom Khan", True),
        ("Dr Amira Khan", False),
        ("amira khan", False),
        ("Amira Khan, consultant", False),
        ("Dr Khan", False),
        ("Margaret Ellis", False),
        ("MARGARET  ELLIS", False),
        (".", False),
        ("nobody", False),
        *((one, False) for one in ("Dr A Khan", "A. Khan", "Khan, A.", "Amira K", "Miss M. Ellis", "AK", "A.K.")),
        *(
            (one, False)
            for one in ("me", "Myself.", "I heard it myself", "the patient", "Patient herself", "both of us")
        ),
        *((one, False) for one in ("the clinician", "same as above", "himself")),
        *((one, True) for one in ("Ann Ellis", "M Khan", "Tom Khan", "the patient's daughter", "J Lee", "Her son Tom")),
    ],
)
def test_a_witness_is_neither_the_patient_nor_the_clinician_who_records_it(witness, counts):
    one = Given("spoken", witness=witness, checked_at=NOW)
    why = why_not_given(one, NOW, not_witnesses=("Dr Amira Khan, Consultant", "Margaret Ellis"))
    assert (why == "") == counts


@pytest.mark.parametrize(
    ("drawn", "counts"),
    [((), False), ((((5, 5),),), False), ((((5, 5), (9, 8)), ((7, 7), (12, 9))), False), ((((5, 5), (105, 5)),), True)],
)
def test_a_tap_is_no_signature(drawn, counts):
    assert has_ink(drawn) == counts


@pytest.mark.parametrize(
    ("signed_as", "shares"), [("M Ellis", True), ("margaret", True), ("X", False), ("李明", False), ("T Reed", False)]
)
def test_a_typed_signature_is_compared_with_the_name(signed_as, shares):
    assert shares_a_word(signed_as, "Margaret Ellis") == shares


def test_nothing_said_is_nothing_given():
    assert why_not_given(None, NOW) == "Choose how the patient gave consent."


@for_all(STROKES)
def test_a_drawing_comes_back_as_it_was_and_its_path_is_numbers_only(strokes):
    drawn = drawn_from(json.dumps(strokes))
    assert [list(stroke) for stroke in drawn] == [[tuple(point) for point in stroke] for stroke in strokes]
    document = json.loads(json.dumps(Given("on-screen", drawn=drawn).as_document()))
    assert set(path_of(document)) <= set("ML 0123456789")


@pytest.mark.parametrize(
    "text", ["x", "null", "3", "{}", "[]", "[[]]", "[[[]]]", "[[[1,2,3]]]", "[[[true,1]]]", "[[[-1,2]]]"]
)
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(NoDrawing):
        drawn_from(text)


def test_a_drawing_has_so_many_strokes_and_points_and_no_more():
    for strokes in ([[[1, 1]]] * (MOST_STROKES + 1), [[[1, 1]] * (MOST_POINTS + 1)]):
        with pytest.raises(NoDrawing):
            drawn_from(json.dumps(strokes))
    assert drawn_from("") == ()
