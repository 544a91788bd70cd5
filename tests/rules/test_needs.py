"""The help that a patient needs: what they said counts, else what they said before; and what was arranged for it."""

from datetime import date

import pytest

from sdm.rules.needs import ARRANGED_FOR, Need, asked_before, left_behind, needs_of, to_carry_over
from sdm.rules.parts import PEOPLE_AND_HELP, Saved

POLISH = {"needs": ["interpreter", "large-print"], "language": "Polish"}


def own(text: str = "", **details) -> Saved:
    return Saved(PEOPLE_AND_HELP, text=text, details=details, revision=1)


def arranged(**notes: str) -> dict[str, Saved]:
    return {need.replace("_", "-"): Saved(need, text=text, revision=1) for need, text in notes.items()}


def test_what_the_patient_sent_counts_and_not_what_was_known_before():
    assert needs_of(own(needs=["easy-read"]), POLISH, {}) == (Need("easy-read"),)
    assert needs_of(own(), POLISH, {}) == ()


def test_what_was_known_before_counts_until_the_patient_says_something():
    assert needs_of(None, POLISH, {}) == (
        Need("interpreter", "Polish", is_from_before=True),
        Need("large-print", is_from_before=True),
    )
    assert needs_of(None, None, {}) == ()


def test_what_was_arranged_is_no_longer_to_arrange():
    needs = needs_of(own(**POLISH), None, arranged(interpreter="Ewa, 9:30am"))
    assert [(one.id, one.arranged, one.is_to_arrange) for one in needs] == [
        ("interpreter", "Ewa, 9:30am", False),
        ("large-print", "", True),
    ]


def test_what_was_taken_back_is_to_arrange_again():
    (need,) = needs_of(own(needs=["interpreter"]), None, arranged(interpreter=""))
    assert need.is_to_arrange is True


@pytest.mark.parametrize("note", [".", "x", "no", "not yet", "tbc"])
def test_a_note_that_names_nobody_and_nothing_arranges_nothing(note):
    (need,) = needs_of(own(needs=["interpreter"]), None, arranged(interpreter=note))
    assert need.is_to_arrange


SECOND, ELEVENTH = date(2026, 12, 2), date(2026, 12, 11)


def booked(for_day: date | None = None, need="interpreter") -> dict[str, Saved]:
    details = {ARRANGED_FOR: for_day.isoformat()} if for_day else {}
    return {need: Saved(need, text="Ewa, 9:30am", details=details, revision=3)}


def test_what_was_arranged_for_another_day_is_to_arrange_again_and_stays_readable():
    (need,) = needs_of(own(needs=["interpreter"]), None, booked(SECOND), ELEVENTH)
    assert (need.is_arranged, need.is_to_arrange) == (False, True)
    assert (need.arranged, need.arranged_for) == ("Ewa, 9:30am", SECOND)


@pytest.mark.parametrize("for_day", [None, ELEVENTH])
def test_what_is_arranged_for_the_day_of_the_appointment_is_arranged(for_day):
    (need,) = needs_of(own(needs=["interpreter"]), None, booked(for_day), ELEVENTH)
    assert (need.is_arranged, need.is_to_arrange, need.arranged_for) == (True, False, None)


def test_what_nobody_asks_for_any_more_is_never_to_arrange():
    (need,) = needs_of(own(), None, booked(SECOND), ELEVENTH)
    assert (need.is_wanted, need.is_to_arrange, need.arranged_for) == (False, False, SECOND)


def test_an_appointment_that_moves_to_another_day_leaves_what_was_booked_behind():
    (note,) = left_behind(booked(), SECOND, ELEVENTH)
    assert (note.part, note.text, note.revision) == ("interpreter", "Ewa, 9:30am", 3)
    assert note.details == {ARRANGED_FOR: "2026-12-02"}


@pytest.mark.parametrize(
    ("help_now", "is_on"),
    [
        (booked(), SECOND),
        (booked(date(2026, 11, 20)), ELEVENTH),
        (booked(need="large-print"), ELEVENTH),
        (arranged(interpreter=""), ELEVENTH),
    ],
    ids=["the same day", "left behind before", "sent, on whatever day", "taken back"],
)
def test_nothing_is_left_behind(help_now, is_on):
    assert left_behind(help_now, SECOND, is_on) == []


def test_what_was_arranged_and_is_no_longer_asked_for_stays_in_sight():
    needs = needs_of(own(needs=["large-print"]), None, arranged(british_sign_language="Tom, Monday"))
    assert [(one.id, one.is_wanted, one.is_to_arrange) for one in needs] == [
        ("large-print", True, True),
        ("british-sign-language", False, False),
    ]


@pytest.mark.parametrize(
    ("need", "words"),
    [
        (Need("interpreter", "Polish"), "An interpreter (Polish)"),
        (Need("interpreter"), "An interpreter"),
        (Need("other", "My stick"), "Something else"),
    ],
)
def test_a_need_in_words(need, words):
    assert str(need) == words


def test_words_of_the_patients_own_are_a_need_too():
    assert needs_of(own("A chair with arms"), None, {}) == (Need("other", "A chair with arms"),)


def test_help_is_carried_over_and_people_are_not():
    said = own("A chair with arms", people="My daughter", share="everything", **POLISH, **{"helped-by": "Joe"})
    assert to_carry_over(said) == {**POLISH, "text": "A chair with arms"}
    assert to_carry_over(own(people="My daughter")) == {}


def test_what_was_carried_over_is_shown_first_and_saved_by_nobody():
    shown = asked_before({**POLISH, "text": "A chair"})
    assert (shown.part, shown.text, shown.details, shown.revision) == (PEOPLE_AND_HELP, "A chair", POLISH, 0)
    assert asked_before(None).is_empty is True
