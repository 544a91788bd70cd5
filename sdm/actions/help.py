"""What staff arrange for what a patient needs: an interpreter booked, large print sent."""

from collections.abc import Mapping

from sdm.actions.recording import Stale, append, clinician, recorded
from sdm.models import ArrangedHelp, Conversation, User
from sdm.rules.needs import ARRANGED_AT_MOST, NAMES
from sdm.rules.parts import Saved
from sdm.rules.transitions import NotAllowed, Status, Step, after


@recorded
def arrange_help(*, conversation: Conversation, notes: Mapping[str, Saved], by: User) -> None:
    """Save who or what was arranged and when, by need; what says the same as before is left alone.

    `notes` gives the new text of each, empty to take it back, with `revision` as the one that was on the screen. Either
    all are saved or none. Raises Stale with what somebody else arranged in between, NotAllowed after a cancellation.
    """
    after(Step.ARRANGE_HELP, Status(conversation.status))
    stands = {need: conversation.help.get(need, Saved(need)) for need in notes}
    changed = {need: note for need, note in notes.items() if note.text != stands[need].text}
    if any(need not in NAMES or len(note.text) > ARRANGED_AT_MOST for need, note in changed.items()):
        raise NotAllowed("There is no such help, or what you wrote is too long.")
    if stale := {need: stands[need] for need, note in changed.items() if note.revision != stands[need].revision}:
        raise Stale(stale)
    if not changed:
        return
    rows = [_row(conversation, note, by) for note in changed.values()]
    content = {"parts": [row.content() for row in rows]}
    entry = append(conversation, by=clinician(by, conversation), what="help arranged", content=content)
    for row in rows:
        row.saved_at, row.recorded_as = entry.at, entry.sequence
    ArrangedHelp.objects.bulk_create(rows)


def _row(conversation: Conversation, note: Saved, by: User) -> ArrangedHelp:
    return ArrangedHelp(
        conversation=conversation,
        part=note.part,
        revision=note.revision + 1,
        wording=NAMES[note.part],
        text=note.text,
        saved_by=by.as_actor().name,
    )
