"""What is to be done after a decision: written down with an owner and a day, done, undone; and the procedure's end."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sdm.actions.recording import Stale, append, clinician, recorded
from sdm.models import AgendaItem, Conversation, Decision, FollowUp, ProcedureNote, User
from sdm.models.facts import known_days
from sdm.models.follow_up import procedure_note_of
from sdm.rules.afterwards import DECIDED_AGAIN, OUTCOMES
from sdm.rules.agenda import PARKED
from sdm.rules.follow_up import AT_MOST, KINDS, LONGEST, LOOK_AGAIN, PROCEDURE, Kind, can_have_been
from sdm.rules.parts import Saved
from sdm.rules.people import Actor, only_one_meant
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import is_blank

# What came of something that was parked and is talked about after all.
BACK_ON_THE_LIST = "It is back on the list of things to talk about."


@recorded
def add_follow_up(
    *,
    conversation: Conversation,
    kind: str,
    text: str,
    owner: User | None = None,
    owner_name: str = "",
    due_on: date,
    by: User,
) -> FollowUp:
    """Write down something to do, or a check, with who does it and by when; the same again, while open, is the same.

    `owner` is a member of staff of this hospital, or `owner_name` names somebody else; who is written as exactly one
    clinician of the hospital is called is meant, and gets it on their own list. Raises NotAllowed.
    """
    after(Step.FOLLOW_UP, Status(conversation.status))
    owner = owner or _clinician_called(owner_name, conversation)
    name = owner.as_actor().name if owner else owner_name
    if kind not in KINDS or is_blank(text) or len(text) > LONGEST or is_blank(name):
        raise NotAllowed("Write what is to be done, and who does it.")
    if owner and owner.hospital_id != conversation.hospital_id:
        raise NotAllowed("Choose somebody of this hospital, or write a name.")
    there = FollowUp.objects.filter(conversation=conversation)
    same = {"kind": kind, "text": text, "owner": owner, "owner_name": name, "due_on": due_on}
    if stands := there.filter(**same, done_on__isnull=True).first():
        return stands
    if there.count() >= AT_MOST:
        raise NotAllowed("There is too much on the list. Do some of it first.")
    row = FollowUp(conversation=conversation, hospital_id=conversation.hospital_id, **same)
    return _write(row, conversation, by=clinician(by, conversation), what="follow-up added")


def _write(row: FollowUp, conversation: Conversation, *, by: Actor, what: str) -> FollowUp:
    """Save a follow-up as it stands now, with the entry that tells so."""
    entry = append(conversation, by=by, what=what, content=row.content())
    row.recorded_as = entry.sequence
    row.save()
    return row


def _clinician_called(name: str, conversation: Conversation) -> User | None:
    """The one clinician of the hospital who is meant by a name; one query where there is any."""
    return only_one_meant(name, User.objects.clinicians_of(conversation.hospital_id)) if name.strip() else None


@recorded
def follow_parked(*, conversation: Conversation, item: AgendaItem, by: Actor) -> None:
    """Have what is parked stand among what is to be done, with its owner and day; what is so no more is done.

    It bears the item's own id, so what is parked anew is the same thing to do. An owner who is written as exactly one
    clinician of the hospital is called gets it on their own list.
    """
    item = AgendaItem.objects.get(pk=item.pk, conversation=conversation)
    row = FollowUp.objects.filter(pk=item.pk, conversation=conversation).first()
    if item.state == PARKED:
        owner = _clinician_called(item.owner, conversation)
        row = row or FollowUp(pk=item.pk, conversation=conversation, hospital_id=conversation.hospital_id)
        row.kind, row.text, row.due_on = Kind.ACTION, item.text, item.due_on
        row.owner, row.owner_name = owner, item.owner
        row.done_on, row.result, row.reminded_at = None, "", None
        what = "follow-up added"
    elif row and not row.done_on:
        row.done_on, row.result = timezone.localdate(), BACK_ON_THE_LIST
        what = "follow-up done"
    else:
        return
    _write(row, conversation, by=by, what=what)


@recorded
def follow_review(*, conversation: Conversation, decision: Decision, by: User) -> None:
    """Have a new decision that is to be looked at again stand among what is to be done, with its day and an owner.

    It bears the decision's own id. It is for whoever is written down to look at it, where that is how one clinician of
    the hospital is called; else for whoever is to see the patient, or, where they cannot any more, for whoever recorded
    it.
    """
    named = _clinician_called(decision.review_with, conversation)
    sees_them = conversation.seen_by
    owner = named or (sees_them if sees_them.works_at(conversation.hospital_id) else by)
    row = FollowUp(
        pk=decision.pk,
        conversation=conversation,
        hospital_id=conversation.hospital_id,
        kind=Kind.ACTION,
        text=LOOK_AGAIN,
        owner=owner,
        owner_name=owner.as_actor().name,
        due_on=decision.review_on,
    )
    _write(row, conversation, by=clinician(by, conversation), what="follow-up added")


@recorded
def end_reviews(*, conversation: Conversation, decisions: Iterable[Decision], by: User) -> None:
    """Say that decisions were looked at again, since another one is recorded; what is done already stays as it is."""
    reviewed = [decision.pk for decision in decisions if decision.review_on]
    for row in FollowUp.objects.filter(pk__in=reviewed, done_on__isnull=True) if reviewed else ():
        row.done_on, row.result = timezone.localdate(), OUTCOMES[DECIDED_AGAIN]
        _write(row, conversation, by=clinician(by, conversation), what="follow-up done")


def follow_what_was_parked(*, by: Actor) -> int:
    """Have everything parked stand among what is to be done that does not: it was parked before such things did.

    Gives how many there were. Harmless to repeat: what was done stays done.
    """
    is_there = FollowUp.objects.filter(pk=OuterRef("pk"))
    left = AgendaItem.objects.filter(~Exists(is_there), state=PARKED).exclude(conversation__status=Status.CANCELLED)
    items = list(left)
    for item in items:
        conversation = Conversation.objects.to_act_on().get(pk=item.conversation_id)
        follow_parked(conversation=conversation, item=item, by=by)
    return len(items)


@recorded
def settle_follow_up(
    *, conversation: Conversation, follow_up: FollowUp, done_on: date | None, result: str = "", seen: int, by: User
) -> FollowUp:
    """Say that something was done on a day, and what came of it; or, with None, that it is still to be done.

    `seen` is the `recorded_as` on the screen. The same again changes nothing. Raises NotAllowed.
    """
    after(Step.FOLLOW_UP, Status(conversation.status))
    row = FollowUp.objects.get(pk=follow_up.pk, conversation=conversation)
    if (row.done_on, row.result) == (done_on, result):
        return row
    if row.recorded_as != seen:
        raise NotAllowed("Somebody changed this after you opened the page. Look at it first.")
    row.done_on, row.result = done_on, result
    what = "follow-up done" if done_on else "follow-up open again"
    return _write(row, conversation, by=clinician(by, conversation), what=what)


@recorded
def note_procedure(*, conversation: Conversation, note: Saved, by: User) -> None:
    """Save what became of the procedure, on top of the revision that was on the screen; the same changes nothing.

    Raises Stale with what somebody else saved in between, or NotAllowed: also for a day that cannot be.
    """
    after(Step.FOLLOW_UP, Status(conversation.status))
    stands = procedure_note_of(conversation)
    if stands.revision and (stands.text, stands.details) == (note.text, note.details):
        return
    if stands.revision != note.revision:
        raise Stale({PROCEDURE: stands})
    consents = conversation.decisions.filter(choice=Decision.CONSENT).values_list("decided_at", flat=True)
    if not can_have_been(note.details, known_days(conversation, map(timezone.localdate, consents))):
        raise NotAllowed("Check the days: one of them is to come, or stands before what it follows.")
    row = ProcedureNote.on_top(conversation, note, by=by.as_actor().name)
    content = {"parts": [row.content()]}
    entry = append(conversation, by=clinician(by, conversation), what="procedure noted", content=content)
    row.saved_at, row.recorded_as = entry.at, entry.sequence
    row.save(force_insert=True)
