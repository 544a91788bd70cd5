"""What clinicians record of the discussion, and how agenda items are raised and closed."""

from collections.abc import Mapping
from datetime import date

from sdm.actions.recording import Stale, append, recorded
from sdm.models import AgendaItem, Conversation, DiscussionNote, User
from sdm.rules.parts import Saved, question_number
from sdm.rules.people import Kind
from sdm.rules.transitions import NotAllowed, Status, Step, after


@recorded
def save_discussion(*, conversation: Conversation, notes: Mapping[str, Saved], by: User) -> dict[str, Saved]:
    """Save parts of the discussion; parts that hold what they held before are left alone.

    `notes` gives, by part, the new text and details, with `revision` as the one that was on the screen.
    Either all parts are saved or none. Raises Stale with the parts that somebody else saved in between,
    and NotAllowed where the conversation is decided or cancelled.
    """
    status = after(Step.RECORD_DISCUSSION, Status(conversation.status))
    stands = conversation.discussion
    changed = {part: note for part, note in notes.items() if _differs(stands.get(part), note)}
    stale = {
        part: stands.get(part, Saved(part))
        for part, note in changed.items()
        if note.revision != stands.get(part, Saved(part)).revision
    }
    if stale:
        raise Stale(stale)
    if not changed:
        return stands
    rows = [_row(conversation, note, by) for note in changed.values()]
    entry = append(
        conversation, by=by.as_actor(), what="discussion saved", content={"parts": [row.content() for row in rows]}
    )
    for row in rows:
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    DiscussionNote.objects.bulk_create(rows)
    if status != conversation.status:
        conversation.status, conversation.recorded_as = status.value, entry.sequence
        conversation.save(update_fields=["status", "recorded_as"])
    return stands | {row.part: _saved(row) for row in rows}


def _differs(stands: Saved | None, note: Saved) -> bool:
    if stands is None:
        return not note.is_empty
    return (stands.text, stands.details) != (note.text, note.details)


def _row(conversation: Conversation, note: Saved, by: User) -> DiscussionNote:
    number = question_number(note.part)
    question = conversation.content.question(number) if number else None
    return DiscussionNote(
        conversation=conversation,
        part=note.part,
        revision=note.revision + 1,
        wording=question.wording if question else "",
        text=note.text,
        details=note.details,
        saved_by=by.as_actor().name,
    )


def _saved(row: DiscussionNote) -> Saved:
    return Saved(
        row.part,
        text=row.text,
        details=row.details,
        wording=row.wording,
        revision=row.revision,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


@recorded
def raise_item(*, conversation: Conversation, text: str, by: User) -> AgendaItem:
    """Put something on the agenda for the clinician; the same words again, while they are open, are the same item.

    Raises NotAllowed after a decision.
    """
    after(Step.RECORD_DISCUSSION, Status(conversation.status))
    same = AgendaItem.objects.filter(
        conversation=conversation, raised_by=Kind.STAFF, state=AgendaItem.OPEN, text=text
    ).first()
    if same:
        return same
    entry = append(conversation, by=by.as_actor(), what="agenda item raised", content={"text": text})
    return AgendaItem.objects.create(
        conversation=conversation,
        raised_by=Kind.STAFF,
        raised_at=entry.at,
        text=text,
        recorded_as=entry.sequence,
    )


@recorded
def close_item(
    *,
    conversation: Conversation,
    item: AgendaItem,
    state: str,
    outcome: str = "",
    owner: str = "",
    due_on: date | None = None,
    by: User,
) -> AgendaItem:
    """Close an agenda item: answered with what was said, parked with an owner and a date, or withdrawn.

    A clinician withdraws only what a clinician raised. Closing it again in the same way changes nothing.
    Raises NotAllowed otherwise.
    """
    after(Step.RECORD_DISCUSSION, Status(conversation.status))
    item = AgendaItem.objects.get(pk=item.pk, conversation=conversation)
    closing = {"state": state, "outcome": outcome, "owner": owner, "due_on": due_on}
    if all(getattr(item, name) == value for name, value in closing.items()):
        return item
    if item.state != AgendaItem.OPEN:
        raise NotAllowed("Somebody has closed this already.")
    if state == AgendaItem.WITHDRAWN and item.raised_by != Kind.STAFF:
        raise NotAllowed("Only the patient can withdraw what the patient raised.")
    if state == AgendaItem.ANSWERED and not outcome:
        raise NotAllowed("Write down what was said.")
    content = {"item": str(item.pk), **closing, "due_on": due_on.isoformat() if due_on else None}
    entry = append(conversation, by=by.as_actor(), what=f"agenda item {state}", content=content)
    for name, value in closing.items():
        setattr(item, name, value)
    item.recorded_as = entry.sequence
    item.save(update_fields=[*closing, "recorded_as"])
    return item
