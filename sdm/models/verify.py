"""Checks records: the chain of each conversation, and that the rows beside it say what the record says."""

import json
from collections import Counter

from sdm.models.answers import Answer, DiscussionNote
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.record import RecordEntry
from sdm.rules.chain import Fault, Link, canonical, first_fault


def fault_of(conversation: Conversation) -> Fault | None:
    """The first entry of a conversation's record that is wrong, or None where record and rows agree."""
    entries = list(RecordEntry.objects.filter(conversation=conversation).order_by("sequence"))
    faults = (
        first_fault(map(_link, entries), at_least=_witnessed(conversation)),
        _first_row_that_differs(conversation, entries),
    )
    return min((fault for fault in faults if fault), key=lambda fault: fault.sequence, default=None)


def _link(entry: RecordEntry) -> Link:
    return Link(
        conversation=str(entry.conversation_id),
        sequence=entry.sequence,
        at=entry.at,
        who=entry.who,
        who_id=entry.who_id,
        what=entry.what,
        content=entry.content,
        content_digest=entry.content_digest,
        previous_digest=entry.previous_digest,
        digest=entry.digest,
    )


def _witnessed(conversation: Conversation) -> int:
    """The highest entry that any other row of the conversation names: a record cut shorter than that is found."""
    related = ("answer_revisions", "discussion_revisions", "agenda", "invitations", "study_consents", "decisions")
    named = [conversation.recorded_as]
    for name in related:
        named += getattr(conversation, name).values_list("recorded_as", flat=True)
    return max(named)


def _first_row_that_differs(conversation: Conversation, entries: list[RecordEntry]) -> Fault | None:
    """What stands in the tables must stand in the record, and the other way round, word for word."""
    recorded = Counter((entry.sequence, canonical(content)) for entry in entries for content in _rows_told_by(entry))
    rows = Counter(
        (row.recorded_as, canonical(row.content()))
        for model in (Answer, DiscussionNote, StudyConsent, Decision)
        for row in model.objects.filter(conversation=conversation)
    )
    different = (recorded - rows) + (rows - recorded)
    if not different:
        return None
    return Fault(min(sequence for sequence, _ in different), "what is saved is not what was recorded")


def _rows_told_by(entry: RecordEntry) -> list[dict]:
    """The contents of the rows that an entry says were saved; none where its own content cannot be read."""
    try:
        content = json.loads(entry.content)
    except ValueError:
        return []
    if entry.what == "discussion saved":
        return content.get("parts", [])
    whole = entry.what in ("answer saved", "consent to study") or entry.what.startswith("decision: ")
    return [content] if whole else []
