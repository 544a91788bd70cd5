"""Marking a brief as read."""

from django.db.models import Max

from sdm.actions.recording import append, clinician, recorded
from sdm.models import BriefReading, Conversation, User
from sdm.rules.parts import READ
from sdm.rules.transitions import NotAllowed


@recorded
def mark_as_read(*, conversation: Conversation, seen: int, by: User) -> bool:
    """Write down that a clinician has read what the patient sent, as it stood when the record had `seen` entries.

    False, and nothing is written, where they have read the same already. Two who read at once both count; the record
    says who was first. Raises NotAllowed where nothing was sent.
    """
    by_whom = clinician(by, conversation)
    if not conversation.is_sent:
        raise NotAllowed("The patient has not sent any answers.")
    revisions = _revisions_at(conversation, min(seen, conversation.head[0]))
    mine = conversation.brief_readings.filter(reader=by).order_by("-recorded_as").first()
    if mine and mine.revisions == revisions:
        return False
    reading = BriefReading(conversation=conversation, reader=by, revisions=revisions, read_by=by_whom.name)
    entry = append(conversation, by=by_whom, what="brief read", content=reading.content())
    reading.read_at, reading.recorded_as = entry.at, entry.sequence
    reading.save(force_insert=True)
    return True


def _revisions_at(conversation: Conversation, entry: int) -> dict[str, int]:
    """The revision of each of the patient's parts that stood by an entry of the record."""
    saved = conversation.answer_revisions.filter(recorded_as__lte=entry).exclude(part=READ)
    return dict(saved.order_by("part").values_list("part").annotate(Max("revision")))
