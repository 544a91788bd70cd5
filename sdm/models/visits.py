"""The one query of a patient's page: what an invitation opens, and whether it still opens it.

It is plain SQL because it stands before every page and every save of a patient's: putting the same query together
through the ORM takes longer than the database needs to answer it (docs/decisions.md, 2).
"""

import json
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sdm.models.conversations import Conversation, Patient
from sdm.models.invitations import Invitation
from sdm.models.one_query import head_of_record, latest_revisions
from sdm.models.staff import Hospital
from sdm.rules.transitions import Status

QUERY = """
SELECT sdm_conversation.*, {answers} AS answers_now, {head} AS head_now,
  sdm_patient.name AS patient_name, sdm_patient.date_of_birth, sdm_patient.nhs_number,
  sdm_hospital.name AS hospital_name, sdm_hospital.contact_name, sdm_hospital.contact_details
FROM sdm_invitation
JOIN sdm_conversation ON sdm_conversation.id = sdm_invitation.conversation_id
JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
JOIN sdm_hospital ON sdm_hospital.id = sdm_conversation.hospital_id
WHERE sdm_invitation.id = %s AND sdm_invitation.revoked_at IS NULL AND sdm_invitation.expires_at > %s
  AND sdm_conversation.status <> %s
"""


def opened_by(invitation_id: UUID) -> Conversation | None:
    """The conversation that an invitation opens, with patient, hospital, answers and the head of its record.

    None where the invitation was revoked or has run out, or the conversation was cancelled. One query.
    """
    query = QUERY.format(
        answers=latest_revisions("sdm_answer", "understanding").for_database(connection),
        head=head_of_record().for_database(connection),
    )
    key = Invitation._meta.pk.get_db_prep_value(invitation_id, connection)
    found = list(Conversation.objects.raw(query, [key, timezone.now(), Status.CANCELLED.value]))
    return _with_people(found[0]) if found else None


def _with_people(conversation: Conversation) -> Conversation:
    """Put patient and hospital in their places, and read the JSON, which a raw query leaves as text."""
    conversation.answers_now = json.loads(conversation.answers_now or "[]")
    conversation.head_now = json.loads(conversation.head_now or "null")
    born = conversation.date_of_birth
    conversation.hospital = Hospital(
        id=conversation.hospital_id,
        name=conversation.hospital_name,
        contact_name=conversation.contact_name,
        contact_details=conversation.contact_details,
    )
    conversation.patient = Patient(
        id=conversation.patient_id,
        hospital_id=conversation.hospital_id,
        name=conversation.patient_name,
        # SQLite keeps dates as text.
        date_of_birth=date.fromisoformat(born) if isinstance(born, str) else born,
        nhs_number=conversation.nhs_number,
    )
    return conversation
