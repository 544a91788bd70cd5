"""Checks records: the chain of each conversation, and that the rows beside it say what the record says."""

import json
from collections import Counter

from sdm.models.answers import Answer, DiscussionNote
from sdm.models.conversations import Conversation
from sdm.models.record import RecordEntry
from sdm.rules.chain import Fault, Link, first_fault


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
    """Every answer and note must stand in the record as it stands in its table, and the other way round."""
    recorded = Counter()
    for entry in entries:
        try:
            content = json.loads(entry.content)
        except ValueError:
            continue
        for part in _parts(entry.what, content):
            recorded[entry.sequence, _key(part)] += 1
    rows = Counter(
        (row.recorded_as, _key(row.content()))
        for model in (Answer, DiscussionNote)
        for row in model.objects.filter(conversation=conversation)
    )
    different = (recorded - rows) + (rows - recorded)
    if not different:
        return None
    return Fault(min(sequence for sequence, _ in different), "the saved words are not those that were recorded")


def _parts(what: str, content: dict) -> list[dict]:
    if what == "answer saved":
        return [content]
    return content.get("parts", []) if what == "discussion saved" else []


def _key(part: dict) -> str:
    return json.dumps(part, sort_keys=True)
