"""The query that stands before nearly every page: one conversation whole, or one page of the list.

They are plain SQL because putting the same queries together through the ORM takes longer than the database needs to
answer them (docs/decisions.md, 18). Each names who asks in its WHERE: the invitation that was opened, or the hospital.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Conversation, Patient
from sdm.models.one_query import (
    Piece,
    agenda,
    columns,
    head_of_record,
    instance,
    invitation_in_force,
    latest_revisions,
    rows,
)
from sdm.models.staff import Hospital, User
from sdm.rules.transitions import Status

# What hangs on a conversation as JSON, by the attribute under which it is read.
ANSWERS = {"answers_now": latest_revisions("sdm_answer", "understanding")}
HEAD = {"head_now": head_of_record()}
DISCUSSION = {"discussion_now": latest_revisions("sdm_discussionnote")}
AGENDA = {"agenda_now": agenda()}
INVITATION = {"invitation_now": invitation_in_force()}

WHOLE = columns(Conversation)
# What a row of the list shows of a conversation.
IN_A_ROW = ("id", "edition_id", "status", "appointment_at", "sent_at")
PATIENT = {"patient_name": "sdm_patient.name", "nhs_number": "sdm_patient.nhs_number"}
PEOPLE = {
    **PATIENT,
    "date_of_birth": "sdm_patient.date_of_birth",
    "hospital_name": "sdm_hospital.name",
    "contact_name": "sdm_hospital.contact_name",
    "contact_details": "sdm_hospital.contact_details",
}
DECIDED_BEFORE = {"has_decision": "EXISTS (SELECT 1 FROM sdm_decision WHERE conversation_id = sdm_conversation.id)"}

ONE = """
SELECT {select} FROM sdm_conversation
JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
JOIN sdm_hospital ON sdm_hospital.id = sdm_conversation.hospital_id
"""
OPENED_BY = f"""{ONE}
JOIN sdm_invitation ON sdm_invitation.conversation_id = sdm_conversation.id
WHERE sdm_invitation.id = %s AND sdm_invitation.revoked_at IS NULL AND sdm_invitation.expires_at > %s
  AND sdm_conversation.status <> %s
"""
OF_HOSPITAL = f"""{ONE}
WHERE sdm_conversation.id = %s AND sdm_conversation.hospital_id = %s
"""
# The order is that of the index `conversation_list`, so that nothing is ever sorted.
LISTED = """
SELECT {select} FROM sdm_conversation
JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
WHERE sdm_conversation.hospital_id = %s AND {which}
ORDER BY sdm_conversation.appointment_at {way}, sdm_conversation.id {way} LIMIT {limit:d}
"""
# Which of a hospital's conversations are listed.
COMING = "sdm_conversation.appointment_at >= %s"
PAST = "sdm_conversation.appointment_at < %s"
AFTER = "(sdm_conversation.appointment_at, sdm_conversation.id) > (%s, %s)"
BEFORE = "(sdm_conversation.appointment_at, sdm_conversation.id) < (%s, %s)"
OF_PATIENT = "sdm_conversation.patient_id = %s"


def opened_by(invitation_id: UUID) -> Conversation | None:
    """The conversation that an invitation opens, with patient, hospital, answers and the head of its record.

    None where the invitation was revoked or has run out, or the conversation was cancelled. One query.
    """
    values = invitation_id, timezone.now(), Status.CANCELLED.value
    return _with_people(_read(OPENED_BY, WHOLE, ANSWERS | HEAD, PEOPLE | DECIDED_BEFORE, values))


def visible_to(user: User, conversation_id: UUID) -> Conversation | None:
    """A conversation of a clinician's own hospital with everything that an action needs, and its agenda as `items`.

    None where there is no such conversation, and for anybody who is no clinician. One query.
    """
    if not user.is_clinician:
        return None
    beside = ANSWERS | DISCUSSION | HEAD | INVITATION | AGENDA
    conversation = _with_people(_read(OF_HOSPITAL, WHOLE, beside, PEOPLE, (conversation_id, user.hospital_id)))
    if conversation:
        conversation.items = [_item(conversation, values) for values in conversation.agenda_now or ()]
    return conversation


def listed(
    user: User, which: str, *values: datetime | UUID, newest_first: bool = False, limit: int
) -> list[Conversation]:
    """Conversations of a clinician's own hospital by their appointments, as far as a row of the list shows them.

    `which` is one of the five above; nothing for anybody who is no clinician. One query, however many there are.
    """
    if not user.is_clinician:
        return []
    query = LISTED.format(select="{select}", which=which, way="DESC" if newest_first else "ASC", limit=limit)
    return _read(query, IN_A_ROW, ANSWERS | INVITATION, PATIENT, (user.hospital_id, *values))


def _read(
    query: str, fields: tuple[str, ...], beside: Mapping[str, Piece], people: Mapping[str, str], values: Sequence[Any]
) -> list[Conversation]:
    """The conversations that a query finds: some of their fields, what hangs beside them, and whose they are."""
    select = [f"sdm_conversation.{field}" for field in fields]
    select += [piece.for_database(connection) for piece in beside.values()]
    select += people.values()
    found = []
    for row in rows(query.format(select=", ".join(select)), values):
        conversation = instance(Conversation, fields, row[: len(fields)])
        for name, value in zip((*beside, *people), row[len(fields) :], strict=True):
            setattr(conversation, name, json.loads(value) if value and name in beside else value)
        found.append(conversation)
    return found


def _item(conversation: Conversation, values: dict[str, Any]) -> AgendaItem:
    due_on = values["due_on"] and date.fromisoformat(values["due_on"])
    return AgendaItem(**{**values, "id": UUID(values["id"]), "due_on": due_on, "conversation": conversation})


def _with_people(found: list[Conversation]) -> Conversation | None:
    """The one conversation that was found, with patient and hospital in their places."""
    if not found:
        return None
    (conversation,) = found
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
