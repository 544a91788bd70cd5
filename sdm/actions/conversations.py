"""Starting a conversation, inviting the patient, letting them in, and ending what is not needed."""

import base64
import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from sdm.actions.recording import append, clinician, keep_changes, recorded
from sdm.models import ArrangedHelp, Conversation, Edition, Invitation, Patient, PatientName, User, Withdrawal
from sdm.models.invitations import hash_of
from sdm.models.patient_names import words_for
from sdm.models.retelling import OPENED_AGAIN
from sdm.rules.name_words import may_be_one_person
from sdm.rules.needs import left_behind, to_carry_over
from sdm.rules.parts import PEOPLE_AND_HELP
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed, Status, Step, after

# A patient can still read their part and the summary this long after the appointment.
OPEN_AFTER_APPOINTMENT = timedelta(days=90)
TOKEN_BYTES = 32


class AlreadyOpen(ValueError):
    """The patient already has an open conversation about this procedure; `conversation` is that one."""

    def __init__(self, conversation: Conversation | None = None) -> None:
        super().__init__("This patient already has an open conversation about this procedure.")
        self.conversation = conversation


class AnotherPatient(ValueError):
    """The NHS number belongs to a patient of this hospital with another date of birth; `patient` is that one."""

    def __init__(self, patient: Patient) -> None:
        super().__init__(
            "A patient with this NHS number is known here with another date of birth. Check both and enter them again"
        )
        self.patient = patient


class AnotherName(ValueError):
    """The number and date of birth are known for `patient`, whose name has nothing in common with this one."""

    def __init__(self, patient: Patient) -> None:
        super().__init__(
            f"The patient with this NHS number and date of birth is known here as {patient.name}. If it is the same "
            "person, enter that name. If not, check the NHS number"
        )
        self.patient = patient


class AlreadyInvited(ValueError):
    """An invitation was made after the screen showed how many there were."""

    def __init__(self) -> None:
        super().__init__("A link was made already. It was shown once. If you do not have it, make a new one.")


def start_conversation(
    *,
    name: str,
    date_of_birth: date,
    nhs_number: str,
    edition: Edition,
    appointment_at: datetime,
    symptoms_began: date | None,
    presented_on: date | None = None,
    email: str = "",
    seen_by: User | None = None,
    by: User,
) -> Conversation:
    """Start a conversation for a patient of the clinician's hospital; a known NHS number is the same patient.

    Nothing is sent to `email` yet. `seen_by` is to see the patient: without it whoever starts the conversation.

    Raises AlreadyOpen, AnotherPatient or AnotherName; NotAllowed for a draft, for an edition that was withdrawn, or
    where `by` or `seen_by` is no clinician of the hospital.
    """
    if not edition.is_published:
        raise NotAllowed("This leaflet has not been published yet.")
    if Withdrawal.objects.filter(edition=edition).exists():
        raise NotAllowed("This edition of the leaflet was withdrawn. It cannot be used for a new conversation.")
    try:
        with transaction.atomic():
            patient = _patient(name=name, date_of_birth=date_of_birth, nhs_number=nhs_number, by=by)
            conversation = Conversation(
                hospital_id=by.hospital_id,
                patient=patient,
                edition=edition,
                leaflet_id=edition.leaflet_id,
                appointment_at=appointment_at,
                symptoms_began=symptoms_began,
                presented_on=presented_on,
                known_needs=_known_needs(patient),
                email=email,
                created_at=timezone.now(),
                created_by=by,
                seen_by=_who_can_see(seen_by or by, by.hospital_id),
                recorded_as=1,
            )
            conversation.head_now = None
            conversation.save(force_insert=True)
            append(
                conversation, by=clinician(by, conversation), what="started", content=conversation.content_at_start()
            )
            return conversation
    except IntegrityError as error:
        raise AlreadyOpen(_open_conversation(nhs_number, edition, by)) from error


def _who_can_see(person: User, hospital_id: UUID) -> User:
    """The clinician who is to see a patient; raises NotAllowed for anybody but one of this hospital."""
    if not person.works_at(hospital_id):
        raise NotAllowed("Only a clinician of this hospital can see the patient.")
    return person


def _patient(*, name: str, date_of_birth: date, nhs_number: str, by: User) -> Patient:
    # Held until the start is in the record: nobody corrects the patient's details between.
    patient, is_new = Patient.objects.select_for_update(no_key=True).get_or_create(
        hospital_id=by.hospital_id,
        nhs_number=nhs_number,
        defaults={"name": name, "date_of_birth": date_of_birth},
    )
    if is_new:
        PatientName.objects.bulk_create(words_for(patient))
    if patient.date_of_birth != date_of_birth:
        raise AnotherPatient(patient)
    if not may_be_one_person(name, patient.name):
        raise AnotherName(patient)
    return patient


def _known_needs(patient: Patient) -> dict[str, Any] | None:
    """The help that a patient asked for in earlier conversations, as they said it last; None where they never did.

    Source: the NHS Accessible Information Standard: nobody has to ask for the same help again.
    """
    earlier = list(Conversation.objects.filter(patient=patient).with_answers().order_by("created_at"))
    said = [one.answers[PEOPLE_AND_HELP] for one in earlier if one.is_sent and PEOPLE_AND_HELP in one.answers]
    if said:
        return to_carry_over(max(said, key=lambda saved: saved.saved_at)) or None
    return next((one.known_needs for one in reversed(earlier) if one.known_needs), None)


def _open_conversation(nhs_number: str, edition: Edition, by: User) -> Conversation | None:
    return (
        Conversation.objects.visible_to(by)
        .filter(patient__nhs_number=nhs_number, leaflet_id=edition.leaflet_id)
        .exclude(status__in=[Status.CANCELLED, Status.DECIDED])
        .first()
    )


@recorded
def invite(*, conversation: Conversation, seen: int | None = None, by: User) -> tuple[Invitation, str]:
    """Make a new invitation, which ends the one before; gives it with its token, which is stored nowhere.

    `seen` is how many invitations the screen showed, where there is one: the same press sent twice makes one.
    Raises AlreadyInvited, or NotAllowed where the conversation was cancelled.
    """
    after(Step.INVITE, Status(conversation.status))
    if seen is not None and conversation.invitations.count() != seen:
        raise AlreadyInvited
    token = new_token()
    invitation = Invitation(
        conversation=conversation,
        token_hash=hash_of(token),
        created_by=by,
        expires_at=max(conversation.appointment_at, timezone.now()) + OPEN_AFTER_APPOINTMENT,
    )
    entry = append(conversation, by=clinician(by, conversation), what="invited", content=invitation.content())
    in_force = conversation.invitations.filter(revoked_at__isnull=True)
    in_force.update(revoked_at=entry.at, recorded_as=entry.sequence)
    invitation.created_at, invitation.recorded_as = entry.at, entry.sequence
    invitation.save(force_insert=True)
    return invitation, token


def new_token() -> str:
    """256 random bits in letters and digits that cannot be taken for each other: people type it from a letter."""
    return base64.b32encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=").lower()


@recorded
def revoke(*, conversation: Conversation, by: User) -> None:
    """Stop the invitation in force; it takes effect at the patient's next page. Nothing happens where there is none."""
    in_force = conversation.invitations.filter(revoked_at__isnull=True)
    if in_force.exists():
        entry = append(conversation, by=clinician(by, conversation), what="invitation revoked", content={})
        in_force.update(revoked_at=entry.at, recorded_as=entry.sequence)


def open_invitation(*, invitation: Invitation, date_of_birth: date) -> bool:
    """Check the date of birth of somebody who opened a link: True lets them in, five wrong ones lock the invitation.

    Both are recorded. A wrong date is counted by the database, so that guesses made at once all count.
    """
    conversation = Conversation.objects.to_act_on().get(pk=invitation.conversation_id)
    return _open(conversation=conversation, invitation=invitation, date_of_birth=date_of_birth)


@recorded
def _open(*, conversation: Conversation, invitation: Invitation, date_of_birth: date) -> bool:
    right = conversation.patient.date_of_birth == date_of_birth
    invitations = Invitation.objects.filter(pk=invitation.pk)
    if not invitations.good().exists():
        return False
    if right and invitation.opened_at and not invitation.wrong_dates:
        return True
    by = Actor(Kind.PATIENT, str(invitation.pk), conversation.patient.name if right else "Somebody with the link")
    what = "invitation opened" if right else "wrong date of birth"
    entry = append(conversation, by=by, what=what, content={"invitation": str(invitation.pk)})
    if right:
        invitations.update(opened_at=entry.at, wrong_dates=0, recorded_as=entry.sequence)
    else:
        invitations.update(wrong_dates=F("wrong_dates") + 1, recorded_as=entry.sequence)
    return right


@recorded
def change_appointment(*, conversation: Conversation, appointment_at: datetime, by: User) -> None:
    """Give a conversation that is not decided another appointment; the same one again changes nothing.

    The patient can change their answers until then, and the invitation in force works as long as a new one would.
    Help that was arranged for the day it leaves is marked as such, and is to arrange again. Raises NotAllowed.
    """
    after(Step.CHANGE_APPOINTMENT, Status(conversation.status))
    if appointment_at == conversation.appointment_at:
        return
    was_on, is_on = conversation.appointment_on, timezone.localdate(appointment_at)
    notes = left_behind(conversation.help, was_on, is_on)
    left = [ArrangedHelp.on_top(conversation, note, by=by.as_actor().name) for note in notes]
    in_force = list(conversation.invitations.filter(revoked_at__isnull=True))
    for invitation in in_force:
        invitation.expires_at = max(invitation.expires_at, appointment_at + OPEN_AFTER_APPOINTMENT)
    content = {
        "appointment_at": appointment_at.astimezone(UTC).isoformat(),
        "invitations": [invitation.content() for invitation in in_force],
        **({"help": [row.content() for row in left]} if left else {}),
    }
    entry = append(conversation, by=clinician(by, conversation), what="appointment changed", content=content)
    keep_changes(conversation, entry, appointment_at=appointment_at)
    for row in left:
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    ArrangedHelp.objects.bulk_create(left)
    for invitation in in_force:
        invitation.recorded_as = entry.sequence
        invitation.save(update_fields=["expires_at", "recorded_as"])


@recorded
def hand_on(*, conversation: Conversation, seen_by: User, by: User) -> None:
    """Have another clinician of the hospital see the patient; the same one again changes nothing.

    Who does the procedure (`procedure_by`) is another thing: what the patient agreed to does not rest on this. It can
    be done after a decision, too. Raises NotAllowed.
    """
    after(Step.HAND_ON, Status(conversation.status))
    by_whom = clinician(by, conversation)
    if seen_by.pk == conversation.seen_by_id:
        return
    _who_can_see(seen_by, conversation.hospital_id)
    entry = append(conversation, by=by_whom, what="handed on", content={"seen_by": seen_by.as_named()})
    keep_changes(conversation, entry, seen_by=seen_by)


def rearrange(
    *, conversation: Conversation, appointment_at: datetime | None = None, seen_by: User | None = None, by: User
) -> None:
    """Give a conversation another appointment, another clinician who is to see the patient, or both or neither.

    Raises NotAllowed, and then nothing has changed.
    """
    with transaction.atomic():
        if appointment_at:
            change_appointment(conversation=conversation, appointment_at=appointment_at, by=by)
        if seen_by:
            hand_on(conversation=conversation, seen_by=seen_by, by=by)


@recorded
def reopen(*, conversation: Conversation, by: User) -> None:
    """Open the discussion again after a decision; what was decided stays in the record.

    It answers nothing: who has changed their mind waits until somebody has talked with them and says what was said.
    """
    _move(conversation, Step.REOPEN, by=by, what=OPENED_AGAIN)


@recorded
def cancel(*, conversation: Conversation, by: User) -> None:
    """End a conversation that will not be held; its invitation stops working, its record stays.

    Nobody can answer anything in it any more, so nothing in it waits for an answer.
    """
    more = {"unanswered_since": None} if conversation.unanswered_since else {}
    _move(conversation, Step.CANCEL, by=by, what="cancelled", **more)


def _move(conversation: Conversation, step: Step, *, by: User, what: str, **more: None) -> None:
    """Take a step; `more` is what it changes of the conversation besides."""
    changes = {"status": after(step, Status(conversation.status)).value, **more}
    entry = append(conversation, by=clinician(by, conversation), what=what, content=changes)
    keep_changes(conversation, entry, **changes)
