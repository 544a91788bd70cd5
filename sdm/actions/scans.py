"""Adding the scan of a form that was signed on paper, and saying that one was added by mistake."""

from collections.abc import Sequence

from sdm.actions.recording import append, clinician, recorded
from sdm.models import Conversation, Decision, Scan, ScanMistake, User
from sdm.rules.scans import LONGEST_REASON, ScanFile, digest_of, standing, why_not_added
from sdm.rules.transitions import NotAllowed, Status, Step, after
from sdm.rules.words import has_a_word


@recorded
def add_scans(
    *, conversation: Conversation, decision_number: int, files: Sequence[ScanFile], by: User
) -> tuple[Scan, ...]:
    """Add files to the scan of the paper on which a decision's consent was signed; one that is there stays one.

    Gives what was added. The decision stays as it is, with a scan and without. Raises NotAllowed.
    """
    after(Step.ADD_SCAN, Status(conversation.status))
    decision = conversation.decisions.with_later().defer("summary").filter(number=decision_number).first()
    if decision is None or not decision.is_on_paper:
        raise NotAllowed("This decision has no consent that was signed on paper.")
    there = _digests(conversation, decision)
    new = {digest_of(file.data): file for file in files}
    added = [file for digest, file in new.items() if digest not in there]
    if files and not added:
        return ()
    if why := why_not_added(added, standing(decision.scans)):
        raise NotAllowed(why)
    rows = tuple(_row(conversation, decision, place, file) for place, file in enumerate(added, start=1))
    content = {"scans": [row.content() for row in rows]}
    entry = append(conversation, by=clinician(by, conversation), what="scan added", content=content)
    for row in rows:
        row.added_at, row.added_by, row.recorded_as = entry.at, entry.who, entry.sequence
        row.save(force_insert=True)
    return rows


def _digests(conversation: Conversation, decision: Decision) -> set[str]:
    """Those of the files that stand."""
    there = conversation.scans.filter(decision_number=decision.number, mistake__isnull=True)
    return {digest_of(bytes(data)) for data in there.values_list("data", flat=True)}


def _row(conversation: Conversation, decision: Decision, place: int, file: ScanFile) -> Scan:
    return Scan(
        conversation=conversation,
        decision_number=decision.number,
        place=place,
        kind=file.kind.value,
        pages=file.pages,
        size=file.size,
        data=file.data,
    )


@recorded
def say_scan_is_mistake(*, conversation: Conversation, scan: Scan, reason: str, by: User) -> ScanMistake:
    """Say that a scan was added by mistake, and why. It is kept, and does not count; once said, it stays said.

    Raises NotAllowed.
    """
    after(Step.ADD_SCAN, Status(conversation.status))
    if said := ScanMistake.objects.filter(conversation=conversation, scan_id=scan.pk).first():
        return said
    if not has_a_word(reason) or len(reason) > LONGEST_REASON:
        raise NotAllowed("Write why this scan is here by mistake.")
    row = ScanMistake(conversation=conversation, scan_id=scan.pk, reason=reason)
    entry = append(conversation, by=clinician(by, conversation), what="scan added by mistake", content=row.content())
    row.said_at, row.said_by, row.recorded_as = entry.at, entry.who, entry.sequence
    row.save(force_insert=True)
    return row
