"""The queries that stand before nearly every page: one conversation whole, or one page of the list.

They are plain SQL because putting the same queries together through the ORM takes longer than the database needs to
answer them (docs/decisions.md, 18). Each names who asks in its WHERE: the invitation that was opened, or the hospital.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone

from sdm.models.agenda import AgendaItem
from sdm.models.conversations import Answered, Conversation, Patient, as_moment
from sdm.models.invitations import Invitation, is_locked
from sdm.models.leaflets import published_content
from sdm.models.one_query import (
    DECIDED,
    NEEDS_KNOWN,
    OF_ANSWERS,
    PLANNED,
    SENT,
    SETTLED,
    TALKING,
    UNANSWERED,
    afterwards,
    agenda,
    awaits_scan,
    brief_readings,
    head_of_record,
    last_decision,
    last_mail,
    latest_revisions,
    local_parts,
    only_where,
    seen_by,
    still_to_talk_about,
    withdrawal,
)
from sdm.models.plain_sql import Given, Query, field
from sdm.models.staff import Hospital, User
from sdm.rules.afterwards import CONSENT
from sdm.rules.parts import TALK
from sdm.rules.transitions import Status

ANSWERS = latest_revisions("sdm_answer", *OF_ANSWERS)
HELP, SAID_SINCE = latest_revisions("sdm_arrangedhelp"), only_where(DECIDED, afterwards())
READINGS = only_where(SENT, brief_readings())
INVITED_AT, OPENED_AT = field(Invitation, "created_at"), field(Invitation, "opened_at")
WRONG_DATES = field(Invitation, "wrong_dates")

OPENED_BY = Query(
    """
    SELECT {select} FROM sdm_invitation
    JOIN sdm_conversation ON sdm_conversation.id = sdm_invitation.conversation_id
    JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
    JOIN sdm_hospital ON sdm_hospital.id = sdm_conversation.hospital_id
    WHERE sdm_invitation.id = %s AND sdm_invitation.revoked_at IS NULL AND sdm_invitation.expires_at > %s
      AND sdm_conversation.status <> %s
    """,
    conversation=Conversation,
    patient=Patient,
    hospital=Hospital,
    answers_now=ANSWERS,
    head_now=head_of_record(),
    help_now=HELP,
    decision_now=last_decision(),
    afterwards_now=SAID_SINCE,
    withdrawal_now=withdrawal(),
    local_now=local_parts(),
)
# At most one is in force: the constraint `one_invitation_in_force` sees to it.
WITH_ITS_INVITATION = """
    LEFT JOIN sdm_invitation
      ON sdm_invitation.conversation_id = sdm_conversation.id AND sdm_invitation.revoked_at IS NULL
    """
# What every page of a clinician's about one conversation has of it.
FOR_CLINICIANS: dict[str, Given] = dict(
    conversation=Conversation,
    patient=Patient,
    hospital=Hospital,
    invited_at=INVITED_AT,
    opened_at=OPENED_AT,
    wrong_dates=WRONG_DATES,
    answers_now=ANSWERS,
    head_now=head_of_record(),
    discussion_now=latest_revisions("sdm_discussionnote"),
    help_now=HELP,
    agenda_now=agenda(),
    readings_now=READINGS,
    decision_now=only_where(DECIDED, last_decision("recorded_by", "review_on")),
    afterwards_now=SAID_SINCE,
    last_mail=last_mail(),
    withdrawal_now=withdrawal(),
    local_now=local_parts(),
    seen_by_now=seen_by(),
)
VISIBLE = Query(
    f"""
    SELECT {{select}} FROM sdm_conversation
    JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
    JOIN sdm_hospital ON sdm_hospital.id = sdm_conversation.hospital_id
    {WITH_ITS_INVITATION}
    WHERE sdm_conversation.id = %s AND sdm_conversation.hospital_id = %s
    """,
    **FOR_CLINICIANS,
)
# The orders are those of the indexes `conversation_list` and `conversation_unanswered`, so that nothing else is sorted.
IN_ORDER = """
    SELECT id FROM sdm_conversation WHERE hospital_id = %s AND {which}
    ORDER BY appointment_at {way}, id {way} LIMIT {limit:d}
    """
WAITING = """
    SELECT id FROM sdm_conversation WHERE hospital_id = %s AND unanswered_since IS NOT NULL
    ORDER BY unanswered_since, id LIMIT {limit:d}
    """
# Which are listed is found first, so that what is read of each stands in the query once. They come in any order.
ROWS = (
    """
    WITH listed AS ({chosen})
    SELECT {{select}} FROM listed
    JOIN sdm_conversation ON sdm_conversation.id = listed.id
    JOIN sdm_patient ON sdm_patient.id = sdm_conversation.patient_id
    """
    + WITH_ITS_INVITATION
)
CHOSEN = ROWS.format(chosen=IN_ORDER)
CHOSEN_AND_WAITING = ROWS.format(chosen=f"SELECT * FROM ({IN_ORDER}) first UNION ALL SELECT * FROM ({WAITING}) second")
ON_THE_LIST: dict[str, Given] = dict(
    id=field(Conversation, "id"),
    edition_id=field(Conversation, "edition_id"),
    status=field(Conversation, "status"),
    appointment_at=field(Conversation, "appointment_at"),
    sent_at=field(Conversation, "sent_at"),
    moved_at=field(Conversation, "moved_at"),
    unanswered_since=field(Conversation, "unanswered_since"),
    patient_name=field(Patient, "name"),
    nhs_number=field(Patient, "nhs_number"),
    invited_at=INVITED_AT,
    opened_at=OPENED_AT,
    wrong_dates=WRONG_DATES,
    known_needs=field(Conversation, "known_needs"),
    answers_now=ANSWERS,
    help_now=only_where(NEEDS_KNOWN, HELP),
    afterwards_now=only_where(UNANSWERED, afterwards()),
    open_items=only_where(TALKING, still_to_talk_about()),
)
# Of those who were found by name; they come in any order.
OF_PATIENTS = ROWS.format(
    chosen="SELECT id FROM sdm_conversation WHERE hospital_id = %s AND patient_id IN ({patients}) LIMIT {limit:d}"
)
LISTED_OF_PATIENTS = Query(OF_PATIENTS, patient_id=field(Conversation, "patient_id"), **ON_THE_LIST)
LISTED, LISTED_AND_WAITING = Query(CHOSEN, **ON_THE_LIST), Query(CHOSEN_AND_WAITING, **ON_THE_LIST)
# The same with what else can need attention, for the page that looks for that alone.
LOOKED_AT = Query(
    CHOSEN,
    **ON_THE_LIST,
    symptoms_began=field(Conversation, "symptoms_began"),
    presented_on=field(Conversation, "presented_on"),
    procedure_on=field(Conversation, "procedure_on"),
    short_time_because=field(Conversation, "short_time_because"),
    decision_now=only_where(PLANNED, last_decision()),
    scan_awaited_for=only_where(SETTLED, awaits_scan()),
    seen_by_now=seen_by(),
    readings_now=READINGS,
)
# Which of a hospital's conversations are listed.
COMING = "appointment_at >= %s"
PAST = "appointment_at < %s"
AFTER = "(appointment_at, id) > (%s, %s)"
BEFORE = "(appointment_at, id) < (%s, %s)"
OF_PATIENT = "patient_id = %s"
OF_STATUS = "status = %s"
SEEN_BY = "seen_by_id = %s"
MOST_OF_PATIENTS = 200


@dataclass
class Listed(Answered):
    """A conversation as far as the list shows it.

    `open_items` are the things still to be talked about, once they talk; None before, and after.
    """

    id: UUID
    edition_id: UUID
    status: str
    appointment_at: datetime
    sent_at: datetime | None
    moved_at: datetime | None
    unanswered_since: datetime | None
    patient_name: str
    nhs_number: str
    invited_at: datetime | None
    opened_at: datetime | None
    wrong_dates: int | None
    known_needs: dict[str, Any] | None
    answers_now: list[dict[str, Any]] | None
    help_now: list[dict[str, Any]] | None
    afterwards_now: list[dict[str, Any]] | None
    open_items: int | None

    @property
    def worries(self) -> int:
        """How many things the patient wants to talk about; once they talk, how many are left of them and of ours."""
        marked = sum(saved.understanding == TALK for saved in self.answers.values())
        return marked if self.open_items is None else self.open_items

    @property
    def is_locked(self) -> bool:
        """Whether too many wrong dates of birth were given for the link that is in force."""
        return is_locked(self.wrong_dates)

    @cached_property
    def reference(self) -> str:
        """The reference of the leaflet."""
        return published_content(self.edition_id).reference


@dataclass
class LookedAt(Listed):
    """The same, as far as it can need attention."""

    symptoms_began: date | None
    presented_on: date | None
    procedure_on: date | None
    short_time_because: str
    decision_now: dict[str, Any] | None
    scan_awaited_for: int | None
    seen_by_now: dict[str, Any]
    readings_now: list[dict[str, Any]] | None = None

    @property
    def decided_at(self) -> datetime | None:
        """When the last decision was made, where a procedure is planned and there was any."""
        return as_moment(self.decision_now["decided_at"]) if self.decision_now else None

    @property
    def decided_otherwise(self) -> bool:
        """Whether it is decided, and not for the procedure, though one is planned: nobody goes by that plan."""
        is_decided = self.status == Status.DECIDED and self.decision_now is not None
        return is_decided and self.decision_now["choice"] != CONSENT


def opened_by(invitation_id: UUID) -> Conversation | None:
    """The conversation that an invitation opens, with patient, hospital, answers and the head of its record.

    Also with its last decision, if there ever was one. None where the invitation was revoked or has run out, or the
    conversation was cancelled. One query.
    """
    found = OPENED_BY.ask(invitation_id, timezone.now(), Status.CANCELLED.value)
    return _conversation(found[0]) if found else None


def visible_to(user: User, conversation_id: UUID) -> Conversation | None:
    """A conversation of a clinician's own hospital with everything that an action needs, and its agenda as `items`.

    It has `invited_at`, `opened_at` and `wrong_dates` of the invitation in force, too, and what became of the
    `last_mail`. None where there is no such conversation, and for anybody who is no clinician. One query.
    """
    found = VISIBLE.ask(conversation_id, user.hospital_id) if user.is_clinician else ()
    return for_clinicians(found[0]) if found else None


def for_clinicians(given: dict[str, Any]) -> Conversation:
    """The conversation of a row that has all of `FOR_CLINICIANS`, as `visible_to` gives it."""
    conversation = _conversation(given)
    conversation.items = [_item(conversation, values) for values in conversation.agenda_now or ()]
    return conversation


def listed(user: User, which: str, *values: datetime | UUID, newest_first: bool = False, limit: int) -> list[Listed]:
    """Conversations of a clinician's own hospital in the order of their appointments, in one query.

    `which` is one of the five above. There are none for anybody who is no clinician.
    """
    if not user.is_clinician:
        return []
    way = "DESC" if newest_first else "ASC"
    rows = LISTED.ask(user.hospital_id, *values, which=which, way=way, limit=limit)
    return sorted((Listed(**row) for row in rows), key=_by_appointment, reverse=newest_first)


def coming_and_waiting(user: User, since: datetime, *, limit: int) -> tuple[list[Listed], list[Listed]]:
    """The first conversations with an appointment from a moment on; and those in which the patient waits for an answer.

    Whoever has waited longest comes first, wherever their appointment is: they may be among the first as well. At most
    `limit` of each, in one query. There are none for anybody who is no clinician.
    """
    if not user.is_clinician:
        return [], []
    hospital = user.hospital_id
    found = LISTED_AND_WAITING.ask(hospital, since, hospital, which=COMING, way="ASC", limit=limit)
    rows = {row["id"]: Listed(**row) for row in found}.values()
    coming = sorted((row for row in rows if row.appointment_at >= since), key=_by_appointment)
    waiting = [row for row in rows if row.unanswered_since]
    return coming[:limit], sorted(waiting, key=lambda row: (row.unanswered_since, row.id))[:limit]


def looked_at(user: User, which: Mapping[str, Sequence[Any]], *, limit: int) -> list[LookedAt]:
    """Those of a clinician's own hospital of which all of this holds, by appointment, in one query.

    `which` are some of the conditions above, each with its values. There are none for anybody who is no clinician.
    """
    if not user.is_clinician:
        return []
    values = [value for values in which.values() for value in values]
    rows = LOOKED_AT.ask(user.hospital_id, *values, which=" AND ".join(which), way="ASC", limit=limit)
    return sorted((LookedAt(**row) for row in rows), key=_by_appointment)


def of_patients(user: User, patients: Sequence[UUID]) -> list[Listed]:
    """The conversations of these patients of a clinician's own hospital, patient by patient, the newest first.

    One query. Of one patient there are few: `MOST_OF_PATIENTS` is only there so that no page can ever be endless.
    """
    if not (user.is_clinician and patients):
        return []
    places = ", ".join(["%s"] * len(patients))
    rows = LISTED_OF_PATIENTS.ask(user.hospital_id, *patients, patients=places, limit=MOST_OF_PATIENTS)
    found = sorted(rows, key=lambda row: (row["appointment_at"], row["id"]), reverse=True)
    found.sort(key=lambda row: patients.index(row["patient_id"]))
    return [Listed(**{name: value for name, value in row.items() if name != "patient_id"}) for row in found]


def _by_appointment(row: Listed) -> tuple[datetime, UUID]:
    return row.appointment_at, row.id


def _conversation(given: dict[str, Any]) -> Conversation:
    """The conversation that a row gives, with what hangs on it in its place."""
    conversation = given.pop("conversation")
    for name, value in given.items():
        setattr(conversation, name, value)
    return conversation


def _item(conversation: Conversation, values: dict[str, Any]) -> AgendaItem:
    due_on = values["due_on"] and date.fromisoformat(values["due_on"])
    return AgendaItem(**{**values, "id": UUID(values["id"]), "due_on": due_on, "conversation": conversation})
