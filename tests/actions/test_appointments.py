"""An appointment can be moved; the patient's answers stay open until the new one, and the record tells it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sdm.actions.answers import save_answer
from sdm.actions.conversations import OPEN_AFTER_APPOINTMENT, change_appointment
from sdm.actions.decisions import decide
from sdm.models import Conversation, Invitation, RecordEntry
from sdm.models.verify import fault_of
from sdm.rules.transitions import NotAllowed

pytestmark = pytest.mark.django_db
LATER = timezone.now().replace(microsecond=0) + timedelta(days=30)


def move(conversation, fresh, by, to=LATER):
    change_appointment(conversation=fresh(conversation), appointment_at=to, by=by)


def test_the_new_appointment_stands_and_the_record_tells_it(conversation, invitation, clinician, fresh):
    move(conversation, fresh, clinician)
    assert fresh(conversation).appointment_at == LATER
    assert Invitation.objects.get().expires_at == LATER + OPEN_AFTER_APPOINTMENT
    assert RecordEntry.objects.filter(conversation=conversation).last().what == "appointment changed"
    assert fault_of(conversation) is None


def test_the_same_appointment_again_changes_nothing(conversation, clinician, fresh):
    move(conversation, fresh, clinician)
    move(conversation, fresh, clinician)
    assert RecordEntry.objects.filter(what="appointment changed").count() == 1


def test_a_patient_whose_appointment_passed_can_write_again(conversation, patient, clinician, fresh):
    move(conversation, fresh, clinician, to=timezone.now() - timedelta(minutes=5))
    with pytest.raises(NotAllowed):
        save_answer(conversation=fresh(conversation), part="question-1", text="Too late?", seen=0, by=patient)
    move(conversation, fresh, clinician)
    save_answer(conversation=fresh(conversation), part="question-1", text="In time", seen=0, by=patient)
    assert fresh(conversation).answers["question-1"].text == "In time"


def test_not_after_a_decision_and_not_by_others(conversation, clinician, other_clinician, fresh):
    with pytest.raises(NotAllowed):
        move(conversation, fresh, other_clinician)
    decide(conversation=fresh(conversation), choice="refusal", reasons="No.", seen=0, by=clinician)
    with pytest.raises(NotAllowed):
        move(conversation, fresh, clinician)
    assert Conversation.objects.get().appointment_at < LATER
