"""What patients do: save an answer, send their answers."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sdm.actions.recording import Stale, append, recorded
from sdm.models import AgendaItem, Answer, Conversation
from sdm.rules.journey import can_send
from sdm.rules.parts import TALK, Saved, question_number
from sdm.rules.people import Actor, Kind
from sdm.rules.transitions import NotAllowed, Status, Step, after

CLOSED = "You can no longer change your answers here. Talk to your team if something has changed."


class NothingToSend(ValueError):
    """There is nothing to send yet."""


@recorded
def save_answer(
    *,
    conversation: Conversation,
    part: str,
    text: str = "",
    understanding: str = "",
    details: Mapping[str, Any] | None = None,
    seen: int,
    by: Actor,
) -> Saved:
    """Save one part of the patient's answers as its next revision; the same words again change nothing.

    `seen` is the revision that was on the screen. `conversation` is read with answers and head.
    Raises Stale where another revision stands now, NotAllowed where answers can no longer change.
    """
    if not conversation.open_to_patient():
        raise NotAllowed(CLOSED)
    now = conversation.answers.get(part, Saved(part))
    new = Saved(
        part,
        text=text,
        understanding=understanding,
        details=dict(details or {}),
        wording=_wording(conversation, part),
        revision=now.revision + 1,
    )
    if now.revision and _same(now, new):
        return now
    if seen != now.revision:
        raise Stale({part: now})
    row = Answer(
        conversation=conversation,
        part=part,
        revision=new.revision,
        wording=new.wording,
        text=text,
        understanding=understanding,
        details=new.details,
        saved_by=by.name,
    )
    entry = append(conversation, by=by, what="answer saved", content=row.content())
    row.saved_at, row.recorded_as = entry.at, entry.sequence
    row.save(force_insert=True)
    conversation.answers[part] = new
    if conversation.is_sent and TALK in (now.understanding, understanding):
        # The clinician sees changes as they are saved, so what the patient wants to talk about follows at once.
        _raise_what_to_talk_about(conversation, entry.sequence)
    return new


def _wording(conversation: Conversation, part: str) -> str:
    """The words that stood on the screen, so that an answer is for ever tied to what was asked."""
    number = question_number(part)
    question = conversation.content.question(number) if number else None
    return question.wording if question else ""


def _same(one: Saved, other: Saved) -> bool:
    return (one.text, one.understanding, one.details) == (other.text, other.understanding, other.details)


@recorded
def send_answers(*, conversation: Conversation, by: Actor) -> None:
    """Send the answers to the clinician; what the patient wants to talk about goes on the agenda.

    Sending again without a change since does nothing. Raises NothingToSend, or NotAllowed after the appointment.
    """
    if not conversation.open_to_patient():
        raise NotAllowed(CLOSED)
    if not can_send(conversation.answers):
        raise NothingToSend("Write or choose something first. One thing is enough.")
    if conversation.is_sent and not conversation.changed_after_sending:
        return
    conversation.status = after(Step.SEND_ANSWERS, Status(conversation.status)).value
    revisions = {part: saved.revision for part, saved in conversation.answers.items()}
    entry = append(conversation, by=by, what="answers sent", content={"revisions": revisions})
    conversation.sent_at, conversation.recorded_as = entry.at, entry.sequence
    conversation.save(update_fields=["status", "sent_at", "recorded_as"])
    _raise_what_to_talk_about(conversation, entry.sequence)


def _raise_what_to_talk_about(conversation: Conversation, sequence: int) -> None:
    """One open agenda item per question that the patient wants to talk about; what they no longer want is withdrawn."""
    wanted = {
        question_number(part): saved for part, saved in conversation.answers.items() if saved.understanding == TALK
    }
    raised = AgendaItem.objects.filter(conversation=conversation, raised_by=Kind.PATIENT, question_number__isnull=False)
    known = {item.question_number: item for item in raised}
    gone = [item.pk for number, item in known.items() if number not in wanted and item.state == AgendaItem.OPEN]
    if gone:
        raised.filter(pk__in=gone).update(state=AgendaItem.WITHDRAWN, recorded_as=sequence)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            conversation=conversation,
            raised_by=Kind.PATIENT,
            raised_at=timezone.now(),
            question_number=number,
            text=(saved.text or saved.wording)[:1000],
            recorded_as=sequence,
        )
        for number, saved in sorted(wanted.items())
        if number not in known or known[number].state == AgendaItem.WITHDRAWN
    )
