"""Checks records: the chain of each conversation, and that the tables say what the record says."""

from itertools import chain

from sdm.models.afterwards import ChangeOfMind, Confirmation, Correction, Reply
from sdm.models.agenda import AgendaItem
from sdm.models.answers import Answer, ArrangedHelp, DiscussionNote
from sdm.models.brief_readings import BriefReading
from sdm.models.conversations import Conversation
from sdm.models.decisions import Decision, StudyConsent
from sdm.models.follow_up import FollowUp, ProcedureNote
from sdm.models.invitations import Invitation
from sdm.models.mails import Mail
from sdm.models.record import RecordEntry
from sdm.models.retelling import Retelling, Unreadable
from sdm.models.scans import Scan, ScanMistake
from sdm.rules.chain import Fault, Link, first_fault

# The rows that are saved once and never change, each with the fields that say who saved it and when.
ONCE = (
    (Answer, "saved_by", "saved_at"),
    (DiscussionNote, "saved_by", "saved_at"),
    (ArrangedHelp, "saved_by", "saved_at"),
    (ProcedureNote, "saved_by", "saved_at"),
    (StudyConsent, "recorded_by", "given_at"),
    (Decision, "recorded_by", "decided_at"),
    (Correction, "said_by", "said_at"),
    (ChangeOfMind, "said_by", "said_at"),
    (Reply, "replied_by", "replied_at"),
    (Confirmation, "recorded_by", "confirmed_at"),
    (BriefReading, "read_by", "read_at"),
    (Scan, "added_by", "added_at"),
    (ScanMistake, "said_by", "said_at"),
)


def fault_of(conversation: Conversation) -> Fault | None:
    """The first entry of a conversation's record that is wrong, or None where record and tables agree.

    The conversation is read again: what counts is what the database holds.
    """
    conversation = Conversation.objects.select_related("patient", "edition", "seen_by").get(pk=conversation.pk)
    try:
        entries = _entries(conversation)
    except Unreadable as error:
        return _unreadable(error)
    faults = [first_fault(map(_link, entries), at_least=_witnessed(conversation))]
    try:
        faults += _differences(conversation, entries)
    except Unreadable as error:
        faults.append(_unreadable(error))
    return min((fault for fault in faults if fault), key=lambda fault: fault.sequence, default=None)


def _unreadable(error: Unreadable) -> Fault:
    return Fault(error.sequence, "the entry cannot be read")


def _entries(conversation: Conversation) -> list[RecordEntry]:
    """The entries in order; raises Unreadable for the first whose values are not even of the right kind."""
    record = RecordEntry.objects.filter(conversation=conversation)
    entries = []
    for sequence in record.order_by("sequence").values_list("sequence", flat=True):
        try:
            entry = record.get(sequence=sequence)
            _link(entry).at.isoformat()
            entry.content.encode()
        except (TypeError, ValueError, AttributeError) as error:
            raise Unreadable(sequence) from error
        entries.append(entry)
    return entries


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
    rows = (AgendaItem, FollowUp, Invitation, Mail, *(model for model, _, _ in ONCE))
    named = [model.objects.filter(conversation=conversation).values_list("recorded_as", flat=True) for model in rows]
    return max([conversation.recorded_as, *chain.from_iterable(named)])


def _differences(conversation: Conversation, entries: list[RecordEntry]) -> list[Fault]:
    """Where the tables do not say what the record tells, each at the entry that tells it."""
    told = Retelling(entries)
    saved = _saved(conversation)
    return [
        Fault(max(told.sequence_of(key), saved.get(key, (0,))[0]), "what is saved is not what was recorded")
        for key in told.rows.keys() | saved.keys()
        if key not in saved or told.rows.get(key) != saved[key][1]
    ]


def _saved(conversation: Conversation) -> dict[tuple, tuple[int, dict]]:
    """What the tables say, by the same keys as the record tells it, each with the entry that its row names."""
    saved = {("conversation",): (conversation.recorded_as, conversation.content_of_row())}
    for model, who, at in ONCE:
        for row in model.objects.filter(conversation=conversation):
            by_and_when = {"who": getattr(row, who), "at": getattr(row, at)}
            saved[model.__name__, row.recorded_as, *row.key()] = (row.recorded_as, row.content() | by_and_when)
    for item in AgendaItem.objects.filter(conversation=conversation):
        saved["agenda", str(item.pk)] = (item.recorded_as, item.content())
    for one in FollowUp.objects.filter(conversation=conversation):
        saved["follow-up", str(one.pk)] = (one.recorded_as, one.content())
    for invitation in Invitation.objects.filter(conversation=conversation):
        saved["invitation", str(invitation.pk)] = (invitation.recorded_as, invitation.content() | invitation.state())
    for mail in Mail.objects.filter(conversation=conversation):
        asked = {"who": mail.asked_by, "at": mail.asked_at}
        saved["mail", str(mail.pk)] = (mail.recorded_as, mail.content() | asked | mail.way() | mail.outcome())
    return saved
