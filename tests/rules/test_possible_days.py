"""A day that cannot be counts for nothing, and what is wrong with it is said in plain words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdm.rules.follow_up import can_have_been
from sdm.rules.possible_days import (
    KnownDays,
    can_be,
    problem_of_birth,
    problem_of_doing,
    problem_of_entering,
    problem_of_preparing,
)

TODAY, BORN = date(2026, 11, 29), date(1958, 3, 27)
KNOWN = KnownDays(TODAY, BORN, started_on=date(2026, 11, 18), symptoms_began=date(2026, 11, 16))
DECIDED = replace(KNOWN, decided_on=date(2026, 11, 25))


@pytest.mark.parametrize(
    ("day", "known", "says"),
    [
        (date(2026, 11, 30), KNOWN, "The day must be today or in the past"),
        (date(1945, 5, 8), KNOWN, "The day cannot be before the patient was born. Check the year"),
        (date(2026, 11, 15), KNOWN, "The day cannot be before the symptoms began, on 16 November 2026"),
        (
            date(2025, 11, 17),
            replace(KNOWN, symptoms_began=None),
            "The day cannot be more than a year before this conversation began, on 18 November 2026",
        ),
    ],
)
def test_what_is_wrong_with_a_day_of_preparing(day, known, says):
    assert problem_of_preparing(day, known) == says


def test_the_first_and_the_last_day_can_be():
    assert problem_of_preparing(date(2026, 11, 16), KNOWN) == problem_of_preparing(TODAY, KNOWN) == ""
    assert problem_of_preparing(date(2025, 11, 18), replace(KNOWN, symptoms_began=None)) == ""


def test_a_procedure_is_not_before_the_decision_to_have_it():
    wrong = "It cannot have been done before the patient decided to have it, on 25 November 2026"
    assert problem_of_doing(date(2026, 11, 24), DECIDED) == wrong
    assert problem_of_doing(date(2026, 11, 25), DECIDED) == ""
    # Where nobody decided for it, it was done all the same: then not before what would have prepared it.
    assert problem_of_doing(date(2026, 11, 16), KNOWN) == ""
    assert problem_of_doing(date(2026, 11, 1), KNOWN) == problem_of_preparing(date(2026, 11, 1), KNOWN) != ""


def test_an_entry_in_a_registry_is_not_before_the_procedure():
    done_on = date(2026, 11, 27)
    wrong = "The entry cannot be before the procedure, on 27 November 2026"
    assert problem_of_entering(date(2026, 11, 26), DECIDED, done_on) == wrong
    assert problem_of_entering(done_on, DECIDED, done_on) == problem_of_entering(done_on, DECIDED, None) == ""
    assert can_have_been({"done_on": "2026-11-27", "registry_on": "2026-11-27"}, DECIDED)
    assert not can_have_been({"done_on": "2026-11-27", "registry_on": "2026-11-26"}, DECIDED)
    assert not can_have_been({"done_on": "2026-11-24"}, DECIDED)
    assert can_have_been({}, DECIDED)


def test_a_corrected_date_of_birth_is_not_after_the_symptoms_began_or_the_patient_first_came():
    days = [date(2026, 11, 16), date(2026, 11, 18)]
    wrong = "The symptoms began, or the patient first came, before that day: on 16 November 2026. Check both"
    assert problem_of_birth(date(2026, 11, 17), days) == wrong
    assert problem_of_birth(date(2026, 11, 16), days) == problem_of_birth(date(2026, 11, 17), []) == ""


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.none() | st.dates(BORN, TODAY))
def test_what_counts_is_between_birth_and_today(day, began):
    known = replace(KNOWN, symptoms_began=began)
    first = began or known.started_on - timedelta(days=365)
    assert can_be(day.isoformat(), known) == (first <= day <= TODAY)


@pytest.mark.parametrize("value", [None, "", "soon", 3, True, [], "2026-13-01"])
def test_what_is_no_day_never_counts(value):
    assert not can_be(value, KNOWN)
