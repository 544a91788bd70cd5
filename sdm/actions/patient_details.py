"""Correcting who a patient is said to be: their name, date of birth and NHS number, in all their conversations."""

from __future__ import annotations

from copy import copy
from datetime import date

from django.db import IntegrityError

from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import Conversation, Patient, PatientName, User
from sdm.models.patient_names import words_for
from sdm.models.retelling import DETAILS_CORRECTED
from sdm.rules.chain import canonical, digest_of


class DetailsMoved(Exception):
    """Somebody corrected the details after the screen showed them; `patient` is as they stand now."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("Somebody else corrected these details after you opened the page.")
        self.patient = patient


class NumberTaken(ValueError):
    """The NHS number is that of another patient of the hospital; two patients are never made one."""

    def __init__(self) -> None:
        super().__init__("Another patient is known here with this NHS number. Check each digit")


def as_shown(patient: Patient) -> str:
    """What a screen that shows these details sends back, so that it is known what stood on it."""
    return digest_of(canonical(patient.content()))


@recorded
def correct_details(
    *,
    conversation: Conversation,
    name: str,
    date_of_birth: date,
    nhs_number: str,
    because: str,
    shown: str,
    by: User,
) -> bool:
    """Correct the details of a conversation's patient; False where they stand so already, and nothing is recorded.

    It concerns the person and no decision, so it can be done whatever became of the conversation. The record of each
    conversation of the patient tells their details, so each gets an entry. Raises DetailsMoved, NumberTaken or
    NotAllowed.
    """
    by_whom = clinician(by, conversation)
    # Whoever corrects, or starts another conversation, waits here: no record is begun with what stood before.
    patient = Patient.objects.select_for_update().get(pk=conversation.patient_id)
    stood = copy(patient)
    patient.name, patient.date_of_birth, patient.nhs_number = name, date_of_birth, nhs_number
    if patient.content() == stood.content():
        return False
    if as_shown(stood) != shown:
        raise DetailsMoved(stood)
    content = {"patient": patient.content(), "was": stood.content(), "because": because}
    for one in Conversation.objects.filter(patient=patient).with_head().order_by("pk"):
        keep_changes(one, append(one, by=by_whom, what=DETAILS_CORRECTED, content=content))
    _save(patient)
    conversation.is_spent = True
    return True


def _save(patient: Patient) -> None:
    try:
        patient.save(update_fields=["name", "date_of_birth", "nhs_number"])
    except IntegrityError as error:
        raise NumberTaken from error
    PatientName.objects.filter(patient=patient).delete()
    PatientName.objects.bulk_create(words_for(patient))
