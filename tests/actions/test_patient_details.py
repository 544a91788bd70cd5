"""A patient's name, date of birth and NHS number can be corrected: in the record of each of their conversations."""

import json
from datetime import date
from functools import partial

import pytest

from sdm.actions.conversations import AnotherPatient, cancel, invite, open_invitation
from sdm.actions.patient_details import DetailsMoved, NumberTaken, as_shown, correct_details
from sdm.models import Conversation, Decision, Patient, RecordEntry
from sdm.models.agreement import agreed
from sdm.models.patient_names import named
from sdm.models.verify import fault_of
from sdm.rules.standing import Kind, Standing
from sdm.rules.transitions import NotAllowed
from tests.actions.test_writers_at_once import at_once
from tests.given import consent

pytestmark = pytest.mark.django_db

BORN = date(1985, 7, 2)


@pytest.fixture
def correct(fresh, clinician):
    """Corrects details of a conversation's patient, as whoever saw them as they stand."""

    def correct(conversation, by=clinician, **changed):
        patient = fresh(conversation).patient
        stands = {name: getattr(patient, name) for name in ("name", "date_of_birth", "nhs_number")}
        values = {"shown": as_shown(patient), "because": "The letter had a slip.", **stands, **changed}
        return correct_details(conversation=fresh(conversation), by=by, **values)

    return correct


def told(conversation) -> list[dict]:
    entries = RecordEntry.objects.filter(conversation=conversation, what="details corrected")
    return [json.loads(entry.content) for entry in entries.order_by("sequence")]


def test_all_three_are_corrected_and_the_record_tells_what_stood_and_why(conversation, correct, fresh):
    before = fresh(conversation).patient.content()
    assert correct(conversation, name="Margaret Elliot", date_of_birth=BORN, nhs_number="9876543210")
    after = Patient.objects.get().content()
    assert after == before | {"name": "Margaret Elliot", "date_of_birth": "1985-07-02", "nhs_number": "9876543210"}
    assert told(conversation) == [{"patient": after, "was": before, "because": "The letter had a slip."}]
    assert fault_of(conversation) is None


def test_the_true_date_of_birth_opens_the_next_link_even_where_the_last_was_locked(
    conversation, correct, clinician, fresh
):
    invitation, _ = invite(conversation=fresh(conversation), by=clinician)
    for _ in range(5):
        assert not open_invitation(invitation=invitation, date_of_birth=BORN)
    correct(conversation, date_of_birth=BORN)
    assert not open_invitation(invitation=invitation, date_of_birth=BORN)
    invitation, _ = invite(conversation=fresh(conversation), by=clinician)
    assert open_invitation(invitation=invitation, date_of_birth=BORN)
    assert fault_of(conversation) is None


def test_it_stands_in_the_record_of_every_conversation_of_the_patient_and_of_nobody_else(
    conversation, start, correct, clinician, fictional, fresh
):
    number = fresh(conversation).patient.nhs_number
    cancel(conversation=fresh(conversation), by=clinician)
    second, other = start(nhs_number=number, edition=fictional), start(nhs_number="3333333333")
    theirs = [conversation, second]
    correct(second, name="Margaret Elliot")
    assert [len(told(one)) for one in (*theirs, other)] == [1, 1, 0]
    assert [fault_of(one) for one in (*theirs, other)] == [None, None, None]


def test_after_a_correction_of_the_only_conversation_which_was_cancelled_the_patient_can_be_invited(
    conversation, start, correct, clinician, fresh
):
    number = fresh(conversation).patient.nhs_number
    cancel(conversation=fresh(conversation), by=clinician)
    with pytest.raises(AnotherPatient):
        start(nhs_number=number, date_of_birth=BORN)
    correct(conversation, date_of_birth=BORN)
    assert start(nhs_number=number, date_of_birth=BORN).patient_id == conversation.patient_id


def test_they_are_found_by_the_new_name_and_not_by_the_old(conversation, correct, clinician):
    correct(conversation, name="Margaret Okafor")
    found = {word: len(named(clinician, [word], limit=9)) for word in ("okafor", "ellis", "margaret")}
    assert found == {"okafor": 1, "ellis": 0, "margaret": 1}


def test_the_number_of_another_patient_of_the_hospital_is_refused(conversation, start, correct, fresh):
    taken = start(nhs_number="3333333333")
    with pytest.raises(NumberTaken, match="Another patient is known here with this NHS number"):
        correct(conversation, nhs_number="3333333333", name="Somebody Else")
    assert fresh(conversation).patient.name == "Margaret Ellis"
    assert [told(conversation), told(taken)] == [[], []]


def test_where_nothing_changes_nothing_is_recorded(conversation, correct):
    assert not correct(conversation)
    assert told(conversation) == []


def test_what_somebody_corrected_meanwhile_is_not_overwritten(conversation, correct, fresh):
    shown = as_shown(fresh(conversation).patient)
    correct(conversation, name="Margaret Elliot")
    with pytest.raises(DetailsMoved) as moved:
        correct(conversation, shown=shown, name="Margret Ellis")
    assert (moved.value.patient.name, len(told(conversation))) == ("Margaret Elliot", 1)
    # The same press sent twice.
    assert not correct(conversation, shown=shown, name="Margaret Elliot")


def test_nobody_but_a_clinician_of_the_hospital_corrects_them(
    conversation, correct, other_clinician, editor, administrator
):
    for person in (other_clinician, editor, administrator):
        with pytest.raises(NotAllowed):
            correct(conversation, by=person, name="Margaret Elliot")
    assert told(conversation) == []


def test_a_consent_stands_and_its_summary_keeps_the_name_as_it_was(conversation, correct, clinician, fresh):
    consent(conversation, by=clinician)
    summary = Decision.objects.get().summary
    correct(conversation, name="Margaret Elliot")
    assert (agreed(fresh(conversation)).standing, agreed(fresh(conversation)).changed) == (Standing.STANDS, ())
    assert Decision.objects.get().summary == summary
    assert fault_of(conversation) is None


def test_a_consent_of_somebody_who_was_under_18_as_it_turns_out_has_to_be_talked_about_again(
    conversation, correct, clinician, fresh
):
    consent(conversation, by=clinician)
    correct(conversation, date_of_birth=date(2010, 7, 2))
    now = agreed(fresh(conversation))
    assert [(one.kind, one.about, one.can_be_asked_about) for one in now.changed] == [
        (Kind.FACT, "The patient’s age", False)
    ]
    assert now.standing is Standing.ASK_AGAIN
    correct(conversation, date_of_birth=date(1958, 3, 27))
    assert agreed(fresh(conversation)).changed == ()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_correct_at_once_one_is_told_of_the_other(conversation, correct, clinician, fresh):
    shown = as_shown(fresh(conversation).patient)
    outcomes = []

    def one(name):
        try:
            correct(conversation, shown=shown, name=name)
            outcomes.append("corrected")
        except DetailsMoved:
            outcomes.append("told")

    at_once(*(partial(one, f"Margaret Ellis {letter}") for letter in "ABCD"))
    assert sorted(outcomes) == ["corrected", "told", "told", "told"]
    assert fault_of(conversation) is None


@pytest.mark.django_db(transaction=True)
def test_a_conversation_that_is_started_meanwhile_has_a_record_that_holds(
    conversation, start, correct, fictional, fresh
):
    number = fresh(conversation).patient.nhs_number
    at_once(
        partial(correct, conversation, name="Margaret Elliot"),
        partial(start, nhs_number=number, edition=fictional),
    )
    assert [fault_of(one) for one in Conversation.objects.all()] == [None, None]
